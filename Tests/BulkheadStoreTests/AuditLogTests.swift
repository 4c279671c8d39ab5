import BulkheadPolicy
import BulkheadSource
import Foundation
import GRDB
import Testing

@testable import BulkheadStore

@Suite("The audit log")
struct AuditLogTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  @Test("keeps every field of a decision, in order")
  func keepsFields() throws {
    let log = sandbox.log("session-1")
    let before = Date().timeIntervalSince1970
    var denied = AuditEvent.read("/etc/passwd", allowed: false)
    denied.details = "kept \u{202E}as it came, \"quoted\"\nand é 漢"
    try log.record(.read("/p/a"))
    try log.record(denied)
    let entries = try log.entries()
    #expect(entries.map(\.id) == [1, 2])
    #expect(entries.map(\.event) == [.read("/p/a"), denied])
    #expect(entries.allSatisfy { $0.session == "session-1" && !$0.user.isEmpty })
    #expect(entries.allSatisfy { Double($0.timestamp) / 1e6 > before - 1 })
    #expect(entries.allSatisfy { $0.hash.count == 32 })
  }

  @Test("touches no file before the first record")
  func isLazy() throws {
    let log = sandbox.log()
    #expect(try log.entries().isEmpty)
    try log.close()
    #expect(!FileManager.default.fileExists(atPath: sandbox.project + "/.claude"))
    try log.record(.read("/p/a"))
    #expect(FileManager.default.fileExists(atPath: sandbox.database))
  }

  @Test("is closed to other users")
  func isPrivate() throws {
    let log = sandbox.log()
    try log.record(.read("/p/a"))
    #expect(try sandbox.mode(sandbox.project + "/.claude/security") == 0o700)
    for suffix in ["", "-wal", "-shm"] {
      #expect(try sandbox.mode(sandbox.database + suffix) == 0o600)
    }
    #expect(try sandbox.mode(sandbox.keys + "/key") == 0o600)
    #expect(try sandbox.mode(sandbox.keys) == 0o700)
  }

  @Test("filters by plugin, denial, time and number")
  func filters() throws {
    let log = sandbox.log()
    for number in 1...6 {
      try log.record(
        .read("/p/\(number)", allowed: number % 3 != 0, plugin: number % 2 == 0 ? "even" : "odd"))
    }
    func resources(_ filter: AuditFilter) throws -> [String] {
      try log.entries(filter).map(\.event.resource)
    }
    #expect(try resources(AuditFilter(plugin: "even")) == ["/p/2", "/p/4", "/p/6"])
    #expect(try resources(AuditFilter(deniedOnly: true)) == ["/p/3", "/p/6"])
    #expect(try resources(AuditFilter(plugin: "odd", deniedOnly: true)) == ["/p/3"])
    #expect(try resources(AuditFilter(limit: 2)) == ["/p/5", "/p/6"])
    #expect(try resources(AuditFilter(plugin: "' OR 1=1 --")) == [])
    #expect(try resources(AuditFilter(sinceHours: 1)).count == 6)
    #expect(try resources(AuditFilter(sinceHours: -1)) == [])
  }

  @Test("renders a row as one JSON object on one line")
  func exports() throws {
    let log = sandbox.log()
    try log.record(.read("/p/line\nbreak"))
    try log.record(.read("/p/b", allowed: false))
    let lines = try log.entries().map { $0.json.rendered() }
    #expect(lines.count == 2)
    let first = try JSONDocument(Array(lines[0].utf8), file: "export").root.plain
    #expect(first["resource"] == "/p/line\nbreak")
    #expect(first["allowed"] == true)
    #expect(first["timestamp"]?.stringValue?.hasSuffix("Z") == true)
  }

  @Test("cuts texts that are too long, and says so, without breaking the chain")
  func cutsLongTexts() throws {
    let log = sandbox.log()
    let long = String(repeating: "é", count: 100_000)
    try log.record(.read(long))
    try log.record(.read("a\u{0}b"))
    let entries = try log.entries()
    #expect(entries[0].event.resource.utf8.count <= 8192)
    #expect(entries[0].event.resource.hasSuffix("é… (cut)"))
    #expect(entries[1].event.resource == "a?b")
    #expect(try log.verify().isWhole)
  }

  @Test("continues after it was closed, and signs what it has")
  func continues() throws {
    for number in 1...3 {
      let log = sandbox.log("host-\(number)")
      for row in 1...300 { try log.record(.read("/p/\(row)")) }
      try log.close()
    }
    let verification = try sandbox.log().verify()
    #expect(verification.isWhole && verification.rows == 900 && verification.signedRows == 900)
  }

  @Test("lets two hosts of one process record in turn")
  func twoHosts() throws {
    let (one, two) = (sandbox.log("one"), sandbox.log("two"))
    for row in 1...50 {
      try one.record(.read("/p/one/\(row)"))
      try two.record(.read("/p/two/\(row)"))
      try two.record(.read("/p/two/again/\(row)"))
    }
    try one.close()
    try two.close()
    let verification = try one.verify()
    #expect(verification.isWhole && verification.rows == 150 && verification.signedRows == 150)
    #expect(try one.entries().filter { $0.session == "one" }.count == 50)
  }

  @Test("records from many threads at once")
  func manyThreads() async throws {
    let log = sandbox.log()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 1...4 {
        group.addTask { for row in 1...100 { try log.record(.read("/p/\(task)/\(row)")) } }
      }
      try await group.waitForAll()
    }
    #expect(Set(try log.entries().map(\.event.resource)).count == 400)
    #expect(try log.verify().isWhole)
  }

  @Test("writes violations as JSON lines")
  func violations() throws {
    let log = sandbox.log()
    let violation = Violation(
      type: .permission, severity: .high, message: "Permission denied: /etc\n/passwd",
      location: "index.js:3", timestamp: 1_700_000_000.25)
    try log.record(violation, plugin: "sample", context: "c")
    try log.record(violation, plugin: "sample", context: "c")
    let path = sandbox.project + "/.claude/security/violations.log"
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[0] == """
        {"timestamp":"2023-11-14T22:13:20.250Z","type":"permission","severity":"high",\
        "message":"Permission denied: /etc\\n/passwd","plugin":"sample","context":"c",\
        "location":"index.js:3"}
        """)
    #expect(try sandbox.mode(path) == 0o600)
  }

  @Test(
    "writes times in UTC",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
      (1_709_251_199_999_999, "2024-02-29T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func times(microseconds: Int64, text: String) {
    #expect(TimeText.iso8601(microseconds: microseconds) == text)
  }
}
