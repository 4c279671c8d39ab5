/// A text to look for, without regard to the case of ASCII letters.
struct ByteText: Sendable {
  /// In lower case.
  let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.lowercased().utf8) }

  static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  /// It stands in the source at the offset.
  func stands(in source: [UInt8], at offset: Int) -> Bool {
    guard offset + bytes.count <= source.count else { return false }
    for index in 0..<bytes.count where Self.lower(source[offset + index]) != bytes[index] {
      return false
    }
    return true
  }

  /// Where it stands first in a part of the source.
  func first(in source: [UInt8], _ range: Range<Int>) -> Int? {
    guard let head = bytes.first, range.count >= bytes.count else { return nil }
    for offset in range.lowerBound...(range.upperBound - bytes.count)
    where Self.lower(source[offset]) == head && stands(in: source, at: offset) {
      return offset
    }
    return nil
  }
}

/// Looks for many texts in one pass.
struct ByteSearch: Sendable {
  private let needles: [ByteText]
  /// The needles by their first byte.
  private let byFirst: [[Int]]

  init(_ needles: [ByteText]) {
    self.needles = needles
    var byFirst: [[Int]] = Array(repeating: [], count: 256)
    for (number, needle) in needles.enumerated() {
      if let first = needle.bytes.first { byFirst[Int(first)].append(number) }
    }
    self.byFirst = byFirst
  }

  /// Calls the body with the number, start and end of each text that is found, in the order of the source.
  func forEach(in source: [UInt8], _ body: (Int, Int, Int) -> Void) {
    for offset in source.indices {
      let candidates = byFirst[Int(ByteText.lower(source[offset]))]
      for number in candidates where needles[number].stands(in: source, at: offset) {
        body(number, offset, offset + needles[number].bytes.count)
      }
    }
  }
}
