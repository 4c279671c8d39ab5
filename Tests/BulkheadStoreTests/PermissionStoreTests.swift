import BulkheadPolicy
import Foundation
import Testing

@testable import BulkheadStore

@Suite("The permission store")
struct PermissionStoreTests {
  let sandbox: Sandbox
  let store: PermissionStore
  init() throws {
    sandbox = try Sandbox()
    store = sandbox.store()
  }

  static let record = ApprovalRecord(
    name: "sample", version: "1.2.3", source: "/tmp/sample", approvedAt: "2026-01-31T12:00:00.000Z",
    approvedBy: "prompt",
    permissions: PermissionSet(
      filesystem: [.init(path: "docs/**", access: .read)], network: [.init(host: "example.com")],
      tools: ["Read"], env: ["LANG"]),
    limits: ResourceLimits(timeoutMs: 1234), policy: .strict, main: "index.js",
    files: ["index.js": String(repeating: "0", count: 64)], securityScore: 91)

  @Test("gives back what was put, and nothing after it was removed")
  func roundTrip() throws {
    #expect(try store.record(of: "sample") == nil)
    try store.put(Self.record)
    #expect(try store.record(of: "sample") == Self.record)
    #expect(try sandbox.mode(sandbox.permissions) == 0o600)
    #expect(try store.remove("sample"))
    #expect(try !store.remove("sample"))
    #expect(try store.names() == [])
  }

  @Test("changes grants under its lock")
  func updates() throws {
    try store.put(Self.record)
    let updated = try store.update("sample") { $0.permissions.env = [] }
    #expect(updated.permissions.env == [])
    #expect(try store.record(of: "sample") == updated)
    #expect(throws: StoreError.self) { try store.update("other") { _ in } }
  }

  @Test(
    "refuses a record that was edited",
    arguments: [
      ("docs/**", "/**"), ("\"read\"", "\"readwrite\""), ("example.com", "evil.example"),
      ("\"LANG\"", "\"TOKEN\""), ("1234", "9999"), ("1.2.3", "1.2.4"), ("index.js\"", "other.js\""),
      ("0000", "1111"), ("\"strict\"", "\"development\""), ("prompt", "--yes"),
      ("\"mac\": \"", "\"mac\": \"0"), ("\"mac\"", "\"other\""),
    ])
  func edited(old: String, new: String) throws {
    try store.put(Self.record)
    let text = try String(contentsOfFile: sandbox.permissions, encoding: .utf8)
    try #require(text.contains(old))
    try text.replacing(old, with: new)
      .write(toFile: sandbox.permissions, atomically: false, encoding: .utf8)
    let error = #expect(throws: StoreError.self) { try store.record(of: "sample") }
    #expect(error?.code == "bad-mac")
    #expect(error?.help != nil)
    // What was approved is still approved.
    try text.write(toFile: sandbox.permissions, atomically: false, encoding: .utf8)
    #expect(try store.record(of: "sample") == Self.record)
  }

  @Test("refuses a record under another name, of another project, or of another user")
  func copied() throws {
    try store.put(Self.record)
    let text = try String(contentsOfFile: sandbox.permissions, encoding: .utf8)
    let other = try Sandbox()
    try other.write(text, to: "project/.claude/security/permissions.json")
    let sameUser = PermissionStore(project: other.project) { [sandbox, other] in
      try UserKey(directory: sandbox.keys, outside: other.project)
    }
    for foreign in [sameUser, other.store()] {
      let error = #expect(throws: StoreError.self) { try foreign.record(of: "sample") }
      #expect(error?.code == "bad-mac")
    }
    try text.replacing("\"sample\"", with: "\"trusted\"")
      .write(toFile: sandbox.permissions, atomically: false, encoding: .utf8)
    let error = #expect(throws: StoreError.self) { try store.record(of: "trusted") }
    #expect(error?.code == "bad-mac")
  }

  @Test("an edited record does not stop other plugins")
  func independent() throws {
    try store.put(Self.record)
    var other = Self.record
    other.name = "other"
    try store.put(other)
    var text = try String(contentsOfFile: sandbox.permissions, encoding: .utf8)
    // Only the record of `sample`, which is the last in the order of names.
    let tail = try #require(text.range(of: "\"sample\": {"))
    text.replaceSubrange(
      tail.lowerBound..., with: text[tail.lowerBound...].replacing("docs", with: "/etc"))
    try text.write(toFile: sandbox.permissions, atomically: false, encoding: .utf8)
    #expect(throws: StoreError.self) { try store.record(of: "sample") }
    #expect(try store.record(of: "other") == other)
  }

