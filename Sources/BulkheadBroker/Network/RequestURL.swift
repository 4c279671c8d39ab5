import BulkheadPolicy

/// A URL taken apart once: what is decided, dialled and sent comes from the same parts.
struct RequestURL: Equatable {
  /// Scheme, host and port as they are decided; http or https.
  let target: NetworkTarget
  /// What the request line has: a path and perhaps a query, in ASCII.
  let pathAndQuery: String

  /// Reads an absolute URL; the fragment is left out.
  ///
  /// Nil for another scheme, credentials, a host that is none, controls, spaces and backslashes.
  init?(_ text: String) {
    guard let target = NetworkTarget(url: text), ["http", "https"].contains(target.scheme),
      let separator = text.range(of: "://")
    else { return nil }
    let rest = text[separator.upperBound...]
    let path = rest[(rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex)...]
      .prefix { $0 != "#" }
    self.target = target
    pathAndQuery = Self.encoded((path.hasPrefix("/") ? "" : "/") + path)
  }

  /// What is not ASCII in percent-encoding, as browsers send it.
  static func encoded(_ text: some StringProtocol) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
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

extension String {
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}

// MARK: - References

extension RequestURL {
  /// The URL that a `Location` names, seen from this one (RFC 3986 §5.2); nil for what cannot be
  /// requested.
  func resolving(_ reference: String) -> RequestURL? {
    let reference = Self.trimmed(reference)
    guard !reference.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
    if let scheme = Self.scheme(of: reference) {
      guard scheme == "http" || scheme == "https" else { return nil }
      return RequestURL(Self.encodedAfterHost(reference))
    }
    if reference.hasPrefix("//") {
      return RequestURL(Self.encodedAfterHost("\(target.scheme):\(reference)"))
    }
    let path = pathAndQuery.prefix { $0 != "?" }
    let cut = reference.prefix { $0 != "#" }
    if cut.isEmpty { return self }
    if cut.hasPrefix("?") { return RequestURL(origin + path + Self.encoded(cut)) }
    let query = cut.drop { $0 != "?" }
    let named = cut.prefix { $0 != "?" }
    let merged = named.hasPrefix("/") ? String(named) : Self.directory(path) + named
    return RequestURL(origin + Self.encoded(Self.withoutDots(merged)) + Self.encoded(query))
  }

  private static func trimmed(_ text: String) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = text.drop(while: isSpace)
    return String(start.prefix(start.count - start.reversed().prefix(while: isSpace).count))
  }

  private static func scheme(of text: String) -> String? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let scheme = text[..<colon]
    guard let first = scheme.first, first.isASCII, first.isLetter,
      scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
    else { return nil }
    return scheme.lowercased()
  }

  /// A host is left as it is: encoded it would be another.
  private static func encodedAfterHost(_ text: String) -> String {
    var slashes = 0
    let end = text.firstIndex { character in
      if character == "/" { slashes += 1 }
      return slashes == 3 || character == "?" || character == "#"
    }
    guard let end else { return text }
    return text[..<end] + encoded(text[end...])
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
