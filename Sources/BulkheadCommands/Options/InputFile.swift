import Bulkhead
import Glibc

/// Files and streams that a person names on the command line; links and pipes are fine there.
enum InputFile {
  /// The bytes of a file, or of standard input where the path is `-`.
  ///
  /// - Throws: a `Diagnostic` that says why it cannot be read, more than `limit` bytes included.
  static func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
    guard path != "-" else { return try check(read(STDIN_FILENO, limit: limit), path, limit) }
    // SAFETY: the path is copied by the kernel during the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return try check(nil, path, limit) }
    let bytes = read(descriptor, limit: limit)
    let code = errno
    close(descriptor)
    errno = code
    return try check(bytes, path, limit)
  }

  /// All that a descriptor gives, or a little more than `limit` bytes; nil, with `errno`, where it fails.
  static func read(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= limit {
      // SAFETY: the kernel writes at most the count of the buffer it is given.
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  private static func check(
    _ bytes: [UInt8]?, _ path: String, _ limit: Int
  ) throws(Diagnostic) -> [UInt8] {
    guard let bytes else {
      // SAFETY: strerror's text is copied at once.
      let reason = unsafe String(cString: strerror(errno))
      throw Diagnostic(
        code: "unreadable-file", "the file cannot be read: \(reason)", file: path,
        help: "name a file that can be read, or - for standard input")
    }
    guard bytes.count <= limit else {
      throw Diagnostic(
        code: "unreadable-file", "the file has more than the \(limit) bytes that are read",
        file: path)
    }
    return bytes
  }
}
