public import BulkheadSource

/// What was found in a plugin.
public struct SecurityScanResult: Hashable, Sendable {
  /// Whether the plugin may be installed: see ``reasons``.
  public var passed: Bool
  /// Why not, one line each, escaped; empty where it passed.
  public var reasons: [String]
  /// The mean over the files that are code, 0…100.
  public var securityScore: Double
  /// The lowest score of a file that is code.
  public var lowestScore: Double
  /// The files that were scanned, by path.
  public var files: [FileScan]
  /// What the plugin can do, each thing once.
  public var capabilities: [Capability]
  /// What starts without being asked for each time, or instructs the agent.
  public var inventory: [InventoryItem]
  /// Sentences that say what to change.
  public var recommendations: [String]
  /// What was not looked at.
  public var skipped: [SkippedFile]

  /// All faults, by file.
  public var dangerousPatterns: [Finding] { files.flatMap(\.dangerousPatterns) }
  /// All credentials, by file.
  public var secrets: [Secret] { files.flatMap(\.secrets) }
  /// All imports that the policy does not allow, by file.
  public var importViolations: [ImportViolation] { files.flatMap(\.importViolations) }

  /// The shape of DESIGN §8.
  public var json: JSONValue {
    [
      "passed": .bool(passed), "securityScore": .number(securityScore),
      "lowestScore": .number(lowestScore), "reasons": .array(reasons.map(JSONValue.string)),
      "files": .array(files.map(\.json)), "capabilities": .array(capabilities.map(\.json)),
      "inventory": .array(inventory.map(\.json)),
      "recommendations": .array(recommendations.map(JSONValue.string)),
      "skipped": .array(skipped.map(\.json)),
    ]
  }
}
