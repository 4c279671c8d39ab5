import ArgumentParser
import Bulkhead

/// `bulkhead run`.
struct RunCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run an installed plugin within what was approved.",
    discussion: """
      Its files are compared with what was approved, then its main file, or the entry that is named, \
      runs in a worker that can reach nothing but Bulkhead. What it prints is passed on; what it was \
      denied is listed at the end. Exits with the plugin's own code: 0, 1 for an error or a limit, or \
      what it gave to process.exit; 125 where Bulkhead did not run it.

      Examples:
        bulkhead run my-plugin
        bulkhead run my-plugin tools/sync.js -- --verbose
      """)

  static var failureStatus: CommandStatus? { .refused }

  @Argument(help: ArgumentHelp("The name of an installed plugin.", valueName: "plugin"))
  var plugin: String

  @Argument(
    help: ArgumentHelp("A script in the plugin's directory; its main without.", valueName: "entry"))
  var entry: String?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("What the plugin gets as its arguments, after --.", valueName: "arg"))
  var arguments: [String] = []

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    var policy: SecurityPolicy?
    if let name = options.project.policy { policy = try SecurityPolicy.named(name) }
    let executor = PluginExecutor(project: project, policy: policy)
    let output = PluginOutput()
    let result = try await executor.run(
      plugin, entry: entry, arguments: arguments, onOutput: writesJSON ? nil : output.write)
    try project.audit.close()
    if writesJSON {
      try console.result(result.json.rendered(pretty: true) + "\n")
    } else {
      output.finish()
      let text = ExecutionText(result, style: console.errorStyle).text
      if !text.isEmpty { console.message(text) }
    }
    return .plugin(Self.code(result))
  }

  /// The code of the process, as a shell knows it: one byte.
  static func code(_ result: ExecutionResult) -> Int32 {
    if let code = result.exitCode { return Int32(truncatingIfNeeded: code & 0xFF) }
    return result.success ? 0 : 1
  }
}
