import BulkheadSource

/// A command that a JSON or Markdown file has somebody run.
struct DeclaredCommand: Sendable {
  var item: InventoryItem.Kind
  /// The event, server or script.
  var name: String
  /// The shell text, or the words of an argument vector quoted.
  var text: String
  /// The value that holds it.
  var span: Span
}

/// Finds the commands in the JSON files of plugins: hooks, servers, monitors, package scripts.
enum ManifestCommands {
  static func of(_ root: JSONNode, path: String) -> [DeclaredCommand] {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    // A package's manifest is one under any name.
    if name == "package.json"
      || root["scripts"] != nil && root["version"] != nil && root["name"] != nil
    {
      return packageScripts(root)
    }
    var commands: [DeclaredCommand] = []
    let kind: InventoryItem.Kind? =
      switch name {
      case ".mcp.json": .mcpServer
      case ".lsp.json": .lspServer
      case "monitors.json": .monitor
      case "hooks.json": .hook
      default: nil
      }
    collect(root, kind, name: "", depth: 0, &commands)
    return commands
  }

  private static func collect(
    _ node: JSONNode, _ kind: InventoryItem.Kind?, name: String, depth: Int,
    _ commands: inout [DeclaredCommand]
  ) {
    switch node.value {
    case .array(let elements):
      for element in elements { collect(element, kind, name: name, depth: depth, &commands) }
    case .object(let members):
      if let kind, let command = node["command"], case .string(let program) = command.value {
        commands.append(
          DeclaredCommand(
            item: kind, name: name, text: text(program, node["args"], kind), span: command.span))
      }
      for member in members {
        switch member.key {
        case "hooks": collect(member.value, .hook, name: name, depth: depth + 1, &commands)
        case "mcpServers": collect(member.value, .mcpServer, name: "", depth: depth + 1, &commands)
        case "lspServers": collect(member.value, .lspServer, name: "", depth: depth + 1, &commands)
        case "monitors": collect(member.value, .monitor, name: "", depth: depth + 1, &commands)
        case "env", "headers": break
        default:
          collect(
            member.value, kind, name: name.isEmpty ? member.key : name, depth: depth + 1, &commands)
        }
      }
    default: break
    }
  }

  /// A hook without arguments is shell text; a program with arguments is what a shell would read if
  /// every word were quoted. For `sh -c TEXT` that is the text itself.
  private static func text(
    _ program: String, _ arguments: JSONNode?, _ kind: InventoryItem.Kind
  ) -> String {
    guard case .array(let elements)? = arguments?.value else { return program }
    let words = elements.compactMap { node -> String? in
      if case .string(let text) = node.value { text } else { nil }
    }
    let base = program.split(separator: "/").last.map(String.init) ?? program
    if ShellFacts.isShell(base),
      let flag = words.firstIndex(where: { $0.hasPrefix("-") && $0.contains("c") }),
      flag + 1 < words.count
    {
      return words[flag + 1]
    }
    return ([program] + words.map { "'" + $0.replacing("'", with: "'\\''") + "'" })
      .joined(separator: " ")
  }

  /// The scripts that npm starts by itself at installation. `prepare` runs for git dependencies.
  static let installScripts: Set<String> = [
    "preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare",
    "prepublish", "preuninstall", "uninstall", "postuninstall",
  ]

  private static func packageScripts(_ root: JSONNode) -> [DeclaredCommand] {
    guard case .object(let members)? = root["scripts"]?.value else { return [] }
    return members.compactMap { member in
      guard installScripts.contains(member.key), case .string(let text) = member.value.value else {
        return nil
      }
      return DeclaredCommand(
        item: .installScript, name: member.key, text: text, span: member.value.span)
    }
  }

  /// Dependencies that are addresses of files rather than versions or repositories.
  static func remoteDependencies(of root: JSONNode) -> [Span] {
    let groups = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"]
    return groups.flatMap { group -> [Span] in
      guard case .object(let members)? = root[group]?.value else { return [] }
      return members.compactMap { member in
        guard case .string(let text) = member.value.value,
          text.hasPrefix("http://") || text.hasPrefix("https://"), let url = URLText(text),
          !["github.com", "codeload.github.com", "registry.npmjs.org", "gitlab.com"].contains(
            url.host)
        else { return nil }
        return member.value.span
      }
    }
  }
}
