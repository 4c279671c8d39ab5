public import BulkheadSource

/// What was found in one file.
public struct FileScan: Hashable, Sendable {
  /// The path, below the scanned directory where one was scanned.
  public var path: String
  /// Which language it was read as.
  public var language: Language
  /// 0…100; see docs/scanner.md for the weights.
  public var securityScore: Double
  /// Whether the rules saw the file's syntax; otherwise they saw its words only.
  public var parsed: Bool
  /// The faults, in the order of the text.
  public var dangerousPatterns: [Finding]
  /// The credentials, in the order of the text.
  public var secrets: [Secret]
  /// Imports that the policy does not allow.
  public var importViolations: [ImportViolation]
  /// What the code can do; not a fault.
  public var capabilities: [Capability]
  /// Sentences that say what to change.
  public var recommendations: [String]
  /// What the file is for.
  public var role: FileRole
  /// Something starts this file without being asked: a hook, a server, an install script.
  public var isExecuted: Bool

  /// The shape of DESIGN §8.
  public var json: JSONValue {
    [
      "path": .string(path), "language": .string(language.rawValue),
      "securityScore": .number(securityScore), "parsed": .bool(parsed),
      "role": .string(role.rawValue), "executed": .bool(isExecuted),
      "dangerousPatterns": .array(dangerousPatterns.map(\.json)),
      "secrets": .array(secrets.map(\.json)),
      "importViolations": .array(importViolations.map(\.json)),
      "capabilities": .array(capabilities.map(\.json)),
      "recommendations": .array(recommendations.map(JSONValue.string)),
    ]
  }
}

/// What a file of a plugin is for. Tests, documents and bundled libraries are listed, but reject a plugin
/// only by a critical flow.
public enum FileRole: String, Hashable, Sendable {
  /// The plugin's own code or configuration.
  case code
  /// Tests and fixtures.
  case test
  /// Documents and examples.
  case document
  /// A library that was bundled or minified.
  case library

  /// Works out the role of a file by its path.
  public init(path: String) {
    let parts = path.lowercased().split(separator: "/")
    let name = parts.last ?? ""
    let folders = Set(parts.dropLast())
    let stem = name.split(separator: ".").dropLast()
    if !folders.isDisjoint(with: ["test", "tests", "__tests__", "fixtures", "spec", "__mocks__"])
      || stem.contains("test") || stem.contains("spec") || name.hasPrefix("test_")
      || name.hasSuffix("_test.py")
    {
      self = .test
    } else if !folders.isDisjoint(with: ["docs", "doc", "examples", "example"])
      || name.hasPrefix("readme") || name.hasPrefix("changelog")
    {
      self = .document
    } else if !folders.isDisjoint(with: ["node_modules", "vendor", "third_party"])
      || stem.contains("min") || stem.contains("bundle")
    {
      self = .library
    } else {
      self = .code
    }
  }
}
