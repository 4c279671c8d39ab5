import BulkheadSource

/// Finds the commands in Markdown that an agent runs before it reads the text: `` !`command` `` at the
/// start of a line or after a space, and blocks that open with ```` ```! ````.
enum MarkdownCommands {
  static func of(_ bytes: [UInt8]) -> [DeclaredCommand] {
    var commands: [DeclaredCommand] = []
    var offset = 0
    while offset + 1 < bytes.count {
      guard bytes[offset] == UInt8(ascii: "!"), bytes[offset + 1] == UInt8(ascii: "`"),
        offset == 0 || bytes[offset - 1] <= 0x20
      else {
        if bytes[offset...].starts(with: "```!".utf8) {
          let end = find("```", from: offset + 4, in: bytes)
          add(Span(start: offset + 4, end: end), bytes, &commands)
          offset = end
        }
        offset += 1
        continue
      }
      let start = offset + 2
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "`"), bytes[end] != 0x0A { end += 1 }
      add(Span(start: start, end: end), bytes, &commands)
      offset = end + 1
    }
    return commands
  }

  private static func add(_ span: Span, _ bytes: [UInt8], _ commands: inout [DeclaredCommand]) {
    let text = String(decoding: bytes[span.start..<span.end], as: UTF8.self)
    commands.append(DeclaredCommand(item: .inlineShell, name: "inline", text: text, span: span))
  }

  private static func find(_ text: String, from start: Int, in bytes: [UInt8]) -> Int {
    var offset = start
    while offset < bytes.count, !bytes[offset...].starts(with: text.utf8) { offset += 1 }
    return min(offset, bytes.count)
  }
}
