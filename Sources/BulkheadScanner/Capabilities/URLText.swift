import BulkheadPolicy

/// The parts of an address in code that matter for a judgement; no more than a scan needs.
struct URLText {
  let scheme: String
  /// As written, without brackets.
  let host: String
  let port: Int?
  let path: String

  init?(_ text: String) {
    // The search of strings by strings takes far longer than an address is worth.
    let utf8 = text.utf8
    guard let colon = utf8.firstIndex(of: UInt8(ascii: ":")),
      utf8[colon...].starts(with: "://".utf8)
    else { return nil }
    scheme = text[..<colon].lowercased()
    guard !scheme.isEmpty, scheme.allSatisfy({ $0.isLetter || $0.isNumber || "+.-".contains($0) })
    else { return nil }
    let rest = text[text.index(colon, offsetBy: 3)...]
    var authority = rest.prefix { !"/?#\\".contains($0) }
    path = String(rest[authority.endIndex...])
    if let at = authority.lastIndex(of: "@") {
      authority = authority[authority.index(after: at)...]
    }
    if authority.hasPrefix("["), let close = authority.firstIndex(of: "]") {
      host = String(authority[authority.index(after: authority.startIndex)..<close])
      port = Int(authority[authority.index(after: close)...].drop { $0 == ":" })
    } else if let colon = authority.lastIndex(of: ":") {
      host = String(authority[..<colon])
      port = Int(authority[authority.index(after: colon)...])
    } else {
      host = String(authority)
      port = nil
    }
    guard !host.isEmpty else { return nil }
  }

  var target: NetworkTarget? {
    guard let host = Host(host) else { return nil }
    let standard = scheme == "http" || scheme == "ws" ? 80 : 443
    return NetworkTarget(scheme: scheme, host: host, port: port ?? standard)
  }

  /// The host is an address literal that is not on this machine.
  var isRawAddress: Bool {
    guard case .address(let address)? = Host(host) else { return false }
    return !address.text.hasPrefix("127.") && address.text != "::1" && address.text != "0.0.0.0"
  }
}
