/// Types. They are read to know where they end, and leave no nodes: what matters of them is the
/// text that remains without them.
extension Parser {
  /// A type, conditional types and function types included.
  mutating func type() {
    guard mayNest() else { return }
    if beginsFunctionType() { return functionType() }
    unionType()
    guard !types.noConditional, token.kind == .extends, !token.isAfterNewline else { return }
    advance()
    withConditional(false) { $0.type() }
    expect(.question)
    withConditional(true) { $0.type() }
    expect(.colon)
    withConditional(true) { $0.type() }
  }

  /// Reads something where `T extends U ? V : W` is a type, or where `extends` ends the type.
  private mutating func withConditional(_ isAllowed: Bool, _ production: (inout Parser) -> Void) {
    let outer = types.noConditional
    types.noConditional = !isAllowed
    production(&self)
    types.noConditional = outer
  }

  /// Reads something inside brackets of its own.
  private mutating func inTypeBrackets(_ production: (inout Parser) -> Void) {
    withConditional(true, production)
  }

  private mutating func unionType() {
    _ = take(.bar)
    repeat {
      _ = take(.ampersand)
      repeat { operatorType() } while take(.ampersand)
    } while take(.bar)
  }

  /// `keyof T`, `unique symbol`, `readonly T[]`, `infer T`.
  private mutating func operatorType() {
    guard mayNest() else { return }
    if beginsFunctionType() { return functionType() }
    if isWord("keyof") || isWord("unique") || isWord("readonly") {
      let next = peek()
      if beginsType(next), !next.isAfterNewline || isWord("keyof") {
        advance()
        return operatorType()
      }
    }
    if isWord("infer"), peek().kind.isName {
      advance()
      advance()
      return inferConstraint()
    }
    arrayType()
  }

  /// `extends U` behind `infer T`, unless a `?` shows that it belongs to the type around.
  private mutating func inferConstraint() {
    guard token.kind == .extends else { return }
    let wasConditional = !types.noConditional
    let start = checkpoint()
    advance()
    withConditional(false) { $0.type() }
    if failure != nil || (wasConditional && token.kind == .question) { rewindType(to: start) }
  }

  private mutating func arrayType() {
    primaryType()
    while failure == nil {
      if token.kind == .leftBracket, !token.isAfterNewline {
        advance()
        if token.kind != .rightBracket { inTypeBrackets { $0.type() } }
        expect(.rightBracket)
      } else if token.kind == .exclamation, !token.isAfterNewline {
        advance()
      } else {
        return
      }
    }
  }

  private mutating func primaryType() {
    switch token.kind {
    case .string, .number, .bigint, .true, .false, .null, .void: advance()
    case .this:
      advance()
      // Refused later by the compiler, but read.
      if take(.dot) { entityName() }
    case .minus:
      advance()
      if token.kind == .number || token.kind == .bigint { advance() } else { failAtToken() }
    case .template, .templateHead: templateType()
    case .typeof: typeQuery()
    case .import: importType()
    case .leftBrace: inTypeBrackets { $0.isMappedType ? $0.mappedType() : $0.objectType() }
    case .leftBracket: inTypeBrackets { $0.tupleType() }
    case .leftParen:
      advance()
      inTypeBrackets { $0.type() }
      expect(.rightParen)
    case .question:
      // JSDoc's `?T`, which the compiler reads and then refuses.
      advance()
      operatorType()
    case .star: advance()
    default:
      guard token.kind.isName else { return failAtToken() }
      entityName()
      typeArgumentsIfPresent()
    }
  }

  /// Names with dots between.
  mutating func entityName() {
    guard token.kind.isName else { return failAtToken() }
    advance()
    while token.kind == .dot {
      advance()
      guard token.kind.isName || token.kind == .privateName else { return failAtToken() }
      advance()
    }
  }

  /// `<T, U>` on the line of what stands before.
  mutating func typeArgumentsIfPresent() {
    splitLess()
    if token.kind == .less, !token.isAfterNewline { typeArguments() }
  }

