import CLinuxSandbox
import Glibc

/// An open file or directory, closed at the end of its life. With `O_PATH` it only stands for the file,
/// which was not really opened: no device notices.
public struct OpenFile: ~Copyable, Sendable {
  /// The descriptor.
  public let descriptor: Int32

  /// O_PATH of open(2), which Swift's Glibc module does not show.
  public static let pathOnly = Int32(bulkhead_file_path_only)

  private init(checked descriptor: Int32) throws(FileError) {
    guard descriptor >= 0 else { throw FileError(-descriptor) }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Opens an absolute path, following links except those of /proc.
  ///
  /// - Parameter followsLinks: false makes any link in the path `ELOOP`. A clean path that opens is then
  ///   the file's real path.
  public init(path: String, flags: Int32, followsLinks: Bool = true) throws(FileError) {
    try self.init(
      checked: unsafe bulkhead_file_open(AT_FDCWD, path, flags, 0, followsLinks ? 1 : 0))
  }

  /// Opens a name in this directory; `O_NOFOLLOW` is always set.
  public func open(_ name: String, flags: Int32, mode: UInt32 = 0) throws(FileError) -> OpenFile {
    try OpenFile(
      checked: unsafe bulkhead_file_open(descriptor, name, flags | O_NOFOLLOW, mode, 1))
  }

  /// Opens the same file with other flags.
  public func reopened(flags: Int32) throws(FileError) -> OpenFile {
    try OpenFile(checked: bulkhead_file_reopen(descriptor, flags))
  }

  /// What the file is.
  public func status() throws(FileError) -> FileStatus { try status(of: "") }

  /// What a name in this directory is; a link is not followed.
  public func status(of name: String) throws(FileError) -> FileStatus {
    var status = bulkhead_file_status()
    try check(unsafe bulkhead_file_status(descriptor, name, &status))
    return FileStatus(status)
  }

  /// The real path of the file: absolute, without links.
  ///
  /// - Throws: `ENOENT` if the file has been removed, or its path leads to another by now; `EILSEQ` if
  ///   the path is not UTF-8: a rule could not say what it means.
  public func realPath() throws(FileError) -> String {
    let path = try unsafe text { buffer in
      unsafe bulkhead_file_path(descriptor, buffer.baseAddress, buffer.count)
    }
    // "(unreachable)…" stands before what lies outside of this process's root.
    guard path.utf8.first == UInt8(ascii: "/") else { throw FileError(ENOENT) }
    if path.utf8.last == UInt8(ascii: ")"), path.hasSuffix(" (deleted)") {
      let named = try OpenFile(path: path, flags: Self.pathOnly | O_NOFOLLOW)
      guard try named.status().isSameFile(as: status()) else { throw FileError(ENOENT) }
    }
    return path
  }

  /// Where a link in this directory leads, as it is written.
  public func target(of name: String) throws(FileError) -> String {
    try unsafe text { buffer in
      guard let start = buffer.baseAddress else { return -Int(EINVAL) }
      let length = unsafe readlinkat(descriptor, name, start, buffer.count)
      return length < 0 ? -Int(errno) : length == buffer.count ? -Int(ENAMETOOLONG) : length
    }
  }

  /// The text that a call writes into a buffer; the call returns the number of bytes or -errno.
  private func text(
    _ call: (UnsafeMutableBufferPointer<CChar>) -> Int
  ) throws(FileError) -> String {
    var failure = FileError(EILSEQ)
    let text = unsafe withUnsafeTemporaryAllocation(
      of: CChar.self, capacity: Int(PATH_MAX)
    ) { buffer -> String? in
      let length = unsafe call(buffer)
      guard length >= 0 else {
        failure = FileError(Int32(-length))
        return nil
      }
      // SAFETY: the call has written `length` bytes, at most as many as the buffer has.
      return unsafe buffer[..<length].withMemoryRebound(to: UInt8.self) {
        unsafe String(validating: $0, as: UTF8.self)
      }
    }
    guard let text else { throw failure }
    return text
  }

  /// Whether the user of this process may access the file: a set of `R_OK`, `W_OK`, `X_OK`.
  public func checkAccess(_ mode: Int32) throws(FileError) {
    try check(bulkhead_file_access(descriptor, mode))
  }

  /// Changes the permission bits; works with `O_PATH`.
  public func changeMode(_ mode: UInt32) throws(FileError) {
    try check(bulkhead_file_chmod(descriptor, mode))
  }

  /// Sets the length in bytes.
  public func truncate(to length: Int) throws(FileError) {
    try call { ftruncate(descriptor, length) }
  }

  func check(_ result: Int32) throws(FileError) {
    if result < 0 { throw FileError(-result) }
  }

  func call(_ body: () -> Int32) throws(FileError) {
    while body() < 0 {
      let error = errno
      if error != EINTR { throw FileError(error) }
    }
  }
}

// MARK: - Contents

extension OpenFile {
  /// All bytes from the beginning on.
  ///
  /// - Parameters:
  ///   - expected: bytes that are likely there, as `status` says.
  ///   - limit: more than that are `EFBIG`.
  public func contents(expected: Int, limit: Int) throws(FileError) -> [UInt8] {
    guard expected <= limit else { throw FileError(EFBIG) }
    // One byte more than expected, so that the end of the file is met without growing.
    var end = End.notReached
    var bytes = unsafe [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, count in
      (count, end) = unsafe fill(buffer)
    }
    while true {
      switch end {
      case .reached: return bytes
      case .failed(let error): throw error
      case .notReached: break
      }
      guard bytes.count <= limit else { throw FileError(EFBIG) }
      bytes += unsafe [UInt8](unsafeUninitializedCapacity: 256 << 10) { buffer, count in
        (count, end) = unsafe fill(buffer)
      }
    }
  }

  private enum End {
    case notReached, reached
    case failed(FileError)
  }

  private func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) -> (Int, End) {
    var count = 0
    while count < buffer.count {
      // SAFETY: `count` stays below the size of the buffer, which is not empty.
      let more = unsafe read(
        descriptor, buffer.baseAddress.unsafelyUnwrapped + count, buffer.count - count)
      if more == 0 { return (count, .reached) }
      if more > 0 {
        count += more
      } else if errno != EINTR {
        return (count, .failed(FileError(errno)))
      }
    }
    return (count, .notReached)
  }

  /// Writes all bytes at the file's position.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    var written = 0
    while written < bytes.count {
      // SAFETY: `written` stays below the array's count.
      let more = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.write(
          descriptor, bytes.baseAddress.unsafelyUnwrapped + written, bytes.count - written)
      }
      if more >= 0 {
        written += more
      } else if errno != EINTR {
        throw FileError(errno)
      }
    }
  }

  /// Copies all of this file to the end of another.
  public func copyContents(to other: borrowing OpenFile) throws(FileError) {
    var end = End.notReached
    while true {
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 256 << 10) { buffer, count in
        (count, end) = unsafe fill(buffer)
      }
      try other.write(bytes)
      switch end {
      case .reached: return
      case .failed(let error): throw error
      case .notReached: break
      }
    }
  }
}
