import ArgumentParser
import Bulkhead

/// `bulkhead install`.
struct InstallCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Scan a plugin, ask for what it wants, and put it in place.",
    discussion: """
      The plugin is copied aside, scanned, and judged by the policy. What needs a decision is asked \
      on the terminal. Only then its files move to .claude/plugins, pinned by their hashes.

      Examples:
        bulkhead install ./my-plugin
        bulkhead install ./my-plugin --policy strict --yes
      """)

  @Argument(help: ArgumentHelp("The plugin's directory.", valueName: "source"))
  var source: String

  @Option(help: "Give this name to a plugin that has no manifest.")
  var name: String?

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    let installer = PluginInstaller(
      project: project, prompter: options.project.prompter(console),
      progress: console.scanProgress(source))
    let outcome = try await installer.install(
      from: source,
      options: InstallOptions(
        policy: try project.policy(options.project.policy), assumesYes: options.project.yes,
        name: name))
    try project.audit.close()
    let text = InstallText(outcome, project: project, style: console.style)
    try console.result(writesJSON ? text.json.rendered(pretty: true) + "\n" : text.text)
    return .done
  }
}

/// `bulkhead uninstall`.
struct UninstallCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall", abstract: "Remove a plugin and what was approved for it.",
    discussion: """
      Example:
        bulkhead uninstall my-plugin
      """)

  @Argument(help: ArgumentHelp("The name of an installed plugin.", valueName: "plugin"))
  var plugin: String

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    try PluginInstaller(project: project).uninstall(plugin)
    try project.audit.close()
    let json: JSONValue = ["plugin": .string(plugin), "uninstalled": true]
    try console.result(
      writesJSON ? json.rendered(pretty: true) + "\n" : "\(plugin) is uninstalled\n")
    return .done
  }
}
