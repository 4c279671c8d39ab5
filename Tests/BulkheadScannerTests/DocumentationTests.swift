import Foundation
import Testing

@testable import BulkheadScanner

/// `docs/rules.md` is generated: it says what the rules say, or this fails.
@Suite struct DocumentationTests {
  static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../docs/rules.md").standardizedFileURL

  @Test("docs/rules.md is what the rules give; BULKHEAD_WRITE_DOCS=1 writes it anew")
  func current() throws {
    let text = RuleDocumentation.markdown
    if ProcessInfo.processInfo.environment["BULKHEAD_WRITE_DOCS"] == "1" {
      try FileManager.default.createDirectory(
        at: Self.page.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: Self.page)
    }
    let written = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(written == text, "run the test with BULKHEAD_WRITE_DOCS=1 and commit docs/rules.md")
  }

  @Test("every rule says what it finds, why and what to do, and names its languages")
  func complete() {
    for rule in Rules.all {
      #expect(!rule.title.isEmpty && !rule.why.isEmpty && !rule.help.isEmpty, "\(rule.id)")
      #expect(!rule.languages.isEmpty, "\(rule.id)")
      #expect(rule.why.hasSuffix(".") && !rule.title.hasSuffix("."), "\(rule.id)")
    }
    #expect(Rules.all.count >= 25)
    #expect(Set(SecretKind.all.map(\.id)).count >= 15)
  }
}
