public import BulkheadSource

extension PermissionSet {
  /// Reads a permission set that stands alone in a document, such as the file of `eval --permissions`.
  ///
  /// - Throws: `DiagnosticList` with every error of the document.
  public init(_ document: JSONDocument) throws(DiagnosticList) {
    var reader = NodeReader(document)
    // A whole manifest is accepted too: its `permissions` count.
    self.init(document.root["permissions"] ?? document.root, reader: &reader)
    if !reader.errors.isEmpty { throw DiagnosticList(reader.errors) }
  }

  init(_ node: JSONNode, reader: inout NodeReader) {
    self.init()
    let known = ["filesystem", "network", "tools", "mcpServers", "env"]
    for member in reader.members(of: node, what: "permissions", known: known) {
      switch member.key {
      case "filesystem":
        for grant in reader.elements(member.value, what: "filesystem") {
          if let grant = Self.fileGrant(grant, &reader) { filesystem.append(grant) }
        }
      case "network":
        for grant in reader.elements(member.value, what: "network") {
          if let grant = Self.networkGrant(grant, &reader) { network.append(grant) }
        }
      case "tools": tools = reader.strings(member.value, what: "tools")
      case "mcpServers": mcpServers = reader.strings(member.value, what: "mcpServers")
      case "env": env = Self.variables(member.value, &reader)
      default: break
      }
    }
  }

  private static func fileGrant(_ node: JSONNode, _ reader: inout NodeReader) -> FileGrant? {
    var path: String?
    var access: FileGrant.Access?
    for member in reader.members(
      of: node, what: "a filesystem grant", known: ["path", "access"])
    {
      guard let text = reader.string(member.value, what: "\"\(member.key)\"") else { return nil }
      if member.key == "path" {
        path = text
        checkSyntax(of: text, at: member.value, &reader)
      } else if member.key == "access" {
        access = FileGrant.Access(rawValue: text)
        if access == nil {
          reader.report(
            "unknown-access", "there is no access \"\(SafeText.escaped(text, limit: 40))\"",
            at: member.value, help: "write read, write or readwrite")
          return nil
        }
      }
    }
    guard let path, let access else {
      if case .object = node.value {
        reader.report(
          "missing-key", "a filesystem grant needs \"path\" and \"access\"", at: node,
          help: #"write { "path": "output/*.json", "access": "write" }"#)
      }
      return nil
    }
    return FileGrant(path: path, access: access)
  }

  private static func checkSyntax(of path: String, at node: JSONNode, _ reader: inout NodeReader) {
    let anywhere = Locations(
      project: "/p", pluginRoot: "/r", pluginData: "/d", home: "/h", pluginName: "")
    do throws(PathPatternError) {
      _ = try PathPattern(path, locations: anywhere)
    } catch {
      reader.report("bad-path", error.message, at: node, help: error.help)
    }
  }

  private static func networkGrant(_ node: JSONNode, _ reader: inout NodeReader) -> NetworkGrant? {
    var grant = NetworkGrant(host: "")
    for member in reader.members(
      of: node, what: "a network grant", known: ["host", "ports", "protocols"])
    {
      switch member.key {
      case "host":
        guard let text = reader.string(member.value, what: "\"host\"") else { return nil }
        do throws(HostPatternError) {
          _ = try HostPattern(text)
        } catch {
          reader.report(
            "bad-host", SafeText.escaped(error.message), at: member.value, help: error.help)
        }
        grant.host = text
      case "ports":
        for port in reader.elements(member.value, what: "\"ports\"") {
          if let number = reader.integer(port, what: "a port", in: 1...65535) {
            grant.ports.append(number)
          }
        }
        requireItems(member, grant.ports.isEmpty, &reader)
      case "protocols":
        for text in reader.strings(member.value, what: "\"protocols\"") {
          guard ["http", "https", "ws", "wss", "tcp"].contains(text) else {
            reader.report(
              "unknown-protocol", "there is no protocol \"\(SafeText.escaped(text, limit: 40))\"",
              at: member.value, help: "write http, https, ws, wss or tcp")
            continue
          }
          grant.protocols.append(text)
        }
        requireItems(member, grant.protocols.isEmpty, &reader)
      default: break
      }
    }
    if grant.host.isEmpty {
      if case .object = node.value {
        reader.report(
          "missing-key", "a network grant needs \"host\"", at: node,
          help: #"write { "host": "api.example.com" }"#)
      }
      return nil
    }
    return grant
  }

  /// An empty list grants nothing; next to a host it is a contradiction, so it is refused.
  private static func requireItems(
    _ member: JSONNode.Member, _ isEmpty: Bool, _ reader: inout NodeReader
  ) {
    if case .array(let items) = member.value.value, items.isEmpty, isEmpty {
      reader.report(
        "empty-list", "\"\(member.key)\" is empty, so the grant grants nothing", at: member.value,
        help: "leave the key out for the defaults, or remove the grant")
    }
  }

  private static func variables(_ node: JSONNode, _ reader: inout NodeReader) -> [String] {
    reader.strings(node, what: "env").filter { name in
      let isName = isVariable(name)
      if !isName {
        reader.report(
          "bad-variable",
          "\"\(SafeText.escaped(name, limit: 60))\" is not the name of a variable", at: node,
          help: "name each variable; there are no wildcards")
      }
      return isName
    }
  }
}

/// Every error of one file, in the order of its lines.
public struct DiagnosticList: Error, Sendable, CustomStringConvertible {
  /// The errors; at least one.
  public let diagnostics: [Diagnostic]

  /// A list of errors.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// One error a paragraph.
  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
