import BulkheadPolicy
import BulkheadSource
import GRDB

/// Reading rows.
enum AuditRows {
  /// The rows that match, oldest first.
  static func fetch(_ filter: AuditFilter, from database: Database) throws -> [AuditRow] {
    var conditions: [String] = []
    var arguments: [any DatabaseValueConvertible] = []
    if let plugin = filter.plugin {
      conditions.append("plugin = ?")
      arguments.append(plugin)
    }
    if filter.deniedOnly { conditions.append("allowed = 0") }
    if let hours = filter.sinceHours {
      conditions.append("time >= ?")
      let span = (hours * 3_600_000_000).rounded()
      arguments.append(TimeText.microseconds() - (Int64(exactly: span) ?? TimeText.microseconds()))
    }
    var sql = "SELECT \(AuditSchema.columns) FROM event"
    if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
    sql += " ORDER BY id DESC"
    if let limit = filter.limit {
      sql += " LIMIT ?"
      arguments.append(max(0, limit))
    }
    let cursor = try Row.fetchCursor(database, sql: sql, arguments: StatementArguments(arguments))
    var rows: [AuditRow] = []
    while let record = try cursor.next() { rows.append(try row(record)) }
    return rows.reversed()
  }

  /// A row with the columns of `AuditSchema.columns`. What somebody has put there instead of a text or
  /// number reads as empty or 0, which no hash fits.
  static func row(_ row: Row) throws -> AuditRow {
    func text(_ index: Int) -> String { String.fromDatabaseValue(row[index]) ?? "" }
    func number(_ index: Int) -> Int64 { Int64.fromDatabaseValue(row[index]) ?? 0 }
    return AuditRow(
      id: number(0), timestamp: number(1),
      event: AuditEvent(
        plugin: text(3), context: text(4), action: text(5), resource: text(6),
        allowed: number(2) == 1, rule: text(7), details: String.fromDatabaseValue(row[10])),
      user: text(8), session: text(9), hash: try digest(row, 11))
  }

  /// The 32 bytes of a blob; zeroes for anything else, which no digest equals.
  static func digest(_ row: Row, _ index: Int) throws -> [UInt8] {
    let bytes = try row.withUnsafeData(atIndex: index) { data in data.map { Array($0) } ?? [] }
    return bytes.count == Digest.length ? bytes : AuditLink.start.hash
  }
}
