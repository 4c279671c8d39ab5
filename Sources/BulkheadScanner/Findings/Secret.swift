public import BulkheadSource

/// A credential in a file. The credential itself is never kept: only what ``redacted`` shows.
public struct Secret: Hashable, Sendable {
  /// What it is, in words: `AWS access key`.
  public var type: String
  /// The id of the rule, in kebab case: `secret-aws-access-key`.
  public var rule: String
  /// The path of the file.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int
  /// The first characters and the length; enough to find it, too little to use it.
  public var redacted: String
  /// How sure this is, 0…1: a checksum that fits is 1, a random-looking password less.
  public var confidence: Double

  /// The shape of DESIGN §8.
  public var json: JSONValue {
    [
      "type": .string(type), "rule": .string(rule), "file": .string(file), "line": .integer(line),
      "column": .integer(column), "redacted": .string(redacted),
      "confidence": .number(confidence),
    ]
  }
}
