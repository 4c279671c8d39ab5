import BulkheadPolicy
import Foundation
import Testing

@testable import BulkheadStore

@Suite("An audit log that cannot record")
struct AuditFailureTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private func code(_ body: () throws -> Void) -> String? {
    #expect(throws: StoreError.self, performing: body)?.code
  }

  @Test(
    "refuses directories and files that are links",
    arguments: [
      ".claude", ".claude/security", ".claude/security/audit.db", ".claude/security/audit.db-wal",
    ])
  func links(name: String) throws {
    let link = sandbox.project + "/" + name
    try FileManager.default.createDirectory(
      atPath: (link as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    let target = sandbox.path + "/elsewhere"
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    #expect(code { try sandbox.log().record(.read("/p/a")) } == "unsafe-path")
    #expect(try FileManager.default.contentsOfDirectory(atPath: target).isEmpty)
  }

  @Test("refuses a file with a second name")
  func hardLink() throws {
    try sandbox.write("", to: "elsewhere")
    try sandbox.write("", to: "project/.claude/security/x")
    try FileManager.default.linkItem(
      atPath: sandbox.path + "/elsewhere", toPath: sandbox.database)
    #expect(code { try sandbox.log().record(.read("/p/a")) } == "unsafe-path")
  }

  @Test("refuses a file that is no database")
  func noDatabase() throws {
    try sandbox.write(
      String(repeating: "not SQLite ", count: 500), to: "project/.claude/security/audit.db")
    #expect(code { try sandbox.log().record(.read("/p/a")) } == "bad-audit-log")
  }

  @Test("refuses a violations log that is a FIFO instead of waiting for a reader")
  func fifo() throws {
    try sandbox.write("", to: "project/.claude/security/x")
    #expect(mkfifo(sandbox.project + "/.claude/security/violations.log", 0o600) == 0)
    let violation = Violation(type: .crash, severity: .low, message: "m", timestamp: 0)
    #expect(throws: StoreError.self) {
      try sandbox.log().record(violation, plugin: "p", context: "c")
    }
  }

  @Test("says that the disk is full, and has all rows up to there")
  func fileSizeLimit() async throws {
    await #expect(processExitsWith: .exitCode(71)) {
      [path = sandbox.path as String] in
      // A full disk for this process: writing beyond the limit fails with EFBIG.
      signal(SIGXFSZ, SIG_IGN)
      let log = testLog(path + "/project", path + "/home/.config/bulkhead")
      try log.record(.read("/p/0"))
      var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      for row in 1...100_000 {
        do {
          try log.record(.read("/p/\(row)"))
        } catch let error as StoreError {
          try Data("\(row) \(error.code)".utf8).write(
            to: URL(fileURLWithPath: path + "/end"))
          _exit(71)
        }
      }
    }
    let end = try String(contentsOfFile: sandbox.path + "/end", encoding: .utf8).split(
      separator: " ")
    #expect(["disk-full", "system"].contains(end[1]))
    let verification = try sandbox.log().verify()
    #expect(verification.isWhole)
    #expect(verification.rows == Int(end[0]))
  }

  @Test("names a project that this user may not write to")
  func readOnlyProject() async throws {
    chmod(sandbox.path, 0o755)
    chmod(sandbox.project, 0o555)
    await #expect(processExitsWith: .exitCode(71)) { [path = sandbox.path as String] in
      // Root may write anywhere, so a root process becomes nobody.
      if geteuid() == 0 {
        try #require(setgroups(0, nil) == 0 && setgid(65534) == 0 && setuid(65534) == 0)
      }
      do {
        try testLog(path + "/project", path + "/keys").record(.read("/p/a"))
      } catch let error as StoreError where error.code == "not-permitted" {
        _exit(71)
      }
    }
    chmod(sandbox.project, 0o755)
    try sandbox.log().record(.read("/p/a"))
  }
}
