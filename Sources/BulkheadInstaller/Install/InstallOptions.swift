public import BulkheadPolicy
public import BulkheadStore

/// How to install a plugin.
public struct InstallOptions: Sendable {
  /// The policy that judges what it asks for, and under which it will run.
  public var policy: SecurityPolicy
  /// Whether the user has said yes to everything beforehand, as `--yes` does. What the scan or the
  /// policy refuses stays refused.
  public var assumesYes: Bool
  /// The name of a plugin that has no manifest.
  public var name: String?

  /// Options; without arguments the default policy, and a question where there is one.
  public init(
    policy: SecurityPolicy = .default, assumesYes: Bool = false, name: String? = nil
  ) {
    self.policy = policy
    self.assumesYes = assumesYes
    self.name = name
  }
}

/// What was installed.
public struct InstallOutcome: Sendable {
  /// What was approved, as it is recorded.
  public var record: ApprovalRecord
  /// Where its files are.
  public var directory: String
  /// What the policy said to what it asked for.
  public var validation: ValidationResult
  /// What the scan said.
  public var verdict: PluginVerdict
  /// Whether the permissions were worked out from the code.
  public var isInferred: Bool
  /// Whether it replaced a plugin of the same name.
  public var replaced: Bool
  /// What was not copied, such as `.git`.
  public var leftOut: [String]
}
