/// Tokens inside JSX elements.
extension Lexer {
  /// The text from an offset up to the next `<` or `{`. Its `>` and `}` are errors to the parser,
  /// which finds them in place of a child.
  mutating func jsxText(from start: Int) -> Token {
    position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: ">"), UInt8(ascii: "}"):
        return token(.string, from: start)
      default: position += 1
      }
    }
    return token(.string, from: start)
  }

  /// The next token inside a tag: any name with hyphens is an identifier.
  mutating func nextInTag() -> Token {
    var token = next()
    if token.kind == .shiftRight || token.kind == .unsignedShiftRight
      || token.kind == .greaterEqual || token.kind == .shiftRightAssign
      || token.kind == .unsignedShiftRightAssign
    {
      token.kind = .greater
      token.end = token.start + 1
      position = token.end
    }
    guard token.kind.isName else { return token }
    while bytes[position] == UInt8(ascii: "-") || Characters.isIdentifierPart(bytes[position]) {
      position += 1
    }
    token.kind = .identifier
    token.end = position
    return token
  }

  /// The value of an attribute behind its `=`: a string without escapes that may span lines.
  mutating func jsxAttributeValue() -> Token {
    isAfterNewline = false
    if let trivia = skipTrivia() { return trivia }
    let start = position
    let quote = bytes[start]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return next() }
    position += 1
    while position < bytes.count, bytes[position] != quote { position += 1 }
    guard position < bytes.count else { return invalid(.unterminatedString, from: start) }
    position += 1
    return token(.string, from: start)
  }
}
