/// Array and object literals. ECMA-262 sections 13.2.4 and 13.2.5.
extension Parser {
  mutating func arrayLiteral() -> NodeIndex {
    let start = token.start
    advance()
    let outer = context
    context.remove(.noIn)
    let mark = tree.pending.count
    while token.kind != .rightBracket, token.kind != .endOfFile {
      if take(.comma) {
        tree.pending.append(.none)
        continue
      }
      let element = token.kind == .ellipsis ? spread() : assignment(maybePattern: true)
      tree.pending.append(element)
      if token.kind == .rightBracket { break }
      if token.kind == .comma, tree[element].kind == .spreadElement {
        tree[element].flags.insert(.trailingComma)
      }
      expect(.comma)
    }
    context = outer
    expect(.rightBracket)
    return tree.node(.arrayExpression, start, previousEnd, pendingFrom: mark)
  }

  /// `...a`, whose argument may still become a pattern.
  mutating func spread() -> NodeIndex {
    let start = token.start
    advance()
    let argument = assignment(maybePattern: true)
    return tree.node(.spreadElement, start, previousEnd, argument)
  }

  mutating func objectLiteral() -> NodeIndex {
    let start = token.start
    advance()
    let outer = context
    context.remove(.noIn)
    let mark = tree.pending.count
    var hasPrototype = false
    while token.kind != .rightBrace, token.kind != .endOfFile {
      let property = token.kind == .ellipsis ? spread() : objectMember(&hasPrototype)
      tree.pending.append(property)
      if token.kind == .rightBrace { break }
      if token.kind == .comma, tree[property].kind == .spreadElement {
        tree[property].flags.insert(.trailingComma)
      }
      expect(.comma)
    }
    context = outer
    expect(.rightBrace)
    return tree.node(.objectExpression, start, previousEnd, pendingFrom: mark)
  }

  private mutating func objectMember(_ hasPrototype: inout Bool) -> NodeIndex {
    let first = token
    var head = MemberHead()
    switch first.kind {
    case .async, .get, .set, .star: functionModifiers(&head)
    default: break
    }
    let key: NodeIndex
    var flags: NodeFlags = []
    if let name = head.name { key = name } else { (key, flags) = propertyKey() }
    if !head.isModified {
      if token.kind == .colon { return keyedValue(first, key, flags, &hasPrototype) }
      if token.kind != .leftParen, !beginsTypeParameters {
        return shorthand(first, key, flags)
      }
    }
    return objectMethod(first.start, key, flags, head)
  }

  private mutating func keyedValue(
    _ first: Token, _ key: NodeIndex, _ flags: NodeFlags, _ hasPrototype: inout Bool
  ) -> NodeIndex {
    advance()
    if !flags.contains(.computed), first.end - first.start >= 9, spells(key, "__proto__") {
      // Annex B.3.1.
      if hasPrototype, cover.prototype < 0 { cover.prototype = first.start }
      hasPrototype = true
    }
    let value = assignment(maybePattern: true)
    return tree.node(
      .property, detail: MemberKind.value.rawValue, flags: flags, first.start, previousEnd, key,
      value)
  }

  /// `{a}` and `{a = 1}`; the latter is right in patterns only.
  private mutating func shorthand(
    _ first: Token, _ key: NodeIndex, _ flags: NodeFlags
  ) -> NodeIndex {
    guard tree[key].kind == .identifier, !flags.contains(.computed) else {
      failAtToken()
      return missing()
    }
    checkReference(first)
    var value = key
    if token.kind == .assign {
      if cover.initializer < 0 { cover.initializer = token.start }
      advance()
      let initializer = assignment()
      value = tree.node(.assignmentPattern, first.start, previousEnd, key, initializer)
    }
    return tree.node(
      .property, detail: MemberKind.value.rawValue, flags: .shorthand, first.start, previousEnd,
      value)
  }

  private mutating func objectMethod(
    _ start: Int, _ key: NodeIndex, _ flags: NodeFlags, _ head: MemberHead
  ) -> NodeIndex {
    var form = FunctionForm()
    form.flags = head.functionFlags
    form.context.insert(.superProperty)
    form.hasUniqueParameters = true
    var flags = flags
    var kind = MemberKind.value
    if head.kind == .get || head.kind == .set {
      form.accessor = head.kind
      kind = head.kind
    } else {
      flags.insert(.method)
    }
    let valueStart = token.start
    let mark = tree.pending.count
    tree.pending.append(.none)
    let value = functionRest(.functionExpression, form, valueStart, mark)
    return tree.node(
      .property, detail: kind.rawValue, flags: flags, start, previousEnd, key, value)
  }

  /// The key of a property or member, and whether it is computed.
  mutating func propertyKey() -> (node: NodeIndex, flags: NodeFlags) {
    switch token.kind {
    case .string, .number, .bigint: return (literal(), [])
    case .leftBracket:
      advance()
      let node = inBrackets { $0.assignment() }
      expect(.rightBracket)
      return (node, .computed)
    default: return (identifierName(), [])
    }
  }
}
