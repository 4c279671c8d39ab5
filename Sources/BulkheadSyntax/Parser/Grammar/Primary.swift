/// What expressions begin with. ECMA-262 section 13.2.
extension Parser {
  mutating func primary() -> NodeIndex {
    let start = token.start
    switch token.kind {
    case .identifier:
      let name = identifierReference()
      guard token.kind == .arrow, cover.assignmentStart == start, failure == nil else {
        return name
      }
      return arrowOfName(start, name, flags: [])
    case .number, .string, .bigint, .true, .false, .null: return literal()
    case .this:
      advance()
      return tree.leaf(.thisExpression, start, previousEnd)
    case .leftParen: return parenthesized()
    case .leftBrace: return objectLiteral()
    case .leftBracket: return arrayLiteral()
    case .function: return function(.functionExpression)
    case .template, .templateHead: return template(isTagged: false)
    case .slash, .slashAssign: return regularExpression()
    case .async: return async()
    case .class: return classDefinition(isStatement: false)
    case .at: return decoratedClass(isStatement: false)
    case .new: return newExpression()
    case .super: return superReference()
    case .import: return importExpression()
    case .less where options.language.hasJSX: return jsxElement()
    default:
      let name = identifierReference()
      guard token.kind == .arrow, cover.assignmentStart == start, failure == nil else {
        return name
      }
      return arrowOfName(start, name, flags: [])
    }
  }

  /// `async` as the beginning of a function or as a name.
  private mutating func async() -> NodeIndex {
    let start = token.start
    let mayBeArrow = cover.assignmentStart == start
    let next = peek()
    if next.kind == .function, !next.isAfterNewline { return function(.functionExpression) }
    let name = variableNode()
    if token.kind == .leftParen { return asyncCallOrArrow(start, name) }
    if let generic = asyncGeneric(start, name) { return generic }
    guard mayBeArrow else { return name }
    if token.kind == .arrow { return arrowOfName(start, name, flags: []) }
    guard token.kind.isName, !token.isAfterNewline, !word(token).isReservedWord,
      peek().kind == .arrow
    else { return name }
    // `await` is no name of a parameter of an async function.
    if word(token) == .await { report(.awaitName, at: token) }
    discard(name)
    let parameter = identifierReference()
    return arrowOfName(start, parameter, flags: .async)
  }

  private mutating func superReference() -> NodeIndex {
    let start = token.start
    advance()
    switch token.kind {
    case .leftParen:
      if !context.contains(.superCall) { report(.misplacedSuper, start, previousEnd) }
    case .dot, .leftBracket:
      if !context.contains(.superProperty) { report(.misplacedSuper, start, previousEnd) }
    default: failAtToken()
    }
    return tree.leaf(.super, start, start + 5)
  }

  /// `import(a)` and `import.meta`.
  private mutating func importExpression(afterNew: Bool = false) -> NodeIndex {
    let start = token.start
    let keyword = tree.identifier(nil, flags: [], token.start, token.end)
    advance()
    if take(.dot) {
      if options.allowsProposals, isWord("source") || isWord("defer") {
        let phase: ImportPhase = isWord("source") ? .source : .defer
        discard(keyword)
        advance()
        return importCall(start, phase, afterNew: afterNew)
      }
      guard isWord("meta") else {
        failAtToken()
        return missing()
      }
      let property = identifierNode()
      if goal == .auto { restartAsModule() }
      if goal != .module { report(.misplacedImportMeta, start, previousEnd) }
      return tree.node(.metaProperty, start, previousEnd, keyword, property)
    }
    discard(keyword)
    return importCall(start, .evaluation, afterNew: afterNew)
  }

  /// `import(a, b)` from the parenthesis on.
  private mutating func importCall(
    _ start: Int, _ phase: ImportPhase, afterNew: Bool
  ) -> NodeIndex {
    guard token.kind == .leftParen else {
      if goal == .auto { restartAsModule() }
      fail(.misplacedImport, start, start + 6)
      return missing()
    }
    if afterNew { report(.newImport, start, start + 6) }
    advance()
    let mark = tree.pending.count
    let source = inBrackets { $0.assignment() }
    tree.pending.append(source)
    if take(.comma), token.kind != .rightParen {
      let importOptions = inBrackets { $0.assignment() }
      tree.pending.append(importOptions)
      _ = take(.comma)
    }
    expect(.rightParen)
    return tree.node(
      .importExpression, detail: phase.rawValue, start, previousEnd, pendingFrom: mark)
  }

  /// `new a.b(c)` and `new.target`.
  private mutating func newExpression() -> NodeIndex {
    guard mayNest() else { return missing() }
    let start = token.start
    let keyword = token
    advance()
    if take(.dot) {
      guard isWord("target") else {
        failAtToken()
        return missing()
      }
      if !context.contains(.newTarget) { report(.misplacedNewTarget, start, token.end) }
      let meta = tree.identifier(nil, flags: [], keyword.start, keyword.end)
      let property = identifierNode()
      return tree.node(.metaProperty, start, previousEnd, meta, property)
    }
    let mark = tree.pending.count
    let calleeStart = token.start
    let head = token.kind == .import ? importExpression(afterNew: true) : primary()
    let callee = members(of: head, calleeStart, forNew: true)
    tree.pending.append(callee)
    callTypeArguments()
    if token.kind == .questionDot { report(.newWithChain, at: token) }
    if token.kind == .leftParen { arguments() }
    return tree.node(.newExpression, start, previousEnd, pendingFrom: mark)
  }
}
