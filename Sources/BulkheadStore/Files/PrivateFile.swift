import Glibc

/// Files that only Bulkhead writes: made whole or not at all, never through a link.
enum PrivateFile {
  /// Makes a directory and its missing parents; the last one is for the owner alone.
  static func makeDirectory(_ path: String, mode: mode_t = 0o700) throws(StoreError) {
    var partial = ""
    for name in path.split(separator: "/") {
      partial += "/" + name
      // SAFETY: the path is copied by the kernel during the call.
      if unsafe mkdir(partial, partial == path ? mode : 0o755) != 0, errno != EEXIST {
        throw failure("cannot make the directory", partial, errno)
      }
    }
    guard let status = status(of: path), status.st_mode & S_IFMT == S_IFDIR else {
      throw StoreError(
        code: "bad-directory", "\(path) is not a directory, or is a link to one",
        help: "remove it, or make it a directory")
    }
  }

  /// The status of the path itself, not of what a link there leads to.
  static func status(of path: String) -> stat? {
    var status = stat()
    // SAFETY: the structure outlives the call that fills it.
    return unsafe lstat(path, &status) == 0 ? status : nil
  }

  /// Replaces a file in one step: whoever reads it sees the old bytes or the new ones.
  static func replace(_ path: String, with bytes: [UInt8], mode: mode_t = 0o600)
    throws(StoreError)
  {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    let descriptor = try create(temporary, mode)
    do throws(StoreError) {
      try write(bytes, to: descriptor, temporary)
      if fsync(descriptor) != 0 { throw failure("cannot write", temporary, errno) }
      close(descriptor)
    } catch {
      close(descriptor)
      remove(temporary)
      throw error
    }
    // SAFETY: both paths are copied by the kernel during the call.
    if unsafe rename(temporary, path) != 0 {
      let code = errno
      remove(temporary)
      throw failure("cannot replace", path, code)
    }
  }

  /// Makes a file that must not exist yet, with all its bytes; false where it does exist.
  static func createOnce(_ path: String, with bytes: [UInt8]) throws(StoreError) -> Bool {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    let descriptor = try create(temporary, 0o600)
    defer { remove(temporary) }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, temporary)
    if fsync(descriptor) != 0 { throw failure("cannot write", temporary, errno) }
    // SAFETY: both paths are copied by the kernel during the call.
    if unsafe link(temporary, path) == 0 { return true }
    if errno == EEXIST { return false }
    throw failure("cannot make", path, errno)
  }

  /// Holds an exclusive lock on `path` while `body` runs, against other hosts and other threads.
  static func withLock<Result>(
    _ path: String, _ body: () throws -> Result
  ) throws -> Result {
    // SAFETY: the path is copied by the kernel during the call.
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("cannot lock", path, errno) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      if errno != EINTR { throw failure("cannot lock", path, errno) }
    }
    return try body()
  }

  /// Appends a line with one write, so that lines of two hosts never mix.
  static func append(_ line: String, to path: String) throws(StoreError) {
    // SAFETY: the path is copied by the kernel during the call.
    let descriptor = unsafe open(
      path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("cannot open", path, errno) }
    defer { close(descriptor) }
    try write(Array((line + "\n").utf8), to: descriptor, path)
  }

  private static func create(_ path: String, _ mode: mode_t) throws(StoreError) -> Int32 {
    // SAFETY: the path is copied by the kernel during the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure("cannot make", path, errno) }
    return descriptor
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(StoreError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // SAFETY: the buffer is only read, for its own length, during the call.
      let count = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure("cannot write", path, errno)
      }
      rest = rest.dropFirst(count)
    }
  }

  private static func remove(_ path: String) {
    // SAFETY: the path is copied by the kernel during the call. A file that stays behind is harmless.
    _ = unsafe unlink(path)
  }

  static func failure(_ what: String, _ path: String, _ code: Int32) -> StoreError {
    let help: String? =
      switch code {
      case EROFS, EACCES, EPERM: "make it writable for this user, or choose another --project"
      case ENOSPC, EDQUOT: "free some space"
      default: nil
      }
    // SAFETY: strerror's text is copied at once.
    let reason = unsafe String(cString: strerror(code))
    return StoreError(code: "write-failed", "\(what) \(path): \(reason)", help: help)
  }
}
