import BulkheadSource
import Glibc

/// The files below a directory. Never leaves it: no link is followed, nothing that is not a regular
/// file is opened.
struct TreeWalk {
  /// Files to scan, as paths below the root, in the order of their bytes.
  private(set) var files: [String] = []
  /// What is left out, and why.
  private(set) var skipped: [SkippedFile] = []
  /// What is left out although it may be code: a plugin with such files cannot pass.
  private(set) var incomplete: [SkippedFile] = []

  private let root: String
  private let limits: ScanLimits
  private var visited = 0

  init(root: String, limits: ScanLimits) {
    self.root = root
    self.limits = limits
  }

  /// Walks the whole tree. A root that is a file is the one file, with the path ".".
  ///
  /// - Throws: a `Diagnostic` where the root cannot be read.
  mutating func run() throws(Diagnostic) {
    var status = stat()
    // SAFETY: the path is copied by the kernel, the structure outlives the call.
    guard unsafe stat(root, &status) == 0 else {
      throw unreadable("it does not exist or cannot be reached")
    }
    if status.st_mode & S_IFMT == S_IFREG {
      files = [""]
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw unreadable("it is neither a directory nor a file")
    }
    var pending = [""]
    while let directory = pending.popLast() {
      if directory.split(separator: "/").count > limits.depth {
        leaveOut(directory, "nested more than \(limits.depth) directories deep")
        continue
      }
      guard let names = names(in: directory) else {
        if directory.isEmpty { throw unreadable(Self.describe(errno)) }
        leaveOut(directory, "the directory cannot be listed: \(Self.describe(errno))")
        continue
      }
      var directories: [String] = []
      for (index, name) in names.enumerated() {
        if files.count >= limits.files || visited >= limits.entries {
          leaveOut(
            directory.isEmpty ? "." : directory,
            "the limit of \(limits.files) files is reached: \(names.count - index) or more entries are not scanned"
          )
          sort()
          return
        }
        visited += 1
        visit(directory.isEmpty ? name : directory + "/" + name, &directories)
      }
      pending += directories.reversed()
    }
    sort()
  }

  private mutating func sort() {
    files.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    skipped.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private mutating func leaveOut(_ path: String, _ reason: String) {
    let file = SkippedFile(path: path, reason: reason)
    skipped.append(file)
    incomplete.append(file)
  }

  private mutating func visit(_ path: String, _ directories: inout [String]) {
    var status = stat()
    // SAFETY: the path is copied by the kernel, the structure outlives the call.
    guard unsafe lstat(root + "/" + path, &status) == 0 else {
      leaveOut(path, Self.describe(errno))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      if path == ".git" || path.hasSuffix("/.git") {
        skipped.append(SkippedFile(path: path, reason: "version control data"))
      } else {
        directories.append(path)
      }
    case S_IFREG:
      files.append(path)
    case S_IFLNK: skipped.append(SkippedFile(path: path, reason: link(path)))
    case S_IFIFO: skipped.append(SkippedFile(path: path, reason: "a FIFO"))
    case S_IFSOCK: skipped.append(SkippedFile(path: path, reason: "a socket"))
    default: skipped.append(SkippedFile(path: path, reason: "a device"))
    }
  }

  /// Where a link leads, judged by its text alone.
  private func link(_ path: String) -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    // SAFETY: the kernel writes at most the count of the buffer.
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let base = characters.baseAddress else { return -1 }
        return unsafe readlink(root + "/" + path, base, characters.count)
      }
    }
    guard count > 0 else { return "a symbolic link that cannot be read" }
    let target = String(decoding: buffer[..<count], as: UTF8.self)
    let shown = SafeText.escaped(target)
    var depth = path.split(separator: "/").count - 1
    var leaves = target.hasPrefix("/")
    for name in target.split(separator: "/") where name != "." {
      depth += name == ".." ? -1 : 1
      if depth < 0 { leaves = true }
    }
    return leaves
      ? "a symbolic link out of the plugin, to \(shown)" : "a symbolic link, to \(shown)"
  }

  /// The names in a directory in the order of their bytes; nil with `errno` where it cannot be listed.
  private func names(in directory: String) -> [String]? {
    let path = directory.isEmpty ? root : root + "/" + directory
    // SAFETY: the path is copied by the kernel during the call.
    let descriptor = unsafe open(
      path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (directory.isEmpty ? 0 : O_NOFOLLOW))
    guard descriptor >= 0 else { return nil }
    guard let stream = unsafe fdopendir(descriptor) else {
      close(descriptor)
      return nil
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    // SAFETY: each entry is copied before the next call; d_name ends with NUL.
    while names.count <= limits.entries, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: UInt8.self, capacity: 256) {
          unsafe String(decodingCString: $0, as: UTF8.self)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func unreadable(_ why: String) -> Diagnostic {
    Diagnostic(
      code: "unreadable-directory", "the plugin cannot be read: \(why)", file: root,
      help: "name the directory of a plugin")
  }

  static func describe(_ code: Int32) -> String {
    // SAFETY: strerror's text is copied at once.
    unsafe String(cString: strerror(code))
  }
}
