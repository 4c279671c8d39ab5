public import BulkheadSource

/// Which grammar a text is read by.
public enum Goal: Hashable, Sendable {
  /// A classic script.
  case script
  /// An ECMAScript module: strict, `import`, `export`, top-level `await`.
  case module
  /// A CommonJS module: a function body, so `return` is allowed at the top.
  case commonJS
  /// What a prompt takes: a script with top-level `await`, `return` and `import`.
  case interactive
  /// CommonJS, or a module when the text uses what only modules have.
  case auto
}

/// Which language a text is written in.
public enum ScriptLanguage: Hashable, Sendable, CaseIterable {
  case javaScript
  /// JavaScript with JSX.
  case jsx
  case typeScript
  /// TypeScript with JSX.
  case tsx

  /// `<` may begin an element.
  public var hasJSX: Bool { self == .jsx || self == .tsx }
  /// Types may stand in the text.
  public var hasTypes: Bool { self == .typeScript || self == .tsx }
}

/// What a parse gives.
public struct ParseResult: Sendable {
  /// The nodes. When the text did not parse: every complete node before the first error, with
  /// the complete top-level statements as the program's children.
  public let tree: SyntaxTree
  /// What is wrong with the text, in its order, the first thousand. Empty exactly if it is a valid program.
  public let diagnostics: [Diagnostic]
  /// The tree covers the whole text. It may still break rules, such as a name declared twice.
  public let isComplete: Bool
  /// The grammar that was used, never `auto`.
  public let goal: Goal
}

/// How much a parse may use, and what it takes beyond its goal.
public struct ParserOptions: Hashable, Sendable {
  /// The name that diagnostics carry.
  public var file: String?
  /// The language of the text.
  public var language = ScriptLanguage.javaScript
  /// Takes decorators (in JavaScript; TypeScript has them) and import phases, which no engine of
  /// today takes.
  public var allowsProposals = false
  /// Takes `await` at the top of a CommonJS module.
  public var allowsAwait = false
  /// The longest text that is parsed, in bytes, at most 2³⁰. A longer one is refused as
  /// `text-too-long`.
  public var mostBytes = 1 << 30
  /// Bytes of the calling thread's stack the parser may use before it reports `nesting-too-deep`.
  public var stackBudget = 256 * 1024
  /// A text that nests deeper than the calling thread's budget allows is parsed again on a
  /// thread of its own with a large stack. Off where no thread may be started.
  public var usesThread = true

  /// The default: any thread with 512 KB of stack can parse.
  public init(file: String? = nil) { self.file = file }
}
