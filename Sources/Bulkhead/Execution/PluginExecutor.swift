/// Runs installed plugins, each execution in a context of its own.
///
/// Before each one the approval is read, its MAC is verified, and every file of the plugin is compared
/// with what was approved.
public final class PluginExecutor: Sendable {
  /// The project.
  public let project: Project
  private let runtime: SandboxRuntime
  private let environment: [String: String]
  private let narrowing: SecurityPolicy?

  /// An executor.
  ///
  /// - Parameters:
  ///   - project: the project.
  ///   - policy: narrows what was approved for this executor's runs; nil leaves it as it is.
  ///   - environment: the variables there are, of which a plugin sees those it is granted; nil stands
  ///     for those this process was started with.
  ///   - options: how the sandbox works.
  ///   - onViolation: told of each violation as it happens; each is in the audit log and in
  ///     `violations.log` in any case.
  public init(
    project: Project, policy: SecurityPolicy? = nil, environment: [String: String]? = nil,
    options: SandboxRuntime.Options = SandboxRuntime.Options(),
    onViolation: (@Sendable (Violation, SandboxContext) -> Void)? = nil
  ) {
    self.project = project
    self.environment = environment ?? ProcessEnvironment.variables
    narrowing = policy
    runtime = SandboxRuntime(
      recorder: project.audit, options: options, onViolation: onViolation)
  }

  /// Runs code with the permissions of an installed plugin.
  ///
  /// Top-level `await` and `return` are allowed.
  ///
  /// - Throws: `ExecutionError` where the code fails or runs into a limit; `StoreError` where the plugin
  ///   is not what was approved; `RuntimeError` where it cannot be run.
  @discardableResult
  public func execute(_ plugin: String, _ code: String) async throws -> ExecutionResult {
    let result = try await inContext(of: plugin) { runtime, context, _ in
      try await runtime.execute(code, in: context)
    }
    if !result.success {
      throw result.error ?? ExecutionError(name: "Error", message: "execution failed")
    }
    return result
  }

  /// Runs a file of an installed plugin as its main module.
  ///
  /// - Parameters:
  ///   - entry: its path in the plugin's directory; nil stands for `main` of its manifest, or
  ///     `index.js`.
  ///   - arguments: what the plugin finds in `process.argv` after the path.
  ///   - onOutput: gets what it prints as it comes; nil collects it in the result.
  /// - Returns: also for a plugin that fails.
  /// - Throws: `StoreError` where the plugin is not what was approved; `RuntimeError` where it cannot be
  ///   run.
  public func run(
    _ plugin: String, entry: String? = nil, arguments: [String] = [],
    onOutput: (@Sendable (OutputChunk) -> Void)? = nil
  ) async throws -> ExecutionResult {
    try await inContext(of: plugin) { runtime, context, record in
      try await runtime.run(
        entry: try Self.entry(entry, of: record), in: context, arguments: arguments,
        onOutput: onOutput)
    }
  }

  private func inContext(
    of plugin: String,
    _ body: (SandboxRuntime, SandboxContext, ApprovalRecord) async throws -> ExecutionResult
  ) async throws -> ExecutionResult {
    let record = try project.checkedRecord(of: plugin, context: "run")
    let pins = FilePins(record.files)
    let context = try runtime.createContext(
      plugin: plugin,
      authority: StoredAuthority(record, in: project, narrowing: narrowing),
      limits: record.limits,
      surroundings: Surroundings(
        environment: environment, isApproved: { path, bytes in try pins.matches(path, bytes) }))
    do {
      let result = try await body(runtime, context, record)
      await runtime.destroyContext(context.id)
      return result
    } catch {
      await runtime.destroyContext(context.id)
      throw error
    }
  }

  private static func entry(
    _ given: String?, of record: ApprovalRecord
  ) throws(RuntimeError) -> String {
    let candidates = given.map { [$0] } ?? record.main.map { [$0] } ?? ["index.js", "main.js"]
    for candidate in candidates {
      let names = PathText.names(candidate).filter { $0 != "." }
      let path = names.joined(separator: "/")
      if record.files[path] != nil { return path }
    }
    let shown = candidates.map { SafeText.escaped($0, limit: 200) }.joined(separator: " or ")
    throw RuntimeError(
      code: "no-entry", "the plugin \(record.name) has no file \(shown)",
      help: "name a script of it: bulkhead run \(record.name) SCRIPT")
  }
}
