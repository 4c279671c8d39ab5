/// Why a permission was not granted although nothing went wrong: the policy or a person said no.
public struct PermissionRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name, such as `not-approved`.
  public let code: String
  /// What and why; lower case; text of the plugin is escaped.
  public let message: String
  /// What to do about it.
  public let help: String?

  /// A refusal.
  public init(code: String, _ message: String, help: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
  }

  /// The message and the help.
  public var description: String { help.map { "\(message)\n  help: \($0)" } ?? message }
}
