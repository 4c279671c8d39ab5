import BulkheadSource

extension Parser {
  /// Parses a text.
  public static func parse(
    _ utf8: [UInt8], goal: Goal, options: ParserOptions = ParserOptions()
  ) -> ParseResult {
    guard utf8.count <= min(options.mostBytes, 1 << 30) else { return tooLong(utf8, goal, options) }
    let budget = UInt(max(0, options.stackBudget))
    let first = ParserSession(utf8, goal, options).run(stackBudget: budget)
    guard first.isTooDeep, options.usesThread else { return first.result }
    // A part of the stack is left for what runs below the deepest production.
    let second = DeepStack.run {
      ParserSession(utf8, goal, options).run(stackBudget: UInt(DeepStack.size - (1 << 20)))
    }
    return second?.result ?? first.result
  }

  /// Offsets and nodes are numbered by 32 bits, so that a text has to end somewhere.
  private static func tooLong(
    _ utf8: [UInt8], _ goal: Goal, _ options: ParserOptions
  ) -> ParseResult {
    let problem = Diagnostic(
      code: "text-too-long", "the text has \(utf8.count) bytes, more than can be parsed",
      file: options.file)
    let empty = ParserSession([], goal == .auto ? .commonJS : goal, options).run(stackBudget: 0)
    return ParseResult(
      tree: empty.result.tree, diagnostics: [problem], isComplete: false, goal: empty.result.goal)
  }
}

/// One parse of one text, restarts with another goal included.
struct ParserSession {
  let utf8: [UInt8]
  let goal: Goal
  let options: ParserOptions

  init(_ utf8: [UInt8], _ goal: Goal, _ options: ParserOptions) {
    self.utf8 = utf8
    self.goal = goal
    self.options = options
  }

  /// The most messages that anyone reads about one text.
  private static let mostDiagnostics = 1000

  /// What came of it.
  struct Outcome {
    var result: ParseResult
    var isTooDeep: Bool
  }

  func run(stackBudget: UInt) -> Outcome {
    let top = StackPointer.current
    let limit = top > stackBudget ? top - stackBudget : 0
    return unsafe utf8.withUnsafeBufferPointer { buffer in
      // SAFETY: no parser leaves this closure.
      let bytes = unsafe SourceBytes(buffer)
      return run(bytes, stackLimit: limit)
    }
  }

  private func run(_ bytes: SourceBytes, stackLimit: UInt) -> Outcome {
    func parse(_ goal: Goal) -> (Parser, NodeIndex) {
      var parser = Parser(bytes, goal: goal, options: options, stackLimit: stackLimit)
      let root = parser.program()
      return (parser, root)
    }
    guard goal == .auto else {
      let (parser, root) = parse(goal)
      return outcome(parser, root, goal)
    }
    let (parser, root) = parse(.auto)
    if parser.failure?.needsModule == true {
      let (module, root) = parse(.module)
      return outcome(module, root, .module)
    }
    // `await` at the top is the one sign of a module that a CommonJS parse trips over.
    if !parser.problems.isEmpty, parser.failure?.isTooDeep != true, parser.sawAwaitName {
      let (module, root) = parse(.module)
      if module.problems.isEmpty { return outcome(module, root, .module) }
    }
    return outcome(parser, root, .commonJS)
  }

  private func outcome(_ parser: Parser, _ root: NodeIndex, _ goal: Goal) -> Outcome {
    var diagnostics: [Diagnostic] = []
    if !parser.problems.isEmpty {
      let lines = LineTable(utf8)
      let first = parser.problems.sorted { $0.start < $1.start }.prefix(Self.mostDiagnostics)
      diagnostics = first.map {
        Diagnostic(
          code: $0.problem.code, $0.problem.message, file: options.file,
          position: lines.position(at: $0.start))
      }
    }
    let tree = SyntaxTree(
      source: utf8, records: parser.tree.records, childIndices: parser.tree.childIndices,
      rootIndex: root, symbols: parser.symbols, types: parser.types)
    return Outcome(
      result: ParseResult(
        tree: tree, diagnostics: diagnostics, isComplete: parser.failure == nil, goal: goal),
      isTooDeep: parser.failure?.isTooDeep == true)
  }
}
