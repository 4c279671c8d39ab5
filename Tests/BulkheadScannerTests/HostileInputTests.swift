import Testing

@testable import BulkheadScanner

/// Texts that are made to make a reader crash, hang or forget.
@Suite struct HostileInputTests {
  static let names = [
    "a.js", "a.ts", "a.py", "a.sh", "plugin.json", "package.json", "SKILL.md", "a.txt",
  ]

  static let nests: [String] = [
    "(", "[", "{", "((", "x=[", "f(", "$(", "${", "`", "\"$(", "<(", "{\"a\":", "if x:\n", "!`",
    "> ",
    "f'{", "\"\"\"", "'", "<!--", "<span hidden>", "a.b(", "not ", "-", "lambda: ", "x if y else ",
    "=> ", "await ", "new ", "`${", "/*", "\\", "|", "&&", ";", "eval(", "@", "\u{202E}",
  ]

  @Test("deep nesting is read in bounded time, in every language", arguments: nests)
  func nesting(opening: String) {
    let text = String(repeating: opening, count: 1_500)
    for name in Self.names {
      let scan = CodeScanner().scanCode(text, path: name)
      #expect(scan.securityScore >= 0)
    }
  }

  @Test("a line of 32 kilobytes is read, in every language", arguments: names)
  func longLine(name: String) {
    for piece in [
      "a", "a.b.c(", "'x'+", "x = 1; ", "eyJ.", "AKIA", "curl x | sh; ", "token=", "ignore all ",
      "0x41,",
    ] {
      let text = String(repeating: piece, count: (1 << 15) / piece.utf8.count)
      #expect(CodeScanner().scanCode(text, path: name).path == name)
    }
  }

  @Test("bytes that are no text are read, in every language", arguments: names)
  func bytes(name: String) {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func random() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    let words = Rules.all.flatMap { $0.positives + $0.evasions }.map { Array($0.utf8) }
    for _ in 0..<80 {
      // Pieces of samples, cut and mixed with any bytes.
      var bytes: [UInt8] = []
      for _ in 0..<(1 + random() % 6) {
        let word = words[Int(random() % UInt64(words.count))]
        let start = Int(random() % UInt64(word.count))
        bytes += word[start...].prefix(Int(random() % 80))
        bytes += (0..<(random() % 4)).map { _ in UInt8(truncatingIfNeeded: random()) }
      }
      let scan = CodeScanner().scanCode(bytes, path: name)
      #expect((0...100).contains(scan.securityScore))
      for finding in scan.dangerousPatterns {
        #expect(finding.span.start <= finding.span.end && finding.span.end <= bytes.count)
      }
    }
  }
}
