public import BulkheadSource

/// A fault in a file: what a rule found, and where.
public struct Finding: Hashable, Sendable {
  /// The id of the rule, in kebab case.
  public var rule: String
  /// How much it weighs.
  public var severity: Severity
  /// What the code does; lower case, no full stop.
  public var description: String
  /// The place: lines and columns from 1, columns in UTF-16 code units.
  public var start: SourcePosition
  /// The place after its last character.
  public var end: SourcePosition
  /// The text it is about, shortened, secrets redacted. Escape it before showing it.
  public var match: String
  /// What to do instead.
  public var help: String
  /// The line it starts on, ready to show.
  public var excerpt: SourceExcerpt?
  /// Its bytes, by which findings at one site are told from others.
  var span = Span(start: 0, end: 0)

  /// The line it starts on.
  public var line: Int { start.line }
  /// The column it starts at.
  public var column: Int { start.column }

  /// The shape of DESIGN §8.
  public var json: JSONValue {
    [
      "rule": .string(rule), "severity": .string(severity.rawValue),
      "description": .string(description), "line": .integer(start.line),
      "column": .integer(start.column), "endLine": .integer(end.line),
      "endColumn": .integer(end.column), "match": .string(match), "help": .string(help),
    ]
  }
}

/// An import of a module that the policy does not allow.
public struct ImportViolation: Hashable, Sendable {
  /// The module, without `node:`.
  public var module: String
  /// Always `banned-import`.
  public var rule: String
  /// Why it counts; lower case, no full stop.
  public var description: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int

  /// The shape of DESIGN §8.
  public var json: JSONValue {
    [
      "module": .string(module), "rule": .string(rule), "description": .string(description),
      "line": .integer(line), "column": .integer(column),
    ]
  }
}

/// A file or part of one that was not looked at, and why.
public struct SkippedFile: Hashable, Sendable {
  /// The path below the scanned directory. Escape it before showing it.
  public var path: String
  /// Why; lower case, no full stop.
  public var reason: String

  /// The shape of DESIGN §8.
  public var json: JSONValue { ["path": .string(path), "reason": .string(reason)] }
}
