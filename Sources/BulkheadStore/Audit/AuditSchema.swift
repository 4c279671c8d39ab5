import BulkheadSource
import GRDB

/// The tables of `audit.db`, and the settings of a connection to it.
enum AuditSchema {
  /// "BHAD", so that `file` and we can tell what the file is.
  static let applicationID = 0x4248_4144

  /// No index besides the primary key: each would cost every row a page more to write, and what reads
  /// (a person, now and then) can scan. Updates and deletes are refused by triggers: that stops
  /// mistakes; what stops intent is the chain.
  static let statements = [
    """
    CREATE TABLE event (
      id INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      allowed INTEGER NOT NULL,
      plugin TEXT NOT NULL,
      context TEXT NOT NULL,
      action TEXT NOT NULL,
      resource TEXT NOT NULL,
      rule TEXT NOT NULL,
      user TEXT NOT NULL,
      session TEXT NOT NULL,
      details TEXT,
      hash BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE checkpoint (
      id INTEGER PRIMARY KEY,
      hash BLOB NOT NULL,
      mac BLOB NOT NULL
    )
    """,
    """
    CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
    """,
    """
    CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
    """,
  ]

  static let columns =
    "id, time, allowed, plugin, context, action, resource, rule, user, session, details, hash"

  /// https://sqlite.org/wal.html: "Write transactions are very fast since they only involve writing the
  /// content once". https://sqlite.org/pragma.html#pragma_synchronous, NORMAL: "WAL mode is always
  /// consistent with synchronous=NORMAL, but WAL mode does lose durability. A transaction committed in
  /// WAL mode with synchronous=NORMAL might roll back following a power loss or system crash.
  /// Transactions are durable across application crashes regardless of the synchronous setting or
  /// journal mode." Killing the host is what an attacker or a crash does, and loses nothing: a commit
  /// has left the process by write(2) before record() returns. FULL would add an fsync, milliseconds,
  /// to every file operation of a plugin, to keep the last moments before a power cut.
  static func configuration(readonly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.label = "bulkhead.audit"
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { database in
      // A file may have come with the repository: its schema gets no functions to call.
      try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
      if !database.configuration.readonly {
        try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 2000")
      }
    }
    return configuration
  }

  /// Turns the write-ahead log on, for good. GRDB's own way makes a table besides and drops it, so that a
  /// pool finds a log that is not empty: two more writes at every start, of no use to a single connection.
  static func useWriteAheadLog(_ database: Database) throws {
    guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
      throw DatabaseError(message: "the write-ahead log cannot be turned on")
    }
  }

  /// Makes the tables in an empty file; refuses any other schema. A trigger that somebody added could
  /// drop rows silently, and `record` would return as if they were kept.
  static func prepare(_ database: Database, path: String) throws {
    if try objects(database).isEmpty {
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      for statement in statements { try database.execute(sql: statement) }
    }
    try verify(database, path: path)
  }

  static func verify(_ database: Database, path: String) throws {
    guard try objects(database) == statements.map(normalized).sorted() else {
      throw StoreError(
        code: "bad-audit-log", "\(StoreError.shown(path)) is not an audit log of this version",
        help: "move it away; a new one is made")
    }
  }

  private static func objects(_ database: Database) throws -> [String] {
    try String.fetchAll(database, sql: "SELECT ifnull(sql, name) FROM sqlite_master")
      .map(normalized).sorted()
  }

  private static func normalized(_ sql: String) -> String {
    sql.utf8.split { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
      .map { String(Substring($0)) }.joined(separator: " ")
  }
}
