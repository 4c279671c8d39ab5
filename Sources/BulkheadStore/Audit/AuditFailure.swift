import BulkheadSource
import GRDB

/// What SQLite's failures mean to somebody who wanted a decision recorded.
enum AuditFailure {
  /// Runs a body and gives every failure its meaning.
  static func translating<Value>(
    path: String, _ body: () throws -> Value
  ) throws(StoreError) -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      throw error
    } catch let error as DatabaseError {
      throw storeError(error, path: path)
    } catch {
      throw StoreError(
        code: "system", "\(StoreError.shown(path)): \(error)")
    }
  }

  static func storeError(_ error: DatabaseError, path: String) -> StoreError {
    let file = StoreError.shown(path)
    let why = SafeText.escaped(error.message ?? "SQLite error \(error.resultCode.rawValue)")
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL:
      return StoreError(
        code: "disk-full", "the audit log \(file) cannot grow: \(why)",
        help: "free some space on its disk")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      return StoreError(
        code: "not-permitted", "the audit log \(file) cannot be written: \(why)",
        help: "make .claude/security and the files in it writable for this user")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError(
        code: "audit-log-busy", "the audit log \(file) is locked by another process: \(why)",
        help: "see which process holds it, with fuser or lsof")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CONSTRAINT:
      return StoreError(
        code: "bad-audit-log", "the audit log \(file) is damaged: \(why)",
        help: "move audit.db, audit.db-wal and audit.db-shm away; a new log is made")
    default:
      return StoreError(
        code: "system", "the audit log \(file): \(why)")
    }
  }
}
