/// String literals. ECMA-262 section 12.9.4.
extension Lexer {
  mutating func string(quote: UInt8, from start: Int) -> Token {
    var flags: TokenFlags = []
    var isMalformed = false
    position = start + 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote {
        position += 1
        return isMalformed
          ? invalid(.malformedEscape, from: start) : token(.string, from: start, flags: flags)
      }
      switch byte {
      case UInt8(ascii: "\\"):
        flags.insert(.escaped)
        switch escape() {
        case .plain: break
        case .octal: flags.insert(.legacyOctal)
        case .malformed: isMalformed = true
        }
      case 0x0A, 0x0D: return invalid(.unterminatedString, from: start)
      default: position += 1
      }
    }
    return invalid(.unterminatedString, from: start)
  }

  enum EscapeKind { case plain, octal, malformed }

  /// Moves past a backslash and what it escapes.
  mutating func escape() -> EscapeKind {
    position += 1
    let byte = bytes[position]
    guard position < bytes.count else { return .malformed }
    position += 1
    switch byte {
    case UInt8(ascii: "x"):
      for _ in 0..<2 {
        guard Characters.isHexDigit(bytes[position]) else { return .malformed }
        position += 1
      }
      return .plain
    case UInt8(ascii: "u"): return unicodeEscape() == nil ? .malformed : .plain
    case UInt8(ascii: "0"): return Characters.isDigit(bytes[position]) ? .octal : .plain
    case UInt8(ascii: "1")...UInt8(ascii: "9"): return .octal
    case 0x0D where bytes[position] == 0x0A:
      position += 1
      return .plain
    default: return .plain
    }
  }
}

/// Templates. ECMA-262 section 12.9.6.
extension Lexer {
  /// Reads on from behind the back quote or the `}` of a substitution.
  mutating func template(from start: Int, isContinuation: Bool) -> Token {
    var flags: TokenFlags = []
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "`"):
        position += 1
        return token(isContinuation ? .templateTail : .template, from: start, flags: flags)
      case UInt8(ascii: "$") where bytes[position + 1] == UInt8(ascii: "{"):
        position += 2
        return token(isContinuation ? .templateMiddle : .templateHead, from: start, flags: flags)
      case UInt8(ascii: "\\"):
        flags.insert(.escaped)
        if escape() != .plain { flags.insert(.malformedEscape) }
      default: position += 1
      }
    }
    return invalid(.unterminatedTemplate, from: start)
  }

  /// Reads the rest of a template whose substitution ends with the `}` at `start`.
  mutating func templateContinuation(from start: Int) -> Token {
    position = start + 1
    return template(from: start, isContinuation: true)
  }
}

/// Regular expressions. ECMA-262 section 12.9.5.
extension Lexer {
  /// Reads a regular expression whose first `/` stands at `start`.
  mutating func regularExpression(from start: Int) -> Token {
    position = start + 1
    var isInClass = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x0A || byte == 0x0D || (byte == 0xE2 && isLineSeparator(at: position)) { break }
      position += 1
      switch byte {
      case UInt8(ascii: "\\"):
        let next = bytes[position]
        if next == 0x0A || next == 0x0D || isLineSeparator(at: position) { continue }
        position = min(position + 1, bytes.count)
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "/") where !isInClass:
        while Characters.isIdentifierPart(bytes[position]) { position += 1 }
        return token(.regexp, from: start)
      default: break
      }
    }
    return invalid(.unterminatedRegularExpression, from: start)
  }
}
