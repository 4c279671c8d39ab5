import BulkheadPolicy
import GRDB

/// Checks a log against its chain, its signatures and its remembered head.
struct AuditVerifier {
  /// The action of the row that a host adds when the log does not continue what was signed.
  static let gapAction = "audit:gap"

  let key: UserKey
  let head: AuditHead?

  func verify(_ database: Database) throws -> AuditVerification {
    var result = AuditVerification()
    var last = AuditLink.start
    var chain = try AuditChain()
    var signatures = try AuditSignatures(database, key: key)
    let rows = try Row.fetchCursor(
      database, sql: "SELECT \(AuditSchema.columns) FROM event ORDER BY id")
    while let record = try rows.next() {
      let row = try AuditRows.row(record)
      result.rows += 1
      if row.id != last.id + 1 {
        missing(from: last.id + 1, to: row.id - 1, &result)
      } else if try !chain.follows(row, after: last.hash) {
        try broken(row, &chain, database, &result)
      } else {
        last = AuditLink(id: row.id, hash: row.hash)
        try signatures.check(last, &result)
        checkHead(last, &result)
      }
      if !result.isWhole { return result }
      if row.event.action == Self.gapAction, let details = row.event.details {
        result.notices.append("row \(row.id): \(details)")
      }
    }
    result.signedRows = Int(max(signatures.last, head?.link.id ?? 0))
    checkEnd(last: last.id, signed: Int64(result.signedRows), &result)
    return result
  }

  /// The result for a project without a log.
  func verifyMissing() -> AuditVerification {
    var result = AuditVerification()
    checkEnd(last: 0, signed: head?.link.id ?? 0, &result)
    return result
  }

  /// Why the end of a log does not continue what this user last signed; nil where it does. Looks at two
  /// rows only, so that opening a long log stays fast.
  func gap(_ database: Database) throws -> String? {
    let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM event") ?? 0
    guard let head else {
      return last == 0
        ? nil : "the first \(last) rows were there before this user first recorded in this project"
    }
    if last < head.link.id {
      return "rows \(last + 1)…\(head.link.id) were recorded and are missing"
    }
    if head.link.id == 0 { return nil }
    let row = try Row.fetchOne(
      database, sql: "SELECT hash FROM event WHERE id = ?", arguments: [head.link.id])
    guard let row, try AuditRows.digest(row, 0) == head.link.hash else {
      return "row \(head.link.id) is not the one this user signed: the log was replaced"
    }
    return nil
  }

  private func checkHead(_ link: AuditLink, _ result: inout AuditVerification) {
    guard result.isWhole, let head, head.link.id == link.id, head.link.hash != link.hash else {
      return
    }
    result.fail(
      .changed, row: link.id,
      "the log up to row \(link.id) is not the one that was signed: it was replaced")
  }

  private func missing(from first: Int64, to last: Int64, _ result: inout AuditVerification) {
    let rows = first == last ? "row \(first) is" : "rows \(first)…\(last) are"
    result.fail(.removed, row: first, "\(rows) missing")
  }

  private func checkEnd(last: Int64, signed: Int64, _ result: inout AuditVerification) {
    guard signed > last else { return }
    let rows = signed == last + 1 ? "row \(signed) is" : "rows \(last + 1)…\(signed) are"
    result.fail(.truncated, row: last + 1, "\(rows) missing: the end of the log was cut off")
  }

  /// A row whose hash does not fit: when the next row follows from the hash that it has, its contents
  /// were changed; a row made up by somebody has a hash that nothing follows from.
  private func broken(
    _ row: AuditRow, _ chain: inout AuditChain, _ database: Database,
    _ result: inout AuditVerification
  ) throws {
    let next = try Row.fetchOne(
      database, sql: "SELECT \(AuditSchema.columns) FROM event WHERE id = ?",
      arguments: [row.id + 1])
    if let next, try chain.follows(AuditRows.row(next), after: row.hash) {
      result.fail(
        .changed, row: row.id,
        "row \(row.id) or the one before it was changed: its hash does not fit")
    } else {
      result.fail(
        .inserted, row: row.id,
        "row \(row.id) was not recorded by Bulkhead: nothing in the chain fits its hash")
    }
  }
}

/// Computes hashes of rows that were read.
private struct AuditChain {
  private var encoder = RowEncoder()
  private let running: RunningDigest
  private var hash = [UInt8](repeating: 0, count: Digest.length)

  init() throws(StoreError) { running = try RunningDigest() }

  mutating func follows(_ row: AuditRow, after previous: [UInt8]) throws(StoreError) -> Bool {
    encoder.encode(row.event, user: row.user, session: row.session)
    encoder.place(after: previous, id: row.id, time: row.timestamp)
    try running.update(encoder.bytes[...])
    try running.finish(into: &hash)
    return hash == row.hash
  }
}

/// The checkpoints of a log, in order, next to the rows they sign.
private struct AuditSignatures {
  private var waiting: [(link: AuditLink, mac: [UInt8])]
  private var position = 0
  private let key: UserKey

  init(_ database: Database, key: UserKey) throws {
    self.key = key
    let rows = try Row.fetchAll(database, sql: "SELECT id, hash, mac FROM checkpoint ORDER BY id")
    waiting = try rows.map { row in
      (AuditLink(id: row[0], hash: try AuditRows.digest(row, 1)), try AuditRows.digest(row, 2))
    }
  }

  /// The last row that has a signature.
  var last: Int64 { waiting.last?.link.id ?? 0 }

  mutating func check(_ link: AuditLink, _ result: inout AuditVerification) throws(StoreError) {
    guard position < waiting.count, waiting[position].link.id <= link.id else { return }
    let (signed, mac) = waiting[position]
    position += 1
    guard signed.id == link.id, Digest.areEqual(mac, try signed.checkpointMAC(key)) else {
      return result.fail(
        .badSignature, row: signed.id,
        "the signature of row \(signed.id) was not made with this user's key")
    }
    if signed.hash != link.hash {
      result.fail(
        .changed, row: link.id, "the log up to row \(link.id) is not the one that was signed")
    }
  }
}
