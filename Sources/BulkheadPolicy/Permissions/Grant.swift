/// One item of a permission set: what is asked for, approved and revoked by itself.
public enum Grant: Hashable, Sendable {
  /// Files and directories.
  case filesystem(PermissionSet.FileGrant)
  /// A host.
  case network(PermissionSet.NetworkGrant)
  /// A tool of the agent, or a command as `Bash(name:*)`.
  case tool(String)
  /// An MCP server.
  case mcpServer(String)
  /// A variable of the environment.
  case env(String)

  /// How a rule is named in messages and the audit log: `read .claude/**`, `*.github.com`.
  public var label: String {
    switch self {
    case .filesystem(let grant): "\(grant.access.rawValue) \(grant.path)"
    case .network(let grant): grant.host
    case .tool(let name), .mcpServer(let name), .env(let name): name
    }
  }

  /// The key of the list that holds it in `permissions`.
  public var list: String {
    switch self {
    case .filesystem: "filesystem"
    case .network: "network"
    case .tool: "tools"
    case .mcpServer: "mcpServers"
    case .env: "env"
    }
  }
}

extension PermissionSet {
  /// Every grant, in the order of the lists.
  public var grants: [Grant] {
    filesystem.map(Grant.filesystem) + network.map(Grant.network) + tools.map(Grant.tool)
      + mcpServers.map(Grant.mcpServer) + env.map(Grant.env)
  }

  /// A set of these grants; repeated ones count once.
  public init(_ grants: some Sequence<Grant>) {
    self.init()
    for grant in grants { insert(grant) }
  }

  /// Whether exactly this grant is in the set.
  public func contains(_ grant: Grant) -> Bool {
    switch grant {
    case .filesystem(let grant): filesystem.contains(grant)
    case .network(let grant): network.contains(grant)
    case .tool(let name): tools.contains(name)
    case .mcpServer(let name): mcpServers.contains(name)
    case .env(let name): env.contains(name)
    }
  }

  /// Adds a grant unless it is there.
  public mutating func insert(_ grant: Grant) {
    guard !contains(grant) else { return }
    switch grant {
    case .filesystem(let grant): filesystem.append(grant)
    case .network(let grant): network.append(grant)
    case .tool(let name): tools.append(name)
    case .mcpServer(let name): mcpServers.append(name)
    case .env(let name): env.append(name)
    }
  }

  /// Removes exactly this grant; grants that cover the same by another pattern stay.
  public mutating func remove(_ grant: Grant) {
    switch grant {
    case .filesystem(let grant): filesystem.removeAll { $0 == grant }
    case .network(let grant): network.removeAll { $0 == grant }
    case .tool(let name): tools.removeAll { $0 == name }
    case .mcpServer(let name): mcpServers.removeAll { $0 == name }
    case .env(let name): env.removeAll { $0 == name }
    }
  }
}
