import BulkheadPolicy
import Testing

@testable import BulkheadScanner

/// The sample plugins that the documentation runs through the gate.
@Suite struct ExampleTests {
  private static func scan(_ name: String) throws -> SecurityScanResult {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return try PluginScanner().scan(directory: "/\(root)/Examples/plugins/\(name)")
  }

  @Test("an honest sample passes", arguments: ["release-notes", "notes-sync"])
  func honest(name: String) throws {
    let result = try Self.scan(name)
    #expect(result.reasons.isEmpty)
    #expect(result.passed)
    #expect(result.securityScore >= 70)
    #expect(result.files.contains { $0.path == "main.js" })
  }

  @Test("the hostile sample is refused, and each of its two files is among the reasons")
  func hostile() throws {
    let result = try Self.scan("free-gift")
    #expect(!result.passed)
    #expect(Set(result.dangerousPatterns.map(\.rule)).count >= 2)
    #expect(result.reasons.contains { $0.hasPrefix("index.js:") })
    #expect(result.reasons.contains { $0.hasPrefix("package.json:") })
  }
}
