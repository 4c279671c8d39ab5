import BulkheadPolicy
import BulkheadSource
import Foundation
import GRDB
import Glibc

/// An audit log that is open for appending: the writer, and what signs its rows.
final class OpenAuditLog {
  /// Rows between two signatures.
  static let signingInterval: Int64 = 256

  private let directory: String
  private let path: String
  private let key: UserKey
  private let writer: AuditWriter
  private var signed: Int64

  init(in folder: Directory, key: UserKey, session: String) throws(StoreError) {
    self.key = key
    directory = try RealPath.of(folder)
    path = directory + "/audit.db"
    if try folder.status(of: "audit.db") == nil {
      // SQLite takes an empty file for a new database; its mode is also that of the files beside it.
      _ = try folder.open("audit.db", O_RDWR | O_CREAT, mode: 0o600)
    }
    try Self.requireOwnFiles(in: folder)
    // The head first, the rows then: hosts that record meanwhile only make the log longer than that.
    let head = try AuditHead.read(directory: directory, key: key)
    writer = try AuditWriter(path: path, user: Self.userName(), session: session)
    signed = writer.last.id
    if let head {
      try noteGap(after: head)
    } else {
      try begin()
    }
  }

  /// Refuses files that may not be this log: links, and those of another user.
  static func requireOwnFiles(in folder: Directory) throws(StoreError) {
    for name in ["audit.db", "audit.db-wal", "audit.db-shm"] {
      guard let status = try folder.status(of: name) else { continue }
      try OpenFile.requireOwnRegularFile(status, "\(folder.path)/\(name)")
    }
  }

  func append(_ event: AuditEvent) throws(StoreError) {
    try writer.append(event)
    if writer.last.id - signed >= Self.signingInterval { try sign() }
  }

  func close() throws(StoreError) {
    if writer.last.id != signed { try sign() }
    try writer.close()
  }

  /// The first host in a project remembers an empty log before it records. So rows without a head
  /// were not recorded by this user's hosts, unless one of them began between our two looks.
  private func begin() throws(StoreError) {
    if writer.last.id == 0 {
      try AuditHead(link: .start).write(directory: directory, key: key)
    } else {
      try noteGap(after: try AuditHead.read(directory: directory, key: key))
    }
  }

  /// A log that does not continue what this user last signed goes on, but says so for good.
  private func noteGap(after head: AuditHead?) throws(StoreError) {
    let verifier = AuditVerifier(key: key, head: head)
    guard let gap = try writer.transaction({ try verifier.gap($0) }) else { return }
    try append(
      AuditEvent(
        plugin: "", context: "", action: AuditVerifier.gapAction, resource: path, allowed: true,
        rule: "bulkhead", details: gap))
    try AuditHead(link: writer.last).write(directory: directory, key: key)
    try sign()
  }

  private func sign() throws(StoreError) {
    let link = writer.last
    let mac = try link.checkpointMAC(key)
    try writer.transaction { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO checkpoint (id, hash, mac) VALUES (?, ?, ?)",
        arguments: [link.id, Data(link.hash), Data(mac)])
    }
    signed = link.id
    // Another host may have remembered a later row already.
    if let head = try AuditHead.read(directory: directory, key: key), head.link.id > link.id {
      return
    }
    try AuditHead(link: link).write(directory: directory, key: key)
  }

  private static func userName() -> String {
    // SAFETY: the entry of the password file is copied at once, before any other thread can ask.
    if let entry = unsafe getpwuid(getuid()), let name = unsafe entry.pointee.pw_name {
      return unsafe String(cString: name)
    }
    return String(getuid())
  }
}
