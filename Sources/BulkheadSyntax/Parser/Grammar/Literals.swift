/// Literals and templates. ECMA-262 sections 13.2.3, 13.2.7 and 13.2.8.
extension Parser {
  /// A string, number, BigInt, `true`, `false` or `null`.
  mutating func literal() -> NodeIndex {
    let kind: LiteralKind =
      switch token.kind {
      case .string: .string
      case .number: .number
      case .bigint: .bigint
      case .true, .false: .boolean
      default: .null
      }
    var flags: NodeFlags = token.flags.contains(.escaped) ? .escaped : []
    if token.flags.contains(.legacyOctal) {
      flags.insert(.malformedEscape)
      if context.contains(.strict) { report(.legacyOctal, at: token) }
    }
    let node = tree.leaf(.literal, detail: kind.rawValue, flags: flags, token.start, token.end)
    advance()
    return node
  }

  /// A regular expression; the token is the `/` or `/=` it begins with.
  mutating func regularExpression() -> NodeIndex {
    token = lexer.regularExpression(from: token.start)
    guard token.kind == .regexp else {
      failLexically()
      return missing()
    }
    var slash = token.end - 1
    while Characters.isIdentifierPart(bytes[slash]) { slash -= 1 }
    if let error = RegularExpressionPattern.check(
      bytes, pattern: token.start + 1..<slash, flags: slash + 1..<token.end)
    {
      report(.regularExpression(error.message), error.offset, token.end)
    }
    let node = tree.leaf(.literal, detail: LiteralKind.regexp.rawValue, token.start, token.end)
    advance()
    return node
  }

  /// A template; its pieces and substitutions are its children in turn. Escapes without a value
  /// are allowed behind a tag only.
  mutating func template(isTagged: Bool) -> NodeIndex {
    let start = token.start
    let mark = tree.pending.count
    let outer = context
    context.remove(.noIn)
    while true {
      let isLast = token.kind == .template || token.kind == .templateTail
      templateElement(isLast: isLast, isTagged: isTagged)
      if isLast { break }
      advance()
      let substitution = expression()
      tree.pending.append(substitution)
      guard token.kind == .rightBrace else {
        failAtToken()
        break
      }
      token = lexer.templateContinuation(from: token.start)
      if token.kind == .invalid {
        failLexically()
        break
      }
    }
    context = outer
    if failure == nil { advance() }
    return tree.node(.templateLiteral, start, previousEnd, pendingFrom: mark)
  }

  /// The text of a piece lies between a back quote or brace and a back quote or `${`.
  private mutating func templateElement(isLast: Bool, isTagged: Bool) {
    var flags: NodeFlags = token.flags.contains(.escaped) ? .escaped : []
    if token.flags.contains(.malformedEscape) {
      flags.insert(.malformedEscape)
      if !isTagged { report(.malformedEscape, at: token) }
    }
    let node = tree.leaf(
      .templateElement, flags: flags, token.start + 1, token.end - (isLast ? 1 : 2))
    tree.pending.append(node)
  }
}
