/// The places where TypeScript's grammar joins that of ECMAScript. The productions of the language
/// call these; where the text is no TypeScript, or has nothing of it here, they take no token.
extension Parser {
  /// Types may stand in the text.
  @inline(__always)
  var hasTypes: Bool { options.language.hasTypes }

  /// A colon and a type.
  mutating func annotation() {
    guard hasTypes, token.kind == .colon else { return }
    let start = token.start
    advance()
    type()
    types.erase(start, previousEnd)
  }

  /// Takes the token and erases it.
  private mutating func eraseToken() {
    types.erase(token.start, token.end)
    advance()
  }

  /// The type behind what `catch` binds.
  mutating func catchAnnotation() { annotation() }

  /// `!` and the type behind a variable.
  mutating func declaratorAnnotation(_ target: NodeIndex) {
    guard hasTypes else { return }
    if token.kind == .exclamation, !token.isAfterNewline { eraseToken() }
    annotation()
  }

  // MARK: Functions

  /// `<T>` before parameters.
  mutating func functionTypeParameters() {
    guard hasTypes, token.kind == .less else { return }
    let start = token.start
    typeParameterList()
    types.erase(start, previousEnd)
  }

  /// `this: T,`, which is no parameter.
  mutating func thisParameter() {
    guard hasTypes, token.kind == .this else { return }
    let start = token.start
    advance()
    if take(.colon) { type() }
    _ = take(.comma)
    types.erase(start, previousEnd)
  }

  /// The type, or type predicate, behind the parameters of a function.
  mutating func returnAnnotation() {
    guard hasTypes, token.kind == .colon else { return }
    let start = token.start
    advance()
    returnType()
    types.erase(start, previousEnd)
  }

  /// Decorators and `public`, `readonly` and the like before a parameter.
  mutating func parameterModifiers() {
    guard hasTypes else { return }
    types.isParameterProperty = false
    if token.kind == .at { discarding { $0.decorators() } }
    while isParameterModifier {
      types.isParameterProperty = true
      eraseToken()
    }
  }

  /// A word that makes a parameter a field stands before a name.
  var isParameterModifier: Bool {
    switch token.kind {
    case .public, .private, .protected: break
    case .identifier:
      guard isWord("readonly") || isWord("override") else { return false }
    default: return false
    }
    let next = peek().kind
    return next.isName || next == .leftBrace || next == .leftBracket
  }

  /// `?` and the type behind a parameter.
  mutating func parameterAnnotation(_ parameter: NodeIndex) {
    guard hasTypes else { return }
    if types.isParameterProperty { types.noteParameterProperty(parameter) }
    types.isParameterProperty = false
    if token.kind == .question { eraseToken() }
    annotation()
  }

  /// A function ends here without a body.
  func hasOverload(_ kind: SyntaxKind) -> Bool { hasTypes && token.kind != .leftBrace }

  /// The node of a function without a body; takes what is pending above the mark.
  mutating func overload(
    _ kind: SyntaxKind, _ form: FunctionForm, _ start: Int, _ mark: Int
  ) -> NodeIndex {
    tree.pending.removeLast(max(0, tree.pending.count - mark))
    guard kind == .functionDeclaration else {
      if token.kind != .semicolon, token.kind != .rightBrace, !token.isAfterNewline {
        failAtToken()
      }
      return tree.leaf(.missing, previousEnd, previousEnd)
    }
    semicolon()
    return erasedStatement(from: start)
  }

  // MARK: Arrow functions

  /// `?` and the type behind an item of parentheses that may be a parameter, and its default.
  mutating func typeOfCoverItem(_ item: NodeIndex) -> NodeIndex {
    guard hasTypes, token.kind == .colon || token.kind == .question, failure == nil else {
      return item
    }
    let start = Int(tree[item].start)
    if token.kind == .question { eraseToken() }
    annotation()
    guard token.kind == .assign else { return item }
    toAssignmentTarget(item, isPatternAllowed: true)
    advance()
    let value = assignment()
    return tree.node(
      .assignmentExpression, detail: TokenKind.assign.rawValue, start, previousEnd, item, value)
  }

