/// Where each line of a source text starts. Lines end at LF, CR, CRLF, U+2028 and U+2029
/// (ECMA-262 §12.3), so that positions agree with those of a JavaScript engine.
public struct LineTable: Sendable {
  private let utf8: [UInt8]
  private let starts: [Int]
  /// UTF-16 code units before every `stride`-th byte, so that a column in a line of a megabyte (a
  /// bundled script) costs no walk through that line.
  private let unitsBefore: [Int]
  private static let stride = 1024

  /// Finds the lines of a text given in UTF-8.
  public init(_ utf8: [UInt8]) {
    var starts = [0]
    var unitsBefore: [Int] = []
    unitsBefore.reserveCapacity(utf8.count / Self.stride + 1)
    var units = 0
    var offset = 0
    while offset < utf8.count {
      if offset % Self.stride == 0 { unitsBefore.append(units) }
      units += Self.unitsBegun(by: utf8[offset])
      switch utf8[offset] {
      case 0x0A:
        starts.append(offset + 1)
      case 0x0D:
        if offset + 1 == utf8.count || utf8[offset + 1] != 0x0A { starts.append(offset + 1) }
      case 0xE2
      where offset + 2 < utf8.count && utf8[offset + 1] == 0x80
        && (utf8[offset + 2] == 0xA8 || utf8[offset + 2] == 0xA9):
        starts.append(offset + 3)
      default:
        break
      }
      offset += 1
    }
    self.utf8 = utf8
    self.starts = starts
    self.unitsBefore = unitsBefore
  }

  /// The number of lines; an empty text has one.
  public var count: Int { starts.count }

  /// The place of a UTF-8 offset; offsets outside the text are clamped to it.
  public func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), utf8.count)
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourcePosition(line: low + 1, column: units(from: starts[low], to: offset) + 1)
  }

  private func units(from start: Int, to end: Int) -> Int {
    if end - start < 2 * Self.stride { return countUnits(from: start, to: end) }
    return units(before: end) - units(before: start)
  }

  private func units(before offset: Int) -> Int {
    if unitsBefore.isEmpty { return 0 }
    let checkpoint = min(offset / Self.stride, unitsBefore.count - 1)
    return unitsBefore[checkpoint] + countUnits(from: checkpoint * Self.stride, to: offset)
  }

  private func countUnits(from start: Int, to end: Int) -> Int {
    var units = 0
    for offset in start..<end { units += Self.unitsBegun(by: utf8[offset]) }
    return units
  }

  /// The UTF-16 code units of the scalar that a byte begins; none for a continuation byte.
  private static func unitsBegun(by byte: UInt8) -> Int {
    if byte & 0xC0 == 0x80 { return 0 }
    return byte >= 0xF0 ? 2 : 1
  }

  /// The bytes of a line (the first is 1) without what ends it.
  public func lineSpan(_ line: Int) -> Span {
    let index = min(max(line - 1, 0), starts.count - 1)
    let start = starts[index]
    var end = index + 1 < starts.count ? starts[index + 1] : utf8.count
    if index + 1 < starts.count {
      let isSeparator = end - start >= 3 && utf8[end - 1] & 0xFE == 0xA8 && utf8[end - 3] == 0xE2
      end -= isSeparator ? 3 : 1
      if !isSeparator, end > start, utf8[end] == 0x0A, utf8[end - 1] == 0x0D { end -= 1 }
    }
    return Span(start: start, end: end)
  }

  /// The text of a line (the first is 1), repaired where it is not UTF-8.
  public func lineText(_ line: Int) -> String {
    let span = lineSpan(line)
    return String(decoding: utf8[span.start..<span.end], as: UTF8.self)
  }
}
