public import BulkheadSource

extension Resource {
  /// A resource as a person types it: a path relative to the project, a URL or `host:port`, the words
  /// of a command, a name.
  ///
  /// Paths are cleaned by their text alone (`.`, `..`); a caller that opens them has to resolve links.
  ///
  /// - Throws: a `Diagnostic` that says how such a resource is written.
  public init(_ text: String, for action: Action, locations: Locations) throws(Diagnostic) {
    switch action {
    case .fsRead, .fsWrite: self = .path(try Self.path(text, locations))
    case .networkFetch, .networkConnect:
      self = .network(try Self.target(text, scheme: action == .networkFetch ? "https" : "tcp"))
    case .exec: self = .command(text.split(separator: " ").map(String.init))
    case .envRead, .tool, .mcp: self = .name(text)
    }
  }

  private static func path(_ text: String, _ locations: Locations) throws(Diagnostic) -> String {
    if text.isEmpty || text.utf8.contains(0) {
      throw Diagnostic(
        code: "bad-path", "the path is empty or has a NUL character", help: "write a path")
    }
    let absolute: String
    if PathText.isAbsolute(text) {
      absolute = text
    } else if text == "~" || text.hasPrefix("~/") {
      absolute = locations.home + text.dropFirst()
    } else {
      absolute = locations.project + "/" + text
    }
    var names: [String] = []
    for name in PathText.names(absolute) where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(name) }
    }
    return "/" + names.joined(separator: "/")
  }

  private static func target(_ text: String, scheme: String) throws(Diagnostic) -> NetworkTarget {
    if let target = NetworkTarget(url: text.contains("://") ? text : "\(scheme)://\(text)") {
      return target
    }
    throw Diagnostic(
      code: "bad-url", "\(SafeText.escaped(text)) is not a URL or host",
      help: "write https://api.example.com/path or api.example.com:443")
  }
}

extension NetworkTarget {
  /// The target of a URL; nil if it is not one that can be decided: an unknown scheme, credentials
  /// in it, a host that is none, a port out of range, or characters that two readers of URLs would
  /// understand differently (controls, spaces, backslashes).
  public init?(url text: String) {
    guard
      !text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0 == "\\" || $0 == "\u{7F}" }),
      let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://")
    else { return nil }
    let scheme = text[..<colon].lowercased()
    guard let defaultPort = Self.defaultPort(scheme) else { return nil }
    let rest = text[colon...].dropFirst(3)
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let authority = rest[..<end]
    guard !authority.contains("@"), !authority.contains("%") else { return nil }
    var name = authority
    var port = defaultPort
    if let separator = authority.lastIndex(of: ":"), !authority[separator...].contains("]") {
      let digits = authority[separator...].dropFirst()
      name = authority[..<separator]
      if !digits.isEmpty {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits)
        else {
          return nil
        }
        port = number
      }
    }
    guard (1...65535).contains(port), name.hasPrefix("[") || !name.contains(":"),
      let host = Host(String(name))
    else { return nil }
    let path = rest[end...].prefix { $0 != "?" && $0 != "#" }
    let shownPort = port == defaultPort ? "" : ":\(port)"
    self.init(
      scheme: scheme, host: host, port: port,
      url: "\(scheme)://\(host.urlText)\(shownPort)\(path.isEmpty ? "/" : path)")
  }

  /// The port of a scheme that can be granted; 0 for `tcp`, which has none and needs one in the text.
  private static func defaultPort(_ scheme: String) -> Int? {
    switch scheme {
    case "https", "wss": 443
    case "http", "ws": 80
    case "tcp": 0
    default: nil
    }
  }
}
