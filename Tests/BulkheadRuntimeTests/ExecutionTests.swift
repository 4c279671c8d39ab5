import BulkheadPolicy
import BulkheadSource
import Synchronization
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
    let laboratory = try Laboratory()
    let result = try await laboratory.run(code)
    #expect(result.success)
    #expect(result.value == expected)
    #expect(result.error == nil)
    #expect(!result.stateLost)
    #expect(result.isolation.contains("seccomp"))
    #expect(result.usage.cpuTimeMs > 0)
    #expect(result.usage.memoryBytes > 1 << 20)
    #expect(result.violations == [])
    // The level of isolation is in the log before anything ran.
    #expect(laboratory.recorder.events.map(\.action) == ["isolation"])
    #expect(laboratory.recorder.events.first?.rule.contains("seccomp") == true)
  }

  @Test(
    "what JSON cannot say has no value, but can be shown",
    arguments: [("undefined", "undefined"), ("new Map([[1, 2]])", "Map(1) { 1 => 2 }")])
  func display(code: String, display: String) async throws {
    let result = try await Laboratory().run(code)
    #expect(result.success)
    #expect(result.value == nil)
    #expect(result.display == display)
  }

  @Test("a huge or deep value still gives a result, of bounded size")
  func hugeValue() async throws {
    let laboratory = try Laboratory()
    let huge = try await laboratory.run("'x'.repeat(30_000_000)")
    #expect(huge.success)
    #expect(huge.value == nil)
    #expect((huge.display?.utf8.count ?? 0) < 1_000_000)
    let list = try await laboratory.run("Array(200_000).fill(1)")
    #expect(list.value?.arrayValue?.count == 200_000)
    let deep = try await laboratory.run(
      "let o = {}; for (let i = 0; i < 1000; i++) o = { o }; return o")
    #expect(deep.success)
    #expect(deep.value == nil)
    #expect(!deep.stateLost)
  }

  @Test("an error nobody catches has the program's own lines")
  func uncaught() async throws {
    let result = try await Laboratory().run(
      """
      function inner() {
        throw new TypeError('no\\u001b[31m')
      }
      inner()
      """)
    #expect(!result.success)
    #expect(result.error?.name == "TypeError")
    #expect(result.error?.message == "no\u{1b}[31m")
    #expect(result.error?.stack.contains("inner (/plugin/[code]:2:") == true)
    #expect(!result.stateLost)
    // As JSON, nothing that a terminal would obey is left.
    #expect(!result.json.rendered().contains("\u{1b}"))
  }

  @Test("globals stay from one execution to the next, also after an error")
  func state() async throws {
    let laboratory = try Laboratory()
    _ = try await laboratory.run("globalThis.count = 1")
    _ = try await laboratory.run("count += 1; throw new Error('stop')")
    #expect(try await laboratory.run("count").value == 2)
    #expect(laboratory.recorder.events.count == 1)
  }

  @Test("contexts share nothing, not even those of one plugin")
  func separation() async throws {
    let laboratory = try Laboratory()
    let other = try laboratory.runtime.openTestContext()
    _ = try await laboratory.run(
      "globalThis.secret = 1; Array.prototype.push = () => 'stolen'; require('fs').secret = 1")
    #expect(try await laboratory.run("typeof secret").value == "number")
    let seen = try await laboratory.runtime.execute(
      "[typeof secret, [].push(1), typeof require('fs').secret]", in: other)
    #expect(seen.value == ["undefined", 1, "undefined"])
  }

  @Test("output is collected, or handed on as it comes")
  func output() async throws {
    let laboratory = try Laboratory()
    let code = "console.log('one'); console.error('two'); process.stdout.write('three')"
    let collected = try await laboratory.run(code)
    #expect(collected.stdout == "one\nthree")
    #expect(collected.stderr == "two\n")
    let chunks = Mutex<[OutputChunk]>([])
    let streamed = try await laboratory.runtime.execute(code, in: laboratory.context) { chunk in
      chunks.withLock { $0.append(chunk) }
    }
    #expect(streamed.stdout.isEmpty && streamed.stderr.isEmpty)
    let printed = chunks.withLock { $0 }
    #expect(printed.map(\.stream) == [.stdout, .stderr, .stdout])
    #expect(
      printed.map { String(decoding: $0.bytes, as: UTF8.self) } == ["one\n", "two\n", "three"])
  }

  @Test(
    "process.exit gives its code",
    arguments: [(0, true, nil), (3, false, "ExitError")]
      as [(Int, Bool, String?)])
  func exit(code: Int, success: Bool, error: String?) async throws {
    let laboratory = try Laboratory()
    let result = try await laboratory.run("console.log('last'); process.exit(\(code))")
    #expect(result.exitCode == code)
    #expect(result.success == success)
    #expect(result.error?.name == error)
    #expect(result.stdout == "last\n")
    #expect(result.stateLost)
    #expect(result.violations == [])
    #expect(try await laboratory.run("typeof count").value == "undefined")
  }

  @Test("requests are answered, and counted for each execution")
  func requests() async throws {
    let laboratory = try Laboratory(services: TinyServices(files: ["/a": "text"]))
    let code = "const fs = require('fs'); return fs.readFileSync('/a', 'utf8')"
    for _ in 0..<2 {
      let result = try await laboratory.run(code)
      #expect(result.value == "text")
      #expect(result.usage.filesystemOps == 1)
      #expect(result.usage.networkCalls == 0)
    }
    let missing = try await laboratory.run("require('fs').readFileSync('/b')")
    #expect(missing.error?.code == "ENOENT")
  }

  @Test("a result is JSON with everything in its place")
  func json() async throws {
    let json = try await Laboratory().run("[1]").json
    #expect(
      json.objectValue?.keys == [
        "success", "value", "executionTimeMs", "usage", "violations", "isolation", "stdout",
        "stderr",
      ])
    #expect(
      json["usage"]?.objectValue?.keys == [
        "memoryBytes", "cpuTimeMs", "networkCalls", "filesystemOps",
      ])
    let violation = Violation(
      type: .crash, severity: .high, message: "m", location: "l", timestamp: 1.5)
    #expect(
      violation.json == [
        "type": "crash", "severity": "high", "message": "m", "location": "l",
        "timestamp": "1970-01-01T00:00:01.500Z",
      ])
  }

  @Test("nothing is a success that could not be written down")
  func recorder() async throws {
    let laboratory = try Laboratory(limits: .patient(outputBytes: 10))
    #expect(try await laboratory.run("1").success)
    laboratory.recorder.failFromNowOn()
    let result = try await laboratory.run("console.log('more than that is')")
    #expect(result.error?.code == "audit-failed")
  }
}
