/// The host of a network grant: exact, or `*.domain` for its sub-domains only.
public enum HostPattern: Hashable, Sendable {
  case exact(Host)
  case subdomains(of: String)

  /// Reads a pattern; throws a message and a help for what cannot be one.
  public init(_ text: String) throws(HostPatternError) {
    if text == "*" || text == "*.*" {
      throw HostPatternError(
        message: "'\(text)' would grant every host", help: "name the hosts, or *.domain")
    }
    if text.hasPrefix("*.") {
      guard case .name(let domain)? = Host(String(text.dropFirst(2))) else {
        throw HostPatternError(message: "'\(text)' is not a host pattern", help: "write *.domain")
      }
      if PublicSuffixes.contains(domain) {
        throw HostPatternError(
          message: "'\(text)' would grant hosts of different owners: \(domain) is a public suffix",
          help: "name the domain below it")
      }
      self = .subdomains(of: domain)
    } else if text.contains("*") {
      throw HostPatternError(
        message: "'\(text)' has a * where none is allowed", help: "write a name, or *.domain")
    } else if text.contains("/") || text.contains("@") {
      throw HostPatternError(
        message: "'\(text)' is not a host name", help: "write only the host, without scheme or path"
      )
    } else if let host = Host(text) {
      self = .exact(host)
    } else {
      throw HostPatternError(message: "'\(text)' is not a host name", help: nil)
    }
  }

  /// Whether the host is one of those this pattern names.
  public func matches(_ host: Host) -> Bool {
    switch (self, host) {
    case (.exact(let exact), _): exact == host
    case (.subdomains(let domain), .name(let name)): name.hasSuffix("." + domain)
    case (.subdomains, .address): false
    }
  }

  /// The pattern in its normal form.
  public var text: String {
    switch self {
    case .exact(let host): host.text
    case .subdomains(let domain): "*." + domain
    }
  }
}

/// Why a host pattern cannot be used.
public struct HostPatternError: Error, Hashable, Sendable {
  /// What is wrong; lower case.
  public let message: String
  /// What to write instead.
  public let help: String?
}
