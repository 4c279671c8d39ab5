public import BulkheadBroker
public import BulkheadPolicy
import BulkheadSource

extension SandboxRuntime {
  /// A new context for a plugin, and a worker that starts at once.
  ///
  /// - Parameters:
  ///   - authority: what the plugin may do, asked before every decision.
  ///   - limits: no more than its policy allows, whatever is asked for here.
  /// - Throws: a `RuntimeError` if there is no worker to start, or the authority cannot be read.
  public func createContext(
    plugin: String, authority: any AuthoritySource, limits: ResourceLimits = ResourceLimits(),
    surroundings: Surroundings = Surroundings()
  ) throws(RuntimeError) -> SandboxContext {
    let now = try current(authority, plugin: plugin)
    let limits = limits.capped(by: now.policy.limits)
    let workingDirectory = surroundings.workingDirectory ?? now.locations.project
    let (context, reporter) = newContext(plugin: plugin)
    let broker = Broker(
      BrokerConfiguration(
        plugin: plugin, context: context.id, authority: authority, recorder: recorder,
        limits: limits, environment: surroundings.environment,
        pluginRoot: now.locations.pluginRoot, workingDirectory: workingDirectory,
        isApproved: surroundings.isApproved, onViolation: { reporter.report($0) }))
    try open(
      SessionSettings(
        context: context, limits: limits,
        worker: workerSettings(memoryBytes: limits.memoryBytes),
        pluginRoot: now.locations.pluginRoot,
        start: Self.start(now, workingDirectory: workingDirectory).rendered(), services: broker,
        reporter: reporter))
    return context
  }

  /// A new context with permissions that do not change.
  public func createContext(
    plugin: String, permissions: PermissionSet, policy: SecurityPolicy = .strict,
    locations: Locations, limits: ResourceLimits = ResourceLimits(),
    surroundings: Surroundings = Surroundings()
  ) throws(RuntimeError) -> SandboxContext {
    let authority = Authority(permissions: permissions, policy: policy, locations: locations)
    return try createContext(
      plugin: plugin, authority: LiveAuthority(authority), limits: limits,
      surroundings: surroundings)
  }

  private func current(
    _ authority: any AuthoritySource, plugin: String
  ) throws(RuntimeError) -> Authority {
    do {
      return try authority.current()
    } catch {
      throw RuntimeError(
        code: "no-authority",
        "the permissions of \(SafeText.escaped(plugin)) cannot be read: \(error)",
        help: "see them with: bulkhead permissions \(SafeText.escaped(plugin))")
    }
  }

  #if arch(arm64)
    private static let architecture = "arm64"
  #else
    private static let architecture = "x64"
  #endif

  /// What the plugin may know about where it runs.
  private static func start(_ authority: Authority, workingDirectory: String) -> JSONValue {
    [
      "cwd": .string(workingDirectory), "home": .string(authority.locations.home),
      "tmpdir": "/tmp", "arch": .string(architecture),
      "dynamicCode": .bool(authority.policy.allowDynamicCode),
    ]
  }
}

extension Broker: HostServices {
  var callCounts: (network: Int, files: Int) { (usage.networkCalls, usage.filesystemOps) }
}
