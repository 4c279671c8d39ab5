public import BulkheadPolicy
import Glibc

/// Finds the addresses of a host's name.
public protocol HostResolver: Sendable {
  /// All addresses of a name, the best first; may block. Asked once for each request of a context.
  ///
  /// - Throws: `NameNotFound` if there are none.
  func addresses(of name: String) throws(NameNotFound) -> [IPAddress]
}

/// A name without addresses.
public struct NameNotFound: Error, Hashable, Sendable {
  /// Why, in the words of getaddrinfo(3).
  public let reason: String

  /// An error with its reason.
  public init(reason: String) { self.reason = reason }
}

/// The resolver of this machine.
public struct SystemResolver: HostResolver {
  /// The resolver.
  public init() {}

  /// What getaddrinfo(3) finds for stream sockets.
  public func addresses(of name: String) throws(NameNotFound) -> [IPAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    // SAFETY: name and hints outlive the call; the list is freed below.
    let code = unsafe getaddrinfo(name, nil, &hints, &list)
    guard code == 0 else {
      throw NameNotFound(reason: unsafe String(cString: gai_strerror(code)))
    }
    defer { unsafe freeaddrinfo(list) }
    var found: [IPAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let address = unsafe IPAddress(entry.pointee.ai_addr), !found.contains(address) {
        found.append(address)
      }
      unsafe next = entry.pointee.ai_next
    }
    if found.isEmpty { throw NameNotFound(reason: "it has no addresses") }
    return found
  }
}

extension IPAddress {
  fileprivate init?(_ address: UnsafeMutablePointer<sockaddr>?) {
    guard let address = unsafe address else { return nil }
    switch unsafe Int32(address.pointee.sa_family) {
    case AF_INET:
      // SAFETY: the family says which structure it is.
      let bits = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self)
        .sin_addr.s_addr
      self = .v4(UInt32(bigEndian: bits))
    case AF_INET6:
      // SAFETY: the family says which structure it is.
      var bytes = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self).sin6_addr
      self = unsafe withUnsafeBytes(of: &bytes) { bytes in
        unsafe .v6(
          UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
          UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
      }
    default: return nil
    }
  }

  /// The bytes in network order: 4 or 16.
  var bytes: [UInt8] {
    switch self {
    case .v4(let bits): (0..<4).map { UInt8(truncatingIfNeeded: bits >> (24 - 8 * $0)) }
    case .v6(let high, let low):
      [high, low].flatMap { half in
        (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) }
      }
    }
  }
}
