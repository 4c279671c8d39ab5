import BulkheadSource
import BulkheadStore
import Glibc

/// Copies a plugin's files, and refuses what a plugin has no use for. Every file is reached by one name
/// at a time from an open directory, never through a link, and what is copied is what was opened: a
/// source that changes meanwhile can only change what the copy has, which is what is scanned.
struct TreeCopy {
  let limits: TreeLimits
  /// What is in the copy so far, by its path.
  private(set) var inventory = TreeInventory()
  /// What was left out, by its path.
  private(set) var leftOut: [String] = []
  private var entries = 0
  private var bytes = 0

  init(limits: TreeLimits) { self.limits = limits }

  /// Copies the contents of one directory into another, which is empty.
  mutating func copy(from source: Directory, to copy: Directory) throws {
    try copyDirectory(source, copy, prefix: "", depth: 1)
    try inventory.checkLinks()
  }

  private mutating func copyDirectory(
    _ source: Directory, _ copy: Directory, prefix: String, depth: Int
  ) throws {
    guard depth <= limits.depth else {
      throw InstallError(
        code: "tree-too-deep",
        "\(shown(prefix)) lies more than \(limits.depth) directories deep",
        help: "flatten the plugin's directories", isRefusal: true)
    }
    var names: Set<String> = []
    for name in try source.names(limit: limits.entries - entries) {
      entries += 1
      guard entries <= limits.entries else {
        throw InstallError(
          code: "too-many-files",
          "the plugin has more than \(limits.entries) files and directories",
          help: "remove what is not part of it, such as node_modules or build output",
          isRefusal: true)
      }
      guard let name = String(validating: name, as: UTF8.self) else {
        throw InstallError(
          code: "bad-name",
          "a file in \(shown(prefix.isEmpty ? "." : prefix)) has a name that is not UTF-8",
          help: "rename it", isRefusal: true)
      }
      // A set of strings takes names as equal that Unicode does, whatever their bytes are.
      guard names.insert(name.lowercased()).inserted else {
        throw InstallError(
          code: "name-collision",
          "\(shown(prefix + name)) has the name of another file but for case or composition of letters",
          help: "rename one of the two", isRefusal: true)
      }
      try copyEntry(name, source, copy, path: prefix + name, depth: depth)
    }
  }

  private mutating func copyEntry(
    _ name: String, _ source: Directory, _ copy: Directory, path: String, depth: Int
  ) throws {
    // The history of a clone is no part of a plugin, and a repository inside the project's would
    // confuse git.
    if name == ".git" { return leftOut.append(path) }
    guard let status = try source.status(of: name) else { throw vanished(path) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      guard let child = try source.existing(name) else { throw vanished(path) }
      let made = try copy.child(name, mode: 0o755)
      inventory.add(path, .directory)
      try copyDirectory(child, made, prefix: path + "/", depth: depth + 1)
    case S_IFREG:
      try copyFile(name, source, copy, path: path)
      inventory.add(path, .file)
    case S_IFLNK:
      let target = try source.target(of: name)
      try copy.link(name, to: target)
      inventory.add(path, .link(target))
    default:
      throw InstallError(
        code: "special-file", "\(shown(path)) is \(Self.kind(status.st_mode)), not a file",
        help: "remove it from the plugin", isRefusal: true)
    }
  }

  private mutating func copyFile(
    _ name: String, _ source: Directory, _ copy: Directory, path: String
  ) throws {
    let from = try source.open(name, O_RDONLY)
    let status = try from.status()
    // Opened without waiting and looked at again: it may have become something else in between.
    guard status.st_mode & S_IFMT == S_IFREG else { throw vanished(path) }
    let rest = limits.bytes - bytes
    guard status.st_size <= rest else { throw tooLarge(path) }
    // Readable for all, as the sandbox may run as another user; never set-user-ID or writable.
    let mode: mode_t = status.st_mode & 0o100 == 0 ? 0o644 : 0o755
    let into = try copy.open(name, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    var count = 0
    // A file that grows while it is copied fails on the limit for all of them.
    try from.forEachChunk(limit: rest) { chunk throws(StoreError) in
      count += chunk.count
      try into.write(Array(chunk))
    }
    try into.setMode(mode)
    bytes += count
  }

  private func tooLarge(_ path: String) -> InstallError {
    InstallError(
      code: "too-large",
      "the plugin has more than \(limits.bytes >> 20) MB: \(shown(path)) does not fit",
      help: "remove what is not part of it, such as node_modules or build output",
      isRefusal: true)
  }

  private func vanished(_ path: String) -> InstallError {
    InstallError(
      code: "source-changed", "\(shown(path)) changed while it was copied", help: "try again")
  }

  private func shown(_ path: String) -> String { SafeText.escaped(path, limit: 300) }

  private static func kind(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFIFO: "a FIFO"
    case S_IFSOCK: "a socket"
    case S_IFBLK, S_IFCHR: "a device"
    default: "something unknown"
    }
  }
}
