import BulkheadSource
import Testing

@Suite struct LineTableTests {
  @Test("lines end at LF, CR and CRLF, columns count UTF-16")
  func positions() {
    let text = "a\n😀b\r\nc\rd"
    let lines = LineTable(Array(text.utf8))
    #expect(lines.count == 4)
    for (offset, line, column) in [
      (0, 1, 1), (1, 1, 2), (2, 2, 1), (6, 2, 3), (9, 3, 1), (11, 4, 1), (12, 4, 2), (99, 4, 2),
      (-1, 1, 1),
    ] {
      #expect(lines.position(at: offset) == SourcePosition(line: line, column: column), "\(offset)")
    }
    #expect((1...4).map(lines.lineText) == ["a", "😀b", "c", "d"])
  }

  @Test("an empty text has one line")
  func empty() {
    #expect(LineTable([]).position(at: 0) == SourcePosition(line: 1, column: 1))
    #expect(LineTable([]).lineSpan(1) == Span(start: 0, end: 0))
    #expect(LineTable(Array("a\n".utf8)).count == 2)
  }

  @Test("a column far into a long line is that of a count from its start")
  func longLine() {
    let text = "x\n" + String(repeating: "aé😀", count: 3_000) + "\ny"
    let bytes = Array(text.utf8)
    let lines = LineTable(bytes)
    for offset in stride(from: 2, to: bytes.count - 2, by: 997) {
      var column = 1
      for byte in bytes[2..<offset] where byte & 0xC0 != 0x80 { column += byte >= 0xF0 ? 2 : 1 }
      #expect(lines.position(at: offset) == SourcePosition(line: 2, column: column))
    }
    #expect(lines.position(at: bytes.count - 1) == SourcePosition(line: 3, column: 1))
  }
}

@Suite struct SafeTextTests {
  @Test(
    "what a terminal obeys or hides is spelled out",
    arguments: [
      ("plain text", "plain text"), ("é 日本 😀", "é 日本 😀"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
      ("\u{1B}[2J", "\\u{1B}[2J"), ("\u{9B}2J", "\\u{9B}2J"), ("a\u{202E}b", "a\\u{202E}b"),
      ("a\u{200B}b", "a\\u{200B}b"), ("\u{FEFF}", "\\u{FEFF}"), ("\u{E0041}", "\\u{E0041}"),
      ("\u{2800}\u{3164}", "\\u{2800}\\u{3164}"), ("\u{A0}", "\\u{A0}"), ("\u{0}", "\\u{0}"),
      ("\u{7F}", "\\u{7F}"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"), ("C:\\x", "C:\\x"),
      ("e\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}\u{301}\\u{301}"),
    ])
  func escapes(text: String, shown: String) {
    #expect(SafeText.escaped(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
  }

  @Test("long text is cut, and says by how much")
  func limit() {
    #expect(
      SafeText.escaped(String(repeating: "a", count: 10_000), limit: 5) == "aaaaa… (9995 more)")
    #expect(SafeText.escaped("aaaaa", limit: 5) == "aaaaa")
  }
}

@Suite struct DiagnosticTests {
  @Test("a diagnostic says where, what and what to do")
  func description() {
    let full = Diagnostic(
      .warning, code: "a-b", "what", file: "f\u{1B}", position: SourcePosition(line: 3, column: 5),
      help: "do")
    #expect(full.description == "f\\u{1B}:3:5: warning: what [a-b]\n  help: do")
    #expect(Diagnostic(code: "a", "x").description == "error: x [a]")
  }
}
