import ArgumentParser
import Bulkhead

/// `bulkhead infer`.
struct InferCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer", abstract: "Write the smallest permissions that a plugin's code needs.",
    discussion: """
      Works them out from what the code names in constants, as a block for plugin.json. What it only \
      knows as it runs is not in it: run it, and grant what is denied.

      Example:
        bulkhead infer ./my-plugin
      """)

  @Argument(
    help: ArgumentHelp("A directory or file, or an installed plugin.", valueName: "plugin"))
  var plugin: String

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    let scan = try PluginScan(
      path: project.path(of: plugin), policy: try project.policy(options.project.policy),
      progress: console.scanProgress(plugin))
    let permissions = PermissionInference.permissions(for: scan.result.needs)
    let open = scan.result.capabilities.filter { $0.resource == nil }
    try console.result(
      (["permissions": permissions.json] as JSONValue).rendered(pretty: true) + "\n")
    for use in open where !writesJSON {
      console.message(
        "\(SafeText.escaped(use.file)):\(use.line): note: \(use.capability) with something that is "
          + "worked out as it runs")
    }
    return .done
  }
}
