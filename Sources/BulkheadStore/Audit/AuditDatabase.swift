import BulkheadPolicy
import Foundation
import GRDB
import Glibc

/// One connection to `audit.db`. Rows are appended in transactions that start as writers, so that two
/// hosts take turns and each continues the chain that the other left.
final class AuditDatabase: @unchecked Sendable {
  // Sendable because `queue` serialises every use and the rest is immutable, but for `unsigned`,
  // which is only used by the writer under AuditLog's lock.
  private let queue: DatabaseQueue
  private let key: UserKey
  private var unsigned = 0

  /// Rows between two signed checkpoints.
  static let checkpointInterval = 256

  init(path: String, key: UserKey) throws {
    if let status = PrivateFile.status(of: path), status.st_mode & S_IFMT != S_IFREG {
      throw StoreError(
        code: "bad-audit-log", "\(path) is not a regular file",
        help: "remove it: an audit log may not be a link")
    }
    self.key = key
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      // Rows are small and each is a transaction of its own: small pages make less to write.
      try db.execute(sql: "PRAGMA page_size = 1024")
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.write { db in try db.execute(sql: Self.schema) }
    } catch let error as DatabaseError {
      throw Self.storeError(error, path)
    }
    // SAFETY: the path is copied by the kernel during the call.
    _ = unsafe chmod(path, 0o600)
  }

  private static let schema = """
    CREATE TABLE IF NOT EXISTS audit (
      id INTEGER PRIMARY KEY, timestamp INTEGER NOT NULL, plugin TEXT NOT NULL,
      context TEXT NOT NULL, action TEXT NOT NULL, resource TEXT NOT NULL,
      allowed INTEGER NOT NULL, rule TEXT NOT NULL, user TEXT NOT NULL, session TEXT NOT NULL,
      details TEXT, hash BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS checkpoint (
      row INTEGER PRIMARY KEY, timestamp INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;
    """

  func append(_ event: AuditEvent, user: String, session: String, at time: Int64) throws {
    do {
      try queue.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          let last = try Self.last(db)
          var row = AuditRow(
            id: (last?.id ?? 0) + 1, timestamp: time, event: event, user: user, session: session,
            hash: [])
          row.hash = try Digest.sha256(row.hashedBytes(after: last?.hash ?? []))
          try Self.insert(row, db)
          return .commit
        }
      }
    } catch let error as DatabaseError {
      throw Self.storeError(error, queue.path)
    }
    unsigned += 1
    if unsigned >= Self.checkpointInterval { try signCheckpoint(at: time) }
  }

  private static func last(_ db: Database) throws -> (id: Int64, hash: [UInt8])? {
    let statement = try db.cachedStatement(
      sql: "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")
    guard let row = try Row.fetchOne(statement) else { return nil }
    let hash: Data? = row[1]
    return (row[0], hash.map(Array.init) ?? [])
  }

  private static func insert(_ row: AuditRow, _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    try statement.execute(arguments: [
      row.id, row.timestamp, row.event.plugin, row.event.context, row.event.action,
      row.event.resource, row.event.allowed, row.event.rule, row.user, row.session,
      row.event.details, Data(row.hash),
    ])
  }

  /// Signs the hash of the newest row, where it is not signed yet.
  func signCheckpoint(at time: Int64) throws {
    do {
      try queue.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          guard let last = try Self.last(db) else { return .commit }
          let mac = try key.authenticate("audit", Self.signedBytes(last.id, last.hash))
          try db.execute(
            sql: "INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?)",
            arguments: [last.id, time, Data(mac)])
          return .commit
        }
      }
    } catch let error as DatabaseError {
      throw Self.storeError(error, queue.path)
    }
    unsigned = 0
  }

  private static func signedBytes(_ id: Int64, _ hash: [UInt8]) -> [UInt8] {
    Array("\(id):".utf8) + hash
  }

  private static func storeError(_ error: DatabaseError, _ path: String) -> StoreError {
    let help: String? =
      switch error.resultCode {
      case .SQLITE_FULL: "free some space"
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
        "make it writable for this user, or choose another --project"
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: "move it away; a new log starts with the next row"
      default: nil
      }
    let reason = error.message ?? error.resultCode.description
    return StoreError(
      code: "audit-log-failed", "the audit log \(path) cannot be used: \(reason)", help: help)
  }
}

// MARK: - Reading

extension AuditDatabase {
  func rows(_ filter: AuditFilter) throws -> [AuditRow] {
    var conditions: [String] = []
    var arguments: [(any DatabaseValueConvertible)?] = []
    if let plugin = filter.plugin {
      conditions.append("plugin = ?")
      arguments.append(plugin)
    }
    if filter.deniedOnly { conditions.append("allowed = 0") }
    if let hours = filter.sinceHours {
      conditions.append("timestamp >= ?")
      arguments.append(Int64(time(nil)) * 1_000_000 - Int64(hours * 3_600_000_000))
    }
    var sql = "SELECT * FROM audit"
    if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
    sql += " ORDER BY id DESC"
    if let limit = filter.limit { sql += " LIMIT \(limit)" }
    return try queue.read { db in
      try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map(Self.auditRow)
        .reversed()
    }
  }

  func verify() throws -> AuditVerification {
    try queue.read { db in
      var macs: [Int64: [UInt8]] = [:]
      for checkpoint in try Row.fetchAll(db, sql: "SELECT row, mac FROM checkpoint") {
        let mac: Data = checkpoint[1]
        macs[checkpoint[0]] = Array(mac)
      }
      var previous: [UInt8] = []
      var count = 0
      let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM audit ORDER BY id")
      while let record = try cursor.next() {
        let row = Self.auditRow(record)
        count += 1
        if row.id != Int64(count) {
          return AuditVerification(
            rows: count, problem: "row \(count) is missing: the next one there is \(row.id)")
        }
        if try Digest.sha256(row.hashedBytes(after: previous)) != row.hash {
          return AuditVerification(
            rows: count,
            problem: "row \(row.id) of \(row.time) does not match its hash: it, or "
              + "a row before it, was changed")
        }
        if let mac = macs.removeValue(forKey: row.id) {
          let expected = try key.authenticate("audit", Self.signedBytes(row.id, row.hash))
          if !Digest.areEqual(mac, expected) {
            return AuditVerification(
              rows: count,
              problem: "the checkpoint at row \(row.id) was not signed with your key")
          }
        }
        previous = row.hash
      }
      if let missing = macs.keys.max() {
        return AuditVerification(
          rows: count, problem: "rows \(count + 1) to \(missing) were removed from the end")
      }
      return AuditVerification(rows: count, problem: nil)
    }
  }

  private static func auditRow(_ row: Row) -> AuditRow {
    let hash: Data = row["hash"]
    return AuditRow(
      id: row["id"], timestamp: row["timestamp"],
      event: AuditEvent(
        plugin: row["plugin"], context: row["context"], action: row["action"],
        resource: row["resource"], allowed: row["allowed"], rule: row["rule"],
        details: row["details"]),
      user: row["user"], session: row["session"], hash: Array(hash))
  }
}
