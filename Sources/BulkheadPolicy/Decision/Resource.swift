/// What a request is about, in its resolved form.
public enum Resource: Hashable, Sendable {
  /// A file or directory by its absolute real path.
  case path(String)
  /// A host, before and after its name is resolved.
  case network(NetworkTarget)
  /// A command by its argument vector.
  case command([String])
  /// Anything that has just a name: a variable, a tool's argument, an MCP server.
  case name(String)

  /// How the audit log and messages name it.
  public var auditName: String {
    switch self {
    case .path(let path): path
    case .network(let target): target.url
    case .command(let arguments): arguments.joined(separator: " ")
    case .name(let name): name
    }
  }
}

/// Where a request over the network goes.
public struct NetworkTarget: Hashable, Sendable {
  /// `http`, `https`, `ws`, `wss`, or `tcp` for a bare connection; lower case.
  public var scheme: String
  /// The host, normalised.
  public var host: Host
  /// The port, 1…65535.
  public var port: Int
  /// The address without credentials, query and fragment, for the audit log.
  public var url: String
  /// The address that will be dialled; nil before the name is resolved.
  public var address: IPAddress?

  /// A target; `url` defaults to scheme, host and port.
  public init(
    scheme: String, host: Host, port: Int, url: String? = nil, address: IPAddress? = nil
  ) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.url = url ?? "\(scheme)://\(host.urlText):\(port)"
    self.address = address
  }
}
