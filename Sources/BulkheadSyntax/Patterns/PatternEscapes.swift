/// Escapes: ECMA-262 section 22.2.1, AtomEscape and below, with the leniency of section B.1.2.
extension PatternChecker {
  /// `\d`, `\w`, `\p{…}`: a set of characters. The position is after the backslash; `false`, and
  /// no move, if something else stands there.
  mutating func classEscape() throws(PatternError) -> Bool {
    switch byte(position) {
    case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "s"), UInt8(ascii: "S"),
      UInt8(ascii: "w"), UInt8(ascii: "W"):
      position += 1
      return true
    case UInt8(ascii: "p"), UInt8(ascii: "P"):
      guard flags.isUnicode else { return false }
      _ = try propertyEscape()
      return true
    default: return false
    }
  }

  /// `p{Name=Value}`, `p{Value}`, `p{Name}` or the same with `P`; whether it can match strings
  /// of other than one code point.
  mutating func propertyEscape() throws(PatternError) -> Bool {
    let letter = bytes[position]
    let name = propertyWord(from: position + 2)
    var value = name.upperBound..<name.upperBound
    if byte(name.upperBound) == UInt8(ascii: "=") {
      value = propertyWord(from: name.upperBound + 1)
    }
    guard byte(position + 1) == UInt8(ascii: "{"), byte(value.upperBound) == UInt8(ascii: "}")
    else {
      throw error("`\\p` is followed by a property in braces: \\p{Name=Value} or \\p{Name}")
    }
    let kind =
      byte(name.upperBound) == UInt8(ascii: "=")
      ? UnicodeProperties.kind(name: text(name), value: text(value))
      : UnicodeProperties.kind(of: text(name))
    switch kind {
    case .characters: break
    case .strings where flags.hasClassSets:
      if letter == UInt8(ascii: "P") {
        throw error("a property of strings has no complement", at: name.lowerBound)
      }
    case .strings: throw error("properties of strings need the flag v", at: name.lowerBound)
    case nil: throw error("Unicode has no such property or value", at: name.lowerBound)
    }
    position = value.upperBound + 1
    return kind == .strings
  }

  private func propertyWord(from first: Int) -> Range<Int> {
    var offset = first
    while Characters.isIdentifierPart(byte(offset)), byte(offset) != UInt8(ascii: "$") {
      offset += 1
    }
    return first..<max(first, offset)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: range.lazy.map { self.bytes[$0] }, as: UTF8.self)
  }

  /// The code point of an escape that stands for one character. The position is after the
  /// backslash.
  mutating func characterEscape(inClass: Bool) throws(PatternError) -> UInt32 {
    guard position < end else { throw error("the pattern ends in a backslash", at: position - 1) }
    let letter = bytes[position]
    switch letter {
    case UInt8(ascii: "t"): return single(0x09)
    case UInt8(ascii: "n"): return single(0x0A)
    case UInt8(ascii: "v"): return single(0x0B)
    case UInt8(ascii: "f"): return single(0x0C)
    case UInt8(ascii: "r"): return single(0x0D)
    case UInt8(ascii: "c"): return try controlEscape(inClass: inClass)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try numericEscape(letter)
    case UInt8(ascii: "x"):
      if let value = hexValue(at: position + 1, count: 2) {
        position += 3
        return value
      }
      return try identityEscape(letter)
    case UInt8(ascii: "u"):
      if let escape = unicodeEscape(at: position + 1, isUnicode: flags.isUnicode) {
        position = escape.end
        return escape.value
      }
      return try identityEscape(letter)
    default: return try identityEscape(letter)
    }
  }

  private mutating func single(_ value: UInt32) -> UInt32 {
    position += 1
    return value
  }

  /// `\cJ`. Without `u` and `v`, `\c` before anything else is a backslash and a letter; in a
  /// class digits and `_` count as letters: section B.1.2.
  private mutating func controlEscape(inClass: Bool) throws(PatternError) -> UInt32 {
    let next = byte(position + 1)
    let isLetter = (next | 0x20) &- UInt8(ascii: "a") < 26
    let isLenient = inClass && !flags.isUnicode && Characters.isIdentifierPart(next)
    if isLetter || (isLenient && next != UInt8(ascii: "$")) {
      position += 2
      return UInt32(next & 31)
    }
    if flags.isUnicode { throw error("`\\c` is followed by a letter") }
    return UInt32(UInt8(ascii: "\\"))
  }

  /// `\0`; without `u` and `v` also octal escapes such as `\12`, and `\8`.
  private mutating func numericEscape(_ first: UInt8) throws(PatternError) -> UInt32 {
    if flags.isUnicode {
      guard first == UInt8(ascii: "0"), !Characters.isDigit(byte(position + 1)) else {
        throw error("octal escapes are not allowed under the flags u and v")
      }
      return single(0)
    }
    if first >= UInt8(ascii: "8") { return single(UInt32(first)) }
    var value: UInt32 = 0
    let most = first <= UInt8(ascii: "3") ? 3 : 2
    var count = 0
    while count < most, byte(position) & 0xF8 == UInt8(ascii: "0") {
      value = value << 3 | UInt32(byte(position) & 7)
      position += 1
      count += 1
    }
    return value
  }

  /// A character that stands for itself.
  private mutating func identityEscape(_ letter: UInt8) throws(PatternError) -> UInt32 {
    if flags.isUnicode {
      guard Self.isSyntaxCharacter(letter) || letter == UInt8(ascii: "/") else {
        throw error("this escape means nothing under the flags u and v")
      }
    } else if hasNamedGroups, letter == UInt8(ascii: "k") {
      throw error("`\\k` is followed by the name of a group in angle brackets")
    }
    return codeUnit()
  }

  /// `^$\.*+?()[]{}|`.
  static func isSyntaxCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "\\"), UInt8(ascii: "."),
      UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "|"):
      true
    default: false
    }
  }

  // MARK: Code points

  /// What follows `\u` at an offset: four digits, under `u` also two surrogates written as
  /// escapes, or digits in braces.
  func unicodeEscape(at offset: Int, isUnicode: Bool) -> (value: UInt32, end: Int)? {
    if isUnicode, byte(offset) == UInt8(ascii: "{") {
      var value: UInt32 = 0
      var next = offset + 1
      while let digit = Cooking.hexValue(byte(next)) {
        value = min(value << 4 | digit, 0x11_0000)
        next += 1
      }
      guard next > offset + 1, byte(next) == UInt8(ascii: "}"), value < 0x11_0000 else {
        return nil
      }
      return (value, next + 1)
    }
    guard let lead = hexValue(at: offset, count: 4) else { return nil }
    if isUnicode, lead & 0xFC00 == 0xD800, byte(offset + 4) == UInt8(ascii: "\\"),
      byte(offset + 5) == UInt8(ascii: "u"), let trail = hexValue(at: offset + 6, count: 4),
      trail & 0xFC00 == 0xDC00
    {
      return (0x10000 + (lead & 0x3FF) << 10 + trail & 0x3FF, offset + 10)
    }
    return (lead, offset + 4)
  }

  private func hexValue(at offset: Int, count: Int) -> UInt32? {
    var value: UInt32 = 0
    for index in 0..<count {
      guard let digit = Cooking.hexValue(byte(offset + index)) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  /// Moves past one code point; what is no UTF-8 reads as U+FFFD, as a decoder would have it.
  mutating func codePoint() -> UInt32 {
    guard let (scalar, length) = bytes.scalar(at: position) else {
      position += 1
      return 0xFFFD
    }
    position += length
    return scalar.value
  }

  /// Moves past one code point, or, without `u` and `v`, gives its first UTF-16 code unit and
  /// keeps the second for the next call.
  mutating func codeUnit() -> UInt32 {
    if let trail = pendingTrail {
      pendingTrail = nil
      return trail
    }
    let value = codePoint()
    guard value >= 0x10000, !flags.isUnicode else { return value }
    pendingTrail = 0xDC00 | value & 0x3FF
    return 0xD800 + (value - 0x10000) >> 10
  }
}
