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
  /// SHA-256 of this row and, through the row before, of all before.
  public var hash: [UInt8]

  /// When, as ISO 8601 in UTC with milliseconds.
  public var time: String { TimeText.iso8601(microseconds: timestamp) }

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
