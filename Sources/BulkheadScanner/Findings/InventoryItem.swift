public import BulkheadSource

/// Something in a plugin that runs, or that instructs the agent.
public struct InventoryItem: Hashable, Sendable {
  /// What it is.
  public enum Kind: String, Hashable, Sendable {
    /// A command that runs at an event of the agent.
    case hook
    /// A server that starts with the agent.
    case mcpServer = "mcp-server"
    /// A language server.
    case lspServer = "lsp-server"
    /// A command that runs in the background.
    case monitor
    /// A script of `package.json` that a package manager starts.
    case installScript = "install-script"
    /// A file of `bin/`, on the agent's PATH.
    case program
    /// Text that the agent follows: a skill, a command, an agent.
    case instruction
    /// A command in a Markdown file that runs before the text is used.
    case inlineShell = "inline-shell"
  }

  /// What it is.
  public var kind: Kind
  /// Its name: the event, the server, the script. Escape it before showing it.
  public var name: String
  /// The file that declares it.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The command as written. Escape it before showing it.
  public var command: String?

  /// As in ``SecurityScanResult/json``.
  public var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "name": .string(name), "file": .string(file),
      "line": .integer(line), "command": JSONValue(command),
    ]
  }
}
