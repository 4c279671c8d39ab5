import BulkheadSource
package import Glibc

/// An open file; it closes with its last reference.
package final class OpenFile: Sendable {
  package let descriptor: Int32
  /// The path it was opened by, for messages only.
  package let path: String

  package init(owning descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// What it is.
  package func status() throws(StoreError) -> stat {
    var status = stat()
    // SAFETY: the structure outlives the call.
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw StoreError.system("look at", path)
    }
    return status
  }

  /// Refuses anything but a regular file of this user that has one name.
  package func requireOwnRegularFile() throws(StoreError) {
    try Self.requireOwnRegularFile(try status(), path)
  }

  static func requireOwnRegularFile(_ status: stat, _ path: String) throws(StoreError) {
    guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(), status.st_nlink == 1
    else {
      throw StoreError(
        code: "unsafe-path",
        "\(StoreError.shown(path)) is not a regular file of this user with one name",
        help: "move it away: it was not made by Bulkhead")
    }
  }

  /// Writes all bytes.
  package func write(_ bytes: [UInt8]) throws(StoreError) {
    var offset = 0
    while offset < bytes.count {
      // SAFETY: the slice stays within the array, which outlives the call.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw StoreError.system("write", path)
      }
      offset += count
    }
  }

  /// Passes all bytes on in parts of at most 64 KiB; stops with an error beyond `limit` bytes.
  package func forEachChunk(limit: Int, _ body: (ArraySlice<UInt8>) throws(StoreError) -> Void)
    throws(StoreError)
  {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    var total = 0
    while true {
      // SAFETY: the kernel writes at most the count of the buffer it is given.
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw StoreError.system("read", path)
      }
      if count == 0 { return }
      total += count
      guard total <= limit else {
        throw StoreError(
          code: "bad-audit-log", "\(StoreError.shown(path)) has more than \(limit) bytes")
      }
      try body(chunk[..<count])
    }
  }

  /// All bytes.
  package func readAll(limit: Int) throws(StoreError) -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(limit: limit) { chunk throws(StoreError) in
      bytes.append(contentsOf: chunk)
    }
    return bytes
  }

  /// The SHA-256 digest of its bytes.
  package func digest(limit: Int) throws(StoreError) -> [UInt8] {
    let running = try RunningDigest()
    try forEachChunk(limit: limit) { chunk throws(StoreError) in try running.update(chunk) }
    var digest = [UInt8](repeating: 0, count: Digest.length)
    try running.finish(into: &digest)
    return digest
  }

  /// Waits for the exclusive lock on it, against other hosts and other threads; it ends with the file.
  package func lock() throws(StoreError) {
    while flock(descriptor, LOCK_EX) != 0 {
      if errno != EINTR { throw StoreError.system("lock", path) }
    }
  }

  /// Sets its permission bits.
  package func setMode(_ mode: mode_t) throws(StoreError) {
    guard fchmod(descriptor, mode) == 0 else { throw StoreError.system("set the mode of", path) }
  }

  /// Makes its bytes durable.
  package func sync() throws(StoreError) {
    guard fsync(descriptor) == 0 else { throw StoreError.system("write", path) }
  }
}
