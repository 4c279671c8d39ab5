/// Reads the bytes of a text by offset. Every offset may be asked for: outside the text there
/// are zeros, so that looking ahead needs no test of its own.
///
/// The only type of this module that touches memory directly. Its creator keeps the text alive
/// for as long as it is used; see ``SyntaxSession``.
@safe
struct SourceBytes {
  private let base: UnsafePointer<UInt8>?
  let count: Int

  init(_ buffer: UnsafeBufferPointer<UInt8>) {
    unsafe base = buffer.baseAddress
    count = buffer.count
  }

  @inline(__always)
  subscript(offset: Int) -> UInt8 {
    // One unsigned comparison refuses negative offsets as well.
    guard UInt(bitPattern: offset) < UInt(bitPattern: count), let base = unsafe base else {
      return 0
    }
    // SAFETY: the offset lies inside the buffer, which outlives this value.
    return unsafe base[offset]
  }

  /// Up to eight bytes as one number, the first in its lowest bits; zeros above.
  @inline(__always)
  func word(at offset: Int, count wanted: Int) -> UInt64 {
    guard offset >= 0, offset <= count &- 8, let base = unsafe base else {
      return shortWord(at: offset, count: wanted)
    }
    // SAFETY: eight bytes from the offset on lie inside the buffer.
    let word = unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self).littleEndian
    return wanted >= 8 ? word : word & (1 << UInt64(wanted &* 8) &- 1)
  }

  @inline(never)
  private func shortWord(at offset: Int, count wanted: Int) -> UInt64 {
    var word: UInt64 = 0
    for place in 0..<wanted { word |= UInt64(self[offset + place]) << UInt64(place * 8) }
    return word
  }

  /// The text has these bytes from an offset on.
  func matches(_ text: StaticString, at offset: Int) -> Bool {
    for index in 0..<text.utf8CodeUnitCount {
      // SAFETY: the index lies inside the literal, which is UTF-8 text in static memory.
      if unsafe self[offset + index] != text.utf8Start[index] { return false }
    }
    return true
  }

  /// The bytes between two offsets inside the text.
  func slice(_ start: Int, _ end: Int) -> ArraySlice<UInt8> {
    var copy: [UInt8] = []
    copy.reserveCapacity(end - start)
    for offset in start..<max(start, end) { copy.append(self[offset]) }
    return copy[...]
  }

  /// The scalar at an offset and its length in bytes; `nil` where the bytes are not UTF-8.
  func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    let lead = self[offset]
    let length: Int
    var value: UInt32
    switch lead {
    case 0..<0x80: return offset < count ? (Unicode.Scalar(lead), 1) : nil
    case 0xC2..<0xE0: (length, value) = (2, UInt32(lead & 0x1F))
    case 0xE0..<0xF0: (length, value) = (3, UInt32(lead & 0x0F))
    case 0xF0..<0xF5: (length, value) = (4, UInt32(lead & 0x07))
    default: return nil
    }
    for index in 1..<length {
      let byte = self[offset + index]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    // Over-long forms and surrogates are no UTF-8.
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}

/// Character classes of ASCII as bit sets, and of the rest by their Unicode properties.
enum Characters {
  @inline(__always)
  static func isIdentifierPart(_ byte: UInt8) -> Bool {
    // Bits for `$`, `0`–`9`, then `A`–`Z`, `_`, `a`–`z`.
    let set: UInt64 = byte < 64 ? 0x03FF_0010_0000_0000 : 0x07FF_FFFE_87FF_FFFE
    return byte < 128 && (set >> UInt64(byte & 63)) & 1 == 1
  }

  @inline(__always)
  static func isIdentifierStart(_ byte: UInt8) -> Bool {
    isIdentifierPart(byte) && !isDigit(byte)
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  static func isHexDigit(_ byte: UInt8) -> Bool { Cooking.hexValue(byte) != nil }

  /// ECMA-262 section 12.7: ID_Start, `$`, `_`.
  static func isIdentifierStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? isIdentifierStart(UInt8(scalar.value)) : scalar.properties.isIDStart
  }

  /// ECMA-262 section 12.7: ID_Continue, `$`, zero-width joiner and non-joiner.
  static func isIdentifierPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? isIdentifierPart(UInt8(scalar.value))
      : scalar.properties.isIDContinue || scalar.value == 0x200C || scalar.value == 0x200D
  }

  /// White space other than line breaks: ECMA-262 section 12.2.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0B, 0x0C, 0x20, 0xA0, 0xFEFF, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000:
      true
    default: false
    }
  }
}
