import BulkheadSource

/// What one plugin may do, compiled for decisions: its permission set under a policy, in its place.
/// A pure value: the same request gets the same answer, whoever asks.
public struct Authority: Sendable {
  /// What was granted.
  public let permissions: PermissionSet
  /// What bounds it.
  public let policy: SecurityPolicy
  /// Where it applies.
  public let locations: Locations

  private let files: [CompiledFileGrant]
  private let hosts: [CompiledNetworkGrant]
  private let protected: ProtectedPaths
  private let pluginRoot: ResolvedPath

  struct CompiledFileGrant: Sendable {
    let access: PermissionSet.FileGrant.Access
    let pattern: PathPattern
    let exact: String?
    let rule: String
  }

  struct CompiledNetworkGrant: Sendable {
    let grant: PermissionSet.NetworkGrant
    let pattern: HostPattern
    let rule: String
  }

  /// Compiles a set. A grant that cannot be compiled grants nothing; `PermissionSet.init` and
  /// `PermissionValidator` have said why.
  public init(permissions: PermissionSet, policy: SecurityPolicy, locations: Locations) {
    self.permissions = permissions
    self.policy = policy
    self.locations = locations
    protected = ProtectedPaths(locations)
    pluginRoot = ResolvedPath(locations.pluginRoot)
    files = permissions.filesystem.enumerated().compactMap { index, grant in
      guard let pattern = try? PathPattern(grant.path, locations: locations) else { return nil }
      return CompiledFileGrant(
        access: grant.access, pattern: pattern, exact: pattern.exactPath,
        rule: "filesystem[\(index)] \(grant.access.rawValue) \(grant.path)")
    }
    hosts = permissions.network.enumerated().compactMap { index, grant in
      guard let pattern = try? HostPattern(grant.host) else { return nil }
      return CompiledNetworkGrant(
        grant: grant, pattern: pattern, rule: "network[\(index)] \(grant.host)")
    }
  }

  /// Decides one request.
  public func decide(_ action: Action, _ resource: Resource) -> Decision {
    switch (action, resource) {
    case (.fsRead, .path(let path)): decideFile(path, forWriting: false)
    case (.fsWrite, .path(let path)): decideFile(path, forWriting: true)
    case (.networkFetch, .network(let target)), (.networkConnect, .network(let target)):
      decideNetwork(action, target)
    case (.exec, .command(let arguments)): decideCommand(arguments)
    case (.envRead, .name(let name)): decideVariable(name)
    case (.tool(let tool), .name(let argument)): decideTool(tool, argument)
    case (.mcp(let server), _): decideServer(server)
    default:
      .denied(
        Denial(
          code: "bad-request",
          "\(action.name) cannot be asked for \(SafeText.escaped(resource.auditName))"))
    }
  }

  // MARK: - Files

