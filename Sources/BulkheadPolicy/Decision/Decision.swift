import BulkheadSource

/// The answer to one request, with the reason.
public enum Decision: Hashable, Sendable {
  /// Yes, by a rule in words, such as `filesystem[0] read .claude/**`.
  case allowed(by: String)
  /// No, and why.
  case denied(Denial)

  /// Whether the answer is yes.
  public var isAllowed: Bool {
    if case .allowed = self { true } else { false }
  }

  /// The rule that decided, for the audit log: the grant, or the code of the denial.
  public var rule: String {
    switch self {
    case .allowed(let rule): rule
    case .denied(let denial): denial.code
    }
  }
}

/// Why something is not allowed, and what would change that.
public struct Denial: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name: `not-granted`, `protected-path`, `private-address` …
  public let code: String
  /// A sentence that starts with `Permission denied`.
  public let message: String
  /// The command or line that would allow it; nil where nothing would.
  public let help: String?
  /// Whether a person may grant it to this plugin under this policy.
  public let canBeGranted: Bool

  /// A denial; `message` is completed to start with `Permission denied: `.
  public init(code: String, _ message: String, help: String? = nil, canBeGranted: Bool = false) {
    self.code = code
    self.message = "Permission denied: " + message
    self.help = help
    self.canBeGranted = canBeGranted
  }

  /// Text of a plugin as messages show it.
  static func shown(_ text: String) -> String { SafeText.escaped(text, limit: 300) }

  /// The message and the help.
  public var description: String { help.map { "\(message)\n  help: \($0)" } ?? message }
}
