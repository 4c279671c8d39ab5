/// What a plugin can be allowed to do: the words of checks, grants and the audit log.
public enum Action: Hashable, Sendable {
  /// Read, list or look at a file or directory.
  case fsRead
  /// Create, change, rename, link or remove a file or directory.
  case fsWrite
  /// Ask a host over HTTP.
  case networkFetch
  /// Connect to a host over anything else.
  case networkConnect
  /// Run a program.
  case exec
  /// Read a variable of the environment.
  case envRead
  /// Use a tool of the agent, by its name.
  case tool(String)
  /// Talk to an MCP server, by its name.
  case mcp(String)

  /// `fs:read`, `network:fetch`, `tool:Read` and so on.
  public var name: String {
    switch self {
    case .fsRead: "fs:read"
    case .fsWrite: "fs:write"
    case .networkFetch: "network:fetch"
    case .networkConnect: "network:connect"
    case .exec: "exec"
    case .envRead: "env:read"
    case .tool(let name): "tool:" + name
    case .mcp(let server): "mcp:" + server
    }
  }

  /// The action of that name; nil for any other text.
  public init?(name: String) {
    switch name {
    case "fs:read": self = .fsRead
    case "fs:write": self = .fsWrite
    case "network:fetch": self = .networkFetch
    case "network:connect": self = .networkConnect
    case "exec": self = .exec
    case "env:read": self = .envRead
    default:
      guard let colon = name.firstIndex(of: ":") else { return nil }
      let subject = String(name[name.index(after: colon)...])
      guard !subject.isEmpty else { return nil }
      switch name[..<colon] {
      case "tool": self = .tool(subject)
      case "mcp": self = .mcp(subject)
      default: return nil
      }
    }
  }

  /// The names a person can type, for help texts.
  public static let namesInWords =
    "fs:read, fs:write, network:fetch, network:connect, exec, env:read, tool:NAME, mcp:SERVER"
}
