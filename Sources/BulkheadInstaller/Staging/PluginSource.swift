import BulkheadSource
import BulkheadStore
import Glibc

/// Where a plugin comes from.
enum PluginSource {
  /// Opens the directory that the user named. A link to it is followed: the user named it.
  static func open(_ source: String) throws -> Directory {
    let shown = SafeText.escaped(source, limit: 300)
    if source.contains("://") || source.hasPrefix("git@") {
      throw InstallError(
        code: "unsupported-source", "\(shown) is an address: that is not supported yet",
        help: "clone or download it first, then install its directory", isRefusal: true)
    }
    // SAFETY: realpath's own buffer is copied and freed here.
    guard let real = unsafe realpath(source, nil) else {
      throw InstallError(
        code: "no-source", "there is no directory \(shown)", help: "name a plugin's directory")
    }
    defer { unsafe free(real) }
    var status = stat()
    let path = unsafe String(cString: real)
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw InstallError(
        code: "unsupported-source", "\(shown) is not a directory: archives are not supported yet",
        help: "unpack it first, then install the directory", isRefusal: true)
    }
    return try Directory(path: path)
  }

  /// A source that contains the directory of plugins would be copied into itself.
  static func requireApart(_ source: Directory, pluginsDirectory: String) throws {
    let path = try RealPath.of(source)
    guard pluginsDirectory != path, !pluginsDirectory.hasPrefix(path + "/"), path != "/" else {
      throw InstallError(
        code: "source-contains-project",
        "\(SafeText.escaped(path, limit: 300)) contains the directory that plugins are installed in",
        help: "name the plugin's own directory", isRefusal: true)
    }
  }
}

extension InstallError {
  static func badName(_ name: String) -> InstallError {
    InstallError(
      code: "bad-name", "a plugin cannot be named \"\(SafeText.escaped(name, limit: 80))\"",
      help: "use 1 to 64 letters, digits, '.', '_' and '-', starting with a letter or digit",
      isRefusal: true)
  }
}
