import Glibc

/// A plugin that was scanned, with what it says of itself.
public struct PluginScan: Sendable {
  /// The name of its manifest, or else of its directory; escape it before showing it.
  public var name: String
  /// The directory or file that was scanned, as it was named.
  public var directory: String
  /// Its manifest; nil where it has none that can be read.
  public var manifest: PluginManifest?
  /// What is wrong in its manifest. A plugin with such errors does not pass.
  public var manifestErrors: [Diagnostic]
  /// What was found.
  public var result: SecurityScanResult

  /// Scans a plugin's directory, or a single file.
  ///
  /// - Parameters:
  ///   - path: its path; no link below it is followed.
  ///   - policy: what is banned.
  ///   - progress: called with how many files are done, of how many, on any thread.
  /// - Throws: a `Diagnostic` where the path cannot be read.
  public init(
    path: String, policy: SecurityPolicy, progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws(Diagnostic) {
    directory = path
    manifestErrors = []
    do throws(DiagnosticList) {
      manifest = try PluginManifest.load(fromDirectory: path)
    } catch {
      manifestErrors = error.diagnostics
    }
    name = manifest?.name ?? Self.lastName(of: path)
    result = try PluginScanner(policy: policy).scan(
      directory: path, permissions: manifest.flatMap(\.declaredPermissions), progress: progress)
    if !manifestErrors.isEmpty {
      result.passed = false
      result.reasons += manifestErrors.map { error in
        (error.place.map { "\($0): " } ?? "") + error.message
      }
    }
  }

  /// The shape of DESIGN §8 with the name of the plugin.
  public var json: JSONValue {
    var object: JSONObject = [
      "plugin": .string(name), "directory": .string(directory),
      "manifestErrors": .array(manifestErrors.map(\.json)),
    ]
    for member in result.json.objectValue?.members ?? [] { object[member.key] = member.value }
    return .object(object)
  }

  private static func lastName(of path: String) -> String {
    String(Project.real(path).split(separator: "/").last ?? "/")
  }
}

extension PluginManifest {
  /// What it declares; nil where it says nothing, so that nothing can be undeclared.
  var declaredPermissions: PermissionSet? {
    permissions == nil && allowedCommands.isEmpty ? nil : requestedPermissions
  }
}

extension Diagnostic {
  /// The message for programs.
  public var json: JSONValue {
    [
      "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message),
      "file": JSONValue(file), "line": position.map { .integer($0.line) } ?? .null,
      "column": position.map { .integer($0.column) } ?? .null, "help": JSONValue(help),
    ]
  }
}
