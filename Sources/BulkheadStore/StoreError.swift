/// Why something cannot be kept, read or trusted.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name, such as `file-changed`.
  public let code: String
  /// What, where and why; lower case.
  public let message: String
  /// What to do about it.
  public let help: String?

  /// An error.
  public init(code: String, _ message: String, help: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
  }

  /// The message and the help.
  public var description: String { help.map { "\(message)\n  help: \($0)" } ?? message }
}
