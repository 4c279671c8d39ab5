import BulkheadPolicy

/// A URL taken apart once: what is decided, dialled and sent comes from the same parts.
struct RequestURL: Equatable {
  /// Scheme, host and port as they are decided; http or https.
  let target: NetworkTarget
  /// What the request line has: a path and perhaps a query, in ASCII.
  let pathAndQuery: String

  /// Most bytes of a URL.
  private static let maximumBytes = 16 << 10

  /// Reads an absolute URL; the fragment is left out.
  ///
  /// Nil for another scheme, credentials, a host that is none, controls, spaces and backslashes, and
  /// for more than 16 KB.
  init?(_ text: String) {
    guard text.utf8.count <= Self.maximumBytes, let target = NetworkTarget(url: text),
      ["http", "https"].contains(target.scheme)
    else { return nil }
    self.target = target
    // By bytes: to `Character` a slash before a combining mark is none.
    let rest = text.utf8.dropFirst(target.scheme.utf8.count + 3)
    let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
    let path = Self.encoded(rest[end...].prefix { $0 != UInt8(ascii: "#") })
    pathAndQuery = path.utf8.first == UInt8(ascii: "/") ? path : "/" + path
  }

  /// What is not printable ASCII in percent-encoding, as browsers send it.
  static func encoded(_ bytes: some Sequence<UInt8>) -> String {
    var encoded: [UInt8] = []
    for byte in bytes {
      if byte > 0x20 && byte < 0x7F {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
          encoded.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
        }
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// Scheme, host and port unless it is the scheme's own (RFC 6454).
  var origin: String {
    let isDefault = target.port == (target.scheme == "https" ? 443 : 80)
    return "\(target.scheme)://\(target.host.urlText)\(isDefault ? "" : ":\(target.port)")"
  }

  /// The URL as it is sent, and as `Response.url` shows it.
  var text: String { origin + pathAndQuery }
}

// MARK: - References

extension RequestURL {
  /// The URL that a `Location` names, seen from this one (RFC 3986 §5.2); nil for what cannot be
  /// requested. Its characters are bytes, up to U+00FF.
  func resolving(_ location: String) -> RequestURL? {
    let bytes = location.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    guard bytes.count <= Self.maximumBytes, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F })
    else { return nil }
    // ASCII from here on; a host that is not becomes one that is none.
    let reference = Self.encoded(bytes)
    if let scheme = Self.scheme(of: reference) {
      return scheme == "http" || scheme == "https" ? RequestURL(reference) : nil
    }
    if reference.hasPrefix("//") { return RequestURL("\(target.scheme):\(reference)") }
    let path = pathAndQuery.prefix { $0 != "?" }
    let cut = reference.prefix { $0 != "#" }
    if cut.isEmpty { return self }
    if cut.hasPrefix("?") { return RequestURL(origin + path + cut) }
    let named = cut.prefix { $0 != "?" }
    let merged = named.hasPrefix("/") ? String(named) : Self.directory(path) + named
    return RequestURL(origin + Self.withoutDots(merged) + cut.drop { $0 != "?" })
  }

  private static func scheme(of text: String) -> String? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let scheme = text[..<colon]
    guard let first = scheme.first, first.isASCII, first.isLetter,
      scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
    else { return nil }
    return scheme.lowercased()
  }

  private static func directory(_ path: Substring) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "/" }
    return String(path[...slash])
  }

  private static func withoutDots(_ path: String) -> String {
    var names: [Substring] = []
    let all = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (index, name) in zip(all.indices, all) {
      let isLast = index == all.endIndex - 1
      switch name {
      case ".": if isLast { names.append("") }
      case "..":
        _ = names.popLast()
        if isLast { names.append("") }
      default: names.append(name)
      }
    }
    return "/" + names.joined(separator: "/")
  }
}
