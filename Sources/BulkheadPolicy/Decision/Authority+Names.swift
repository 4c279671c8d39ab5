extension Authority {
  func decideVariable(_ name: String) -> Decision {
    if let index = permissions.env.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) {
      return .allowed(by: "env[\(index)] \(name)")
    }
    return .denied(
      Denial(
        code: "not-granted", "the variable \(Denial.shown(name)) is not granted",
        help: grantHelp(.envRead, name), canBeGranted: true))
  }

  func decideServer(_ server: String) -> Decision {
    if let index = permissions.mcpServers.firstIndex(where: { $0.utf8.elementsEqual(server.utf8) })
    {
      return .allowed(by: "mcpServers[\(index)] \(server)")
    }
    return .denied(
      Denial(
        code: "not-granted", "the MCP server \(Denial.shown(server)) is not granted",
        help: grantHelp(.mcp(server), nil), canBeGranted: true))
  }

  func decideTool(_ tool: String, _ argument: String) -> Decision {
    for grant in tools where grant.tool.allows(tool: tool, argument: argument) {
      return .allowed(by: grant.rule)
    }
    return .denied(
      Denial(
        code: "not-granted", "the tool \(Denial.shown(tool)) is not granted",
        help: grantHelp(.tool(tool), nil), canBeGranted: true))
  }

  /// `arguments` is the vector that will be executed; nothing splits or expands it again.
  func decideCommand(_ arguments: [String]) -> Decision {
    guard let program = arguments.first, !program.isEmpty else {
      return .denied(Denial(code: "bad-request", "the command is empty"))
    }
    for grant in tools where grant.tool.tool == "Bash" && grant.tool.allowsCommand(arguments) {
      return .allowed(by: grant.rule)
    }
    let line = arguments.joined(separator: " ")
    return .denied(
      Denial(
        code: "not-granted", "the command \(Denial.shown(line)) is not granted",
        help: grantHelp(.tool("Bash(\(program):*)"), nil), canBeGranted: true))
  }
}
