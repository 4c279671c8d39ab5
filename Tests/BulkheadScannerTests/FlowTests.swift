import Testing

@testable import BulkheadScanner

@Suite struct FlowTests {
  @Test("a long decoy beside what is sent does not hide it")
  func decoy() {
    let decoy = String(repeating: "1,", count: 5000)
    func rules(_ body: String) -> [String] {
      CodeScanner().scanCode("fetch(u, { body: \(body), a: [\(decoy)] });").dangerousPatterns
        .map(\.rule)
    }
    #expect(rules("JSON.stringify(process.env)").contains("exfiltrates-environment"))
    #expect(rules("JSON.stringify(options)").isEmpty)
  }
}
