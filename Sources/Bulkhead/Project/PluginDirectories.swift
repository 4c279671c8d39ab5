import Glibc

/// Finds plugins.
public enum PluginDirectories {
  /// The plugins in a directory, sorted: every directory in it, or in a directory of it, that has a
  /// manifest; every directory in it where none has. What is hidden is no plugin, and no link is
  /// followed.
  ///
  /// - Throws: a `Diagnostic` where the directory cannot be read.
  public static func find(in directory: String) throws(Diagnostic) -> [String] {
    guard Project.exists(directory) else { return [] }
    let children = try subdirectories(of: directory)
    var plugins: [String] = []
    for child in children {
      if hasManifest(child) {
        plugins.append(child)
      } else {
        plugins += try subdirectories(of: child).filter(hasManifest)
      }
    }
    return plugins.isEmpty ? children : plugins
  }

  private static func hasManifest(_ directory: String) -> Bool {
    PluginManifest.manifestPaths.contains { Project.exists("\(directory)/\($0)") }
  }

  private static func subdirectories(of path: String) throws(Diagnostic) -> [String] {
    // SAFETY: the stream is closed below, and used in this function only; d_name is a C string.
    guard let stream = unsafe opendir(path) else {
      let reason = unsafe String(cString: strerror(errno))
      throw Diagnostic(
        code: "unreadable-directory", "the directory cannot be listed: \(reason)", file: path,
        help: "name a directory that you can read")
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: UInt8.self, capacity: 256) {
          unsafe String(decodingCString: $0, as: UTF8.self)
        }
      }
      var status = stat()
      if !name.hasPrefix("."), unsafe lstat("\(path)/\(name)", &status) == 0,
        status.st_mode & S_IFMT == S_IFDIR
      {
        names.append("\(path)/\(name)")
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension Project {
  /// Whether anything was ever installed.
  public var hasPluginsDirectory: Bool { Self.exists(pluginsDirectory) }

  /// What a person means by a plugin: a path where there is something, else an installed plugin's
  /// name.
  public func path(of plugin: String) -> String {
    let installed = pluginsDirectory + "/" + plugin
    if !Self.exists(plugin), PluginManifest.isValidName(plugin), Self.exists(installed) {
      return installed
    }
    return plugin
  }
}