  /// The type between the parameters of an arrow function and `=>`; takes nothing if no `=>`
  /// follows.
  mutating func arrowReturnAnnotation(_ start: Int) {
    guard hasTypes, token.kind == .colon, !types.notArrows.contains(start) else { return }
    let parenthesis = previousEnd - 1
    let colon = token.start
    let isArrow = attemptType { parser in
      parser.advance()
      parser.returnType()
      return parser.token.kind == .arrow
    }
    guard isArrow else { return }
    types.lastAnnotatedArrow = start
    guard hasLineBreak(parenthesis, previousEnd) else { return types.erase(colon, previousEnd) }
    // `=>` has to stand on the line of its parenthesis.
    types.erase(parenthesis, previousEnd - 1)
    types.erase(previousEnd - 1, previousEnd, filler: UInt8(ascii: ")"))
  }

  /// What stands between `?` and `:`. In `a ? (b) : c => d` the parentheses are no parameters with
  /// a type, in `a ? (b) : c => d : e` they are: that shows at the end.
  mutating func consequent() -> NodeIndex {
    guard hasTypes else { return inBrackets { $0.assignment() } }
    let before = checkpoint()
    let problemCount = problems.count
    while true {
      types.lastAnnotatedArrow = -1
      let node = inBrackets { $0.assignment() }
      let arrow = types.lastAnnotatedArrow
      let fits = failure == nil && problems.count == problemCount && token.kind == .colon
      if fits || arrow < 0 { return node }
      rewindType(to: before)
      types.notArrows.insert(arrow)
      if failure != nil { return node }
    }
  }

