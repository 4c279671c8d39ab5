/// Number and BigInt literals. ECMA-262 section 12.9.3.
extension Lexer {
  mutating func number(from start: Int) -> Token {
    if bytes[start] == UInt8(ascii: "0") {
      switch bytes[start + 1] | 0x20 {
      case UInt8(ascii: "x"): return integer(from: start, digits: Characters.isHexDigit)
      case UInt8(ascii: "o"):
        return integer(from: start) { $0 &- UInt8(ascii: "0") < 8 }
      case UInt8(ascii: "b"):
        return integer(from: start) { $0 &- UInt8(ascii: "0") < 2 }
      default: break
      }
      if Characters.isDigit(bytes[start + 1]) { return legacyNumber(from: start) }
      if bytes[start + 1] == UInt8(ascii: "_") {
        position = start + 2
        return invalidNumber(.malformedSeparator, from: start)
      }
    }
    position = start
    if bytes[start] != UInt8(ascii: ".") {
      guard digits(Characters.isDigit) else {
        return invalidNumber(.malformedSeparator, from: start)
      }
      if bytes[position] == UInt8(ascii: "n") {
        position += 1
        return endOfNumber(.bigint, from: start)
      }
    }
    if let problem = fractionAndExponent() { return invalidNumber(problem, from: start) }
    return endOfNumber(.number, from: start)
  }

  /// `.5e-3` after the integer part, each part optional.
  private mutating func fractionAndExponent() -> LexicalProblem? {
    if bytes[position] == UInt8(ascii: ".") {
      position += 1
      if bytes[position] == UInt8(ascii: "_") { return .malformedSeparator }
      if Characters.isDigit(bytes[position]), !digits(Characters.isDigit) {
        return .malformedSeparator
      }
    }
    if bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      guard Characters.isDigit(bytes[position]) else { return .malformedNumber }
      guard digits(Characters.isDigit) else { return .malformedSeparator }
    }
    return nil
  }

  /// `0x…`, `0o…`, `0b…`.
  private mutating func integer(from start: Int, digits isDigit: (UInt8) -> Bool) -> Token {
    position = start + 2
    guard isDigit(bytes[position]) else { return invalidNumber(.malformedNumber, from: start) }
    guard digits(isDigit) else { return invalidNumber(.malformedSeparator, from: start) }
    guard bytes[position] == UInt8(ascii: "n") else { return endOfNumber(.number, from: start) }
    position += 1
    return endOfNumber(.bigint, from: start)
  }

  /// `017` and `089`: annex B.1.1, no separators, no BigInt; only the latter takes a fraction.
  private mutating func legacyNumber(from start: Int) -> Token {
    position = start
    var isOctal = true
    while Characters.isDigit(bytes[position]) {
      if bytes[position] >= UInt8(ascii: "8") { isOctal = false }
      position += 1
    }
    if bytes[position] == UInt8(ascii: "_") {
      return invalidNumber(.malformedSeparator, from: start)
    }
    if !isOctal, let problem = fractionAndExponent() { return invalidNumber(problem, from: start) }
    return endOfNumber(.number, from: start, flags: .legacyOctal)
  }

  /// Moves past digits; false when a separator does not stand between two of them.
  private mutating func digits(_ isDigit: (UInt8) -> Bool) -> Bool {
    while true {
      if isDigit(bytes[position]) {
        position += 1
      } else if bytes[position] == UInt8(ascii: "_") {
        guard isDigit(bytes[position + 1]), isDigit(bytes[position - 1]) else { return false }
        position += 1
      } else {
        return true
      }
    }
  }

  /// A number must not run into a name or another number.
  private mutating func endOfNumber(
    _ kind: TokenKind, from start: Int, flags: TokenFlags = []
  ) -> Token {
    let next = bytes[position]
    if Characters.isIdentifierPart(next) || next == UInt8(ascii: "\\") {
      return invalidNumber(.nameAfterNumber, from: start)
    }
    if next >= 0x80, let (scalar, _) = bytes.scalar(at: position),
      Characters.isIdentifierStart(scalar)
    {
      return invalidNumber(.nameAfterNumber, from: start)
    }
    return token(kind, from: start, flags: flags)
  }

  /// Takes the whole run of letters and digits, so that what follows starts a fresh token.
  private mutating func invalidNumber(_ problem: LexicalProblem, from start: Int) -> Token {
    position = max(position, start + 1)
    while Characters.isIdentifierPart(bytes[position]) { position += 1 }
    return invalid(problem, from: start)
  }
}
