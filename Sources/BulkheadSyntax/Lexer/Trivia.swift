/// White space and comments.
extension Lexer {
  /// Skips white space and comments, and notes line breaks. Gives a comment only when trivia is
  /// included or the comment is not closed.
  mutating func skipTrivia() -> Token? {
    while true {
      switch bytes[position] {
      case 0x20, 0x09, 0x0B, 0x0C:
        position += 1
      case 0x0A, 0x0D:
        isAfterNewline = true
        position += 1
      case UInt8(ascii: "/"):
        let start = position
        switch bytes[start + 1] {
        case UInt8(ascii: "/"):
          skipToLineEnd()
          if includesTrivia { return token(.lineComment, from: start) }
        case UInt8(ascii: "*"):
          if let comment = blockComment(from: start) { return comment }
        default: return nil
        }
      case UInt8(ascii: "<") where hasHTMLComments && bytes.matches("<!--", at: position),
        UInt8(ascii: "-")
      where hasHTMLComments && isAfterNewline && bytes.matches("-->", at: position):
        let start = position
        skipToLineEnd()
        if includesTrivia { return token(.lineComment, from: start) }
      case 0x80...:
        guard skipWideSpace() else { return nil }
      default: return nil
      }
    }
  }

  /// `#!…` at the very start.
  mutating func hashbang() -> Token? {
    let start = position
    guard start == 0 || start == 3, bytes.matches("#!", at: start) else { return nil }
    guard start == 0 || bytes.matches("\u{FEFF}", at: 0) else { return nil }
    skipToLineEnd()
    return token(.hashbang, from: start)
  }

  private mutating func skipToLineEnd() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x0A || byte == 0x0D || (byte == 0xE2 && isLineSeparator(at: position)) { return }
      position += 1
    }
  }

  private mutating func blockComment(from start: Int) -> Token? {
    let wasAfterNewline = isAfterNewline
    var hasNewline = false
    position += 2
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "*") where bytes[position + 1] == UInt8(ascii: "/"):
        position += 2
        let comment = token(.blockComment, from: start)
        isAfterNewline = wasAfterNewline || hasNewline
        return includesTrivia ? comment : nil
      case 0x0A, 0x0D: hasNewline = true
      case 0xE2 where isLineSeparator(at: position): hasNewline = true
      default: break
      }
      position += 1
    }
    return invalid(.unterminatedComment, from: start)
  }

  /// U+2028 or U+2029.
  func isLineSeparator(at offset: Int) -> Bool {
    bytes[offset] == 0xE2 && bytes[offset + 1] == 0x80 && bytes[offset + 2] & 0xFE == 0xA8
  }

  private mutating func skipWideSpace() -> Bool {
    if isLineSeparator(at: position) {
      isAfterNewline = true
      position += 3
      return true
    }
    guard let (scalar, length) = bytes.scalar(at: position), Characters.isSpace(scalar) else {
      return false
    }
    position += length
    return true
  }
}