  func hasLineBreak(_ start: Int, _ end: Int) -> Bool {
    for offset in start..<end {
      switch bytes[offset] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
      case 0xE2: if bytes[offset + 1] == 0x80, bytes[offset + 2] & 0xFE == 0xA8 { return true }
      default: continue
      }
    }
    return false
  }

  /// A `?` is that of a conditional expression rather than of an optional parameter.
  func continuesConditional() -> Bool {
    guard hasTypes else { return true }
    switch peek().kind {
    case .colon, .comma, .rightParen, .assign: return false
    default: return true
    }
  }

  /// `async <T>(a) => b` or `async<T>(a)`; nil if neither.
  mutating func asyncGeneric(_ start: Int, _ name: NodeIndex) -> NodeIndex? {
    guard hasTypes, token.kind == .less else { return nil }
    let less = token.start
    let isOnLine = !token.isAfterNewline
    guard
      attemptType({ parser in
        parser.typeParameterList()
        return parser.token.kind == .leftParen
      })
    else { return nil }
    let end = previousEnd
    if hasLineBreak(less, end), isOnLine {
      // The parenthesis has to stand on the line of `async`.
      types.erase(less, end, filler: UInt8(ascii: "("))
      types.erase(token.start, token.end)
    } else {
      types.erase(less, end)
    }
    return asyncCallOrArrow(start, name)
  }

  // MARK: Classes

  /// `<T>` behind the name of a class.
  mutating func classTypeParameters() { functionTypeParameters() }

  /// `<T>` and `implements A, B` behind the class that is extended.
  mutating func classHeritageTypes() {
    guard hasTypes else { return }
    if token.kind == .less {
      let start = token.start
      typeArguments()
      types.erase(start, previousEnd)
    }
    if token.kind == .implements {
      let start = token.start
      advance()
      heritageList()
      types.erase(start, previousEnd)
    }
  }

  /// Types with commas between, or none before a brace.
  mutating func heritageList() {
    guard token.kind != .leftBrace else { return }
    repeat { type() } while take(.comma)
  }

  /// `abstract` before `class`.
  mutating func abstractModifier() {
    if hasTypes, isWord("abstract"), peek().kind == .class { eraseToken() }
  }

  /// The token begins what follows the name of a class, such as `implements`.
  func isClassClause(_ token: Token) -> Bool { hasTypes && token.kind == .implements }

  /// `public`, `abstract`, `readonly` and the like before a member, before or behind `static`.
  mutating func memberModifiers(_ head: inout MemberHead) {
    guard hasTypes else { return }
    while isMemberModifier {
      let next = peek()
      if isWord("abstract") || isWord("declare") { head.isErased = true }
      if isWord("accessor") {
        advance()
        continue
      }
      // What stands before might go on with `*`, `[` or an operator.
      let isHazard =
        next.kind == .star || next.kind == .leftBracket || next.kind == .in
        || next.kind == .instanceof
      types.erase(
        token.start, token.end, filler: UInt8(ascii: isHazard && token.isAfterNewline ? ";" : " "))
      advance()
    }
  }

  private var isMemberModifier: Bool {
    switch token.kind {
    case .public, .private, .protected: break
    case .identifier:
      guard
        isWord("readonly") || isWord("abstract") || isWord("declare") || isWord("override")
          || isWord("accessor")
      else { return false }
    default: return false
    }
    let next = peek()
    switch next.kind {
    case .privateName, .number, .bigint, .string, .leftBracket, .star: return !next.isAfterNewline
    default: return next.kind.isName && !next.isAfterNewline
    }
  }

  /// `[key: T]: U` in a class; nil if the bracket begins the name of a member.
  mutating func indexSignature(_ start: Int) -> NodeIndex? {
    guard hasTypes, token.kind == .leftBracket else { return nil }
    var lexer = lexer
    guard lexer.next().kind.isName, lexer.next().kind == .colon else { return nil }
    advance()
    advance()
    expect(.colon)
    type()
    expect(.rightBracket)
    if take(.colon) { type() }
    semicolon()
    types.erase(start, previousEnd)
    return missing()
  }

  /// `?` or `!` behind the name of a member.
  mutating func memberMark(_ head: inout MemberHead) {
    guard hasTypes else { return }
    if token.kind == .question || (token.kind == .exclamation && !token.isAfterNewline) {
      eraseToken()
    }
  }

  /// The type of a field.
  mutating func memberAnnotation(_ key: NodeIndex) {
    guard hasTypes, token.kind == .colon else { return }
    let start = token.start
    advance()
    type()
    // A field named `get` must not become the beginning of an accessor.
    let isWord =
      token.kind != .assign
      && (isName(key, "get") || isName(key, "set") || isName(key, "static"))
    types.erase(start, previousEnd, filler: UInt8(ascii: isWord ? ";" : " "))
  }

  /// A member without a body, or one that `abstract` or `declare` makes nothing, is erased; gives
  /// a node that stands for nothing.
  mutating func withoutErased(_ member: NodeIndex, _ head: MemberHead) -> NodeIndex {
    guard hasTypes, failure == nil, head.isErased || isBodiless(member) else { return member }
    let start = Int(tree[member].start)
    _ = take(.semicolon)
    types.erase(start, previousEnd)
    discard(member)
    return member
  }

  private func isBodiless(_ member: NodeIndex) -> Bool {
    guard tree[member].kind == .methodDefinition else { return false }
    return tree[tree.child(member, 1)].kind == .missing
  }

  /// A `<` that begins the type parameters of a method.
  var beginsTypeParameters: Bool { hasTypes && token.kind == .less }

  // MARK: Expressions

  /// `as T` and `satisfies T` behind an operand.
  @inline(__always)
  mutating func typeOperators() {
    if hasTypes, token.kind == .as || token.kind == .identifier { typeOperatorsSlowly() }
  }

  private mutating func typeOperatorsSlowly() {
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
  private var endsBeforeHazard: Bool {
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
  private var beginsGenericArrow: Bool {
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
  private mutating func expressionTypeArguments() -> Bool {
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

  private var canFollowTypeArguments: Bool {
    switch token.kind {
    case .leftParen, .template, .templateHead: true
    case .less, .greater, .plus, .minus: false
    default:
      token.isAfterNewline || token.kind.binaryPrecedence > 0 || token.kind == .as
        || isWord("satisfies") || !beginsExpression
    }
  }

  private var beginsExpression: Bool {
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
    guard hasTypes, token.kind == .less else { return }
    let start = token.start
    typeArguments()
    types.erase(start, previousEnd)
    guard failure == nil else { return }
    lexer.position = previousEnd
    token = lexer.nextInTag()
  }
}
