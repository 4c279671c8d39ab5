import Glibc

/// The ends of the worker. Nothing is torn down: `_exit` needs no call that the filter forbids.
enum Process {
  static func end(_ code: Int32) -> Never { _exit(code) }

  /// Ends with the code the host reads as "the worker refused", after a line on the error stream.
  static func fail(_ message: String, code: Int32 = 70) -> Never {
    let line = Array("bulkhead-worker: \(message)\n".utf8)
    // SAFETY: the array's own count bounds the write.
    _ = unsafe line.withUnsafeBytes { line in
      unsafe write(STDERR_FILENO, line.baseAddress, line.count)
    }
    _exit(code)
  }
}
