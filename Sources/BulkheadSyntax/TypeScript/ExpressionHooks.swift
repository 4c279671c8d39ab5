/// Assertions, `as`, `satisfies`, `!` and type arguments.
extension Parser {
  /// `as T` and `satisfies T` behind an operand.
  @inline(__always)
  mutating func typeOperators() {
    if hasTypes, token.kind == .as || token.kind == .identifier { typeOperatorsSlowly() }
  }

  mutating func typeOperatorsSlowly() {
    while token.kind == .as || isWord("satisfies"), !token.isAfterNewline,
      previousEnd != cover.arrowEnd
    {
      let start = token.start
      advance()
      type()
      types.erase(start, previousEnd, filler: UInt8(ascii: endsBeforeHazard ? ";" : " "))
    }
  }

  /// A type ends the statement here, but what remains of it would go on with the next line.
  var endsBeforeHazard: Bool {
    guard token.isAfterNewline else { return false }
    switch token.kind {
    case .leftParen, .leftBracket, .template, .templateHead: return true
    default: return false
    }
  }

  /// `<T>a`, or a generic arrow function.
  mutating func typeAssertion() -> NodeIndex? {
    guard hasTypes else { return nil }
    if options.language == .tsx, !beginsGenericArrow { return nil }
    let start = token.start
    let mayBeArrow = cover.assignmentStart == start
    let isRestricted =
      bytes.matches("return", at: previousEnd - 6) || bytes.matches("throw", at: previousEnd - 5)
      || bytes.matches("yield", at: previousEnd - 5)
    let isArrow =
      mayBeArrow
      && attemptType { parser in
        parser.typeParameterList()
        return parser.token.kind == .leftParen
      }
    if !isArrow {
      expect(.less)
      type()
      splitGreater()
      expect(.greater)
    }
    let end = previousEnd
    guard mayNest() else { return missing() }
    if isArrow { cover.assignmentStart = token.start }
    // `return` ends at a line break, so that what is behind it needs parentheses.
    let breaksLine = isRestricted && hasLineBreak(start, end)
    if breaksLine, isArrow { types.erase(token.start, token.end) }
    types.erase(start, end, filler: UInt8(ascii: breaksLine ? "(" : " "))
    let node = unary()
    if breaksLine, !isArrow { types.erase(previousEnd, previousEnd, filler: UInt8(ascii: ")")) }
    return node
  }

  /// In TSX `<T,>` and `<T extends U>` begin type parameters, other `<T>` an element.
  var beginsGenericArrow: Bool {
    var lexer = lexer
    var name = lexer.next()
    if name.kind == .const { name = lexer.next() }
    guard name.kind.isName else { return false }
    let next = lexer.next().kind
    if next == .comma { return true }
    guard next == .extends else { return false }
    // `<a extends>` and `<a extends="b">` are attributes.
    let after = lexer.next().kind
    return after != .assign && after != .greater && after != .slash
  }

  /// `<T>` before the arguments of `new`.
  mutating func callTypeArguments() { _ = expressionTypeArguments() }

  /// `<T>` where it can only be type arguments.
  mutating func chainTypeArguments() {
    guard hasTypes, token.kind == .less || token.kind == .shiftLeft else { return }
    let start = token.start
    typeArguments()
    types.erase(start, previousEnd)
  }

  /// `<T>` behind an expression, if what follows shows that it is no comparison.
  mutating func expressionTypeArguments() -> Bool {
    guard hasTypes, token.kind == .less || token.kind == .shiftLeft else { return false }
    let start = token.start
    let isList = attemptType { parser in
      parser.typeArguments()
      // `a < b >= c` and `a < b >> c` compare and shift.
      let next = parser.bytes[parser.previousEnd]
      return next != UInt8(ascii: ">") && next != UInt8(ascii: "=")
        && parser.canFollowTypeArguments
    }
    if isList { types.erase(start, previousEnd) }
    return isList
  }

  var canFollowTypeArguments: Bool {
    switch token.kind {
    case .leftParen, .template, .templateHead: true
    case .less, .greater, .plus, .minus: false
    default:
      token.isAfterNewline || token.kind.binaryPrecedence > 0 || token.kind == .as
        || isWord("satisfies") || !beginsExpression
    }
  }

  var beginsExpression: Bool {
    switch token.kind {
    case .number, .bigint, .string, .leftParen, .leftBracket, .leftBrace, .exclamation, .tilde,
      .plusPlus, .minusMinus, .slash, .slashAssign, .at, .privateName:
      true
    case .extends, .instanceof, .in, .implements: false
    default: token.kind.isName
    }
  }

  /// `!`, or `<T>` before arguments or a template.
  mutating func typedSuffix(_ node: NodeIndex, _ start: Int, forNew: Bool) -> NodeIndex? {
    guard hasTypes else { return nil }
    switch token.kind {
    case .exclamation where !token.isAfterNewline:
      eraseToken()
      return node
    case .less, .shiftLeft:
      guard !forNew, previousEnd != cover.arrowEnd else { return nil }
      return expressionTypeArguments() ? node : nil
    default: return nil
    }
  }

  /// The same where nothing else follows a primary expression.
  mutating func typedSuffixes(_ head: NodeIndex, _ start: Int) -> NodeIndex {
    guard hasTypes else { return head }
    switch token.kind {
    case .exclamation, .less, .shiftLeft: return members(of: head, start, forNew: false)
    default: return head
    }
  }

  /// `<T>` behind the name of a JSX element.
  mutating func jsxTypeArguments() {
    guard hasTypes, token.kind == .less || token.kind == .shiftLeft else { return }
    let start = token.start
    typeArguments()
    types.erase(start, previousEnd)
    guard failure == nil else { return }
    lexer.position = previousEnd
    token = lexer.nextInTag()
  }
}
