public import BulkheadSource

/// What a plugin may do: the `permissions` of its manifest, or what a person granted. What is not
/// listed is denied; an empty list grants nothing.
public struct PermissionSet: Hashable, Sendable {
  /// Files and directories.
  public var filesystem: [FileGrant]
  /// Hosts.
  public var network: [NetworkGrant]
  /// Tools of the agent, as `Name` or in the rule form `Name(pattern)`.
  public var tools: [String]
  /// MCP servers by name.
  public var mcpServers: [String]
  /// Variables of the environment by name.
  public var env: [String]

  /// Files and directories a pattern stands for, and what may be done with them.
  public struct FileGrant: Hashable, Sendable {
    /// What may be done.
    public enum Access: String, Hashable, Sendable, CaseIterable {
      case read, write, readwrite

      /// Whether it includes reading.
      public var allowsRead: Bool { self != .write }
      /// Whether it includes writing.
      public var allowsWrite: Bool { self != .read }
    }

    /// The pattern as written.
    public var path: String
    /// What may be done.
    public var access: Access

    /// A grant.
    public init(path: String, access: Access) {
      self.path = path
      self.access = access
    }
  }

  /// Hosts a pattern stands for.
  public struct NetworkGrant: Hashable, Sendable {
    /// The host, or `*.domain`.
    public var host: String
    /// The ports; empty means 80 and 443, each with its own protocol.
    public var ports: [Int]
    /// The protocols in lower case; empty means https and wss.
    public var protocols: [String]

    /// A grant.
    public init(host: String, ports: [Int] = [], protocols: [String] = []) {
      self.host = host
      self.ports = ports
      self.protocols = protocols
    }

    /// The protocols that hold: those named, or https and wss.
    public var effectiveProtocols: [String] { protocols.isEmpty ? ["https", "wss"] : protocols }

    /// Whether a scheme and port are granted.
    public func allows(scheme: String, port: Int) -> Bool {
      guard effectiveProtocols.contains(scheme) else { return false }
      if !ports.isEmpty { return ports.contains(port) }
      return port == (scheme == "http" || scheme == "ws" ? 80 : 443)
    }
  }

  /// A set with the grants given and nothing else.
  public init(
    filesystem: [FileGrant] = [], network: [NetworkGrant] = [], tools: [String] = [],
    mcpServers: [String] = [], env: [String] = []
  ) {
    self.filesystem = filesystem
    self.network = network
    self.tools = tools
    self.mcpServers = mcpServers
    self.env = env
  }

  /// Nothing.
  public static let none = PermissionSet()

  /// Whether it grants nothing.
  public var isEmpty: Bool { self == .none }

  /// The set as `permissions` of a manifest; lists that are empty are left out.
  public var json: JSONValue {
    var object = JSONObject()
    if !filesystem.isEmpty {
      object["filesystem"] = .array(
        filesystem.map { ["path": .string($0.path), "access": .string($0.access.rawValue)] })
    }
    if !network.isEmpty { object["network"] = .array(network.map(\.json)) }
    for (key, list) in [("tools", tools), ("mcpServers", mcpServers), ("env", env)]
    where !list.isEmpty {
      object[key] = .array(list.map(JSONValue.string))
    }
    return .object(object)
  }
}

extension PermissionSet.NetworkGrant {
  var json: JSONValue {
    var object: JSONObject = ["host": .string(host)]
    if !ports.isEmpty { object["ports"] = .array(ports.map(JSONValue.integer)) }
    if !protocols.isEmpty { object["protocols"] = .array(protocols.map(JSONValue.string)) }
    return .object(object)
  }
}
