import BulkheadSource

/// Python as words, strings and marks, comments left out. No syntax: what a file does is told by which
/// words stand near each other.
struct PythonText: Sendable {
  struct Token: Sendable {
    enum Kind { case name, string, mark, newline }
    var kind: Kind
    var text: String
    var span: Span
  }

  private(set) var tokens: [Token] = []

  init(_ bytes: [UInt8]) {
    var offset = 0
    func isWord(_ byte: UInt8) -> Bool {
      byte >= 0x80 || byte == 0x5F || SecretKind.Alphabet.alphanumeric.contains(byte)
    }
    func add(_ kind: Token.Kind, _ start: Int, _ text: Range<Int>) {
      tokens.append(
        Token(
          kind: kind, text: String(decoding: bytes[text], as: UTF8.self),
          span: Span(start: start, end: offset)))
    }
    while offset < bytes.count {
      let start = offset
      let byte = bytes[offset]
      if byte == 0x0A {
        offset += 1
        add(.newline, start, start..<offset)
      } else if byte <= 0x20 {
        offset += 1
      } else if byte == UInt8(ascii: "#") {
        while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        let content = Self.string(bytes, &offset, quote: byte)
        // Adjacent literals are one, as in Python.
        if let last = tokens.last, last.kind == .string {
          tokens[tokens.count - 1].text += String(decoding: bytes[content], as: UTF8.self)
          tokens[tokens.count - 1].span.end = offset
        } else {
          add(.string, start, content)
        }
      } else if isWord(byte) {
        while offset < bytes.count, isWord(bytes[offset]) { offset += 1 }
        add(.name, start, start..<offset)
      } else {
        offset += 1
        add(.mark, start, start..<offset)
      }
    }
  }

  /// Reads a string and returns its content without quotes.
  private static func string(_ bytes: [UInt8], _ offset: inout Int, quote: UInt8) -> Range<Int> {
    let isTriple = bytes[offset...].starts(with: [quote, quote, quote])
    offset += isTriple ? 3 : 1
    let start = offset
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\\") {
        offset += 2
        continue
      }
      if isTriple ? bytes[offset...].starts(with: [quote, quote, quote]) : bytes[offset] == quote {
        break
      }
      if !isTriple, bytes[offset] == 0x0A { break }
      offset += 1
    }
    offset = min(offset, bytes.count)
    let end = offset
    if offset < bytes.count, bytes[offset] == quote { offset += isTriple ? 3 : 1 }
    offset = min(offset, bytes.count)
    return start..<end
  }

  /// The calls of a name, each with the tokens between its brackets; `name` may have dots.
  func calls(of names: Set<String>) -> [(span: Span, name: String, arguments: ArraySlice<Token>)] {
    var calls: [(span: Span, name: String, arguments: ArraySlice<Token>)] = []
    for index in tokens.indices where tokens[index].text == "(" && tokens[index].kind == .mark {
      guard index > 0, tokens[index - 1].kind == .name else { continue }
      var name = tokens[index - 1].text
      var first = index - 1
      while first >= 2, index - first < 8, tokens[first - 1].text == ".",
        tokens[first - 2].kind == .name
      {
        name = tokens[first - 2].text + "." + name
        first -= 2
      }
      guard names.contains(name), first == 0 || tokens[first - 1].text != "def",
        first == 0 || tokens[first - 1].text != "."
      else { continue }
      // A file with thousands of such calls is not explained better by all of them.
      if calls.count == 1000 { break }
      let end = closing(index)
      calls.append(
        (
          Span(start: tokens[first].span.start, end: tokens[end].span.end), name,
          tokens[(index + 1)..<max(index + 1, end)]
        ))
    }
    return calls
  }

  /// The bracket that closes the one at an index, at most 2000 tokens on.
  private func closing(_ index: Int) -> Int {
    var depth = 0
    for next in tokens.indices[index...].prefix(2000) where tokens[next].kind == .mark {
      if "([{".contains(tokens[next].text) { depth += 1 }
      if ")]}".contains(tokens[next].text) { depth -= 1 }
      if depth == 0 { return next }
    }
    return min(index + 2000, tokens.count - 1)
  }
}
