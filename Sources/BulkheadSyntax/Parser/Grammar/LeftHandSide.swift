/// Member accesses, calls, tagged templates and optional chains. ECMA-262 section 13.3.
extension Parser {
  mutating func leftHandSide() -> NodeIndex {
    let start = token.start
    let head = primary()
    switch token.kind {
    case .dot, .leftParen, .leftBracket, .questionDot, .template, .templateHead:
      return members(of: head, start, forNew: false)
    default: return typedSuffixes(head, start)
    }
  }

  /// Everything that follows a primary expression. A `new` takes the first arguments itself and
  /// no optional chain.
  mutating func members(of head: NodeIndex, _ start: Int, forNew: Bool) -> NodeIndex {
    var node = head
    var isChain = false
    if previousEnd == cover.arrowEnd { return node }
    while true {
      switch token.kind {
      case .dot:
        advance()
        node = namedMember(node, start, flags: [])
      case .leftBracket:
        node = computedMember(node, start, flags: [])
      case .leftParen:
        if forNew { return node }
        node = call(node, start, flags: [])
      case .template, .templateHead:
        if isChain { report(.templateInChain, at: token) }
        let quasi = template(isTagged: true)
        node = tree.node(.taggedTemplateExpression, start, previousEnd, node, quasi)
      case .questionDot:
        if forNew { return node }
        isChain = true
        node = optionalLink(node, start)
      default:
        guard let typed = typedSuffix(node, start, forNew: forNew) else {
          return isChain ? tree.node(.chainExpression, start, previousEnd, node) : node
        }
        node = typed
      }
    }
  }

  /// `.name` or `.#name`; the dot has been taken.
  private mutating func namedMember(
    _ object: NodeIndex, _ start: Int, flags: NodeFlags
  ) -> NodeIndex {
    let property: NodeIndex
    if token.kind == .privateName {
      if tree[object].kind == .super { failAtToken() }
      property = privateReference()
    } else {
      property = identifierName()
    }
    return tree.node(.memberExpression, flags: flags, start, previousEnd, object, property)
  }

  private mutating func computedMember(
    _ object: NodeIndex, _ start: Int, flags: NodeFlags
  ) -> NodeIndex {
    advance()
    let property = inBrackets { $0.expression() }
    expect(.rightBracket)
    return tree.node(
      .memberExpression, flags: flags.union(.computed), start, previousEnd, object, property)
  }

  private mutating func call(
    _ callee: NodeIndex, _ start: Int, flags: NodeFlags
  ) -> NodeIndex {
    let mark = tree.pending.count
    tree.pending.append(callee)
    arguments()
    return tree.node(.callExpression, flags: flags, start, previousEnd, pendingFrom: mark)
  }

  /// What follows `?.`.
  private mutating func optionalLink(_ object: NodeIndex, _ start: Int) -> NodeIndex {
    advance()
    chainTypeArguments()
    switch token.kind {
    case .leftParen: return call(object, start, flags: .optional)
    case .leftBracket: return computedMember(object, start, flags: .optional)
    case .template, .templateHead:
      report(.templateInChain, at: token)
      let quasi = template(isTagged: true)
      return tree.node(.taggedTemplateExpression, start, previousEnd, object, quasi)
    default: return namedMember(object, start, flags: .optional)
    }
  }

  /// The arguments of a call, left pending.
  mutating func arguments() {
    expect(.leftParen)
    let outer = context
    context.remove(.noIn)
    while token.kind != .rightParen, token.kind != .endOfFile {
      let argument = token.kind == .ellipsis ? spreadArgument() : assignment()
      tree.pending.append(argument)
      if token.kind != .rightParen { expect(.comma) }
    }
    context = outer
    expect(.rightParen)
  }

  private mutating func spreadArgument() -> NodeIndex {
    let start = token.start
    advance()
    let argument = assignment()
    return tree.node(.spreadElement, start, previousEnd, argument)
  }
}
