public import BulkheadPolicy
public import BulkheadSource

/// The question that a person answers before a plugin gets what it asks for. Every text in it that came
/// from the plugin is escaped.
public struct ApprovalRequest: Sendable {
  /// The plugin.
  public var plugin: String
  /// Its version.
  public var version: String?
  /// What it says it is for, in its author's words.
  public var purpose: String?
  /// Where it comes from.
  public var source: String
  /// The policy that was applied.
  public var policy: String
  /// What it would be allowed to do, the highest risk first; the sentence of each ends "it wants to …".
  public var grants: [GrantReview]
  /// What to know before saying yes.
  public var warnings: [Diagnostic]
  /// What the scan found, worst first, one line each.
  public var findings: [String]
  /// The score of the scan, 0…100; nil where there was none.
  public var securityScore: Int?
  /// Whether the plugin declares nothing, and the grants were worked out from its code.
  public var isInferred: Bool
  /// The version that it would replace; nil where none is installed.
  public var replaces: String?
  /// What it would get that the installed version has not, one line each.
  public var widened: [String]

  /// A request.
  public init(
    plugin: String, version: String? = nil, purpose: String? = nil, source: String,
    policy: String, grants: [GrantReview], warnings: [Diagnostic] = [], findings: [String] = [],
    securityScore: Int? = nil, isInferred: Bool = false, replaces: String? = nil,
    widened: [String] = []
  ) {
    self.plugin = plugin
    self.version = version
    self.purpose = purpose
    self.source = source
    self.policy = policy
    self.grants = grants
    self.warnings = warnings
    self.findings = findings
    self.securityScore = securityScore
    self.isInferred = isInferred
    self.replaces = replaces
    self.widened = widened
  }

  /// The highest risk of all grants; low where there are none.
  public var risk: Risk { grants.map(\.risk).max() ?? .low }

  /// The request in plain lines, without the question itself.
  public var lines: [String] {
    var lines = [title]
    if let purpose { lines.append("it says of itself: \(purpose)") }
    if let securityScore { lines.append("security score \(securityScore)/100") }
    lines += findings.map { "  \($0)" }
    if let replaces {
      lines.append("it replaces the installed version \(replaces)")
      lines += widened.isEmpty ? ["it asks for nothing new"] : ["new in this version:"]
      lines += widened.map { "  + \($0)" }
    }
    if grants.isEmpty {
      lines.append("it gets no permissions")
    } else {
      let how = isInferred ? " (worked out from its code: it declares nothing)" : ""
      lines.append("it wants to\(how):")
      lines += grants.map { "  [\($0.risk.name)] \($0.sentence)" }
    }
    lines += warnings.map { "  ! \($0.message)" }
    return lines
  }

  private var title: String {
    "\(plugin) \(version ?? "without a version") from \(source), under the policy \(policy)"
  }
}

/// Asks a person.
public protocol PermissionPrompter: Sendable {
  /// Whether the person says yes. No answer, no terminal, or any doubt is a no.
  func approve(_ request: ApprovalRequest) async -> Bool
}

/// Says no to everything: what holds where nobody can be asked.
public struct DenyingPrompter: PermissionPrompter {
  /// A prompter.
  public init() {}

  /// No.
  public func approve(_ request: ApprovalRequest) async -> Bool { false }
}
