import BulkheadPolicy
import BulkheadSource
import GRDB
import GRDBSQLite

/// The end of the log that one host process appends to. One thread at a time uses it.
///
/// A row is one INSERT with an explicit id, in a transaction of its own. Its id is the last id this
/// process knows plus one: if another host has appended since, that id is taken, the statement fails,
/// and the row is placed anew after the real last row. So hosts need no lock between rows, and none of
/// them can fork the chain.
final class AuditWriter {
  private let queue: DatabaseQueue
  private let path: String
  private let user: String
  private let session: String
  private let running: RunningDigest
  private var encoder = RowEncoder()
  private var hash = [UInt8](repeating: 0, count: Digest.length)
  /// The last row this process knows of.
  private(set) var last: AuditLink

  private static let insertion = """
    INSERT INTO event (\(AuditSchema.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  init(path: String, user: String, session: String) throws(StoreError) {
    self.path = path
    self.user = user
    self.session = session
    running = try RunningDigest()
    (queue, last) = try AuditFailure.translating(path: path) {
      let queue = try DatabaseQueue(
        path: path, configuration: AuditSchema.configuration(readonly: false))
      let last = try queue.writeWithoutTransaction { database in
        try AuditSchema.useWriteAheadLog(database)
        try database.inTransaction(.immediate) {
          try AuditSchema.prepare(database, path: path)
          return .commit
        }
        return try Self.lastLink(database)
      }
      return (queue, last)
    }
  }

  /// Appends a row; when this returns, it is committed.
  func append(_ event: AuditEvent) throws(StoreError) {
    encoder.encode(event, user: user, session: session)
    try AuditFailure.translating(path: path) {
      try queue.writeWithoutTransaction { database in
        let statement = try database.cachedStatement(sql: Self.insertion)
        while try !insertAfterLast(database, statement, allowed: event.allowed) {}
      }
    }
  }

  /// Inserts the encoded row; false where another host has appended rows, which are known now.
  private func insertAfterLast(
    _ database: Database, _ statement: Statement, allowed: Bool
  ) throws -> Bool {
    let id = last.id + 1
    let time = TimeText.microseconds()
    encoder.place(after: last.hash, id: id, time: time)
    try running.update(encoder.bytes[...])
    try running.finish(into: &hash)
    let code = unsafe insert(statement.sqliteStatement, id: id, time: time, allowed: allowed)
    // The low byte is the kind; GRDB turns extended result codes on.
    switch code & 0xFF {
    case SQLITE_DONE:
      last = AuditLink(id: id, hash: hash)
      return true
    case SQLITE_CONSTRAINT:
      last = try Self.lastLink(database)
      if last.id >= id { return false }
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: database.lastErrorMessage)
    default:
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
    }
  }

  /// Runs the statement; the texts are bound from the encoder's buffer without a copy. GRDB's own
  /// `execute(arguments:)` makes a value of each argument first.
  private func insert(
    _ statement: SQLiteStatement, id: Int64, time: Int64, allowed: Bool
  ) -> CInt {
    // SAFETY: the buffers outlive the step, and the bindings are cleared before they end; every range
    // is within the buffer.
    unsafe encoder.bytes.withUnsafeBufferPointer { bytes in
      unsafe hash.withUnsafeBufferPointer { hash in
        unsafe sqlite3_bind_int64(statement, 1, id)
        unsafe sqlite3_bind_int64(statement, 2, time)
        unsafe sqlite3_bind_int64(statement, 3, allowed ? 1 : 0)
        var column: CInt = 4
        for range in encoder.texts {
          if let range, let base = bytes.baseAddress {
            unsafe base.advanced(by: range.lowerBound).withMemoryRebound(
              to: CChar.self, capacity: range.count
            ) { text in
              _ = unsafe sqlite3_bind_text(statement, column, text, CInt(range.count), nil)
            }
          } else {
            unsafe sqlite3_bind_null(statement, column)
          }
          column += 1
        }
        unsafe sqlite3_bind_blob(statement, column, hash.baseAddress, CInt(hash.count), nil)
        let code = unsafe sqlite3_step(statement)
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_clear_bindings(statement)
        return code
      }
    }
  }

  /// Reads and writes beside the rows, in one transaction.
  @discardableResult
  func transaction<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    try AuditFailure.translating(path: path) { try queue.write(body) }
  }

  func close() throws(StoreError) {
    try AuditFailure.translating(path: path) { try queue.close() }
  }

  private static func lastLink(_ database: Database) throws -> AuditLink {
    let sql = "SELECT id, hash FROM event ORDER BY id DESC LIMIT 1"
    guard let row = try Row.fetchOne(database, sql: sql) else { return .start }
    return AuditLink(id: row[0], hash: try AuditRows.digest(row, 1))
  }
}
