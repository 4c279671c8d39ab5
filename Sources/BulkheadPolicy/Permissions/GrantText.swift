public import BulkheadSource

extension Grant {
  /// The grant of `bulkhead grant PLUGIN ACTION [RESOURCE]`: a path pattern for files; a host,
  /// `*.domain`, `host:port` or URL for the network; the first words of a command; a name.
  ///
  /// - Throws: a `Diagnostic` that says what such a grant looks like.
  public init(_ action: Action, _ text: String?) throws(Diagnostic) {
    switch action {
    case .fsRead: self = .filesystem(.init(path: try Self.path(text), access: .read))
    case .fsWrite: self = .filesystem(.init(path: try Self.path(text), access: .write))
    case .networkFetch, .networkConnect:
      let scheme = action == .networkFetch ? nil : "tcp"
      self = .network(try Self.network(try Self.needed(text, "a host"), scheme: scheme))
    case .exec:
      let words = try Self.needed(text, "a command").split(separator: " ").joined(separator: " ")
      self = .tool(try Self.tool("Bash(\(words):*)"))
    case .envRead:
      let name = try Self.needed(text, "a variable")
      guard PermissionSet.isVariable(name) else {
        throw Diagnostic(
          code: "bad-variable", "\(SafeText.escaped(name)) is not the name of a variable",
          help: "name each variable; there are no wildcards")
      }
      self = .env(name)
    case .tool(let name): self = .tool(try Self.tool(text.map { "\(name)(\($0))" } ?? name))
    case .mcp(let server): self = .mcpServer(server)
    }
  }

  private static func needed(_ text: String?, _ what: String) throws(Diagnostic) -> String {
    if let text, !text.isEmpty { return text }
    throw Diagnostic(
      code: "missing-resource", "the grant needs \(what)", help: "add it after the action")
  }

  private static func path(_ text: String?) throws(Diagnostic) -> String {
    let path = try needed(text, "a path")
    do throws(PathPatternError) {
      _ = try PathPattern(path, locations: .symbolic)
    } catch {
      throw Diagnostic(code: "bad-path", SafeText.escaped(error.message), help: error.help)
    }
    return path
  }

  private static func tool(_ text: String) throws(Diagnostic) -> String {
    if ToolRule(text) != nil { return text }
    throw Diagnostic(
      code: "bad-tool", "\(SafeText.escaped(text)) is not a tool",
      help: "write tool:Name, or 'tool:Name(pattern)' in quotes")
  }

  /// A URL grants its scheme and port, a host those of https.
  private static func network(
    _ text: String, scheme: String?
  ) throws(Diagnostic) -> PermissionSet.NetworkGrant {
    var grant = PermissionSet.NetworkGrant(host: text, protocols: scheme.map { [$0] } ?? [])
    if text.contains("://") {
      guard let target = NetworkTarget(url: text) else { throw badHost(text, nil) }
      grant = PermissionSet.NetworkGrant(host: target.host.text, ports: [target.port])
      grant.protocols = target.scheme == "https" ? [] : [target.scheme]
    } else if let colon = text.lastIndex(of: ":"), let port = Int(text[colon...].dropFirst()),
      text.hasPrefix("[") ? text[..<colon].hasSuffix("]") : !text[..<colon].contains(":")
    {
      guard (1...65535).contains(port) else { throw badHost(text, "ports go from 1 to 65535") }
      grant.host = String(text[..<colon])
      grant.ports = [port]
    }
    do throws(HostPatternError) {
      grant.host = try HostPattern(grant.host).text
    } catch {
      throw badHost(error.message, error.help)
    }
    return grant
  }

  private static func badHost(_ message: String, _ help: String?) -> Diagnostic {
    Diagnostic(
      code: "bad-host", SafeText.escaped(message),
      help: help ?? "write api.example.com, *.example.com, host:port or a URL")
  }
}

extension PermissionSet {
  static func isVariable(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte)
      }
  }

  /// The grants that `other` does not have: what an update asks for anew.
  public func grants(notIn other: PermissionSet) -> [Grant] {
    grants.filter { !other.contains($0) }
  }

  /// Takes back what `bulkhead revoke PLUGIN ACTION [RESOURCE]` names: every grant of the action, or
  /// those written as `resource`. Of `readwrite`, the other half stays.
  ///
  /// - Returns: the grants that are gone or narrower.
  public mutating func revoke(_ action: Action, _ resource: String? = nil) -> [Grant] {
    let before = self
    switch action {
    case .fsRead: revokeFiles(resource, leaving: .write)
    case .fsWrite: revokeFiles(resource, leaving: .read)
    case .networkFetch, .networkConnect:
      let hosts = resource.map { Self.hosts(in: $0) }
      let isConnect = action == .networkConnect
      network.removeAll { grant in
        (hosts?.contains(grant.host) ?? true)
          && grant.effectiveProtocols.contains("tcp") == isConnect
      }
    case .exec:
      tools.removeAll { text in
        guard let rule = ToolRule(text), rule.tool == "Bash" else { return false }
        guard let resource else { return true }
        return rule.isUnlimited
          || rule.allowsCommand(resource.split(separator: " ").map(String.init))
      }
    case .envRead: env.removeAll { resource == nil || $0 == resource }
    case .tool(let name):
      tools.removeAll { text in
        let isWhole = text == name || ToolRule(text)?.tool == name
        return resource.map { text == "\(name)(\($0))" } ?? isWhole
      }
    case .mcp(let server): mcpServers.removeAll { $0 == server }
    }
    return before.grants(notIn: self)
  }

  private mutating func revokeFiles(_ path: String?, leaving rest: FileGrant.Access) {
    filesystem = filesystem.compactMap { grant in
      guard path == nil || grant.path == path, grant.access != rest else { return grant }
      return grant.access == .readwrite ? FileGrant(path: grant.path, access: rest) : nil
    }
  }

  /// A host as it is written, and as it is kept.
  private static func hosts(in text: String) -> Set<String> {
    guard case .network(let grant)? = try? Grant(.networkFetch, text) else { return [text] }
    return [text, grant.host]
  }
}
