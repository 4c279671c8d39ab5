/// Why a plugin was not installed.
public struct InstallError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name, such as `failed-security-scan`.
  public let code: String
  /// What, where and why; lower case; text of the plugin is escaped.
  public let message: String
  /// What to do about it.
  public let help: String?
  /// Whether the answer is no, rather than that something did not work.
  public let isRefusal: Bool

  /// An error.
  public init(code: String, _ message: String, help: String? = nil, isRefusal: Bool = false) {
    self.code = code
    self.message = message
    self.help = help
    self.isRefusal = isRefusal
  }

  /// The message and the help.
  public var description: String { help.map { "\(message)\n  help: \($0)" } ?? message }
}
