import BulkheadPolicy

extension Locations {
  /// The places that the tests talk about.
  static let demo = Locations(
    project: "/work/app", pluginRoot: "/work/app/.claude/plugins/demo",
    pluginData: "/home/ada/.claude/plugins/data/demo", home: "/home/ada", pluginName: "demo")
}

extension Authority {
  init(
    _ files: [(String, PermissionSet.FileGrant.Access)] = [],
    network: [PermissionSet.NetworkGrant] = [], tools: [String] = [], env: [String] = [],
    mcpServers: [String] = [], policy: SecurityPolicy = .default, locations: Locations = .demo
  ) {
    self.init(
      permissions: PermissionSet(
        filesystem: files.map { .init(path: $0.0, access: $0.1) }, network: network, tools: tools,
        mcpServers: mcpServers, env: env), policy: policy, locations: locations)
  }

  func reads(_ path: String) -> Bool { decide(.fsRead, .path(path)).isAllowed }
  func writes(_ path: String) -> Bool { decide(.fsWrite, .path(path)).isAllowed }
  func fetches(_ url: String, at address: String? = nil) -> String {
    guard var target = NetworkTarget(url: url) else { return "bad-url" }
    target.address = address.flatMap { IPAddress($0) }
    switch decide(.networkFetch, .network(target)) {
    case .allowed: return "allowed"
    case .denied(let denial): return denial.code
    }
  }
}
