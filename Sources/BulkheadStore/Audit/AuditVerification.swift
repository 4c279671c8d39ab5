/// What `AuditLog.verify` found.
public struct AuditVerification: Hashable, Sendable {
  /// What can be wrong with a log.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A row is not what was recorded.
    case changed
    /// Rows in the middle are missing.
    case removed
    /// A row was not recorded by Bulkhead.
    case inserted
    /// Rows at the end are missing.
    case truncated
    /// A signature does not verify with this user's key.
    case badSignature = "bad-signature"
  }

  /// The number of rows that were checked.
  public internal(set) var rows = 0
  /// Up to which row this user's signatures vouch for the log; those after it, recorded by a host that
  /// runs or was killed, are held by the chain only.
  public internal(set) var signedRows = 0
  /// What kind of thing is wrong first; nil where the log is whole.
  public internal(set) var kind: Kind?
  /// The first row it is about.
  public internal(set) var row: Int?
  /// The first thing that is wrong, in words; nil where the log is whole.
  public internal(set) var problem: String?
  /// What hosts found and noted in the log: gaps, logs of somebody else.
  public internal(set) var notices: [String] = []

  /// Whether the log is whole.
  public var isWhole: Bool { problem == nil }

  mutating func fail(_ kind: Kind, row: Int64, _ problem: String) {
    self.kind = kind
    self.row = Int(row)
    self.problem = problem
  }
}
