import BulkheadPolicy
import Synchronization

/// Stand-ins for the addresses of names, out of a range that no network routes (RFC 2544: 198.18.0.0/15).
/// A program that asks for a name gets one; where it connects to it, the name is decided on. Nothing is
/// asked of a real name server before.
final class SyntheticNames: Sendable {
  private struct State {
    var numbers: [String: UInt32] = [:]
    var names: [String] = []
  }

  private let state = Mutex(State())
  private static let base: UInt32 = 0xC612_0000
  /// The range begins with the address of the sandbox itself.
  private static let first: UInt32 = 256
  private static let maximum = 8192

  /// The address that stands for a name; nil when there are too many.
  func address(of name: String) -> UInt32? {
    state.withLock { state in
      if let number = state.numbers[name] { return Self.base + Self.first + number }
      guard state.names.count < Self.maximum else { return nil }
      let number = UInt32(state.names.count)
      state.names.append(name)
      state.numbers[name] = number
      return Self.base + Self.first + number
    }
  }

  /// The host that an address means: the name it stands for, or the address itself.
  func host(for address: IPAddress) -> Host {
    guard case .v4(let bits) = address, bits >= Self.base + Self.first else {
      return .address(address)
    }
    let name = state.withLock { state in
      let number = Int(bits - Self.base - Self.first)
      return number < state.names.count ? state.names[number] : nil
    }
    return name.map { Host.name($0) } ?? .address(address)
  }
}
