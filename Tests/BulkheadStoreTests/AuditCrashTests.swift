import BulkheadPolicy
import Foundation
import Testing

@testable import BulkheadStore

@Suite("The audit log when hosts die or run at the same time")
struct AuditCrashTests {
  @Test("a killed host loses no row whose record returned", arguments: 1...6)
  func killed(round: Int) async throws {
    let sandbox = try Sandbox()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = sandbox.path as String] in
      let log = testLog(path + "/project", path + "/home/.config/bulkhead")
      try log.record(.read("/p/0"))
      // Killed by a thread of its own at a moment that nothing in the log's code can know.
      let delay = UInt32.random(in: 1000...60_000)
      Thread.detachNewThread {
        usleep(delay)
        kill(getpid(), SIGKILL)
      }
      // What was written to this file before the kill is what record() has promised.
      let returned = open(path + "/returned", O_WRONLY | O_CREAT | O_APPEND, 0o600)
      for row in 1...Int.max {
        try log.record(.read("/p/\(row)"))
        let line = "\(row)\n"
        _ = line.withCString { write(returned, $0, strlen($0)) }
      }
    }
    let text = (try? String(contentsOfFile: sandbox.path + "/returned", encoding: .utf8)) ?? ""
    let promised = text.split(separator: "\n").last.flatMap { Int($0) } ?? 0
    let log = sandbox.log()
    let verification = try log.verify()
    #expect(verification.isWhole)
    // One more may have been committed without record() having returned.
    #expect([promised + 1, promised + 2].contains(verification.rows))
    #expect(try log.entries().last?.event.resource == "/p/\(verification.rows - 1)")
    try log.record(.read("/p/next"))
    #expect(try log.verify().isWhole)
  }

  @Test("two processes that record at once share one chain")
  func concurrent() async throws {
    let sandbox = try Sandbox()
    async let one: ExitTest.Result? = #expect(processExitsWith: .success) {
      [path = sandbox.path as String] in
      let log = testLog(path + "/project", path + "/home/.config/bulkhead", session: "one")
      for row in 1...600 { try log.record(.read("/one/\(row)")) }
      try log.close()
    }
    async let two: ExitTest.Result? = #expect(processExitsWith: .success) {
      [path = sandbox.path as String] in
      let log = testLog(path + "/project", path + "/home/.config/bulkhead", session: "two")
      for row in 1...600 { try log.record(.read("/two/\(row)")) }
      try log.close()
    }
    _ = await (one, two)
    let log = sandbox.log()
    let verification = try log.verify()
    #expect(verification.isWhole)
    #expect(verification.rows == 1200)
    for session in ["one", "two"] {
      let rows = try log.entries().filter { $0.session == session }.map(\.event.resource)
      #expect(rows == (1...600).map { "/\(session)/\($0)" })
    }
  }
}
