import Glibc

/// Files of proc(5) and sysfs(5), which have no size of their own.
public enum ProcFile {
  /// The whole of a file as text; nil if it cannot be read.
  public static func text(_ path: String) -> String? {
    // SAFETY: the path is NUL-terminated for the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while true {
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: 4096))
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        // SAFETY: 4096 bytes follow `start`.
        unsafe read(descriptor, buffer.baseAddress.unsafelyUnwrapped + start, 4096)
      }
      if count < 0, errno == EINTR {
        bytes.removeLast(4096)
        continue
      }
      guard count >= 0 else { return nil }
      bytes.removeLast(4096 - count)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    }
  }

  /// The value of a `Name:<tab>value` line, as `/proc/PID/status` has them.
  public static func field(_ name: String, of text: String) -> Substring? {
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) where line.starts(with: name.utf8) {
      let rest = line.dropFirst(name.utf8.count)
      guard rest.first == UInt8(ascii: ":") else { continue }
      return Substring(
        rest.dropFirst().drop { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") })
    }
    return nil
  }
}
