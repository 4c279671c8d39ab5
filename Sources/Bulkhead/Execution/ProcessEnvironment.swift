import Glibc

/// The variables that this process was started with.
enum ProcessEnvironment {
  /// Read from the kernel: the C library's own table may change under a reader.
  static var variables: [String: String] {
    // SAFETY: the path is copied by the kernel during the call.
    let descriptor = unsafe open("/proc/self/environ", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [:] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      // SAFETY: the kernel writes at most the count of the buffer it is given.
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    var variables: [String: String] = [:]
    for entry in bytes.split(separator: 0) {
      guard let equals = entry.firstIndex(of: UInt8(ascii: "=")),
        let name = String(validating: entry[..<equals], as: UTF8.self),
        let value = String(validating: entry[(equals + 1)...], as: UTF8.self)
      else { continue }
      variables[name] = value
    }
    return variables
  }
}