  /// `<T, U>`.
  mutating func typeArguments() {
    splitLess()
    expect(.less)
    inTypeBrackets { parser in
      repeat {
        parser.splitGreater()
        if parser.token.kind == .greater { break }
        parser.type()
      } while parser.take(.comma)
    }
    splitGreater()
    expect(.greater)
  }

  /// `<<` opens a type argument that begins with type parameters.
  private mutating func splitLess() {
    if token.kind == .shiftLeft || token.kind == .shiftLeftAssign { splitToken(.less) }
  }

  /// `>>` closes two lists of types.
  mutating func splitGreater() {
    switch token.kind {
    case .shiftRight, .unsignedShiftRight, .greaterEqual, .shiftRightAssign,
      .unsignedShiftRightAssign:
      splitToken(.greater)
    default: break
    }
  }

  private mutating func splitToken(_ kind: TokenKind) {
    token.kind = kind
    token.end = token.start + 1
    lexer.position = token.end
  }

  private mutating func templateType() {
    while token.kind == .templateHead || token.kind == .templateMiddle {
      advance()
      inTypeBrackets { $0.type() }
      guard token.kind == .rightBrace else { return failAtToken() }
      token = lexer.templateContinuation(from: token.start)
      if token.kind == .invalid { return failLexically() }
    }
    advance()
  }

  /// `typeof a.b`, `typeof import("a")`.
  private mutating func typeQuery() {
    advance()
    if token.kind == .import { return importType() }
    if token.kind == .this {
      advance()
      while take(.dot) { advance() }
    } else {
      entityName()
    }
    typeArgumentsIfPresent()
  }

  private mutating func importType() {
    advance()
    expect(.leftParen)
    inTypeBrackets { parser in
      parser.type()
      if parser.take(.comma), parser.token.kind != .rightParen {
        parser.discarding { _ = $0.assignment() }
        _ = parser.take(.comma)
      }
    }
    expect(.rightParen)
    if take(.dot) { entityName() }
    typeArgumentsIfPresent()
  }

  private mutating func tupleType() {
    advance()
    while token.kind != .rightBracket, token.kind != .endOfFile {
      _ = take(.ellipsis)
      if token.kind.isName, isTupleLabel {
        advance()
        _ = take(.question)
        expect(.colon)
        _ = take(.ellipsis)
      }
      type()
      _ = take(.question)
      if token.kind != .rightBracket { expect(.comma) }
    }
    expect(.rightBracket)
  }

  /// A name and a colon, perhaps with `?` between.
  private var isTupleLabel: Bool {
    var lexer = lexer
    let next = lexer.next().kind
    return next == .colon || (next == .question && lexer.next().kind == .colon)
  }

  /// The token can begin a type.
  func beginsType(_ token: Token) -> Bool {
    switch token.kind {
    case .string, .number, .bigint, .minus, .template, .templateHead, .leftBrace, .leftBracket,
      .leftParen, .less, .shiftLeft, .question, .star:
      true
    case .extends, .instanceof, .in: false
    default: token.kind.isName
    }
  }
}

// MARK: - Functions

extension Parser {
  /// `(a: T) => U`, `<T>() => U`, `new () => T`, `abstract new () => T`.
  private func beginsFunctionType() -> Bool {
    switch token.kind {
    case .less, .shiftLeft, .new: return true
    case .identifier: return isWord("abstract") && peek().kind == .new
    case .leftParen: return beginsParameterList()
    default: return false
    }
  }

  /// The parentheses are those of a function type, not around a type.
  private func beginsParameterList() -> Bool {
    var lexer = lexer
    var next = lexer.next()
    switch next.kind {
    case .rightParen, .ellipsis, .at: return true
    case .leftBrace, .leftBracket:
      guard let after = Self.afterBrackets(&lexer) else { return false }
      next = after
    case .this, .identifier: next = lexer.next()
    default:
      guard next.kind.isName else { return false }
      next = lexer.next()
    }
    switch next.kind {
    case .colon, .comma, .question, .assign: return true
    case .rightParen: return lexer.next().kind == .arrow
    default: return false
    }
  }

