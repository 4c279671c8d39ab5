import BulkheadSource

/// Judges grants of hosts.
struct NetworkGrantReviewer {
  let policy: SecurityPolicy

  func review(_ grant: PermissionSet.NetworkGrant, _ review: inout GrantReview) {
    review.sentence = GrantSentence.network(grant)
    review.risk = .medium
    let pattern: HostPattern
    do throws(HostPatternError) {
      pattern = try HostPattern(grant.host)
    } catch {
      review.refuse("bad-host", SafeText.escaped(error.message), help: error.help)
      return
    }
    let shown = SafeText.escaped(pattern.text, limit: 120)
    if let range = Self.specialRange(of: pattern) {
      guard policy.allowPrivateNetwork else {
        review.refuse(
          "private-host", "\(shown) is \(range), and the policy \(policy.name) allows none",
          help: "use a policy with allowPrivateNetwork: true")
        return
      }
      review.warn(
        "elevated-host", "\(shown) is \(range): services there trust whoever can reach them",
        risk: .high, help: "name the port of the service")
    } else if policy.trusts(pattern) {
      review.risk = .low
    } else {
      review.warn(
        "elevated-host",
        "\(shown) is not among the trusted domains: what the plugin reads could go there",
        risk: .medium, help: "add it to trustedDomains of the policy if you trust it")
    }
    if !Set(grant.effectiveProtocols).isDisjoint(with: ["http", "ws", "tcp"]),
      Self.specialRange(of: pattern) == nil
    {
      review.warn(
        "unencrypted", "traffic with \(shown) could be read and changed on its way",
        risk: .medium, help: "leave \"protocols\" out for https and wss")
    }
  }

  /// Why a pattern names something that is not on the public internet.
  private static func specialRange(of pattern: HostPattern) -> String? {
    switch pattern {
    case .exact(.address(let address)): address.specialRange?.rawValue
    case .exact(.name(let name)), .subdomains(of: let name):
      PrivateNames.contains(name) ? "a name of the local network" : nil
    }
  }
}

/// Names that never belong to the public internet: RFC 6761, 6762, 8375, ICANN's `.internal`, and what
/// clouds call their metadata services.
enum PrivateNames {
  private static let domains: Set<String> = [
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private",
    "home.arpa", "test", "invalid", "onion", "in-addr.arpa", "ip6.arpa",
  ]

  static func contains(_ name: String) -> Bool {
    if !name.contains(".") { return true }
    return domains.contains { name == $0 || name.hasSuffix("." + $0) }
  }
}

extension SecurityPolicy {
  /// Whether every host of the pattern needs no question.
  public func trusts(_ pattern: HostPattern) -> Bool {
    switch pattern {
    case .exact(let host): trusts(host)
    case .subdomains(let domain):
      trustedDomains.contains { text in
        guard case .subdomains(let trusted)? = try? HostPattern(text) else { return false }
        return domain == trusted || domain.hasSuffix("." + trusted)
      }
    }
  }
}
