import BulkheadSource
import Glibc

/// Finds the directory of a project.
struct ProjectSearch {
  let home: String

  func find(_ directory: String?) throws(StoreError) -> String {
    if let directory { return try existing(directory) }
    let current = try existing(".")
    var candidate = current
    // `~/.claude` is the agent's own configuration and `/` nobody's project.
    while candidate != home, candidate != "/" {
      if isProject(candidate) { return candidate }
      candidate = Self.parent(of: candidate)
    }
    return current
  }

  /// A directory that somebody else made above the current one does not govern this user.
  private func isProject(_ directory: String) -> Bool {
    [".claude", ".git"].contains { name in
      var status = stat()
      // SAFETY: the path is copied by the kernel, the structure outlives the call.
      return unsafe lstat("\(directory)/\(name)", &status) == 0 && status.st_uid == geteuid()
    }
  }

  private static func parent(of path: String) -> String {
    let names = PathText.names(path).dropLast()
    return "/" + names.joined(separator: "/")
  }

  private func existing(_ path: String) throws(StoreError) -> String {
    let shown = SafeText.escaped(path, limit: 4096)
    // SAFETY: realpath's own buffer is copied and freed here.
    guard let real = unsafe realpath(path, nil) else {
      throw StoreError(
        code: "no-project", "there is no directory \(shown)",
        help: "name an existing directory with --project")
    }
    defer { unsafe free(real) }
    var status = stat()
    // SAFETY: the path is copied by the kernel, the structure outlives the call.
    guard unsafe stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw StoreError(
        code: "no-project", "\(shown) is not a directory", help: "name a directory with --project")
    }
    return unsafe String(cString: real)
  }
}