  @Test(
    "refuses a file that is no store",
    arguments: ["", "{", "[]", "{\"version\": 2, \"plugins\": {}}", "{\"version\": 1}"])
  func noStore(text: String) throws {
    try sandbox.write(text, to: "project/.claude/security/permissions.json")
    #expect(throws: (any Error).self) { try store.record(of: "sample") }
    #expect(throws: (any Error).self) { try store.put(Self.record) }
    #expect(try String(contentsOfFile: sandbox.permissions, encoding: .utf8) == text)
  }

  @Test(
    "refuses links in its place",
    arguments: [".claude", ".claude/security", ".claude/security/permissions.json"])
  func links(name: String) throws {
    let elsewhere = try Sandbox()
    try elsewhere.store().put(Self.record)
    let link = sandbox.project + "/" + name
    try FileManager.default.createDirectory(
      atPath: (link as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: elsewhere.project + "/" + name)
    for attempt in [{ _ = try store.names() }, { try store.put(Self.record) }] {
      let error = #expect(throws: StoreError.self, performing: attempt)
      #expect(error?.code == "unsafe-path")
    }
  }

  @Test("several processes that put at once keep all their records")
  func concurrent() async throws {
    async let one: ExitTest.Result? = #expect(processExitsWith: .success) {
      [path = sandbox.path as String] in try putMany(path, "one")
    }
    async let two: ExitTest.Result? = #expect(processExitsWith: .success) {
      [path = sandbox.path as String] in try putMany(path, "two")
    }
    _ = await (one, two)
    #expect(try store.names().count == 40)
    for name in try store.names() { #expect(try store.record(of: name)?.name == name) }
  }
}

private func putMany(_ path: String, _ prefix: String) throws {
  let store = PermissionStore(project: path + "/project") {
    try UserKey(directory: path + "/home/.config/bulkhead", outside: path + "/project")
  }
  for number in 1...20 {
    var record = PermissionStoreTests.record
    record.name = "\(prefix)-\(number)"
    try store.put(record)
  }
}

@Suite("Files of an approved plugin")
struct FilePinsTests {
  let sandbox: Sandbox
  let root: String
  init() throws {
    sandbox = try Sandbox()
    root = sandbox.project + "/.claude/plugins/sample"
    try sandbox.write("one", to: "project/.claude/plugins/sample/index.js")
    try sandbox.write("two", to: "project/.claude/plugins/sample/lib/two.js")
    symlink("lib/two.js", root + "/link.js")
    var record = PermissionStoreTests.record
    record.files = try FilePins(directory: root).hashes
    try sandbox.store().put(record)
  }

  @Test("pass while they are those that were approved")
  func unchanged() throws {
    #expect(try sandbox.store().check("sample", root: root).name == "sample")
    let pins = try FilePins(directory: root)
    #expect(pins.hashes.keys.sorted() == ["index.js", "lib/two.js", "link.js"])
    #expect(pins.hashes["link.js"] == "link:lib/two.js")
    #expect(try pins.matches("index.js", Array("one".utf8)))
    #expect(try !pins.matches("index.js", Array("One".utf8)))
    #expect(try !pins.matches("other.js", Array("one".utf8)))
  }

  static let changes: [(code: String, name: String, change: @Sendable (String) throws -> Void)] = [
    ("file-changed", "index.js", { try Data("One".utf8).write(to: $0.file("index.js")) }),
    ("file-changed", "lib/two.js", { try Data().write(to: $0.file("lib/two.js")) }),
    (
      "file-changed", "link.js",
      { root in
        unlink(root + "/link.js")
        symlink("index.js", root + "/link.js")
      }
    ),
    (
      "file-changed", "index.js",
      { root in
        unlink(root + "/index.js")
        symlink("lib/two.js", root + "/index.js")
      }
    ),
    ("file-missing", "lib/two.js", { unlink($0 + "/lib/two.js") }),
    ("file-added", "new.js", { try Data().write(to: $0.file("new.js")) }),
    ("file-added", ".hidden", { symlink("/etc/passwd", $0 + "/.hidden") }),
    ("bad-file", "pipe", { mkfifo($0 + "/pipe", 0o600) }),
  ]

  @Test("are refused by name once they differ", arguments: changes.indices)
  func changed(index: Int) throws {
    let (code, name, change) = Self.changes[index]
    try change(root)
    let error = #expect(throws: StoreError.self) {
      try sandbox.store().check("sample", root: root)
    }
    #expect(error?.code == code)
    #expect(error?.message.contains(name) == true)
  }

  @Test("a root that became a link is refused")
  func linkedRoot() throws {
    try FileManager.default.moveItem(atPath: root, toPath: sandbox.path + "/moved")
    symlink(sandbox.path + "/moved", root)
    #expect(throws: StoreError.self) { try sandbox.store().check("sample", root: root) }
  }
}

extension String {
  fileprivate func file(_ name: String) -> URL { URL(fileURLWithPath: self + "/" + name) }
}