  /// The token after brackets whose opening one has been taken.
  private static func afterBrackets(_ lexer: inout Lexer) -> Token? {
    // For each open bracket, whether a template goes on behind it.
    var brackets = [false]
    while !brackets.isEmpty {
      var token = lexer.next()
      if token.kind == .rightBrace, brackets.last == true {
        brackets.removeLast()
        token = lexer.templateContinuation(from: token.start)
      }
      switch token.kind {
      case .leftBrace, .leftBracket, .leftParen: brackets.append(false)
      case .templateHead, .templateMiddle: brackets.append(true)
      case .rightBrace, .rightBracket, .rightParen: brackets.removeLast()
      case .endOfFile, .invalid: return nil
      default: break
      }
    }
    return lexer.next()
  }

  private mutating func functionType() {
    if isWord("abstract") { advance() }
    _ = take(.new)
    signature()
    expect(.arrow)
    inTypeBrackets { $0.returnType() }
  }

  /// Type parameters and parameters.
  private mutating func signature() {
    splitLess()
    if token.kind == .less { typeParameterList() }
    inTypeBrackets { $0.typedParameters() }
  }

  private mutating func typedParameters() {
    expect(.leftParen)
    while token.kind != .rightParen, token.kind != .endOfFile {
      typedParameter()
      if token.kind != .rightParen { expect(.comma) }
    }
    expect(.rightParen)
  }

  private mutating func typedParameter() {
    while token.kind == .at { discarding { $0.decorators() } }
    while isParameterModifier { advance() }
    _ = take(.ellipsis)
    switch token.kind {
    case .leftBrace, .leftBracket: discarding { _ = $0.bindingTarget(.none) }
    default:
      guard token.kind.isName else { return failAtToken() }
      advance()
    }
    _ = take(.question)
    if take(.colon) { type() }
    if take(.assign) { discarding { _ = $0.assignment() } }
  }

  /// What a function returns, predicates included.
  mutating func returnType() {
    guard mayNest() else { return }
    if isWord("asserts") {
      let next = peek()
      if next.kind.isName, !next.isAfterNewline, !isWord("is", next) || isPredicate(after: 1) {
        advance()
        advance()
        if isWord("is"), !token.isAfterNewline {
          advance()
          type()
        }
        return
      }
    }
    if token.kind == .this || token.kind.isName {
      let next = peek()
      if isWord("is", next), !next.isAfterNewline {
        advance()
        advance()
        return type()
      }
    }
    type()
  }

  /// `asserts is is T`: the word behind the next one is `is`.
  private func isPredicate(after count: Int) -> Bool {
    var lexer = lexer
    for _ in 0..<count { _ = lexer.next() }
    return isWord("is", lexer.next())
  }

  /// `<T extends U = V, const W>`.
  mutating func typeParameterList() {
    expect(.less)
    inTypeBrackets { parser in
      while parser.token.kind != .greater, parser.token.kind != .endOfFile {
        parser.typeParameter()
        parser.splitGreater()
        if parser.token.kind != .greater { parser.expect(.comma) }
      }
    }
    splitGreater()
    expect(.greater)
  }

  private mutating func typeParameter() {
    while token.kind == .const || token.kind == .in || isWord("out") || isModifierWord {
      let next = peek().kind
      guard next.isName, next != .extends else { break }
      advance()
    }
    guard token.kind.isName else { return failAtToken() }
    advance()
    if take(.extends) { type() }
    if take(.assign) { type() }
  }

  /// A word that may stand before a type parameter only to be refused with a good message.
  private var isModifierWord: Bool {
    switch token.kind {
    case .public, .private, .protected, .static: true
    default: isWord("readonly") || isWord("declare") || isWord("abstract") || isWord("override")
    }
  }
}

