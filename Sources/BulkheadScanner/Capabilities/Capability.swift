public import BulkheadSource

/// Something that code can do, as far as reading it tells. Not a fault.
public struct Capability: Hashable, Sendable {
  /// What it does: `fs:read`, `fs:write`, `network:fetch`, `network:connect`, `exec`, `env:read` as
  /// permissions call them, or `dynamic-code`.
  public var capability: String
  /// With what, where the code says so in a constant: a path, an address, a command, a variable.
  public var resource: String?
  /// The file.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// Whether the permission set that was given covers it.
  public var declared: Bool

  /// The shape of DESIGN §8.
  public var json: JSONValue {
    [
      "capability": .string(capability), "resource": JSONValue(resource), "file": .string(file),
      "line": .integer(line), "declared": .bool(declared),
    ]
  }
}
