/// Why nothing was executed: Bulkhead itself refused or could not. What a plugin does wrong is never
/// thrown; it is in the `ExecutionResult`.
public struct RuntimeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name, such as `worker-missing`.
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
