/// Object types, mapped types and the bodies of interfaces.
extension Parser {
  /// `{ [K in T]: U }`.
  var isMappedType: Bool {
    var lexer = lexer
    var next = lexer.next()
    if next.kind == .plus || next.kind == .minus { return isWord("readonly", lexer.next()) }
    if isWord("readonly", next) { next = lexer.next() }
    return next.kind == .leftBracket && lexer.next().kind.isName && lexer.next().kind == .in
  }

  mutating func mappedType() {
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

  mutating func mappedModifier(_ word: StaticString) {
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

  mutating func typeMember() {
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

  mutating func callSignature() {
    signature()
    if take(.colon) { returnType() }
  }

  /// The token begins `key: T` between brackets.
  var isIndexSignature: Bool { token.kind.isName && peek().kind == .colon }

  /// `readonly`, `get`, `set` before a name.
  var isTypeMemberModifier: Bool {
    guard token.kind == .get || token.kind == .set || isModifierWord else { return false }
    let next = peek()
    switch next.kind {
    case .leftBracket, .string, .number, .bigint, .privateName: return true
    default: return next.kind.isName
    }
  }
}
