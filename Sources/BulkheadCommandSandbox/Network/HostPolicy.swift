import BulkheadPolicy
import CSeccompNotify
import Glibc

/// Decides on connections: by name before it is resolved, and by the address that is dialled.
struct HostPolicy: Sendable {
  let gate: DecisionGate
  /// The addresses of a name.
  let resolve: @Sendable (String) -> [IPAddress]

  /// What a decision opened.
  struct Opening: Sendable {
    /// Protocols that may be spoken.
    let schemes: Set<String>
    let target: NetworkTarget
    let decision: Decision
  }

  private static let schemes = ["tcp", "https", "http", "wss", "ws"]

  /// The decision on a host and port, whatever may be spoken there; the one that a row is written with.
  func decide(_ host: Host, _ port: UInt16, _ address: IPAddress? = nil) -> Opening? {
    guard let authority = gate.authority() else { return nil }
    var allowed: [(scheme: String, opening: Opening)] = []
    var denied: [Opening] = []
    for scheme in Self.schemes {
      let target = NetworkTarget(scheme: scheme, host: host, port: Int(port), address: address)
      let decision = authority.decide(.networkConnect, .network(target))
      let opening = Opening(schemes: [scheme], target: target, decision: decision)
      if decision.isAllowed { allowed.append((scheme, opening)) } else { denied.append(opening) }
    }
    if let first = allowed.first {
      return Opening(
        schemes: Set(allowed.map(\.scheme)), target: first.opening.target,
        decision: first.opening.decision)
    }
    // A denial that says more than "not granted" is the reason; else the protocol that the port suggests.
    let usual = port == 443 ? "https" : port == 80 ? "http" : "tcp"
    return denied.first { $0.decision.rule != "not-granted" }
      ?? denied.first { $0.target.scheme == usual }
  }

  /// Where to connect for a host, decided on and written down.
  enum Dial: Sendable {
    case address(IPAddress, Opening)
    case refused
    case ask(Question)
    case unknown
  }

  /// Resolves a name once; the address that is decided on is the one that is dialled.
  func dial(_ host: Host, _ port: UInt16) -> Dial {
    guard let named = decide(host, port) else { return .refused }
    if !named.decision.isAllowed, !gate.mayAllow(.networkConnect, .network(named.target)) {
      return settle(named, nil)
    }
    guard case .name(let name) = host else {
      if case .address(let address) = host { return settle(named, address) }
      return .refused
    }
    let openings = resolve(name).compactMap { address in
      decide(host, port, address).map { (address, $0) }
    }
    guard
      let (address, opening) = openings.first(where: { $0.1.decision.isAllowed })
        ?? openings.first
    else { return .unknown }
    return settle(opening, address)
  }

  private func settle(_ opening: Opening, _ address: IPAddress?) -> Dial {
    let via = address.map { "connect to \($0.text)" } ?? "connect"
    switch gate.decide(
      .networkConnect, .network(opening.target), call: via, decision: opening.decision)
    {
    case .allowed: return address.map { .address($0, opening) } ?? .unknown
    case .denied: return .refused
    case .open(let question): return .ask(question)
    }
  }

  /// The system's resolver.
  static func systemAddresses(of name: String) -> [IPAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>? = nil
    guard unsafe getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [IPAddress] = []
    var entry = unsafe list
    while let info = unsafe entry {
      // SAFETY: ai_addr has ai_addrlen bytes.
      let bytes = unsafe Array(
        UnsafeRawBufferPointer(
          start: info.pointee.ai_addr, count: Int(info.pointee.ai_addrlen)))
      if let address = SocketAddress(bytes)?.address { addresses.append(address) }
      unsafe entry = info.pointee.ai_next
    }
    return addresses
  }
}
