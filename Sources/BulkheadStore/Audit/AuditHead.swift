import BulkheadSource
import Glibc

/// The last signed row of a project's log, remembered beside the user's key.
///
/// Signatures inside the log show that what is left is genuine, not that nothing was cut off its end:
/// whoever removes the last rows removes their signatures too. What remembers how long the log was has
/// to be outside of the project.
struct AuditHead {
  var link: AuditLink

  /// Reads it; nil where none was remembered, or where what is there does not verify.
  ///
  /// - Parameter directory: the real path of the log's directory.
  static func read(directory: String, key: UserKey) throws(StoreError) -> AuditHead? {
    let name = try name(directory)
    guard let folder = try Directory(path: key.directory).existing("audit"),
      try folder.status(of: name) != nil
    else { return nil }
    let text = try folder.open(name, O_RDONLY).readAll(limit: 4096)
    let parts = text.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 3, let id = Int64(parts[0]), let hash = Digest.bytes(hex: parts[1]),
      let mac = Digest.bytes(hex: parts[2]), hash.count == Digest.length
    else { return nil }
    let link = AuditLink(id: id, hash: hash)
    guard Digest.areEqual(mac, try link.headMAC(directory: directory, key)) else { return nil }
    return AuditHead(link: link)
  }

  /// Remembers it. Not synced: after a power cut an older head is as good as the rows that survive.
  func write(directory: String, key: UserKey) throws(StoreError) {
    let mac = try link.headMAC(directory: directory, key)
    let text = "\(link.id) \(Digest.hex(link.hash)) \(Digest.hex(mac))"
    let folder = try Directory(path: key.directory).child("audit", mode: 0o700)
    try folder.replace(try Self.name(directory), with: Array(text.utf8), durable: false)
  }

  private static func name(_ directory: String) throws(StoreError) -> String {
    Digest.hex(try Digest.sha256(Array(directory.utf8)).prefix(16)) + ".head"
  }
}
