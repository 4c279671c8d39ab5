public import BulkheadSource

/// What a plugin says about itself, from `plugin.json` and, where there is one, `bulkhead.json`.
public struct PluginManifest: Sendable {
  /// The plugin's name: 1…64 letters, digits, `.`, `_`, `-`, starting with a letter or digit.
  public var name: String
  /// The version as written.
  public var version: String?
  /// What it is for, in the author's words: escape before showing.
  public var description: String?
  /// The script that `run` starts, relative to the plugin's directory.
  public var main: String?
  /// What it asks for; nil where it declares nothing.
  public var permissions: PermissionSet?
  /// What it asks to use.
  public var limits: ResourceLimits
  /// Commands it asks to run, from `allowedCommands`.
  public var allowedCommands: [String]
  /// The file it came from, relative to the plugin's directory.
  public var file: String
  /// Where each grant was declared, by its place in the set: `filesystem[0]`, `network[2]`.
  public var declarations: [String: Declaration] = [:]

  /// A place in one of the files.
  public struct Declaration: Hashable, Sendable {
    /// The file.
    public var file: String
    /// The line and column.
    public var position: SourcePosition
  }

  /// Where the manifest may be, the first that exists counts.
  public static let manifestPaths = [".claude-plugin/plugin.json", "plugin.json"]
  /// Where permissions may be declared beside it.
  public static let sidecarPath = "bulkhead.json"

  /// Whether a text can name a plugin: it becomes a directory, so nothing else will do.
  public static func isValidName(_ name: String) -> Bool {
    let dot = UInt8(ascii: ".")
    guard let first = name.utf8.first, name.utf8.count <= 64,
      !zip(name.utf8, name.utf8.dropFirst()).contains(where: { $0 == dot && $1 == dot })
    else { return false }
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    return isAlphanumeric(first)
      && name.utf8.allSatisfy { isAlphanumeric($0) || "._-".utf8.contains($0) }
      && name.utf8.last != dot
  }

  /// The permissions with the commands of `allowedCommands` as `Bash(command:*)`.
  public var requestedPermissions: PermissionSet {
    var set = permissions ?? .none
    for command in allowedCommands {
      let rule = "Bash(\(command):*)"
      if !set.tools.contains(rule) { set.tools.append(rule) }
    }
    return set
  }

  /// Reads the manifest and its sidecar.
  ///
  /// - Parameters:
  ///   - utf8: the bytes of the manifest.
  ///   - file: its path as the user knows it.
  ///   - other: a second manifest, in the plugin's root. Agents read one of the two, so that what it
  ///     says of permissions, limits and entry point may not differ.
  ///   - sidecar: the bytes and path of `bulkhead.json`, where there is one.
  /// - Throws: `DiagnosticList` with every error of both files.
  public static func parse(
    _ utf8: [UInt8], file: String, other: (utf8: [UInt8], file: String)? = nil,
    sidecar: (utf8: [UInt8], file: String)? = nil
  ) throws(DiagnosticList) -> PluginManifest {
    var reader = ManifestReader()
    do throws(Diagnostic) {
      try reader.readManifest(JSONDocument(utf8, file: file))
      if let other { try reader.readOther(JSONDocument(other.utf8, file: other.file)) }
      if let sidecar { try reader.readSidecar(JSONDocument(sidecar.utf8, file: sidecar.file)) }
    } catch {
      throw DiagnosticList(reader.errors + [error])
    }
    if !reader.errors.isEmpty { throw DiagnosticList(reader.errors) }
    return reader.manifest
  }
}
