public import BulkheadPolicy
import BulkheadSource
import GRDB
import Glibc
import Synchronization

/// The audit log of a project: `audit.db`, where each decision is a committed row before it takes effect,
/// and `violations.log`, one JSON object a line.
///
/// Nothing is opened before the first record. Several hosts can record at the same time. A record that
/// has returned survives the death of every process of the machine, though not always a power cut (see
/// `AuditSchema`). Rows are chained by SHA-256; every 256 rows and at `close` the last one is signed with
/// the user's key and remembered beside the key, so that `verify` shows rows that were changed, removed,
/// inserted or cut off. Rows after the last signature are held by the chain only.
public final class AuditLog: AuditRecorder {
  /// Where `audit.db` and `violations.log` are.
  public let directory: String
  /// Names this host process in its rows.
  public let session: String
  private let key: @Sendable () throws -> UserKey
  private let state = Mutex(State())

  private struct State {
    var open: OpenAuditLog?
    var violations: OpenFile?
  }

  /// The log in a directory; nothing is made before the first row.
  ///
  /// - Parameters:
  ///   - directory: `.claude/security` of the project. Its last two names may not be links: a cloned
  ///     repository could point them elsewhere.
  ///   - key: gives the key that signs checkpoints; called at the first row.
  ///   - session: names this host process; nil means its id and a random number.
  public init(
    directory: String, key: @escaping @Sendable () throws -> UserKey, session: String? = nil
  ) {
    self.directory = directory
    self.key = key
    self.session = session ?? "\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 16))"
  }

  deinit {
    // What cannot be signed now is held by the chain; the next host signs it.
    try? close()
  }

  /// The path of the database.
  public var databasePath: String { directory + "/audit.db" }

  /// The path of the log of violations.
  public var violationsPath: String { directory + "/violations.log" }

  /// Commits one row.
  ///
  /// - Throws: `StoreError` where the row cannot be kept; then what it allows must not happen.
  public func record(_ event: AuditEvent) throws {
    try state.withLock { state in
      let log: OpenAuditLog
      if let open = state.open {
        log = open
      } else {
        log = try OpenAuditLog(
          in: SecurityDirectory.open(directory), key: try key(), session: session)
        state.open = log
      }
      try log.append(event)
    }
  }

  /// Appends a violation to `violations.log`.
  public func record(_ violation: Violation, plugin: String, context: String) throws {
    let time = Int64((violation.timestamp * 1_000_000).rounded())
    var line: JSONObject = [
      "timestamp": .string(TimeText.iso8601(microseconds: time)),
      "type": .string(violation.type.rawValue), "severity": .string(violation.severity.rawValue),
      "message": .string(violation.message), "plugin": .string(plugin),
      "context": .string(context),
    ]
    if let location = violation.location { line["location"] = .string(location) }
    let text = JSONValue.object(line).rendered() + "\n"
    try state.withLock { state in
      if state.violations == nil {
        let file = try SecurityDirectory.open(directory)
          .open("violations.log", O_WRONLY | O_APPEND | O_CREAT)
        try file.requireOwnRegularFile()
        state.violations = file
      }
      // One write(2) with O_APPEND: lines of several hosts do not mix.
      try state.violations?.write(Array(text.utf8))
    }
  }

  /// The rows that match, oldest first; none where there is no log yet.
  public func entries(_ filter: AuditFilter = AuditFilter()) throws -> [AuditRow] {
    try reading { database in try AuditRows.fetch(filter, from: database) } ?? []
  }

  /// Recomputes the chain, checks the signatures, and that nothing was cut off.
  public func verify() throws -> AuditVerification {
    guard let folder = try SecurityDirectory.existing(directory) else { return AuditVerification() }
    let key = try key()
    // Before the rows: hosts that record meanwhile only make the log longer than its head says.
    let head = try AuditHead.read(directory: RealPath.of(folder), key: key)
    let verifier = AuditVerifier(key: key, head: head)
    return try reading { database in try verifier.verify(database) } ?? verifier.verifyMissing()
  }

  /// Signs the newest row and closes the files; a later record opens them again. Called when a host is
  /// done; rows are signed every 256 anyway.
  public func close() throws {
    try state.withLock { state in
      state.violations = nil
      let open = state.open
      state.open = nil
      try open?.close()
    }
  }

  /// Reads in one transaction, so that what is read is one state of the log; nil where there is none.
  private func reading<Value>(_ body: (Database) throws -> Value) throws -> Value? {
    guard let folder = try SecurityDirectory.existing(directory),
      try folder.status(of: "audit.db") != nil
    else { return nil }
    let path = try RealPath.of(folder) + "/audit.db"
    try OpenAuditLog.requireOwnFiles(in: folder)
    return try AuditFailure.translating(path: path) {
      let queue = try DatabaseQueue(
        path: path, configuration: AuditSchema.configuration(readonly: true))
      return try queue.read { database in
        try AuditSchema.verify(database, path: path)
        return try body(database)
      }
    }
  }
}
