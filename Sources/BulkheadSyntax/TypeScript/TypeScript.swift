public import BulkheadSource

/// Turns TypeScript into JavaScript.
public enum TypeScript {
  /// JavaScript with every token on the line and column it had.
  public struct Erased: Sendable {
    /// The text, UTF-8. The source itself if it could not be read.
    public var utf8: [UInt8]
    /// What is wrong with the source, in its order.
    public var diagnostics: [Diagnostic]
    /// The grammar the source was read by, never `auto`.
    public var goal: Goal
  }

  /// Writes white space over what exists only for the compiler, and JavaScript in the place of
  /// enums, namespaces, parameters that are fields, `import a = b` and `export = a`: there columns
  /// can change, lines stay.
  public static func erase(
    _ utf8: [UInt8], goal: Goal = .auto, options: ParserOptions = ParserOptions()
  ) -> Erased {
    var options = options
    if !options.language.hasTypes { options.language = .typeScript }
    let result = Parser.parse(utf8, goal: goal, options: options)
    guard result.isComplete else {
      return Erased(utf8: utf8, diagnostics: result.diagnostics, goal: result.goal)
    }
    var edits = SourceEdits(utf8)
    edits.erase(result.tree.types.erasures)
    var transform = TypeScriptTransform(result.tree, edits)
    return Erased(
      utf8: transform.run().applied(), diagnostics: result.diagnostics, goal: result.goal)
  }
}

extension SourceEdits {
  /// Erases pieces of the text, of which some contain others.
  mutating func erase(_ erasures: [TypeNotes.Erasure]) {
    let ordered = erasures.sorted { ($0.start, -$0.end) < ($1.start, -$1.end) }
    var end = 0
    for erasure in ordered where erasure.start >= end {
      let filler = String(UnicodeScalar(erasure.filler))
      blank(erasure.start, erasure.end, leaving: filler == " " ? "" : filler)
      end = max(end, erasure.end)
    }
  }
}
