/// Identifiers, keywords and private names. ECMA-262 section 12.7.
extension Lexer {
  /// An identifier or keyword that starts with ASCII.
  @inline(__always)
  mutating func identifier(from start: Int) -> Token {
    var end = start + 1
    while Characters.isIdentifierPart(bytes[end]) { end += 1 }
    let next = bytes[end]
    if next == UInt8(ascii: "\\") || next >= 0x80 {
      return identifierSlowly(from: start, isPrivate: false)
    }
    position = end
    return token(keyword(start, length: end - start), from: start)
  }

  /// `#name`, or a lone `#`.
  mutating func privateName(from start: Int) -> Token {
    position = start + 1
    let next = bytes[position]
    guard Characters.isIdentifierStart(next) || next == UInt8(ascii: "\\") || next >= 0x80 else {
      return token(.hash, from: start)
    }
    return identifierSlowly(from: start, isPrivate: true)
  }

  /// An identifier with escapes or characters beyond ASCII.
  ///
  /// A keyword written with escapes is an `identifier` with the `escaped` flag: it may stand
  /// where any name may, and the parser refuses it elsewhere.
  mutating func identifierSlowly(from start: Int, isPrivate: Bool) -> Token {
    position = isPrivate ? start + 1 : start
    var flags: TokenFlags = []
    var isFirst = true
    while position < bytes.count {
      let byte = bytes[position]
      if Characters.isIdentifierPart(byte) {
        position += 1
      } else if byte == UInt8(ascii: "\\") {
        flags.insert(.escaped)
        guard let value = identifierEscape(), let scalar = Unicode.Scalar(value),
          isFirst
            ? Characters.isIdentifierStart(scalar) : Characters.isIdentifierPart(scalar)
        else { return invalid(.malformedEscape, from: start) }
      } else if byte >= 0x80 {
        guard let (scalar, length) = bytes.scalar(at: position) else {
          if isFirst { position += 1 }
          return invalid(.invalidUTF8, from: start)
        }
        guard
          isFirst ? Characters.isIdentifierStart(scalar) : Characters.isIdentifierPart(scalar)
        else {
          guard isFirst else { break }
          position += length
          return invalid(.unexpectedCharacter, from: start)
        }
        position += length
      } else {
        break
      }
      isFirst = false
    }
    if isPrivate { return token(.privateName, from: start, flags: flags) }
    // A keyword may end at a wide space.
    let kind = flags.isEmpty ? keyword(start, length: position - start) : .identifier
    return token(kind, from: start, flags: flags)
  }

  /// `\u0061` or `\u{61}`; moves past it, and past at least the backslash when it is malformed.
  private mutating func identifierEscape() -> UInt32? {
    position += 1
    guard bytes[position] == UInt8(ascii: "u") else { return nil }
    position += 1
    return unicodeEscape()
  }

