/// Punctuators. ECMA-262 section 12.8.
extension Lexer {
  mutating func punctuator(_ byte: UInt8, from start: Int) -> Token {
    let (kind, length) = punctuator(byte, at: start)
    position = start + length
    if kind == .invalid { return invalid(.unexpectedCharacter, from: start) }
    return token(kind, from: start)
  }

  /// The longest punctuator at an offset.
  @inline(__always)
  private func punctuator(_ byte: UInt8, at start: Int) -> (TokenKind, Int) {
    switch byte {
    case UInt8(ascii: "{"): return (.leftBrace, 1)
    case UInt8(ascii: "}"): return (.rightBrace, 1)
    case UInt8(ascii: "("): return (.leftParen, 1)
    case UInt8(ascii: ")"): return (.rightParen, 1)
    case UInt8(ascii: "["): return (.leftBracket, 1)
    case UInt8(ascii: "]"): return (.rightBracket, 1)
    case UInt8(ascii: ";"): return (.semicolon, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: ":"): return (.colon, 1)
    case UInt8(ascii: "~"): return (.tilde, 1)
    case UInt8(ascii: "@"): return (.at, 1)
    case UInt8(ascii: "."):
      return bytes[start + 1] == byte && bytes[start + 2] == byte ? (.ellipsis, 3) : (.dot, 1)
    case UInt8(ascii: "="): return equals(start)
    case UInt8(ascii: "!"):
      guard bytes[start + 1] == UInt8(ascii: "=") else { return (.exclamation, 1) }
      return bytes[start + 2] == UInt8(ascii: "=") ? (.strictNotEqual, 3) : (.notEqual, 2)
    case UInt8(ascii: "?"): return question(start)
    case UInt8(ascii: "<"): return less(start)
    case UInt8(ascii: ">"): return greater(start)
    case UInt8(ascii: "+"): return repeated(byte, start, .plus, .plusAssign, .plusPlus)
    case UInt8(ascii: "-"): return repeated(byte, start, .minus, .minusAssign, .minusMinus)
    case UInt8(ascii: "*"):
      return repeated(byte, start, .star, .starAssign, .starStar, .starStarAssign)
    case UInt8(ascii: "&"):
      return repeated(byte, start, .ampersand, .ampersandAssign, .logicalAnd, .logicalAndAssign)
    case UInt8(ascii: "|"):
      return repeated(byte, start, .bar, .barAssign, .logicalOr, .logicalOrAssign)
    case UInt8(ascii: "/"): return assigned(start, .slash, .slashAssign)
    case UInt8(ascii: "%"): return assigned(start, .percent, .percentAssign)
    case UInt8(ascii: "^"): return assigned(start, .caret, .caretAssign)
    default: return (.invalid, 1)
    }
  }

  /// `/` and `/=`.
  private func assigned(_ start: Int, _ plain: TokenKind, _ assign: TokenKind) -> (TokenKind, Int) {
    bytes[start + 1] == UInt8(ascii: "=") ? (assign, 2) : (plain, 1)
  }

  /// `+`, `+=` and `++`; with a fourth kind also `**=`.
  private func repeated(
    _ byte: UInt8, _ start: Int, _ plain: TokenKind, _ assign: TokenKind, _ double: TokenKind,
    _ doubleAssign: TokenKind? = nil
  ) -> (TokenKind, Int) {
    guard bytes[start + 1] == byte else { return assigned(start, plain, assign) }
    if let doubleAssign, bytes[start + 2] == UInt8(ascii: "=") { return (doubleAssign, 3) }
    return (double, 2)
  }

  private func equals(_ start: Int) -> (TokenKind, Int) {
    switch bytes[start + 1] {
    case UInt8(ascii: ">"): (.arrow, 2)
    case UInt8(ascii: "="):
      bytes[start + 2] == UInt8(ascii: "=") ? (.strictEqual, 3) : (.equal, 2)
    default: (.assign, 1)
    }
  }

  private func question(_ start: Int) -> (TokenKind, Int) {
    switch bytes[start + 1] {
    case UInt8(ascii: "?"):
      bytes[start + 2] == UInt8(ascii: "=") ? (.nullishAssign, 3) : (.nullish, 2)
    // `a?.5:b` is a conditional with the number `.5`.
    case UInt8(ascii: ".") where !Characters.isDigit(bytes[start + 2]): (.questionDot, 2)
    default: (.question, 1)
    }
  }

  private func less(_ start: Int) -> (TokenKind, Int) {
    switch bytes[start + 1] {
    case UInt8(ascii: "="): (.lessEqual, 2)
    case UInt8(ascii: "<"):
      bytes[start + 2] == UInt8(ascii: "=") ? (.shiftLeftAssign, 3) : (.shiftLeft, 2)
    default: (.less, 1)
    }
  }

  private func greater(_ start: Int) -> (TokenKind, Int) {
    guard bytes[start + 1] == UInt8(ascii: ">") else {
      return assigned(start, .greater, .greaterEqual)
    }
    guard bytes[start + 2] == UInt8(ascii: ">") else {
      return bytes[start + 2] == UInt8(ascii: "=") ? (.shiftRightAssign, 3) : (.shiftRight, 2)
    }
    return bytes[start + 3] == UInt8(ascii: "=")
      ? (.unsignedShiftRightAssign, 4) : (.unsignedShiftRight, 3)
  }
}