// MARK: - Objects

extension Parser {
  /// `{ [K in T]: U }`.
  private var isMappedType: Bool {
    var lexer = lexer
    var next = lexer.next()
    if next.kind == .plus || next.kind == .minus { return isWord("readonly", lexer.next()) }
    if isWord("readonly", next) { next = lexer.next() }
    return next.kind == .leftBracket && lexer.next().kind.isName && lexer.next().kind == .in
  }

  private mutating func mappedType() {
    advance()
    mappedModifier("readonly")
    expect(.leftBracket)
    advance()
    expect(.in)
    type()
    if take(.as) { type() }
    expect(.rightBracket)
    if take(.plus) || take(.minus) { expect(.question) } else { _ = take(.question) }
    if take(.colon) { type() }
    if !take(.semicolon) { _ = take(.comma) }
    expect(.rightBrace)
  }

  private mutating func mappedModifier(_ word: StaticString) {
    _ = take(.plus) || take(.minus)
    if isWord(word) { advance() }
  }

  /// `{ a: T; b(): U }`, also the body of an interface.
  mutating func objectType() {
    expect(.leftBrace)
    while token.kind != .rightBrace, token.kind != .endOfFile {
      typeMember()
      if take(.semicolon) || take(.comma) { continue }
      if token.kind != .rightBrace, !token.isAfterNewline { failAtToken() }
    }
    expect(.rightBrace)
  }

  private mutating func typeMember() {
    guard mayNest() else { return }
    switch token.kind {
    case .leftParen, .less: return callSignature()
    case .new:
      let next = peek().kind
      if next == .leftParen || next == .less {
        advance()
        return callSignature()
      }
    default: break
    }
    while isTypeMemberModifier { advance() }
    if token.kind == .leftBracket {
      advance()
      if isIndexSignature {
        advance()
        expect(.colon)
        type()
      } else {
        discarding { _ = $0.expression() }
      }
      expect(.rightBracket)
    } else if token.kind == .string || token.kind == .number || token.kind == .bigint
      || token.kind == .privateName || token.kind.isName
    {
      advance()
    } else {
      return failAtToken()
    }
    _ = take(.question)
    if token.kind == .leftParen || token.kind == .less { return callSignature() }
    if take(.colon) { type() }
    if take(.assign) { discarding { _ = $0.assignment() } }
  }

  private mutating func callSignature() {
    signature()
    if take(.colon) { returnType() }
  }

  /// The token begins `key: T` between brackets.
  var isIndexSignature: Bool { token.kind.isName && peek().kind == .colon }

  /// `readonly`, `get`, `set` before a name.
  private var isTypeMemberModifier: Bool {
    guard token.kind == .get || token.kind == .set || isModifierWord else { return false }
    let next = peek()
    switch next.kind {
    case .leftBracket, .string, .number, .bigint, .privateName: return true
    default: return next.kind.isName
    }
  }
}

// MARK: - Trying

extension Parser {
  /// Reads something for its length alone: its nodes, declarations and broken rules are forgotten.
  mutating func discarding(_ production: (inout Parser) -> Void) {
    let start = checkpoint()
    production(&self)
    forget(since: start)
  }

  /// Goes back when a type turned out to be none. What was read in vain is counted: a text made of
  /// such places would have to be read again and again.
  mutating func rewindType(to start: Checkpoint) {
    let position = lexer.position
    rewind(to: start)
    types.wasted += max(0, position - lexer.position)
    if types.wasted > 64 * bytes.count + 65536 { failTooDeep() }
  }

  /// Runs a production that may not fit; false, and nothing has happened, if it gave up.
  mutating func attemptType(_ production: (inout Parser) -> Bool) -> Bool {
    let start = checkpoint()
    let problems = problems.count
    if production(&self), failure == nil, self.problems.count == problems { return true }
    rewindType(to: start)
    return false
  }
}
