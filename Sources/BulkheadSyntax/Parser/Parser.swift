import BulkheadSource

/// A parser for ECMAScript 2025. The grammar is not in place yet: every text gives an empty
/// program that says so.
public struct Parser {
  /// Parses a text.
  public static func parse(
    _ utf8: [UInt8], goal: Goal, options: ParserOptions = ParserOptions()
  ) -> ParseResult {
    let program = NodeRecord(
      kind: .program, detail: 0, flags: [], start: 0, end: UInt32(utf8.count), firstChild: 0,
      childCount: 0, parent: .none)
    let tree = SyntaxTree(
      source: utf8, records: [program], childIndices: [], rootIndex: NodeIndex(rawValue: 0))
    let problem = Diagnostic(
      code: "not-parsed", "this text was not parsed", file: options.file)
    return ParseResult(
      tree: tree, diagnostics: [problem], isComplete: false, goal: goal == .auto ? .commonJS : goal)
  }
}
