import BulkheadPolicy
import BulkheadSource
import Glibc

/// The files of an installed plugin by their hashes: changed code is not approved code.
public struct FilePins: Hashable, Sendable {
  /// SHA-256 in hexadecimal by path in the plugin's directory.
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
    try Self.walk(directory, prefix: "") { path, hash in hashes[path] = hash }
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
    _ directory: String, prefix: String, _ found: (String, String) -> Void
  ) throws {
    // SAFETY: the path is copied by the kernel during the call.
    guard let stream = unsafe opendir(directory) else {
      throw PrivateFile.failure("cannot list", directory, errno)
    }
    defer { unsafe closedir(stream) }
    // SAFETY: each entry is copied before the next call, and the stream is used by this thread alone.
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name == "." || name == ".." { continue }
      let path = directory + "/" + name
      guard let status = PrivateFile.status(of: path) else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try walk(path, prefix: prefix + name + "/", found)
      case S_IFREG:
        guard let bytes = try BoundedFile.read(path, limit: maximumFileSize) else { continue }
        found(prefix + name, Digest.hex(try Digest.sha256(bytes)))
      case S_IFLNK: found(prefix + name, "link:" + (try target(of: path)))
      default:
        throw StoreError(
          code: "bad-file", "\(SafeText.escaped(path)) is neither a file, a directory nor a link")
      }
    }
  }

  private static func target(of path: String) throws -> String {
    // SAFETY: the kernel writes at most the capacity it is given, and says how much it wrote.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      unsafe buffer.withMemoryRebound(to: CChar.self) { names in
        guard let start = names.baseAddress else { return }
        count = unsafe max(0, readlink(path, start, names.count))
      }
    }
    guard !bytes.isEmpty else { throw PrivateFile.failure("cannot read the link", path, errno) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
