import BulkheadPolicy
import BulkheadSource
import Glibc

/// `permissions.json` of a project: what its user approved. Each record carries a MAC under the user's key
/// over the record, the plugin's name and the project's directory, so that an edited record, one under
/// another name, and one copied from another project or user are all refused.
public struct PermissionStore: Sendable {
  /// The project's directory, real and absolute.
  public let project: String
  private let key: @Sendable () throws -> UserKey

  /// The store of a project.
  public init(project: String, key: @escaping @Sendable () throws -> UserKey) {
    self.project = project
    self.key = key
  }

  /// Where the records are.
  public var path: String { directory + "/permissions.json" }
  private var directory: String { project + "/.claude/security" }

  /// The names of the plugins that have a record, sorted; whether it can be trusted is not checked.
  public func names() throws -> [String] {
    try load().map(\.name).sorted()
  }

  /// The record of a plugin; nil where it has none.
  ///
  /// - Throws: `StoreError` with code `bad-mac` where the record is not what the user approved.
  public func record(of name: String) throws -> ApprovalRecord? {
    guard let entry = try load().first(where: { $0.name == name }) else { return nil }
    return try trusted(entry)
  }

  /// Writes the record of a plugin, replacing the one it has.
  public func put(_ record: ApprovalRecord) throws {
    try change { entries in
      entries.removeAll { $0.name == record.name }
      entries.append(try signed(record))
    }
  }

  /// Removes the record of a plugin; false where it has none.
  @discardableResult
  public func remove(_ name: String) throws -> Bool {
    var removed = false
    try change { entries in
      removed = entries.contains { $0.name == name }
      entries.removeAll { $0.name == name }
    }
    return removed
  }

  /// Changes what a plugin is granted, under the store's lock.
  ///
  /// - Returns: the record as it is now.
  @discardableResult
  public func update(
    _ name: String, _ body: (inout ApprovalRecord) throws -> Void
  ) throws -> ApprovalRecord {
    var updated: ApprovalRecord?
    try change { entries in
      guard let index = entries.firstIndex(where: { $0.name == name }) else {
        throw StoreError.notInstalled(name, project)
      }
      var record = try trusted(entries[index])
      try body(&record)
      entries[index] = try signed(record)
      updated = record
    }
    guard let updated else { throw StoreError.notInstalled(name, project) }
    return updated
  }

  /// The record of a plugin whose files are still those that were approved.
  ///
  /// - Throws: `StoreError`: `not-installed`, `bad-mac`, `file-changed`, `file-added`, `file-missing`
  ///   with the files that differ.
  public func check(_ name: String, root: String) throws -> ApprovalRecord {
    guard let record = try record(of: name) else { throw StoreError.notInstalled(name, project) }
    try FilePins(record.files).check(root: root, plugin: name)
    return record
  }

  // MARK: - Entries

  private struct Entry {
    var name: String
    var value: JSONValue
  }

  private func trusted(_ entry: Entry) throws -> ApprovalRecord {
    guard var object = entry.value.objectValue, let mac = object["mac"]?.stringValue else {
      throw badMAC(entry.name)
    }
    object["mac"] = nil
    let expected = try authentication(of: .object(object), name: entry.name)
    guard Digest.areEqual(Array(mac.utf8), Array(expected.utf8)) else { throw badMAC(entry.name) }
    let bytes = Array(JSONValue.object(object).rendered().utf8)
    let document = try JSONDocument(bytes, file: path, limits: .data)
    return try ApprovalRecord(name: entry.name, document, document.root)
  }

  private func signed(_ record: ApprovalRecord) throws -> Entry {
    guard var object = record.json.objectValue else { throw badMAC(record.name) }
    object["mac"] = .string(try authentication(of: record.json, name: record.name))
    return Entry(name: record.name, value: .object(object))
  }

  /// The rendering is deterministic and keeps the order of the members, so equal bytes mean an equal
  /// record.
  private func authentication(of value: JSONValue, name: String) throws -> String {
    let bound: JSONValue = ["project": .string(project), "name": .string(name), "record": value]
    return Digest.hex(try key().authenticate("permissions", Array(bound.rendered().utf8)))
  }

  private func badMAC(_ name: String) -> StoreError {
    StoreError(
      code: "bad-mac",
      "the record of \(SafeText.escaped(name)) in \(path) is not what you approved: it was edited, "
        + "or comes from another project or user",
      help: "bulkhead uninstall \(SafeText.escaped(name)), then install it again")
  }

  private func load() throws -> [Entry] {
    guard let folder = try SecurityDirectory.existing(directory) else { return [] }
    return try load(from: folder)
  }

  private func load(from folder: Directory) throws -> [Entry] {
    guard try folder.status(of: "permissions.json") != nil else { return [] }
    let file = try folder.open("permissions.json", O_RDONLY)
    try file.requireOwnRegularFile()
    let bytes = try file.readAll(limit: JSONLimits.data.bytes)
    let root = try JSONDocument(bytes, file: path, limits: .data).root.plain
    guard root["version"]?.integerValue == 1, let plugins = root["plugins"]?.objectValue else {
      throw StoreError(
        code: "bad-store", "\(path) is not a permission store of version 1",
        help: "move it away and install your plugins again")
    }
    return plugins.members.map { Entry(name: $0.key, value: $0.value) }
  }

  private func change(_ body: (inout [Entry]) throws -> Void) throws {
    let folder = try SecurityDirectory.open(directory)
    let lock = try folder.open("permissions.lock", O_RDWR | O_CREAT)
    try lock.requireOwnRegularFile()
    try lock.lock()
    // Held until the file closes, at the end of this scope at the latest.
    try withExtendedLifetime(lock) {
      var entries = try load(from: folder)
      try body(&entries)
      var plugins = JSONObject()
      for entry in entries.sorted(by: { $0.name < $1.name }) { plugins[entry.name] = entry.value }
      let root: JSONValue = ["version": 1, "plugins": .object(plugins)]
      try folder.replace(
        "permissions.json", with: Array((root.rendered(pretty: true) + "\n").utf8))
    }
  }
}

extension StoreError {
  package static func notInstalled(_ name: String, _ project: String) -> StoreError {
    StoreError(
      code: "not-installed",
      "the plugin \(SafeText.escaped(name)) is not installed in \(project)",
      help: "bulkhead install PATH, or name another project with --project")
  }
}