  /// What follows `\u`; the position ends after the digits that were there.
  mutating func unicodeEscape() -> UInt32? {
    var value: UInt32 = 0
    if bytes[position] == UInt8(ascii: "{") {
      position += 1
      let first = position
      while let digit = Cooking.hexValue(bytes[position]) {
        value = min(value << 4 | digit, 0x11_0000)
        position += 1
      }
      guard bytes[position] == UInt8(ascii: "}"), position > first, value < 0x11_0000 else {
        return nil
      }
      position += 1
      return value
    }
    for _ in 0..<4 {
      guard let digit = Cooking.hexValue(bytes[position]) else { return nil }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  /// The keyword these bytes spell, or `identifier`.
  private func keyword(_ start: Int, length: Int) -> TokenKind {
    guard length >= 2, length <= 10 else { return .identifier }
    return Keywords.kind(in: bytes, start, length)
  }
}

/// Finds keywords by their first byte and length, so that at most three are compared.
enum Keywords {
  static func kind(in bytes: SourceBytes, _ start: Int, _ length: Int) -> TokenKind {
    @inline(__always)
    func word(_ kind: TokenKind, _ text: StaticString) -> TokenKind? {
      text.utf8CodeUnitCount == length && bytes.matches(text, at: start) ? kind : nil
    }
    let found: TokenKind? =
      switch (bytes[start], length) {
      case (UInt8(ascii: "a"), 2): word(.as, "as")
      case (UInt8(ascii: "a"), 5): word(.async, "async") ?? word(.await, "await")
      case (UInt8(ascii: "b"), 5): word(.break, "break")
      case (UInt8(ascii: "c"), 4): word(.case, "case")
      case (UInt8(ascii: "c"), 5):
        word(.const, "const") ?? word(.catch, "catch") ?? word(.class, "class")
      case (UInt8(ascii: "c"), 8): word(.continue, "continue")
      case (UInt8(ascii: "d"), 2): word(.do, "do")
      case (UInt8(ascii: "d"), 6): word(.delete, "delete")
      case (UInt8(ascii: "d"), 7): word(.default, "default")
      case (UInt8(ascii: "d"), 8): word(.debugger, "debugger")
      case (UInt8(ascii: "e"), 4): word(.else, "else") ?? word(.enum, "enum")
      case (UInt8(ascii: "e"), 6): word(.export, "export")
      case (UInt8(ascii: "e"), 7): word(.extends, "extends")
      case (UInt8(ascii: "f"), 3): word(.for, "for")
      case (UInt8(ascii: "f"), 4): word(.from, "from")
      case (UInt8(ascii: "f"), 5): word(.false, "false")
      case (UInt8(ascii: "f"), 7): word(.finally, "finally")
      case (UInt8(ascii: "f"), 8): word(.function, "function")
      case (UInt8(ascii: "g"), 3): word(.get, "get")
      case (UInt8(ascii: "i"), 2): word(.if, "if") ?? word(.in, "in")
      case (UInt8(ascii: "i"), 6): word(.import, "import")
      case (UInt8(ascii: "i"), 9): word(.interface, "interface")
      case (UInt8(ascii: "i"), 10):
        word(.instanceof, "instanceof") ?? word(.implements, "implements")
      case (UInt8(ascii: "l"), 3): word(.let, "let")
      case (UInt8(ascii: "n"), 3): word(.new, "new")
      case (UInt8(ascii: "n"), 4): word(.null, "null")
      case (UInt8(ascii: "o"), 2): word(.of, "of")
      case (UInt8(ascii: "p"), 6): word(.public, "public")
      case (UInt8(ascii: "p"), 7): word(.package, "package") ?? word(.private, "private")
      case (UInt8(ascii: "p"), 9): word(.protected, "protected")
      case (UInt8(ascii: "r"), 6): word(.return, "return")
      case (UInt8(ascii: "s"), 3): word(.set, "set")
      case (UInt8(ascii: "s"), 5): word(.super, "super")
      case (UInt8(ascii: "s"), 6): word(.switch, "switch") ?? word(.static, "static")
      case (UInt8(ascii: "t"), 3): word(.try, "try")
      case (UInt8(ascii: "t"), 4): word(.this, "this") ?? word(.true, "true")
      case (UInt8(ascii: "t"), 5): word(.throw, "throw")
      case (UInt8(ascii: "t"), 6): word(.typeof, "typeof")
      case (UInt8(ascii: "v"), 3): word(.var, "var")
      case (UInt8(ascii: "v"), 4): word(.void, "void")
      case (UInt8(ascii: "w"), 4): word(.with, "with")
      case (UInt8(ascii: "w"), 5): word(.while, "while")
      case (UInt8(ascii: "y"), 5): word(.yield, "yield")
      default: nil
      }
    return found ?? .identifier
  }

  /// The keyword a name with escapes stands for, or `identifier`.
  static func kind(ofName name: String) -> TokenKind { table[name] ?? .identifier }

  private static let table: [String: TokenKind] = Dictionary(
    uniqueKeysWithValues: TokenKind.allCases.compactMap { kind in
      kind.isName ? kind.text.map { ($0, kind) } : nil
    })
}
