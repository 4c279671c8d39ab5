/// Runs a piece of code that belongs to no plugin, with the permissions it is given.
public struct CodeEvaluator: Sendable {
  /// The project it may have permissions in.
  public let project: Project
  private let policy: SecurityPolicy
  private let options: SandboxRuntime.Options

  /// The name under which its decisions are recorded; no plugin can have it.
  public static let name = ".eval"

  /// An evaluator; the policy bounds what can be given.
  public init(
    project: Project, policy: SecurityPolicy = .strict,
    options: SandboxRuntime.Options = SandboxRuntime.Options()
  ) {
    self.project = project
    self.policy = policy
    self.options = options
  }

  /// It has no directory of its own: this one exists nowhere, and is what stack traces show.
  private var locations: Locations {
    var locations = project.locations(of: Self.name)
    locations.pluginRoot = "/.eval"
    locations.pluginData = "/.eval"
    return locations
  }

  /// What the policy says to permissions and limits.
  public func validate(
    _ permissions: PermissionSet, limits: ResourceLimits, file: String? = nil
  ) -> ValidationResult {
    PermissionValidator(policy: policy, locations: locations)
      .validate(permissions, limits: limits, file: file)
  }

  /// Runs the code once. Relative paths start from the project.
  ///
  /// - Parameter onOutput: gets what it prints as it comes; nil collects it in the result.
  /// - Returns: also for code that fails.
  /// - Throws: `RuntimeError` where it cannot be run.
  public func evaluate(
    _ code: String, permissions: PermissionSet = .none, limits: ResourceLimits = ResourceLimits(),
    onOutput: (@Sendable (OutputChunk) -> Void)? = nil
  ) async throws -> ExecutionResult {
    let runtime = SandboxRuntime(recorder: project.audit, options: options)
    let context = try runtime.createContext(
      plugin: Self.name, permissions: permissions, policy: policy,
      locations: locations, limits: limits,
      surroundings: Surroundings(environment: ProcessEnvironment.variables))
    do {
      let result = try await runtime.execute(code, in: context, onOutput: onOutput)
      await runtime.destroyContext(context.id)
      return result
    } catch {
      await runtime.destroyContext(context.id)
      throw error
    }
  }
}