  private func decideFile(_ path: String, forWriting: Bool) -> Decision {
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      return .denied(Denial(code: "bad-path", "the path is not absolute"))
    }
    let resolved = ResolvedPath(path)
    let action: Action = forWriting ? .fsWrite : .fsRead
    if let reason = protected.reason(closing: resolved, forWriting: forWriting) {
      return decideProtected(resolved, path, action, reason)
    }
    if !forWriting, resolved.isInside(pluginRoot) { return .allowed(by: "own plugin directory") }
    for grant in files where forWriting ? grant.access.allowsWrite : grant.access.allowsRead {
      if grant.pattern.matches(resolved, includesBase: !forWriting) {
        return .allowed(by: grant.rule)
      }
    }
    let access = forWriting ? "write" : "read"
    return .denied(
      Denial(
        code: "not-granted", "\(access) access to \(SafeText.escaped(path)) is not granted",
        help: grantHelp(action, path), canBeGranted: true))
  }

  /// A protected path is open only to a grant that names it exactly.
  private func decideProtected(
    _ resolved: ResolvedPath, _ path: String, _ action: Action, _ reason: ProtectedPaths.Reason
  ) -> Decision {
    let isStore = resolved.isInside(ResolvedPath(locations.configuration))
    for grant in files where !isStore {
      guard action == .fsWrite ? grant.access.allowsWrite : grant.access.allowsRead,
        let exact = grant.exact, ResolvedPath(exact) == resolved
      else { continue }
      return .allowed(by: grant.rule)
    }
    return .denied(
      Denial(
        code: "protected-path",
        "\(SafeText.escaped(path)) stays closed inside any broader grant: \(reason.rawValue)",
        help: isStore ? nil : grantHelp(action, path) + " (names it exactly)",
        canBeGranted: !isStore))
  }

  // MARK: - Network

  private func decideNetwork(_ action: Action, _ target: NetworkTarget) -> Decision {
    let host = target.host
    let matching = hosts.filter { $0.pattern.matches(host) }
    guard
      let grant = matching.first(where: {
        $0.grant.allows(scheme: target.scheme, port: target.port)
      })
    else {
      let what = "\(target.scheme)://\(host.urlText):\(target.port)"
      let reason =
        matching.isEmpty
        ? "\(SafeText.escaped(what)) is not granted"
        : "\(SafeText.escaped(what)) is not among the granted ports and protocols of its host"
      return .denied(
        Denial(
          code: "not-granted", reason, help: grantHelp(action, what), canBeGranted: true))
    }
    var address = target.address
    if case .address(let literal) = host { address = address ?? literal }
    guard let range = address?.specialRange else { return .allowed(by: grant.rule) }
    let shown = "\(SafeText.escaped(host.text)) is \(range.rawValue)"
    guard policy.allowPrivateNetwork else {
      return .denied(
        Denial(
          code: "private-address",
          "\(shown) and the policy \(policy.name) allows no private network",
          help: "use a policy with allowPrivateNetwork: true"))
    }
    guard case .exact = grant.pattern else {
      return .denied(
        Denial(
          code: "private-address", "\(shown), which a grant has to name exactly",
          help: grantHelp(action, host.text), canBeGranted: true))
    }
    if range == .metadata || range == .multicast || range == .unspecified {
      guard case .address = host else {
        return .denied(
          Denial(
            code: "private-address", "\(shown), which a grant has to name by its address",
            canBeGranted: true))
      }
    }
    return .allowed(by: grant.rule)
  }

  // MARK: - Everything with a name

  private func decideVariable(_ name: String) -> Decision {
    if let index = permissions.env.firstIndex(of: name) {
      return .allowed(by: "env[\(index)] \(name)")
    }
    return .denied(
      Denial(
        code: "not-granted", "the variable \(SafeText.escaped(name)) is not granted",
        help: grantHelp(.envRead, name), canBeGranted: true))
  }

  private func decideServer(_ server: String) -> Decision {
    if let index = permissions.mcpServers.firstIndex(of: server) {
      return .allowed(by: "mcpServers[\(index)] \(server)")
    }
    return .denied(
      Denial(
        code: "not-granted", "the MCP server \(SafeText.escaped(server)) is not granted",
        help: grantHelp(.mcp(server), nil), canBeGranted: true))
  }

  private func decideTool(_ tool: String, _ argument: String) -> Decision {
    for (index, text) in permissions.tools.enumerated() {
      if let rule = ToolRule(text), rule.allows(tool: tool, argument: argument) {
        return .allowed(by: "tools[\(index)] \(text)")
      }
    }
    return .denied(
      Denial(
        code: "not-granted", "the tool \(SafeText.escaped(tool)) is not granted",
        help: grantHelp(.tool(tool), nil), canBeGranted: true))
  }

  private func decideCommand(_ arguments: [String]) -> Decision {
    let line = arguments.joined(separator: " ")
    for (index, text) in permissions.tools.enumerated() {
      if let rule = ToolRule(text), rule.tool == "Bash", rule.allowsCommand(arguments) {
        return .allowed(by: "tools[\(index)] \(text)")
      }
    }
    return .denied(
      Denial(
        code: "not-granted", "the command \(SafeText.escaped(line)) is not granted",
        help: grantHelp(.tool("Bash(\(arguments.first ?? ""):*)"), nil), canBeGranted: true))
  }

  private func grantHelp(_ action: Action, _ resource: String?) -> String {
    var command = "bulkhead grant \(locations.pluginName) \(action.name)"
    if let resource { command += " " + SafeText.escaped(shellQuoted(resource), limit: 500) }
    return command
  }

  private func shellQuoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte >= 0x80 || "/._-:@%+=".utf8.contains(byte) || (0x30...0x39).contains(byte)
        || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    return isPlain
      ? text
      : "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: #"'\''"#) + "'"
  }
}
