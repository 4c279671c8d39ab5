public import BulkheadPolicy
import BulkheadSource
import Glibc
import Synchronization

/// The audit log of a project: `audit.db`, where each decision is a committed row before it takes effect,
/// and `violations.log`, one JSON object a line.
///
/// SQLite runs in WAL mode with `synchronous = NORMAL`: "WAL mode is always consistent with
/// synchronous=NORMAL, but WAL mode does lose durability. A transaction committed in WAL mode with
/// synchronous=NORMAL might roll back following a power loss or system reset. Transactions are durable
/// across application crashes" (https://www.sqlite.org/pragma.html#pragma_synchronous). So a killed
/// host loses no row; a power failure may lose the last ones, and the chain before them holds.
public final class AuditLog: AuditRecorder {
  /// Where `audit.db` and `violations.log` are.
  public let directory: String
  private let key: @Sendable () throws -> UserKey
  private let user: String
  private let session: String
  private let connection = Mutex<AuditDatabase?>(nil)

  /// The log in a directory; nothing is made before the first row.
  ///
  /// - Parameters:
  ///   - directory: `.claude/security` of the project.
  ///   - key: gives the key that signs checkpoints; called at the first row.
  public init(directory: String, key: @escaping @Sendable () throws -> UserKey) {
    self.directory = directory
    self.key = key
    user = Self.userName()
    session = "\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 16))"
  }

  /// The path of the database.
  public var databasePath: String { directory + "/audit.db" }

  /// The path of the log of violations.
  public var violationsPath: String { directory + "/violations.log" }

  /// Commits one row; it is on its way to disk, and in the chain, when this returns.
  ///
  /// - Throws: `StoreError` where the row cannot be kept; then what it allows must not happen.
  public func record(_ event: AuditEvent) throws {
    try connection.withLock { connection in
      let database: AuditDatabase
      if let open = connection {
        database = open
      } else {
        try PrivateFile.makeDirectory(directory)
        database = try AuditDatabase(path: databasePath, key: try key())
        connection = database
      }
      try database.append(event, user: user, session: session, at: Self.microseconds())
    }
  }

  /// Appends a violation to `violations.log`.
  public func record(_ violation: Violation, plugin: String, context: String) throws {
    try PrivateFile.makeDirectory(directory)
    var line: JSONObject = [
      "timestamp": .string(AuditRow.iso8601(Int64(violation.timestamp * 1_000_000))),
      "type": .string(violation.type.rawValue), "severity": .string(violation.severity.rawValue),
      "message": .string(violation.message), "plugin": .string(plugin),
      "context": .string(context),
    ]
    if let location = violation.location { line["location"] = .string(location) }
    try PrivateFile.append(JSONValue.object(line).rendered(), to: violationsPath)
  }

  /// The rows that match, oldest first; none where there is no log yet.
  public func entries(_ filter: AuditFilter = AuditFilter()) throws -> [AuditRow] {
    try reader()?.rows(filter) ?? []
  }

  /// Recomputes the chain and checks the signed checkpoints.
  public func verify() throws -> AuditVerification {
    guard let reader = try reader() else { return AuditVerification(rows: 0, problem: nil) }
    return try reader.verify()
  }

  /// Signs the newest row, so that removing rows from the end shows too. Called when a host is done;
  /// rows are signed every 256 anyway.
  public func close() throws {
    try connection.withLock { connection in
      try connection?.signCheckpoint(at: Self.microseconds())
      connection = nil
    }
  }

  /// A connection for reading, apart from the one that writes.
  private func reader() throws -> AuditDatabase? {
    guard PrivateFile.status(of: databasePath) != nil else { return nil }
    return try AuditDatabase(path: databasePath, key: try key())
  }

  private static func microseconds() -> Int64 {
    var now = timespec()
    // SAFETY: the structure outlives the call that fills it.
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
  }

  private static func userName() -> String {
    // SAFETY: the entry of the password file is copied at once, before any other thread can ask.
    if let entry = unsafe getpwuid(getuid()), let name = unsafe entry.pointee.pw_name {
      return unsafe String(cString: name)
    }
    return String(getuid())
  }
}

/// Which rows to show.
public struct AuditFilter: Hashable, Sendable {
  /// Only those of a plugin.
  public var plugin: String?
  /// Only those that were denied.
  public var deniedOnly: Bool
  /// Only those of the last so many hours.
  public var sinceHours: Double?
  /// At most so many, the newest.
  public var limit: Int?

  /// A filter; without arguments it lets every row through.
  public init(
    plugin: String? = nil, deniedOnly: Bool = false, sinceHours: Double? = nil, limit: Int? = nil
  ) {
    self.plugin = plugin
    self.deniedOnly = deniedOnly
    self.sinceHours = sinceHours
    self.limit = limit
  }
}

/// What `verify` found.
public struct AuditVerification: Hashable, Sendable {
  /// How many rows were checked.
  public let rows: Int
  /// The first thing wrong; nil where the log is whole.
  public let problem: String?

  /// Whether the log is whole.
  public var isWhole: Bool { problem == nil }
}
