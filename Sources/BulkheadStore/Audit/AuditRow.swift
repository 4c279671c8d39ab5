public import BulkheadPolicy
public import BulkheadSource

/// One row of the audit log.
public struct AuditRow: Hashable, Sendable {
  /// Counts from 1 without gaps.
  public var id: Int64
  /// Microseconds since 1970.
  public var timestamp: Int64
  /// What was decided.
  public var event: AuditEvent
  /// The user on whose behalf, by name or number.
  public var user: String
  /// The process that recorded it.
  public var session: String
  /// The hash of this row and, through it, of all before.
  public var hash: [UInt8]

  /// When, as ISO 8601 in UTC with milliseconds.
  public var time: String { Self.iso8601(timestamp) }

  /// The row with the keys of DESIGN §7.
  public var json: JSONValue {
    var object: JSONObject = [
      "id": .integer(Int(id)), "timestamp": .string(time), "plugin": .string(event.plugin),
      "context": .string(event.context), "action": .string(event.action),
      "resource": .string(event.resource), "allowed": .bool(event.allowed),
      "rule": .string(event.rule), "user": .string(user), "session": .string(session),
    ]
    if let details = event.details { object["details"] = .string(details) }
    object["hash"] = .string(Digest.hex(hash))
    return .object(object)
  }

  /// What the hash covers: the hash before, then each field after its length, so that no two rows
  /// have the same bytes.
  func hashedBytes(after previous: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(384)
    bytes += previous
    append(id, to: &bytes)
    append(timestamp, to: &bytes)
    bytes.append(event.allowed ? 1 : 0)
    for text in [
      event.plugin, event.context, event.action, event.resource, event.rule, user, session,
    ] {
      append(text, to: &bytes)
    }
    if let details = event.details { append(details, to: &bytes) }
    return bytes
  }

  private func append(_ number: Int64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
    }
  }

  private func append(_ text: String, to bytes: inout [UInt8]) {
    append(Int64(text.utf8.count), to: &bytes)
    bytes += text.utf8
  }

  static func iso8601(_ microseconds: Int64) -> String {
    let milliseconds = microseconds / 1000
    let seconds = milliseconds / 1000
    var days = seconds / 86_400
    let rest = seconds % 86_400
    // Civil date from days since 1970, in years that start in March (leap days come last).
    days += 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func padded(_ number: Int64, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
      + "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
      + ".\(padded(milliseconds % 1000, 3))Z"
  }
}
