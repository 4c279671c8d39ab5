import BulkheadSource

/// Markup that does something when a viewer shows it.
enum ActiveMarkup {
  static func spans(in facts: PromptFacts) -> [Span] {
    let bytes = facts.bytes
    var spans: [Span] = []
    func add(_ start: Int, _ length: Int) {
      let span = Span(start: start, end: min(start + length, bytes.count))
      if spans.count < 100, !facts.isCode(start) {
        spans.append(span)
      }
    }
    var offset = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x1B: add(offset, 2)
      case UInt8(ascii: "<"): if isActiveTag(bytes, offset) { add(offset, 40) }
      case UInt8(ascii: "("), UInt8(ascii: "\""), UInt8(ascii: "'"):
        if begins(bytes, offset + 1, javascript) || begins(bytes, offset + 1, page) {
          add(offset + 1, 40)
        }
      case UInt8(ascii: "d"):
        if offset == 0 || bytes[offset - 1] <= 0x20, begins(bytes, offset, page) {
          add(offset, 40)
        }
      case UInt8(ascii: "!"): if isLeakingImage(bytes, offset) { add(offset, 60) }
      case UInt8(ascii: "x"):
        if begins(bytes, offset, punycode), isHost(bytes, offset) { add(offset, 20) }
      case UInt8(ascii: "\\"):
        if codes.contains(where: { begins(bytes, offset, $0) }) { add(offset, 12) }
      default: break
      }
      offset += 1
    }
    return spans
  }

  private static func begins(_ bytes: [UInt8], _ offset: Int, _ text: ByteText) -> Bool {
    text.stands(in: bytes, at: offset)
  }

  private static let javascript = ByteText("javascript:")
  private static let page = ByteText("data:text/html")
  private static let script = ByteText("<script")
  private static let mention = ByteText("<script> tag")
  private static let frame = ByteText("<iframe")
  private static let punycode = ByteText("xn--")
  private static let http = ByteText("http")
  /// Terminal codes that clear the screen, set a title or hide an address, written out.
  private static let codes = [
    "\\x1b[2J", "\\x1b]0;", "\\x1b]8;;", "\\033[2J", "\\u001b[2J", "\\e]8;;",
  ].map(ByteText.init)

  /// `<script`, `<iframe`, or any element with an `on…=` handler.
  private static func isActiveTag(_ bytes: [UInt8], _ offset: Int) -> Bool {
    if begins(bytes, offset, script) || begins(bytes, offset, frame) {
      // `the <script> tag` speaks of one.
      return !mention.stands(in: bytes, at: offset)
    }
    guard let close = bytes[offset...].prefix(300).firstIndex(of: UInt8(ascii: ">")) else {
      return false
    }
    let tag = String(decoding: bytes[offset..<close], as: UTF8.self).lowercased()
    return ["onerror=", "onload=", "onclick=", "onmouseover=", "javascript:"].contains(
      where: tag.contains)
  }

  /// An image or link whose address has a place for data: `?d=[INFO]`, `/{secret}`.
  private static func isLeakingImage(_ bytes: [UInt8], _ offset: Int) -> Bool {
    guard offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "["),
      let open = bytes[offset...].prefix(120).firstIndex(of: UInt8(ascii: "(")),
      bytes[open - 1] == UInt8(ascii: "]"), begins(bytes, open + 1, http)
    else { return false }
    let address = bytes[(open + 1)...].prefix(300).prefix { $0 != UInt8(ascii: ")") && $0 > 0x20 }
    let text = String(decoding: address, as: UTF8.self)
    let hasPlace =
      text.contains("=[") || text.contains("/[") || text.contains("=${") || text.contains("={")
    return hasPlace && !text.contains("badge") && !text.contains("shields.io")
  }

  private static func isHost(_ bytes: [UInt8], _ offset: Int) -> Bool {
    let name = bytes[offset...].prefix(80).prefix { SecretKind.Alphabet.dotted.contains($0) }
    let labels = name.split(separator: UInt8(ascii: "."))
    return labels.count >= 2 && labels[1].count >= 2
  }
}
