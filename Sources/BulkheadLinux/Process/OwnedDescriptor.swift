import Glibc

/// A descriptor that is closed with its owner, or before.
public final class OwnedDescriptor: Sendable {
  /// The number, for calls that do not keep it.
  public let rawValue: Int32

  /// Takes over an open descriptor.
  public init(adopting rawValue: Int32) { self.rawValue = rawValue }

  deinit { close(rawValue) }

  /// Reads from the start of a file that is made anew at each read, such as those of proc(5).
  func readAgain(_ limit: Int = 512) -> String? {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      // SAFETY: the buffer has room for `limit` bytes.
      count = unsafe max(0, pread(rawValue, buffer.baseAddress, limit, 0))
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
