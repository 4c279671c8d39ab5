/// Loops. ECMA-262 section 14.7.
extension Parser {
  /// The body of a loop.
  private mutating func loopBody() -> NodeIndex {
    let outer = context
    context.insert(.break)
    context.insert(.continue)
    let body = statement(.body)
    context = outer
    return body
  }

  mutating func whileStatement() -> NodeIndex {
    let start = token.start
    labels.noteLoop(at: start)
    advance()
    let test = parenthesizedExpression()
    let body = loopBody()
    return tree.node(.whileStatement, start, previousEnd, test, body)
  }

  mutating func doWhileStatement() -> NodeIndex {
    let start = token.start
    labels.noteLoop(at: start)
    advance()
    let body = loopBody()
    expect(.while)
    let test = parenthesizedExpression()
    // A semicolon is inserted here even on the same line.
    _ = take(.semicolon)
    return tree.node(.doWhileStatement, start, previousEnd, body, test)
  }

  mutating func forStatement() -> NodeIndex {
    let start = token.start
    labels.noteLoop(at: start)
    advance()
    var isAwait = false
    if token.kind == .await {
      if !context.contains(.async) { refuseAwait() }
      isAwait = true
      advance()
    }
    expect(.leftParen)
    scopes.enterBlock()
    let node = forHead(start, isAwait: isAwait)
    scopes.leave()
    return node
  }

  private mutating func forHead(_ start: Int, isAwait: Bool) -> NodeIndex {
    if token.kind == .semicolon { return plainFor(start, .none, isAwait) }
    if let kind = declarationInForHead() {
      let first = token
      let declaration = variableDeclaration(kind, inForHead: true)
      if token.kind == .in || isWordOf {
        checkForBinding(declaration, kind, first)
        return forEach(start, declaration, isAwait)
      }
      checkInitializers(declaration, kind)
      return plainFor(start, declaration, isAwait)
    }
    let first = token
    let outer = context
    context.insert(.noIn)
    let outerCover = openCover()
    let left = expression(maybePattern: true)
    context = outer
    if token.kind == .in || isWordOf {
      if isWordOf {
        if first.kind == .let { report(.letOf, at: first) }
        if !isAwait, first.kind == .async, first.end == previousEnd { report(.asyncOf, at: first) }
      }
      toAssignmentTarget(left, isPatternAllowed: true)
      abandonCover(outerCover)
      return forEach(start, left, isAwait)
    }
    settleCover(outerCover)
    return plainFor(start, left, isAwait)
  }

  /// The token is `of`, written without escapes.
  private var isWordOf: Bool { token.kind == .of }

  /// The kind of declaration that begins here.
  private mutating func declarationInForHead() -> DeclarationKind? {
    switch token.kind {
    case .var: return .var
    case .const: return .const
    case .let: return beginsLetDeclaration(.list) ? .let : nil
    case .await:
      return context.contains(.async) && beginsUsing(isAwait: true, inForHead: true)
        ? .awaitUsing : nil
    case .identifier:
      return isWord("using") && beginsUsing(isAwait: false, inForHead: true) ? .using : nil
    default: return nil
    }
  }

  /// `for (a; b; c)` from the first semicolon on.
  private mutating func plainFor(
    _ start: Int, _ initializer: NodeIndex, _ isAwait: Bool
  ) -> NodeIndex {
    if isAwait { failAtToken() }
    let mark = tree.pending.count
    tree.pending.append(initializer)
    expect(.semicolon)
    let test = token.kind == .semicolon ? .none : expression()
    tree.pending.append(test)
    expect(.semicolon)
    let update = token.kind == .rightParen ? .none : expression()
    tree.pending.append(update)
    expect(.rightParen)
    let body = loopBody()
    tree.pending.append(body)
    return tree.node(.forStatement, start, previousEnd, pendingFrom: mark)
  }

  /// `for (a in b)` and `for (a of b)` from the keyword on.
  private mutating func forEach(
    _ start: Int, _ left: NodeIndex, _ isAwait: Bool
  ) -> NodeIndex {
    let isIn = token.kind == .in
    if isAwait, isIn { failAtToken() }
    advance()
    let mark = tree.pending.count
    tree.pending.append(left)
    let right = isIn ? expression() : assignment()
    tree.pending.append(right)
    expect(.rightParen)
    let body = loopBody()
    tree.pending.append(body)
    return tree.node(
      isIn ? .forInStatement : .forOfStatement, flags: isAwait ? .async : [], start, previousEnd,
      pendingFrom: mark)
  }

  /// A for-in or for-of loop takes one binding without a value; `for (var a = 1 in b)` is kept alive
  /// by annex B.3.5 in sloppy mode.
  private mutating func checkForBinding(
    _ declaration: NodeIndex, _ kind: DeclarationKind, _ first: Token
  ) {
    let slots = tree.slots(declaration)
    if slots.count != 1 { report(.severalBindingsInForHead, at: declaration) }
    let isIn = token.kind == .in
    if isIn, kind == .using || kind == .awaitUsing { report(.misplacedUsing, at: first) }
    for slot in slots {
      let declarator = tree.childIndices[slot]
      guard tree[declarator].kind == .variableDeclarator else { continue }
      let target = tree.child(declarator, 0)
      guard tree.child(declarator, 1) != .none else { continue }
      let isTolerated =
        isIn && kind == .var && !context.contains(.strict) && tree[target].kind == .identifier
      if !isTolerated { report(.initializerInForHead, at: declarator) }
    }
  }
}
