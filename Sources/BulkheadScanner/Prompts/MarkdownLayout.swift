import BulkheadSource

/// Where Markdown hides, quotes and sets code.
struct MarkdownLayout {
  private(set) var hidden: [Span] = []
  private(set) var code: [Span] = []
  private var quotes: [Span] = []

  init(_ bytes: [UInt8]) {
    hidden = HiddenText.comments(in: bytes)
    readElements(bytes)
    readLines(bytes)
    readQuotes(bytes)
  }

  /// In a quotation or in code.
  func isQuoted(_ span: Span) -> Bool {
    Self.contains(code, span) || Self.contains(quotes, span)
  }

  private static func contains(_ spans: [Span], _ span: Span) -> Bool {
    spans.contains { $0.start <= span.start && span.end <= $0.end }
  }

  /// Elements with `hidden`, `display:none`, white or tiny text.
  private mutating func readElements(_ bytes: [UInt8]) {
    var offset = 0
    while let start = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) {
      guard let close = bytes[start...].prefix(400).firstIndex(of: UInt8(ascii: ">")) else {
        offset = start + 1
        continue
      }
      let tag = String(decoding: bytes[start..<close], as: UTF8.self).lowercased()
        .filter { $0 != " " }
      let marks = [
        "hidden", "display:none", "visibility:hidden", "font-size:0", "font-size:1px", "opacity:0",
        "color:white", "color:#fff", "color:transparent",
      ]
      let isElement = tag.dropFirst().first?.isLetter == true
      if isElement, marks.contains(where: tag.contains), hidden.count < 1000 {
        let end = bytes[close...].prefix(4000).dropFirst().firstIndex(of: UInt8(ascii: "<"))
        hidden.append(Span(start: start, end: end ?? min(close + 4000, bytes.count)))
      }
      offset = close + 1
    }
  }

  private mutating func readLines(_ bytes: [UInt8]) {
    var offset = 0
    var fence: (byte: UInt8, start: Int)?
    while offset < bytes.count {
      let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[offset..<end].drop { $0 == 0x20 || $0 == 0x09 }
      let mark = line.first
      let isFence =
        (mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~"))
        && line.prefix { $0 == mark }.count >= 3
      if let open = fence {
        if isFence, mark == open.byte {
          code.append(Span(start: open.start, end: end))
          fence = nil
        }
      } else if isFence, let mark {
        fence = (mark, offset)
      } else if mark == UInt8(ascii: ">") {
        quotes.append(Span(start: offset, end: end))
      } else if mark == UInt8(ascii: "|") {
        quotes.append(Span(start: offset, end: end))
      }
      offset = end + 1
    }
    if let fence { code.append(Span(start: fence.start, end: bytes.count)) }
  }

  /// What stands between quotation marks or back quotes, on one line.
  private mutating func readQuotes(_ bytes: [UInt8]) {
    var open: (byte: UInt8, start: Int)?
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case 0x0A: open = nil
      case UInt8(ascii: "\""), UInt8(ascii: "`"):
        if let mark = open, mark.byte == byte {
          let span = Span(start: mark.start, end: offset + 1)
          if byte == UInt8(ascii: "`") { code.append(span) } else { quotes.append(span) }
          open = nil
        } else if open == nil {
          open = (byte, offset)
        }
      default: break
      }
    }
  }
}
