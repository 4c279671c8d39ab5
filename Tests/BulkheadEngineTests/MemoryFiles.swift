import BulkheadWire

/// A file system in memory, with the error codes of the real one: what a host does, without a host.
final class MemoryFiles {
  enum Node {
    case file([UInt8], mode: Int)
    case directory
    case link(String)
  }

  struct Failure: Error {
    var code: String
  }

  /// By absolute path without `.` and `..`.
  private var nodes: [String: Node] = ["/": .directory]
  private var temporaryCount = 0

  private static let messages = [
    "ENOENT": "no such file or directory", "EEXIST": "file already exists",
    "EISDIR": "illegal operation on a directory", "ENOTDIR": "not a directory",
    "ENOTEMPTY": "directory not empty", "EINVAL": "invalid argument",
  ]

  static func reply(_ failure: Failure) -> Reply {
    .error(
      code: failure.code, message: "\(failure.code): \(messages[failure.code] ?? "failed")")
  }

  subscript(path: String) -> [UInt8]? {
    get {
      if case .file(let bytes, _)? = nodes[resolved(path)] { return bytes }
      return nil
    }
    set {
      makeDirectories(parent(of: path))
      nodes[path] = newValue.map { .file($0, mode: 0o644) }
    }
  }

  func add(_ path: String, _ node: Node) {
    makeDirectories(parent(of: path))
    nodes[path] = node
  }

  // MARK: Operations

  /// The reply to a request about files; nil for other requests.
  func answer(_ operation: Operation, _ fields: [String], _ bytes: [UInt8]) throws(Failure)
    -> Reply?
  {
    let path = fields.first ?? ""
    switch operation {
    case .readFile: return .bytes(try read(path))
    case .writeFile: return try write(path, flags: fields[1], bytes)
    case .stat: return .text(try status(path, follows: fields[1] == "1"))
    case .readdir: return .text(try list(path, recursive: fields[1] == "1"))
    case .mkdir: return try makeDirectory(path, recursive: fields[1] == "1")
    case .rm: return try remove(path, recursive: fields[1] == "1", force: fields[2] == "1")
    case .unlink:
      if case .directory = try node(path) { throw Failure(code: "EISDIR") }
      nodes[path] = nil
    case .rmdir:
      guard case .directory = try node(path) else { throw Failure(code: "ENOTDIR") }
      guard children(of: path).isEmpty else { throw Failure(code: "ENOTEMPTY") }
      nodes[path] = nil
    case .rename:
      nodes[fields[1]] = try node(path)
      nodes[path] = nil
    case .copyFile:
      if fields[2] == "1", nodes[fields[1]] != nil { throw Failure(code: "EEXIST") }
      nodes[fields[1]] = .file(try read(path), mode: 0o644)
    case .access: _ = try node(resolved(path))
    case .realpath:
      _ = try node(resolved(path))
      return .text(resolved(path))
    case .truncate:
      return try write(path, flags: "w", Array(read(path).prefix(Int(fields[1]) ?? 0)))
    case .chmod: nodes[path] = .file(try read(path), mode: Int(fields[1], radix: 8) ?? 0)
    case .mkdtemp:
      temporaryCount += 1
      let made = path + "a1b2c" + "\(temporaryCount)"
      nodes[made] = .directory
      return .text(made)
    case .symlink:
      guard nodes[fields[1]] == nil else { throw Failure(code: "EEXIST") }
      nodes[fields[1]] = .link(path)
    case .readlink:
      guard case .link(let target) = try node(path) else { throw Failure(code: "EINVAL") }
      return .text(target)
    default: return nil
    }
    return .done
  }

  private func read(_ path: String) throws(Failure) -> [UInt8] {
    guard case .file(let bytes, _) = try node(resolved(path)) else { throw Failure(code: "EISDIR") }
    return bytes
  }

  private func write(_ path: String, flags: String, _ bytes: [UInt8]) throws(Failure) -> Reply {
    guard case .directory? = nodes[parent(of: path)] else { throw Failure(code: "ENOENT") }
    if flags.contains("x"), nodes[path] != nil { throw Failure(code: "EEXIST") }
    let before = flags.hasPrefix("a") ? self[path] ?? [] : []
    nodes[resolved(path)] = .file(before + bytes, mode: 0o644)
    return .done
  }

  private func status(_ path: String, follows: Bool) throws(Failure) -> String {
    let (type, size, mode) =
      switch try node(follows ? resolved(path) : path) {
      case .file(let bytes, let mode): ("file", bytes.count, mode)
      case .directory: ("directory", 4096, 0o755)
      case .link(let target): ("symlink", target.utf8.count, 0o777)
      }
    return #"{"type":"\#(type)","size":\#(size),"mode":\#(mode),"mtimeMs":1000,"atimeMs":1000,"#
      + #""ctimeMs":1000,"birthtimeMs":1000,"dev":1,"ino":2,"nlink":1,"uid":3,"gid":4}"#
  }

  private func list(_ path: String, recursive: Bool) throws(Failure) -> String {
    guard case .directory = try node(path) else { throw Failure(code: "ENOTDIR") }
    let entries = nodes.keys.filter { $0.hasPrefix(path + "/") }.map {
      $0.dropFirst(path.count + 1)
    }
    .filter { recursive || !$0.contains("/") }.sorted()
    return "["
      + entries.map { name in
        let type =
          switch nodes["\(path)/\(name)"] {
          case .directory?: "directory"
          case .link?: "symlink"
          default: "file"
          }
        return #"["\#(name)","\#(type)"]"#
      }.joined(separator: ",") + "]"
  }

  private func makeDirectory(_ path: String, recursive: Bool) throws(Failure) -> Reply {
    guard recursive else {
      guard nodes[path] == nil else { throw Failure(code: "EEXIST") }
      nodes[path] = .directory
      return .done
    }
    return .text(makeDirectories(path) ?? "")
  }

  private func remove(_ path: String, recursive: Bool, force: Bool) throws(Failure) -> Reply {
    guard let node = nodes[path] else {
      if force { return .done }
      throw Failure(code: "ENOENT")
    }
    if case .directory = node {
      guard recursive else { throw Failure(code: "EISDIR") }
      for child in nodes.keys where child.hasPrefix(path + "/") { nodes[child] = nil }
    }
    nodes[path] = nil
    return .done
  }

  // MARK: Paths

  private func node(_ path: String) throws(Failure) -> Node {
    guard let node = nodes[path] else { throw Failure(code: "ENOENT") }
    return node
  }

  private func resolved(_ path: String) -> String {
    guard case .link(let target)? = nodes[path] else { return path }
    return target.hasPrefix("/") ? target : parent(of: path) + "/" + target
  }

  private func parent(of path: String) -> String {
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    return "/" + parent
  }

  private func children(of path: String) -> [String] {
    nodes.keys.filter { $0.hasPrefix(path + "/") }
  }

  /// The first directory that was missing.
  @discardableResult
  private func makeDirectories(_ path: String) -> String? {
    guard nodes[path] == nil else { return nil }
    let first = makeDirectories(parent(of: path))
    nodes[path] = .directory
    return first ?? path
  }
}
