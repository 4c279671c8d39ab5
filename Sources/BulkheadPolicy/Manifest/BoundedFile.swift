public import BulkheadSource
import Glibc

/// Reads a small file that a stranger may have prepared: a regular file, never through a link in its last
/// name, never more than `limit` bytes, never waiting on a FIFO.
public enum BoundedFile {
  /// The bytes of the file; nil where there is none.
  ///
  /// - Throws: a `Diagnostic` that says why an existing file cannot be read.
  public static func read(_ path: String, limit: Int = 1 << 20) throws(Diagnostic) -> [UInt8]? {
    // SAFETY: the path is copied by the kernel during the call.
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { return nil }
      if code == ELOOP { throw refusal(path, "it is a symbolic link", "put the file itself there") }
      throw refusal(path, Self.describe(code), "make it readable, or remove it")
    }
    defer { close(descriptor) }
    var status = stat()
    // SAFETY: the structure outlives the call that fills it.
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw refusal(path, "it is not a regular file", "put a file there")
    }
    guard status.st_size <= limit else {
      throw refusal(
        path, "it has \(status.st_size) bytes, more than the \(limit) that are read",
        "remove what does not belong in it")
    }
    return try readAll(descriptor, path, limit)
  }

  private static func readAll(
    _ descriptor: Int32, _ path: String, _ limit: Int
  ) throws(Diagnostic) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      // SAFETY: the kernel writes at most the count of the buffer it is given.
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw refusal(path, describe(errno), nil)
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > limit { throw refusal(path, "it grows while it is read", nil) }
    }
  }

  private static func refusal(_ path: String, _ why: String, _ help: String?) -> Diagnostic {
    Diagnostic(code: "unreadable-file", "the file cannot be read: \(why)", file: path, help: help)
  }

  private static func describe(_ code: Int32) -> String {
    // SAFETY: strerror's text is copied at once.
    unsafe String(cString: strerror(code))
  }
}
