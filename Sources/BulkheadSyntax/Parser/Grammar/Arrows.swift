/// Arrow functions, and the parentheses that may become their parameters. ECMA-262 sections 13.2.9,
/// 15.3 and 15.9.
extension Parser {
  /// `(…)`: an expression, or the parameters of an arrow function if `=>` follows.
  mutating func parenthesized() -> NodeIndex {
    let start = token.start
    let mayBeArrow = cover.assignmentStart == start
    advance()
    let items = coverItems(until: .rightParen)
    expect(.rightParen)
    if mayBeArrow, beginsArrow(start) {
      abandonCover(items.cover)
      return arrow(start, parametersFrom: items.mark, flags: [])
    }
    settleCover(items.cover)
    return parenthesizedExpression(start, items)
  }

  /// The items of parentheses that are pending.
  struct CoverItems {
    /// Where the pending nodes begin.
    var mark: Int
    /// What was open in the code around.
    var cover: CoverGrammar
    /// The bytes between the parentheses, less white space.
    var start: Int
    var end: Int
    /// The place of a comma before the closing parenthesis, or -1.
    var trailingComma = -1
  }

  /// Items between parentheses that may be expressions or parameters.
  private mutating func coverItems(until end: TokenKind) -> CoverItems {
    var items = CoverItems(
      mark: tree.pending.count, cover: openCover(), start: token.start, end: token.start)
    let outer = context
    context.remove(.noIn)
    while token.kind != end, token.kind != .endOfFile {
      items.trailingComma = -1
      let item = token.kind == .ellipsis ? spread() : assignment(maybePattern: true)
      let typed = typeOfCoverItem(item)
      tree.pending.append(typed)
      guard token.kind == .comma else { break }
      items.trailingComma = token.start
      if tree[item].kind == .spreadElement { tree[item].flags.insert(.trailingComma) }
      advance()
    }
    context = outer
    items.end = previousEnd
    return items
  }

  /// `=>` follows on the same line, or what TypeScript allows before it.
  private mutating func beginsArrow(_ start: Int) -> Bool {
    arrowReturnAnnotation(start)
    guard token.kind == .arrow else { return false }
    if token.isAfterNewline { report(.misplacedArrow, at: token) }
    return true
  }

  /// What the parentheses hold when no arrow follows: one expression or a sequence.
  private mutating func parenthesizedExpression(_ start: Int, _ items: CoverItems) -> NodeIndex {
    let count = tree.pending.count - items.mark
    guard failure == nil else {
      tree.pending.removeLast(count)
      return missing()
    }
    if items.trailingComma >= 0 {
      fail(.unexpectedToken, items.trailingComma, items.trailingComma + 1)
    }
    if count == 0 { fail(.unexpectedToken, previousEnd - 1, previousEnd) }
    for place in items.mark..<tree.pending.count
    where tree[tree.pending[place]].kind == .spreadElement {
      let record = tree[tree.pending[place]]
      fail(.unexpectedToken, Int(record.start), Int(record.start) + 3)
    }
    guard failure == nil, let first = tree.pending.last else {
      tree.pending.removeLast(count)
      return missing()
    }
    let node: NodeIndex
    if count == 1 {
      node = first
      tree.pending.removeLast()
    } else {
      node = tree.node(.sequenceExpression, items.start, items.end, pendingFrom: items.mark)
    }
    tree[node].flags.insert(.parenthesized)
    return node
  }

  /// `async (…)`, a call or the parameters of an arrow function; `async` has been taken.
  mutating func asyncCallOrArrow(_ start: Int, _ name: NodeIndex) -> NodeIndex {
    let mark = tree.pending.count
    tree.pending.append(name)
    let isOnLine = !token.isAfterNewline
    advance()
    let items = coverItems(until: .rightParen)
    expect(.rightParen)
    if isOnLine, cover.assignmentStart == start || items.cover.assignmentStart == start,
      beginsArrow(start)
    {
      abandonCover(items.cover)
      discard(name)
      tree.pending.remove(at: mark)
      return arrow(start, parametersFrom: mark, flags: .async)
    }
    settleCover(items.cover)
    return tree.node(.callExpression, start, previousEnd, pendingFrom: mark)
  }

  /// An arrow function with one parameter that is a name; the token is `=>`.
  mutating func arrowOfName(_ start: Int, _ name: NodeIndex, flags: NodeFlags) -> NodeIndex {
    if token.isAfterNewline, !isLeftToEngine(flags) { report(.misplacedArrow, at: token) }
    let mark = tree.pending.count
    tree.pending.append(name)
    return arrow(start, parametersFrom: mark, flags: flags)
  }

  /// An arrow function whose parameters are pending, from `=>` on.
  private mutating func arrow(
    _ start: Int, parametersFrom mark: Int, flags: NodeFlags
  ) -> NodeIndex {
    let isAsync = flags.contains(.async)
    checkArrowParameters(start, isAsync: isAsync)
    let noIn = context.intersection(.noIn)
    var inner = context.intersection(.keptByArrows)
    if isAsync { inner.insert(.async) }
    let outer = enterFunction(inner)
    for place in mark..<tree.pending.count {
      toParameter(tree.pending[place], isLast: place == tree.pending.count - 1)
    }
    expect(.arrow)
    var flags = flags
    let body: NodeIndex
    if token.kind == .leftBrace {
      context.insert(.return)
      body = functionBody(parametersFrom: mark, isUnique: true)
    } else {
      flags.insert(.expressionBody)
      context.formUnion(noIn)
      body = assignment()
      if duplicateParameter != .none { report(.duplicateParameter, at: duplicateParameter) }
    }
    if context.contains(.strict) { flags.insert(.strict) }
    leaveFunction(outer)
    tree.pending.append(body)
    let node = tree.node(
      .arrowFunctionExpression, flags: flags, start, previousEnd, pendingFrom: mark)
    cover.arrowEnd = previousEnd
    return node
  }

  /// `yield` and `await` do not stand in the parameters, neither as operators nor, where they
  /// could be one, as names.
  private mutating func checkArrowParameters(_ start: Int, isAsync: Bool) {
    if cover.lastYield >= start { report(.yieldInParameters, cover.lastYield, cover.lastYield + 5) }
    if cover.lastAwait >= start { report(.awaitInParameters, cover.lastAwait, cover.lastAwait + 5) }
    if isAsync, cover.lastAwaitName >= start {
      report(.awaitName, cover.lastAwaitName, cover.lastAwaitName + 5)
    }
  }
}

/// Places that are right in an expression or a pattern only.
extension Parser {
  /// Begins something that may be either; gives what was open around it.
  mutating func openCover() -> CoverGrammar {
    let outer = cover
    cover.initializer = -1
    cover.prototype = -1
    return outer
  }

  /// It turned out to be a pattern.
  mutating func abandonCover(_ outer: CoverGrammar) {
    cover.initializer = outer.initializer
    cover.prototype = outer.prototype
  }

  /// It turned out to be an expression.
  mutating func settleCover(_ outer: CoverGrammar) {
    if cover.isOpen { reportCover() }
    abandonCover(outer)
  }

  @inline(never)
  private mutating func reportCover() {
    if cover.initializer >= 0 {
      report(.coverInitializer, cover.initializer, cover.initializer + 1)
    }
    if cover.prototype >= 0 {
      report(.duplicatePrototype, cover.prototype, cover.prototype + 9)
    }
  }

  /// It is still open: the code around decides.
  mutating func keepCover(_ outer: CoverGrammar) {
    if outer.initializer >= 0 { cover.initializer = outer.initializer }
    if outer.prototype >= 0 { cover.prototype = outer.prototype }
  }
}
