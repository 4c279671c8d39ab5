/// Changes to a text that keep its line breaks.
struct SourceEdits {
  private struct Edit {
    var start: Int
    var end: Int
    var text: [UInt8]
    /// Edits at one place come out in the order they were made.
    var number: Int

    var isReplacement: Bool { end > start }
  }

  let source: [UInt8]
  private var edits: [Edit] = []

  init(_ source: [UInt8]) { self.source = source }

  /// Puts a text before an offset.
  mutating func insert(_ text: String, at offset: Int) { replace(offset, offset, with: text) }

  /// Puts a text in the place of a span, which must not overlap with others.
  mutating func replace(_ start: Int, _ end: Int, with text: String) {
    edits.append(Edit(start: start, end: end, text: Array(text.utf8), number: edits.count))
  }

  /// Puts a text and white space in the place of a span. Lines stay, and columns behind it too if
  /// the span begins with at least as many characters on its first line.
  mutating func blank(_ start: Int, _ end: Int, leaving text: String = "") {
    var result = Array(text.utf8)
    var covered = result.count
    var offset = start
    while offset < end {
      let byte = source[offset]
      let lineBreak = lineBreakLength(at: offset)
      if lineBreak > 0 {
        result += source[offset..<offset + lineBreak]
        offset += lineBreak
        covered = 0
        continue
      }
      offset += 1
      // A space for each UTF-16 code unit.
      let units = byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
      for _ in 0..<units {
        if covered > 0 { covered -= 1 } else { result.append(UInt8(ascii: " ")) }
      }
    }
    edits.append(Edit(start: start, end: end, text: result, number: edits.count))
  }

  /// How many bytes of a line terminator stand at an offset.
  private func lineBreakLength(at offset: Int) -> Int {
    switch source[offset] {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return 1
    case 0xE2 where offset + 2 < source.count && source[offset + 1] == 0x80:
      return source[offset + 2] & 0xFE == 0xA8 ? 3 : 0
    default: return 0
    }
  }

  /// The changed text between two others.
  func applied(after prefix: String = "", before suffix: String = "") -> [UInt8] {
    // What is put before an offset comes before what is put in the place of the text there.
    let ordered = edits.sorted {
      ($0.start, $0.isReplacement ? 1 : 0, $0.number)
        < ($1.start, $1.isReplacement ? 1 : 0, $1.number)
    }
    var result: [UInt8] = []
    result.reserveCapacity(source.count + prefix.utf8.count + suffix.utf8.count + 16 * edits.count)
    result += prefix.utf8
    var offset = 0
    for edit in ordered {
      // What an earlier edit has replaced is gone.
      if edit.isReplacement, edit.end <= offset { continue }
      if edit.start > offset { result += source[offset..<edit.start] }
      result += edit.text
      offset = max(offset, edit.end)
    }
    result += source[offset...]
    result += suffix.utf8
    return result
  }
}
