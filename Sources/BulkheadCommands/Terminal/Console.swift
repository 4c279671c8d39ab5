import Bulkhead
import Glibc
import Synchronization

/// Where a command's words go: the result to standard output, everything else to standard error.
final class Console: Sendable {
  /// Colours of the result.
  let style = Style(descriptor: STDOUT_FILENO)
  /// Colours of messages.
  let errorStyle = Style(descriptor: STDERR_FILENO)
  private let progressWidth = Mutex(0)

  /// Writes a part of the result.
  ///
  /// - Throws: a `Diagnostic` where it cannot be written: a result that is cut off is none.
  func result(_ text: String) throws(Diagnostic) {
    clearProgress()
    try Self.write(Array(text.utf8), to: STDOUT_FILENO)
  }

  /// Writes a message. What cannot be written is lost: there is nowhere to say so.
  func message(_ text: String) {
    clearProgress()
    try? Self.write(Array((text + "\n").utf8), to: STDERR_FILENO)
  }

  /// Replaces the line of progress, where there is a terminal to show it.
  func progress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    progressWidth.withLock { width in
      let padding = String(repeating: " ", count: max(0, width - text.count))
      try? Self.write(Array("\r\(text)\(padding)".utf8), to: STDERR_FILENO)
      width = text.count
    }
  }

  /// Shows how many files of a plugin are scanned, at most every so many files.
  func scanProgress(_ name: String) -> (@Sendable (Int, Int) -> Void)? {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    let shown = SafeText.escaped(name, limit: 60)
    return { done, count in
      guard count > 200, done % 64 == 0 else { return }
      self.progress("scanning \(shown): \(done) of \(count) files")
    }
  }

  private func clearProgress() {
    progressWidth.withLock { width in
      guard width > 0 else { return }
      try? Self.write(Array("\r\(String(repeating: " ", count: width))\r".utf8), to: STDERR_FILENO)
      width = 0
    }
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Diagnostic) {
    var offset = 0
    while offset < bytes.count {
      // SAFETY: the part that is written lies within the array, which outlives the call.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      }
      if count >= 0 {
        offset += count
      } else if errno == EAGAIN {
        // Whoever shares the terminal with us has set it to non-blocking.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        unsafe poll(&ready, 1, -1)
      } else if errno != EINTR {
        // SAFETY: strerror's text is copied at once.
        let reason = unsafe String(cString: strerror(errno))
        throw Diagnostic(
          code: "output", "the result cannot be written: \(reason)", help: "write it elsewhere")
      }
    }
  }
}
