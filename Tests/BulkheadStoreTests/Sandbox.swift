import BulkheadPolicy
import BulkheadStore
import Foundation

/// A project and a home for one test, removed with it.
final class Sandbox: Sendable {
  let path: String
  var project: String { path + "/project" }
  var keys: String { path + "/home/.config/bulkhead" }
  var database: String { project + "/.claude/security/audit.db" }
  var permissions: String { project + "/.claude/security/permissions.json" }

  init() throws {
    let name = "bulkhead-store-\(UUID().uuidString)"
    path =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent(name).path
    try FileManager.default.createDirectory(
      atPath: path + "/project", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func log(_ session: String = "test") -> AuditLog {
    testLog(project, keys, session: session)
  }

  func store() -> PermissionStore {
    PermissionStore(project: project) { [keys, project] in
      try UserKey(directory: keys, outside: project)
    }
  }

  func write(_ text: String, to file: String) throws {
    let url = URL(fileURLWithPath: path + "/" + file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func mode(_ file: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }
}

extension AuditEvent {
  static func read(_ resource: String, allowed: Bool = true, plugin: String = "sample")
    -> AuditEvent
  {
    AuditEvent(
      plugin: plugin, context: "context-1", action: "fs:read", resource: resource,
      allowed: allowed, rule: allowed ? "filesystem[0] read **" : "not granted")
  }
}

/// The audit log of a project, with the key in a directory of the test's.
func testLog(_ project: String, _ keys: String, session: String = "test") -> AuditLog {
  AuditLog(
    directory: project + "/.claude/security",
    key: { try UserKey(directory: keys, outside: project) }, session: session)
}
