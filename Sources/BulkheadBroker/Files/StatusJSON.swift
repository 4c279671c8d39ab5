import BulkheadLinux

/// A file's status as the script's `Stats` reads it.
enum StatusJSON {
  static func text(_ status: FileStatus) -> String {
    "{\"type\":\"\(status.kind.rawValue)\",\"dev\":\(status.device),\"ino\":\(status.inode)"
      + ",\"mode\":\(status.mode),\"nlink\":\(status.links),\"uid\":\(status.user)"
      + ",\"gid\":\(status.group),\"size\":\(status.size)"
      + ",\"atimeMs\":\(milliseconds(status.accessed))"
      + ",\"mtimeMs\":\(milliseconds(status.modified))"
      + ",\"ctimeMs\":\(milliseconds(status.changed))"
      + ",\"birthtimeMs\":\(milliseconds(status.born))}"
  }

  private static func milliseconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e6 }
}
