import BulkheadPolicy

/// Which capabilities a permission set covers. Only a constant resource can be compared; for what the
/// code works out while it runs, any grant of the kind counts as declared, and the run decides.
struct Declarations: Sendable {
  private let authority: Authority
  private let permissions: PermissionSet

  init(permissions: PermissionSet, policy: SecurityPolicy) {
    self.permissions = permissions
    // What is declared is declared, whether or not the policy goes on to allow it.
    var policy = policy
    policy.allowPrivateNetwork = true
    authority = Authority(permissions: permissions, policy: policy, locations: .symbolic)
  }

  func covers(_ capability: String, _ resource: String?) -> Bool {
    guard let action = Action(name: capability) else { return false }
    guard let resource, let asked = Self.resource(action, resource) else { return hasAny(action) }
    return authority.decide(action, asked).isAllowed
  }

  private func hasAny(_ action: Action) -> Bool {
    switch action {
    case .fsRead: permissions.filesystem.contains { $0.access.allowsRead }
    case .fsWrite: permissions.filesystem.contains { $0.access.allowsWrite }
    case .networkFetch, .networkConnect: !permissions.network.isEmpty
    case .exec: permissions.tools.contains { $0.hasPrefix("Bash") }
    case .envRead: !permissions.env.isEmpty
    case .tool(let name): permissions.tools.contains { $0.hasPrefix(name) }
    case .mcp(let name): permissions.mcpServers.contains(name)
    }
  }

  private static func resource(_ action: Action, _ text: String) -> Resource? {
    switch action {
    case .fsRead, .fsWrite:
      if text.hasPrefix("/") { return .path(text) }
      let relative = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
      return .path(Locations.symbolic.project + "/" + relative)
    case .networkFetch, .networkConnect:
      return URLText(text).flatMap(\.target).map(Resource.network)
    case .exec: return .command(text.split(separator: " ").map(String.init))
    case .envRead, .tool, .mcp: return .name(text)
    }
  }
}
