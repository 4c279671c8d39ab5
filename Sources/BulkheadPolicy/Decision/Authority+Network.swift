extension Authority {
  /// Decided twice: for the name before it is resolved, so that a denied name is not even asked for,
  /// and for the address that will be dialled.
  func decideNetwork(_ action: Action, _ target: NetworkTarget) -> Decision {
    let matching = hosts.filter { $0.pattern.matches(target.host) }
    let granted = matching.filter { $0.grant.allows(scheme: target.scheme, port: target.port) }
    guard let grant = granted.first else {
      return notGranted(action, target, hostIsGranted: !matching.isEmpty)
    }
    guard let range = specialRange(of: target) else { return .allowed(by: grant.rule) }
    let shown = "\(Denial.shown(target.host.text)) is \(range)"
    guard policy.allowPrivateNetwork else {
      return .denied(
        Denial(
          code: "private-address",
          "\(shown), and the policy \(Denial.shown(policy.name)) allows no private network",
          help: "use a policy with allowPrivateNetwork: true"))
    }
    let needsAddress = target.special.map { Self.needsAddress.contains($0) } ?? false
    for grant in granted {
      // A wildcard was not written with the services of this machine in mind.
      guard case .exact(let host) = grant.pattern else { continue }
      if !needsAddress { return .allowed(by: grant.rule) }
      if case .address = host { return .allowed(by: grant.rule) }
    }
    return .denied(
      Denial(
        code: "private-address",
        needsAddress
          ? "\(shown), which a grant has to name by its address"
          : "\(shown), which a grant has to name exactly",
        help: grantHelp(action, needsAddress ? target.address?.text : target.host.text),
        canBeGranted: true))
  }

  /// Ranges that no name may lead to: whoever owns the name would choose the machine.
  private static let needsAddress: Set<IPAddress.SpecialRange> = [
    .metadata, .multicast, .unspecified, .reserved,
  ]

  private func notGranted(
    _ action: Action, _ target: NetworkTarget, hostIsGranted: Bool
  ) -> Decision {
    let what = "\(target.scheme)://\(target.host.urlText):\(target.port)"
    let reason =
      hostIsGranted
      ? "\(Denial.shown(what)) is not among the granted ports and protocols of its host"
      : "\(Denial.shown(what)) is not granted"
    return .denied(
      Denial(code: "not-granted", reason, help: grantHelp(action, what), canBeGranted: true))
  }

  private func specialRange(of target: NetworkTarget) -> String? {
    if let range = target.special { return range.rawValue }
    // Names that mean this machine are not resolved first (RFC 6761 §6.3).
    if case .name(let name) = target.host, name == "localhost" || name.hasSuffix(".localhost") {
      return "a loopback name"
    }
    return nil
  }
}

extension NetworkTarget {
  /// The special range of the address that will be dialled, or of the literal in the URL.
  fileprivate var special: IPAddress.SpecialRange? {
    if let range = address?.specialRange { return range }
    if case .address(let literal) = host { return literal.specialRange }
    return nil
  }
}
