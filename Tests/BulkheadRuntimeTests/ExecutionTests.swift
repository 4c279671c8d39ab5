import BulkheadPolicy
import BulkheadSource
import Testing

@testable import BulkheadRuntime

@Suite("A context executes code")
struct ExecutionTests {
  @Test(
    "the value is what the code returns, else that of its last expression",
    arguments: [
      ("1 + 2", 3), ("return 'text'", "text"), ("await Promise.resolve([1, null])", [1, nil]),
      ("({ a: { b: true } })", ["a": ["b": true]]), ("'\\ud800'", "\u{fffd}"), ("0.5", 0.5),
    ] as [(String, JSONValue)])
  func value(code: String, expected: JSONValue) async throws {
    let result = try await Laboratory().run(code)
    #expect(result.success)
    #expect(result.value == expected)
    #expect(result.error == nil)
    #expect(!result.stateLost)
    #expect(result.isolation.contains("seccomp"))
    #expect(result.usage.cpuTimeMs > 0)
    #expect(result.usage.memoryBytes > 1 << 20)
  }
}
