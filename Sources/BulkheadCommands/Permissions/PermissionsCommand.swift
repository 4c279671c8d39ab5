import ArgumentParser
import Bulkhead

/// `bulkhead permissions`.
struct PermissionsCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "permissions", abstract: "Show what installed plugins may do.",
    discussion: """
      With a plugin's name, its grants and limits, and whether its files are still what was approved \
      (exits with 1 where not). Without, the installed plugins.

      Examples:
        bulkhead permissions
        bulkhead permissions my-plugin --format json
      """)

  @Argument(help: ArgumentHelp("The name of an installed plugin.", valueName: "plugin"))
  var plugin: String?

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    guard let plugin else { return try list(project, console) }
    let record = try PermissionManager(project: project).record(of: plugin)
    let state = PluginState(of: plugin, in: project)
    let text = PermissionsText(
      record, state: state, policy: try project.policy(for: record),
      locations: project.locations(of: plugin), style: console.style)
    try console.result(writesJSON ? text.json.rendered(pretty: true) + "\n" : text.text)
    return state.isIntact ? .done : .no
  }

  private func list(_ project: Project, _ console: Console) throws -> CommandStatus {
    var plugins: [PermissionsText.Listed] = []
    for name in try project.permissions.names() {
      plugins.append(.init(name: name, state: PluginState(of: name, in: project)))
    }
    let text = PermissionsText.list(plugins, in: project, console.style)
    let json = PermissionsText.json(plugins)
    try console.result(writesJSON ? json.rendered(pretty: true) + "\n" : text)
    return plugins.allSatisfy(\.state.isIntact) ? .done : .no
  }
}

/// Whether an installed plugin is what was approved.
struct PluginState {
  /// What was approved; nil where it cannot be trusted.
  let record: ApprovalRecord?
  /// Why it would not run; nil where nothing speaks against it.
  let problem: String?

  init(of plugin: String, in project: Project) {
    do {
      record = try project.permissions.check(
        plugin, root: project.locations(of: plugin).pluginRoot)
      problem = nil
    } catch {
      record = try? project.permissions.record(of: plugin)
      problem = (error as? StoreError)?.message ?? "\(error)"
    }
  }

  var isIntact: Bool { problem == nil }
}
