/// JSX: elements as expressions. Their text and names follow rules of their own, so the parser
/// tells the lexer when it is inside one.
extension Parser {
  /// An element or fragment; the token is `<`.
  mutating func jsxElement() -> NodeIndex {
    let node = jsxTree()
    advance()
    return node
  }

  /// An element, its closing `>` not yet left behind: what follows may be text or code.
  private mutating func jsxTree() -> NodeIndex {
    guard mayNest() else { return missing() }
    let start = token.start
    let mark = tree.pending.count
    jsxAdvance()
    if token.kind == .greater {
      let opening = tree.leaf(.jsxOpeningFragment, start, token.end)
      tree.pending.append(opening)
      jsxChildren(of: .none, opening: start)
      return tree.node(.jsxFragment, start, token.end, pendingFrom: mark)
    }
    let name = jsxName()
    let openingMark = tree.pending.count
    tree.pending.append(name)
    jsxTypeArguments()
    while token.kind != .greater, token.kind != .slash, token.kind != .endOfFile {
      let attribute = jsxAttribute()
      tree.pending.append(attribute)
    }
    let isClosed = token.kind == .slash
    if isClosed { jsxAdvance() }
    guard token.kind == .greater else {
      failAtToken()
      return missing()
    }
    let opening = tree.node(
      .jsxOpeningElement, start, token.end, pendingFrom: openingMark)
    tree.pending.append(opening)
    if !isClosed { jsxChildren(of: name, opening: start) }
    return tree.node(.jsxElement, start, token.end, pendingFrom: mark)
  }

  /// Children and the closing element, left pending; ends at its `>`.
  private mutating func jsxChildren(of name: NodeIndex, opening: Int) {
    while failure == nil {
      token = lexer.jsxText(from: token.end)
      if token.start < token.end {
        let text = tree.leaf(.jsxText, token.start, token.end)
        tree.pending.append(text)
      }
      previousEnd = token.end
      token = lexer.next()
      switch token.kind {
      case .leftBrace:
        let child = jsxContainer(isChild: true)
        tree.pending.append(child)
      case .less:
        if bytes[lexer.position] == UInt8(ascii: "/") || peek().kind == .slash {
          return jsxClosing(name)
        }
        let child = jsxTree()
        tree.pending.append(child)
      default: failAtToken()
      }
    }
  }

  private mutating func jsxClosing(_ name: NodeIndex) {
    let start = token.start
    jsxAdvance()
    jsxAdvance()
    let closing: NodeIndex
    if name == .none {
      closing = tree.leaf(.jsxClosingFragment, start, token.end)
    } else {
      let closingName = jsxName()
      if failure == nil, !jsxNamesMatch(name, closingName) {
        report(.unclosedElement, at: closingName)
      }
      closing = tree.node(.jsxClosingElement, start, token.end, closingName)
    }
    if token.kind != .greater { failAtToken() }
    tree.pending.append(closing)
  }

  /// The names are equal up to white space and comments inside.
  private func jsxNamesMatch(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
    jsxSpelling(left) == jsxSpelling(right)
  }

  private func jsxSpelling(_ node: NodeIndex) -> [UInt8] {
    let record = tree[node]
    guard record.childCount > 0 else {
      return Array(bytes.slice(Int(record.start), Int(record.end)))
    }
    let separator = record.kind == .jsxNamespacedName ? ":" : "."
    return jsxSpelling(tree.child(node, 0)) + Array(separator.utf8)
      + jsxSpelling(tree.child(node, 1))
  }

  /// `{…}`; as a child its `}` is not left behind.
  private mutating func jsxContainer(isChild: Bool) -> NodeIndex {
    let start = token.start
    let inside = token.end
    advance()
    let node: NodeIndex
    if token.kind == .rightBrace {
      if !isChild { failAtToken() }
      let empty = tree.leaf(.jsxEmptyExpression, inside, token.start)
      node = tree.node(.jsxExpressionContainer, start, token.end, empty)
    } else if isChild, take(.ellipsis) {
      let expression = inBrackets { $0.expression() }
      node = tree.node(.jsxSpreadChild, start, token.end, expression)
    } else {
      let expression = inBrackets { $0.expression() }
      node = tree.node(.jsxExpressionContainer, start, token.end, expression)
    }
    if token.kind != .rightBrace { failAtToken() }
    return node
  }

  private mutating func jsxAttribute() -> NodeIndex {
    let start = token.start
    if token.kind == .leftBrace {
      advance()
      expect(.ellipsis)
      let argument = inBrackets { $0.assignment() }
      let node = tree.node(.jsxSpreadAttribute, start, token.end, argument)
      if token.kind != .rightBrace { failAtToken() }
      jsxAdvance()
      return node
    }
    let name = jsxNamespacedName()
    guard token.kind == .assign else {
      return tree.node(.jsxAttribute, start, previousEnd, name, .none)
    }
    previousEnd = token.end
    token = lexer.jsxAttributeValue()
    if token.kind == .invalid { failLexically() }
    let value: NodeIndex
    switch token.kind {
    case .string:
      value = tree.leaf(
        .literal, detail: LiteralKind.string.rawValue, token.start, token.end)
      jsxAdvance()
    case .leftBrace:
      value = jsxContainer(isChild: false)
      jsxAdvance()
    case .less:
      value = jsxTree()
      jsxAdvance()
    default:
      failAtToken()
      value = missing()
    }
    return tree.node(.jsxAttribute, start, previousEnd, name, value)
  }

  /// `a`, `a-b`, `a:b` or `a.b.c`.
  private mutating func jsxName() -> NodeIndex {
    let start = token.start
    var node = jsxNamespacedName()
    while token.kind == .dot {
      jsxAdvance()
      let property = jsxIdentifier()
      node = tree.node(.jsxMemberExpression, start, previousEnd, node, property)
    }
    return node
  }

  private mutating func jsxNamespacedName() -> NodeIndex {
    let start = token.start
    let node = jsxIdentifier()
    guard token.kind == .colon else { return node }
    jsxAdvance()
    let name = jsxIdentifier()
    return tree.node(.jsxNamespacedName, start, previousEnd, node, name)
  }

  private mutating func jsxIdentifier() -> NodeIndex {
    guard token.kind == .identifier else {
      failAtToken()
      return missing()
    }
    let node = tree.leaf(.jsxIdentifier, token.start, token.end)
    jsxAdvance()
    return node
  }

  /// Moves to the next token inside a tag, where names contain hyphens and keywords are names.
  mutating func jsxAdvance() {
    previousEnd = token.end
    token = lexer.nextInTag()
    if token.kind == .invalid { failLexically() }
  }
}
