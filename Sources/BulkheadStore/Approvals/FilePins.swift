import BulkheadSource
import Glibc

/// The files of an installed plugin by their hashes: changed code is not approved code.
public struct FilePins: Hashable, Sendable {
  /// SHA-256 in hexadecimal by path in the plugin's directory; for a link, `link:` and where it leads.
  public let hashes: [String: String]

  /// Pins that were made before.
  public init(_ hashes: [String: String]) { self.hashes = hashes }

  /// Largest file that is hashed; the installer refuses larger ones.
  public static let maximumFileSize = 200 << 20

  /// Pins every file below a directory. Links count by where they lead, not by what is there.
  ///
  /// - Throws: `StoreError` for what cannot be read, and for what is neither file, directory nor link.
  public init(directory: String) throws {
    var hashes: [String: String] = [:]
    var alike: String?
    try Self.walk(Directory(path: directory), prefix: "", depth: 0) { path, hash in
      if hashes.updateValue(hash, forKey: path) != nil { alike = path }
    }
    // Pins are found by text, to which the two are one: a change of either could hide behind the other.
    if let alike {
      throw StoreError(
        code: "bad-file",
        "\(StoreError.shown(directory)) has two files that are both called \(StoreError.shown(alike))",
        help: "remove one of them")
    }
    self.hashes = hashes
  }

  /// Whether the bytes are those of a pinned file.
  public func matches(_ path: String, _ bytes: [UInt8]) throws -> Bool {
    guard let expected = hashes[path] else { return false }
    return Digest.hex(try Digest.sha256(bytes)) == expected
  }

  func check(root: String, plugin: String) throws {
    let found: FilePins
    do {
      found = try FilePins(directory: root)
    } catch let error as StoreError {
      throw StoreError(code: error.code, error.message, help: Self.help(plugin))
    }
    let changed = hashes.filter { pin in found.hashes[pin.key].map { $0 != pin.value } ?? false }
    let missing = hashes.keys.filter { found.hashes[$0] == nil }
    let added = found.hashes.keys.filter { hashes[$0] == nil }
    for (code, verb, paths) in [
      ("file-changed", "changed", Array(changed.keys)), ("file-missing", "removed", missing),
      ("file-added", "added", added),
    ] where !paths.isEmpty {
      throw StoreError(
        code: code,
        "the plugin \(plugin) is not what you approved: \(Self.list(paths)) \(verb) since then",
        help: Self.help(plugin))
    }
  }

  private static func help(_ plugin: String) -> String {
    "restore it, or bulkhead install it again to see what changed"
  }

  private static func list(_ paths: [String]) -> String {
    let shown = paths.sorted().prefix(3).map { SafeText.escaped($0, limit: 80) }
    let more = paths.count > 3 ? " and \(paths.count - 3) more" : ""
    return shown.joined(separator: ", ") + more + (paths.count == 1 ? " was" : " were")
  }

  private static func walk(
    _ directory: Directory, prefix: String, depth: Int, _ found: (String, String) -> Void
  ) throws(StoreError) {
    // Each level holds a descriptor; the installer refuses deeper trees.
    guard depth <= 64 else {
      throw StoreError(code: "bad-file", "\(StoreError.shown(directory.path)) is too deep a tree")
    }
    for bytes in try directory.names() {
      guard let name = String(validating: bytes, as: UTF8.self),
        let status = try directory.status(of: name)
      else {
        throw StoreError(
          code: "bad-file",
          "\(StoreError.shown(directory.path)) has a file whose name is not UTF-8")
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        guard let child = try directory.existing(name) else { continue }
        try walk(child, prefix: prefix + name + "/", depth: depth + 1, found)
      case S_IFREG:
        let file = try directory.open(name, O_RDONLY)
        found(prefix + name, Digest.hex(try file.digest(limit: maximumFileSize)))
      case S_IFLNK: found(prefix + name, "link:" + (try directory.target(of: name)))
      default:
        throw StoreError(
          code: "bad-file",
          "\(StoreError.shown(directory.path + "/" + name)) is neither a file, a directory nor a "
            + "link")
      }
    }
  }
}
