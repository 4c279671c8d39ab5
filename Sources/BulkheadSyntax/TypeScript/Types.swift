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
  mutating func withConditional(_ isAllowed: Bool, _ production: (inout Parser) -> Void) {
    let outer = types.noConditional
    types.noConditional = !isAllowed
    production(&self)
    types.noConditional = outer
  }

  /// Reads something inside brackets of its own.
  mutating func inTypeBrackets(_ production: (inout Parser) -> Void) {
    withConditional(true, production)
  }

  mutating func unionType() {
    _ = take(.bar)
    repeat {
      _ = take(.ampersand)
      repeat { operatorType() } while take(.ampersand)
    } while take(.bar)
  }

  /// `keyof T`, `unique symbol`, `readonly T[]`, `infer T`.
  mutating func operatorType() {
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
  mutating func inferConstraint() {
    guard token.kind == .extends else { return }
    let wasConditional = !types.noConditional
    let start = checkpoint()
    advance()
    withConditional(false) { $0.type() }
    if failure != nil || (wasConditional && token.kind == .question) { rewindType(to: start) }
  }

  mutating func arrayType() {
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

  mutating func primaryType() {
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
  mutating func splitLess() {
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

  mutating func splitToken(_ kind: TokenKind) {
    token.kind = kind
    token.end = token.start + 1
    lexer.position = token.end
  }

  mutating func templateType() {
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
  mutating func typeQuery() {
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

  mutating func importType() {
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

  mutating func tupleType() {
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
  var isTupleLabel: Bool {
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
    waste(position - lexer.position)
  }

  /// Counts bytes that will be read again.
  mutating func waste(_ count: Int) {
    types.wasted += max(0, count)
    if types.wasted > 8 * bytes.count + 65536 { failTooDeep() }
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
