/// Turns the text of names and literals into what they stand for.
///
/// The texts have been through the lexer, so malformed escapes occur only in texts that already
/// carry a diagnostic; they are then taken literally.
enum Cooking {
  /// An identifier with `\u` escapes.
  static func identifier(_ text: ArraySlice<UInt8>) -> String { cook(text, isTemplate: false) }

  /// The inside of a string literal.
  static func string(_ text: ArraySlice<UInt8>) -> String {
    text.contains(UInt8(ascii: "\\"))
      ? cook(text, isTemplate: false) : String(decoding: text, as: UTF8.self)
  }

  /// The inside of a piece of a template: CR and CR LF count as LF.
  static func template(_ text: ArraySlice<UInt8>) -> String {
    text.contains(UInt8(ascii: "\\")) || text.contains(UInt8(ascii: "\r"))
      ? cook(text, isTemplate: true) : String(decoding: text, as: UTF8.self)
  }

  /// The inside of a string literal names half of a surrogate pair alone.
  static func hasLoneSurrogate(_ text: ArraySlice<UInt8>) -> Bool {
    var position = text.startIndex
    var hasHigh = false
    while position < text.endIndex {
      guard text[position] == UInt8(ascii: "\\"), position + 1 < text.endIndex else {
        if hasHigh { return true }
        position += 1
        continue
      }
      var escape = Escape(text: text, position: position + 1)
      let scalar = escape.value() ?? 0
      position = escape.position
      let isLow = scalar >= 0xDC00 && scalar <= 0xDFFF
      if hasHigh != isLow { return true }
      hasHigh = scalar >= 0xD800 && scalar <= 0xDBFF
    }
    return hasHigh
  }

  /// A number literal: decimal, `0x`, `0o`, `0b`, legacy octal, with separators.
  static func number(_ text: ArraySlice<UInt8>) -> Double? {
    let digits = text.filter { $0 != UInt8(ascii: "_") }
    guard let first = digits.first else { return nil }
    if first == UInt8(ascii: "0"), digits.count > 1 {
      switch digits[1] | 0x20 {
      case UInt8(ascii: "x"): return integer(digits.dropFirst(2), radix: 16)
      case UInt8(ascii: "o"): return integer(digits.dropFirst(2), radix: 8)
      case UInt8(ascii: "b"): return integer(digits.dropFirst(2), radix: 2)
      default:
        if digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "7") }) {
          return integer(digits.dropFirst(), radix: 8)
        }
      }
    }
    var spelling = String(decoding: digits, as: UTF8.self)
    if spelling.hasSuffix(".") { spelling.removeLast() }
    if spelling.hasPrefix(".") { spelling = "0" + spelling }
    return Double(spelling.replacingFirst(".e", with: "e"))
  }

  private static func integer(_ digits: ArraySlice<UInt8>, radix: Double) -> Double {
    digits.reduce(0) { $0 * radix + Double(hexValue($1) ?? 0) }
  }

  /// The value of a hexadecimal digit.
  static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private static func cook(_ text: ArraySlice<UInt8>, isTemplate: Bool) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var highSurrogate: UInt32?
    var position = text.startIndex
    while position < text.endIndex {
      let byte = text[position]
      if byte == UInt8(ascii: "\\"), position + 1 < text.endIndex {
        var escape = Escape(text: text, position: position + 1)
        let scalar = escape.value()
        position = escape.position
        if let high = highSurrogate {
          highSurrogate = nil
          if let scalar, scalar >= 0xDC00, scalar <= 0xDFFF {
            append(0x10000 + ((high - 0xD800) << 10) + (scalar - 0xDC00), to: &output)
            continue
          }
          append(0xFFFD, to: &output)
        }
        if let scalar, scalar >= 0xD800, scalar <= 0xDBFF {
          highSurrogate = scalar
        } else if let scalar {
          append(scalar, to: &output)
        }
        continue
      }
      if highSurrogate != nil {
        highSurrogate = nil
        append(0xFFFD, to: &output)
      }
      position += 1
      if isTemplate, byte == UInt8(ascii: "\r") {
        if position < text.endIndex, text[position] == UInt8(ascii: "\n") { position += 1 }
        output.append(UInt8(ascii: "\n"))
      } else {
        output.append(byte)
      }
    }
    if highSurrogate != nil { append(0xFFFD, to: &output) }
    return String(decoding: output, as: UTF8.self)
  }

  private static func append(_ value: UInt32, to output: inout [UInt8]) {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}

/// Reads one escape sequence after its backslash. ECMA-262 section 12.9.4.
private struct Escape {
  let text: ArraySlice<UInt8>
  var position: Int

  /// The code point it stands for; `nil` for a line continuation.
  mutating func value() -> UInt32? {
    let byte = text[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "v"): return 0x0B
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "x"): return hexDigits(2) ?? UInt32(byte)
    case UInt8(ascii: "u"): return unicode() ?? UInt32(byte)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): return octal(first: byte)
    case UInt8(ascii: "\n"): return nil
    case UInt8(ascii: "\r"):
      if peek == UInt8(ascii: "\n") { position += 1 }
      return nil
    case 0xE2 where isLineSeparator:
      position += 2
      return nil
    case 0x80...: return scalar(lead: byte)
    default: return UInt32(byte)
    }
  }

  private var peek: UInt8? { position < text.endIndex ? text[position] : nil }

  /// The bytes of U+2028 or U+2029 after their first.
  private var isLineSeparator: Bool {
    position + 1 < text.endIndex && text[position] == 0x80 && text[position + 1] & 0xFE == 0xA8
  }

  private mutating func hexDigits(_ count: Int) -> UInt32? {
    guard position + count <= text.endIndex else { return nil }
    var value: UInt32 = 0
    for byte in text[position..<position + count] {
      guard let digit = Cooking.hexValue(byte) else { return nil }
      value = value << 4 | digit
    }
    position += count
    return value
  }

  private mutating func unicode() -> UInt32? {
    guard peek == UInt8(ascii: "{") else { return hexDigits(4) }
    var value: UInt32 = 0
    var end = position + 1
    while end < text.endIndex, let digit = Cooking.hexValue(text[end]) {
      value = min(value << 4 | digit, 0x11_0000)
      end += 1
    }
    guard end < text.endIndex, text[end] == UInt8(ascii: "}"), end > position + 1 else {
      return nil
    }
    position = end + 1
    return value
  }

  private mutating func octal(first: UInt8) -> UInt32 {
    var value = UInt32(first - UInt8(ascii: "0"))
    // At most three digits, and at most 0o377.
    let limit = value <= 3 ? 2 : 1
    for _ in 0..<limit {
      guard let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "7") else { break }
      value = value * 8 + UInt32(byte - UInt8(ascii: "0"))
      position += 1
    }
    return value
  }

  /// The whole scalar after a backslash that escapes nothing.
  private mutating func scalar(lead: UInt8) -> UInt32 {
    let start = position - 1
    while let byte = peek, byte & 0xC0 == 0x80 { position += 1 }
    return String(decoding: text[start..<position], as: UTF8.self).unicodeScalars.first?.value
      ?? 0xFFFD
  }
}

extension String {
  /// The text with the first occurrence of one replaced.
  fileprivate func replacingFirst(_ needle: String, with replacement: String) -> String {
    guard let range = firstRange(of: needle) else { return self }
    return String(self[..<range.lowerBound]) + replacement + String(self[range.upperBound...])
  }
}
