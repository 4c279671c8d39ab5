/// A place in the chain: a row's number and its hash.
struct AuditLink: Hashable, Sendable {
  var id: Int64
  var hash: [UInt8]

  /// The place before the first row.
  static let start = AuditLink(id: 0, hash: [UInt8](repeating: 0, count: Digest.length))

  /// Says that the log up to here is what this user's hosts recorded.
  func checkpointMAC(_ key: UserKey) throws(StoreError) -> [UInt8] {
    try key.authenticate("audit checkpoint 1", bytes)
  }

  /// Says that the log in that directory has at least come up to here.
  func headMAC(directory: String, _ key: UserKey) throws(StoreError) -> [UInt8] {
    try key.authenticate("audit head 1", bytes + Array(directory.utf8))
  }

  private var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: id >> (8 * $0)) } + hash
  }
}
