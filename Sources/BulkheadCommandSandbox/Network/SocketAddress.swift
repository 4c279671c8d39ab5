import BulkheadPolicy
import CSeccompNotify
import Glibc

/// An address and port as sockets have them.
struct SocketAddress: Hashable, Sendable {
  let address: IPAddress
  let port: UInt16

  /// Reads a sockaddr_in or sockaddr_in6; an IPv4 address in IPv6 clothes is an IPv4 address.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    port = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    switch Int32(Self.family(bytes)) {
    case AF_INET:
      address = .v4(Self.word(bytes[4..<8]))
    case AF_INET6 where bytes.count >= 24:
      let high = UInt64(Self.word(bytes[8..<12])) << 32 | UInt64(Self.word(bytes[12..<16]))
      let low = UInt64(Self.word(bytes[16..<20])) << 32 | UInt64(Self.word(bytes[20..<24]))
      address =
        high == 0 && low >> 32 == 0xFFFF
        ? .v4(UInt32(truncatingIfNeeded: low)) : .v6(high, low)
    default: return nil
    }
  }

  init(_ address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  static func family(_ bytes: [UInt8]) -> UInt16 {
    bytes.count < 2 ? 0 : UInt16(bytes[0]) | UInt16(bytes[1]) << 8
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    unsafe withUnsafeBytes(of: value.bigEndian) { unsafe Array($0) }
  }

  /// As the kernel takes it.
  var bytes: [UInt8] {
    let head: (Int32) -> [UInt8] = { [UInt8($0), 0] + Self.bytes(self.port) }
    switch address {
    case .v4(let bits): return head(AF_INET) + Self.bytes(bits) + [UInt8](repeating: 0, count: 8)
    case .v6(let high, let low):
      return head(AF_INET6) + [0, 0, 0, 0] + Self.bytes(high) + Self.bytes(low) + [0, 0, 0, 0]
    }
  }

  var family: Int32 { if case .v4 = address { AF_INET } else { AF_INET6 } }

  /// Whether it means the machine it is used on.
  var isLoopback: Bool {
    address.specialRange == .loopback || address.specialRange == .unspecified
  }

  /// The own address of a socket: of a connection that AnyIP took, the one the program wanted.
  static func local(of socket: Int32) -> SocketAddress? {
    var length = socklen_t(128)
    // SAFETY: the kernel writes at most `length` bytes.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      unsafe start.withMemoryRebound(to: sockaddr.self, capacity: 8) { address in
        if unsafe getsockname(socket, address, &length) == 0 { count = Int(min(length, 128)) }
      }
    }
    return SocketAddress(bytes)
  }

  /// connect(2) or bind(2) with an address given in bytes: 0 or minus errno.
  static func call(
    _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ socket: Int32,
    _ bytes: [UInt8]
  ) -> Int32 {
    // SAFETY: the buffer outlives the call, which reads `count` bytes of it.
    unsafe bytes.withUnsafeBytes { raw in
      guard let start = raw.baseAddress else { return -EINVAL }
      let address = unsafe start.assumingMemoryBound(to: sockaddr.self)
      return unsafe function(socket, address, socklen_t(bytes.count)) == 0 ? 0 : -errno
    }
  }
}
