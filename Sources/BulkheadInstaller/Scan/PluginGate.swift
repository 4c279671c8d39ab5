public import BulkheadPolicy

/// Looks at a plugin's files before anybody is asked about them.
public protocol PluginGate: Sendable {
  /// Judges the files below a directory that nobody else can change.
  func judge(
    directory: String, manifest: PluginManifest, policy: SecurityPolicy
  ) async throws -> PluginVerdict
}

/// What a gate says.
public struct PluginVerdict: Sendable {
  /// Why the plugin is refused, one line each, escaped; empty where it may pass.
  public var reasons: [String]
  /// The score of the plugin, 0…100.
  public var securityScore: Int
  /// What was found, worst first, one line each, escaped.
  public var findings: [String]
  /// The smallest set of permissions with which its code can work, as far as its code tells.
  public var inferredPermissions: PermissionSet

  /// A verdict.
  public init(
    reasons: [String] = [], securityScore: Int, findings: [String] = [],
    inferredPermissions: PermissionSet = .none
  ) {
    self.reasons = reasons
    self.securityScore = securityScore
    self.findings = findings
    self.inferredPermissions = inferredPermissions
  }

  /// Whether it may pass.
  public var passed: Bool { reasons.isEmpty }
}
