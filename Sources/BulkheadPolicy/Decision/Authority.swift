/// What one plugin may do, compiled for decisions: its permission set under a policy, in its place.
/// A pure value: the same request gets the same answer, whoever asks.
public struct Authority: Sendable {
  /// What was granted.
  public let permissions: PermissionSet
  /// What bounds it.
  public let policy: SecurityPolicy
  /// Where it applies.
  public let locations: Locations

  let files: [CompiledFileGrant]
  let hosts: [CompiledNetworkGrant]
  let tools: [CompiledToolGrant]
  let protected: ProtectedPaths

  struct CompiledFileGrant: Sendable {
    let access: PermissionSet.FileGrant.Access
    let pattern: PathPattern
    let rule: String

    func allows(writing: Bool) -> Bool { writing ? access.allowsWrite : access.allowsRead }
  }

  struct CompiledNetworkGrant: Sendable {
    let grant: PermissionSet.NetworkGrant
    let pattern: HostPattern
    let rule: String
  }

  struct CompiledToolGrant: Sendable {
    let tool: ToolRule
    let rule: String
  }

  /// Compiles a set. A grant that cannot be compiled grants nothing; `PermissionSet.init` and
  /// `PermissionValidator` have said why.
  public init(permissions: PermissionSet, policy: SecurityPolicy, locations: Locations) {
    self.permissions = permissions
    self.policy = policy
    self.locations = locations
    protected = ProtectedPaths(locations)
    files = permissions.filesystem.enumerated().compactMap { index, grant in
      guard let pattern = try? PathPattern(grant.path, locations: locations) else { return nil }
      return CompiledFileGrant(
        access: grant.access, pattern: pattern,
        rule: "filesystem[\(index)] \(grant.access.rawValue) \(grant.path)")
    }
    hosts = permissions.network.enumerated().compactMap { index, grant in
      guard let pattern = try? HostPattern(grant.host) else { return nil }
      return CompiledNetworkGrant(
        grant: grant, pattern: pattern, rule: "network[\(index)] \(grant.host)")
    }
    tools = permissions.tools.enumerated().compactMap { index, text in
      guard let tool = ToolRule(text) else { return nil }
      return CompiledToolGrant(tool: tool, rule: "tools[\(index)] \(text)")
    }
  }

  /// Decides one request.
  ///
  /// A path has to be the real one, after links. What moves or removes a directory concerns every
  /// path below it, before and after: the caller decides for each.
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
          "\(action.name) cannot be asked for \(Denial.shown(resource.auditName))"))
    }
  }

  /// The command that would allow an action; the words are quoted for a shell.
  ///
  /// Code that belongs to no plugin has no record to add a grant to.
  func grantHelp(_ action: Action, _ resource: String?) -> String {
    let grant = [action.name] + (resource.map { [$0] } ?? [])
    guard PluginManifest.isValidName(locations.pluginName) else {
      return "add to its permissions: " + grant.map(ShellWord.quoted).joined(separator: " ")
    }
    return (["bulkhead", "grant", locations.pluginName] + grant).map(ShellWord.quoted)
      .joined(separator: " ")
  }

  /// The command that would open one path: as a pattern that matches nothing else, relative to the
  /// project if it is inside.
  func grantHelp(_ action: Action, path: String) -> String {
    let resolved = ResolvedPath(path)
    let project = ResolvedPath(locations.project)
    var text = resolved.text
    if resolved.isInside(project), project.count > 0 {
      text =
        resolved == project
        ? "." : String(Substring(text.utf8.dropFirst(project.text.utf8.count + 1)))
    }
    if text.hasPrefix("~") || text.hasPrefix("$") { text = "./" + text }
    return grantHelp(action, PathPattern.escaped(text))
  }
}
