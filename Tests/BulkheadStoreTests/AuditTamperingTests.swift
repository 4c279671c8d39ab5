import BulkheadPolicy
import Foundation
import GRDB
import Testing

@testable import BulkheadStore

@Suite("Changing the audit log behind its back")
struct AuditTamperingTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private func fill(_ rows: Int = 20) throws {
    let log = sandbox.log()
    for row in 1...rows { try log.record(.read("/p/\(row)", allowed: row % 2 == 0)) }
    try log.close()
  }

  /// Changes the file as somebody with an SQLite shell would: without the triggers in the way.
  private func tamper(_ sql: String) throws {
    let queue = try DatabaseQueue(path: sandbox.database)
    try queue.write { database in
      let triggers = try String.fetchAll(
        database, sql: "SELECT sql FROM sqlite_master WHERE type = 'trigger'")
      try database.execute(sql: "DROP TRIGGER event_is_never_changed")
      try database.execute(sql: "DROP TRIGGER event_is_never_removed")
      try database.execute(sql: sql)
      for trigger in triggers { try database.execute(sql: trigger) }
    }
    try queue.close()
  }

  @Test("nothing changed is nothing found")
  func control() throws {
    try fill()
    try tamper("SELECT 1")
    let verification = try sandbox.log().verify()
    #expect(verification.isWhole && verification.rows == 20 && verification.signedRows == 20)
  }

  static let changes: [(sql: String, kind: AuditVerification.Kind, row: Int)] = [
    ("UPDATE event SET allowed = 1 WHERE id = 5", .changed, 5),
    ("UPDATE event SET resource = '/p/other' WHERE id = 1", .changed, 1),
    ("UPDATE event SET details = '' WHERE id = 7", .changed, 7),
    ("UPDATE event SET time = time + 1 WHERE id = 20", .inserted, 20),
    ("UPDATE event SET plugin = 'samplec', context = 'ontext-1' WHERE id = 5", .changed, 5),
    ("DELETE FROM event WHERE id = 5", .removed, 5),
    ("DELETE FROM event WHERE id IN (1, 2)", .removed, 1),
    (
      "DELETE FROM event WHERE id = 5; UPDATE event SET id = id - 1 WHERE id > 5", .inserted, 5
    ),
    ("DELETE FROM event WHERE id > 15", .truncated, 16),
    ("DELETE FROM event WHERE id > 15; DELETE FROM checkpoint", .truncated, 16),
    ("DELETE FROM event", .truncated, 1),
    (
      """
      INSERT INTO event SELECT 21, time, allowed, plugin, context, action, resource, rule, user, \
      session, details, hash FROM event WHERE id = 20
      """, .inserted, 21
    ),
    ("UPDATE checkpoint SET mac = zeroblob(32)", .badSignature, 20),
    ("UPDATE checkpoint SET id = 19", .changed, 19),
  ]

  @Test("is found, with the first row it is about", arguments: changes)
  func isFound(sql: String, kind: AuditVerification.Kind, row: Int) throws {
    try fill()
    try tamper(sql)
    let verification = try sandbox.log().verify()
    if sql.contains("SET id = 19") {
      // The MAC covers the id, so a moved signature no longer verifies.
      #expect(verification.kind == .badSignature)
    } else {
      #expect(verification.kind == kind)
    }
    #expect(verification.row == row)
  }

  @Test("a log that was removed is missing")
  func removedFile() throws {
    try fill()
    try FileManager.default.removeItem(atPath: sandbox.database)
    let verification = try sandbox.log().verify()
    #expect(verification.kind == .truncated)
    #expect(verification.problem == "rows 1…20 are missing: the end of the log was cut off")
  }

  @Test("a log with a fresh chain in the place of the signed one is found")
  func rewritten() throws {
    try fill()
    let other = try Sandbox()
    let log = testLog(other.project, other.keys, session: "other")
    for row in 1...20 { try log.record(.read("/q/\(row)")) }
    try log.close()
    try FileManager.default.removeItem(atPath: sandbox.database)
    try FileManager.default.copyItem(atPath: other.database, toPath: sandbox.database)
    #expect(try sandbox.log().verify().kind == .badSignature)
    // Without the foreign signature only the remembered head tells.
    try tamper("DELETE FROM checkpoint")
    #expect(try sandbox.log().verify().kind == .changed)
  }

  @Test("a host that goes on with a shortened log writes down that rows are missing")
  func gapIsNoted() throws {
    try fill()
    try tamper("DELETE FROM event WHERE id > 15; DELETE FROM checkpoint")
    let log = sandbox.log()
    try log.record(.read("/p/next"))
    try log.close()
    let verification = try log.verify()
    #expect(verification.isWhole)
    #expect(verification.notices == ["row 16: rows 16…20 were recorded and are missing"])
    #expect(verification.rows == 17)
  }

  @Test("a log that came with a cloned project is noted as such")
  func foreignLog() throws {
    try fill()
    let log = testLog(
      sandbox.project, sandbox.path + "/other/bulkhead", session: "other")
    try log.record(.read("/p/next"))
    let gap = try #require(try log.entries().dropLast().last)
    #expect(gap.event.action == "audit:gap")
    #expect(gap.event.details?.hasPrefix("the first 20 rows were there before") == true)
  }

  @Test(
    "the triggers stop an update and a delete by mistake",
    arguments: ["UPDATE event SET allowed = 1", "DELETE FROM event"])
  func triggers(sql: String) throws {
    try fill()
    let queue = try DatabaseQueue(path: sandbox.database)
    #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
  }

  @Test("a trigger that would swallow rows is refused")
  func foreignSchema() throws {
    try fill()
    let queue = try DatabaseQueue(path: sandbox.database)
    try queue.write {
      try $0.execute(
        sql: """
          CREATE TRIGGER swallow BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END
          """)
    }
    try queue.close()
    let error = #expect(throws: StoreError.self) { try sandbox.log().record(.read("/p/x")) }
    #expect(error?.code == "bad-audit-log")
    #expect(throws: StoreError.self) { try sandbox.log().verify() }
  }
}
