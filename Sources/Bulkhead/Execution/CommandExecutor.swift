import BulkheadCommandSandbox
import Glibc

/// Runs any program with the permissions of an installed plugin: its hooks, its MCP servers, its tools.
///
/// Before each run the approval is read, its MAC is verified, and every file of the plugin is compared
/// with what was approved.
public struct CommandExecutor: Sendable {
  /// The project.
  public let project: Project
  private let narrowing: SecurityPolicy?
  private let environment: [String: String]
  private let launcher: String?
  private let prompter: (any AccessPrompter)?

  /// An executor.
  ///
  /// - Parameters:
  ///   - project: the project.
  ///   - policy: narrows what was approved for this executor's runs; nil leaves it as it is.
  ///   - environment: the variables there are, of which a command sees a few and those that were granted;
  ///     nil stands for those this process was started with.
  ///   - launcher: the absolute path of `bulkhead-launch`; nil means beside this program.
  ///   - prompter: asks a person about what no grant covers; nil means no.
  public init(
    project: Project, policy: SecurityPolicy? = nil, environment: [String: String]? = nil,
    launcher: String? = nil, prompter: (any AccessPrompter)? = nil
  ) {
    self.project = project
    narrowing = policy
    self.environment = environment ?? ProcessEnvironment.variables
    self.launcher = launcher
    self.prompter = prompter
  }

  /// Runs a command on this process's own streams and waits for the end of all its processes.
  ///
  /// - Parameters:
  ///   - plugin: the name of an installed plugin.
  ///   - arguments: the program, a name or a path, and what it gets.
  ///   - directory: where it starts; nil stands for the current directory if that is in the project, else
  ///     for the project.
  ///   - forwardedSignals: see `CommandSandbox.Configuration`.
  /// - Throws: `StoreError` where the plugin is not what was approved; `CommandSandboxError` where a layer
  ///   of the sandbox cannot be put in force. Nothing has run then.
  public func run(
    _ plugin: String, _ arguments: [String], directory: String? = nil,
    forwardedSignals: [Int32] = [], onViolation: @escaping @Sendable (Violation) -> Void = { _ in }
  ) throws -> CommandResult {
    let record = try project.checkedRecord(of: plugin, context: "exec")
    var configuration = CommandSandbox.Configuration(
      plugin: plugin, context: "exec",
      authority: try StoredAuthority(record, in: project, narrowing: narrowing),
      recorder: project.audit, limits: record.limits, launcher: try Self.launcherPath(launcher))
    configuration.environment = environment
    configuration.prompter = prompter
    configuration.forwardedSignals = forwardedSignals
    configuration.onViolation = onViolation
    let command = CommandSandbox.Command(
      arguments, workingDirectory: directory ?? Self.currentDirectory(within: project.directory))
    return try CommandSandbox(configuration).run(command)
  }

  private static func currentDirectory(within project: String) -> String {
    let current = Project.real(".")
    return current == project || current.hasPrefix(project + "/") ? current : project
  }

  /// The launcher is trusted code: nothing in the project, the current directory or PATH is looked at.
  private static func launcherPath(_ given: String?) throws -> String {
    if let given { return given }
    let executable = Project.real("/proc/self/exe")
    let directory = executable[..<(executable.lastIndex(of: "/") ?? executable.startIndex)]
    let name = "bulkhead-launch"
    let places = ["\(directory)/\(name)", "\(directory)/../libexec/bulkhead/\(name)"]
    guard let path = places.first(where: Project.exists) else {
      throw RuntimeError(
        code: "launcher-missing", "\(name) is not at \(places[0]) and not at \(places[1])",
        help: "put \(name) beside this program")
    }
    return path
  }
}

extension Project {
  /// The record of a plugin that is what was approved; a refusal is recorded.
  func checkedRecord(of plugin: String, context: String) throws -> ApprovalRecord {
    guard PluginManifest.isValidName(plugin) else {
      throw StoreError.notInstalled(plugin, directory)
    }
    let root = locations(of: plugin).pluginRoot
    do {
      return try permissions.check(plugin, root: root)
    } catch let error as StoreError {
      // A name that nobody has approved is no event of a plugin.
      if error.code != "not-installed" {
        try audit.record(
          AuditEvent(
            plugin: plugin, context: context, action: context, resource: root, allowed: false,
            rule: error.code, details: error.message))
      }
      throw error
    }
  }
}
