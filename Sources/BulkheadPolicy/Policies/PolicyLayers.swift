import BulkheadSource

/// Where policies come from, in order of authority: the machine, the user, the project.
///
/// The first one there is sets the bounds; each one after it can only narrow them. A policy that a
/// cloned repository brings can therefore make plugins weaker, never stronger.
public struct PolicyLayers: Sendable {
  /// The directory of the machine's administrator.
  public var managedDirectory: String
  /// The user's configuration directory of Bulkhead.
  public var userDirectory: String
  /// The project's directory of Bulkhead, closed to plugins.
  public var projectDirectory: String

  /// The directories; by default `/etc/bulkhead` for the machine.
  public init(
    managedDirectory: String = "/etc/bulkhead", userDirectory: String, project: String
  ) {
    self.managedDirectory = managedDirectory
    self.userDirectory = userDirectory
    projectDirectory = project + "/.claude/security"
  }

  /// The names under which a policy is looked for; more than one in a directory is an error.
  public static let fileNames = ["policy.json", "policy.yaml", "policy.yml"]

  /// The policy in force.
  ///
  /// - Parameters:
  ///   - chosen: what the user named on the command line, in place of the user's own file.
  ///   - fallback: what holds where neither machine nor user say anything.
  /// - Throws: every error of the files that were read.
  public func policy(
    chosen: SecurityPolicy? = nil, fallback: SecurityPolicy = .strict
  ) throws(DiagnosticList) -> SecurityPolicy {
    let managed = try Self.load(from: managedDirectory)
    let user = if let chosen { chosen } else { try Self.load(from: userDirectory) }
    let project = try Self.load(from: projectDirectory)
    var policy = managed ?? user ?? fallback
    if managed != nil, let user { policy = policy.narrowed(by: user) }
    if let project { policy = policy.narrowed(by: project) }
    return policy
  }

  /// The policy file of a directory; nil if there is none.
  static func load(from directory: String) throws(DiagnosticList) -> SecurityPolicy? {
    var found: (file: String, bytes: [UInt8])?
    for name in fileNames {
      let file = "\(directory)/\(name)"
      let bytes: [UInt8]?
      do throws(Diagnostic) {
        bytes = try BoundedFile.read(file)
      } catch {
        throw DiagnosticList([error])
      }
      guard let bytes else { continue }
      if let found {
        throw DiagnosticList([
          Diagnostic(
            code: "contradiction",
            "there is a second policy beside \(SafeText.escaped(found.file))",
            file: file, help: "keep one of the two")
        ])
      }
      found = (file, bytes)
    }
    guard let found else { return nil }
    return try SecurityPolicy.parse(found.bytes, file: found.file)
  }
}
