import ArgumentParser
import Bulkhead

/// `bulkhead policy`.
struct PolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Show the policy in force, or check a policy file.",
    discussion: """
      Examples:
        bulkhead policy show
        bulkhead policy show --policy strict
        bulkhead policy check team-policy.yaml
      """,
    subcommands: [PolicyShowCommand.self, PolicyCheckCommand.self])
}

/// `bulkhead policy show`.
struct PolicyShowCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the policy in force, and the files it comes from.",
    discussion: """
      The machine's policy sets the bounds, the user's or the one given by --policy comes next, and \
      the project's can only narrow them.

      Example:
        bulkhead policy show --policy permissive
      """)

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    let policy = try project.policy(options.project.policy)
    let files = project.policyFiles
    var json = policy.json.objectValue ?? JSONObject()
    json["files"] = .array(files.map(JSONValue.string))
    try console.result(
      writesJSON
        ? JSONValue.object(json).rendered(pretty: true) + "\n"
        : PolicyText.text(policy, files: files, console.style))
    return .done
  }
}

/// `bulkhead policy check`.
struct PolicyCheckCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a policy file and show what it amounts to.",
    discussion: """
      Exits with 1 where the file has errors, each of which is shown with its line.

      Example:
        bulkhead policy check team-policy.yaml
      """)

  @Argument(help: ArgumentHelp("A policy file, or the name of a preset.", valueName: "file"))
  var file: String

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let policy: SecurityPolicy
    do throws(DiagnosticList) {
      policy = try SecurityPolicy.named(file)
    } catch {
      let isMissing = error.diagnostics.contains { $0.code == "unknown-policy" && $0.file == nil }
      if isMissing { throw error }
      let failure = Failure(error)
      console.message(failure.text(console.errorStyle))
      let json: JSONValue = [
        "valid": false, "errors": .array(error.diagnostics.map(\.json)), "policy": nil,
      ]
      if writesJSON { try console.result(json.rendered(pretty: true) + "\n") }
      return .no
    }
    let json: JSONValue = ["valid": true, "errors": [], "policy": policy.json]
    try console.result(
      writesJSON
        ? json.rendered(pretty: true) + "\n"
        : "\(console.style.green("valid"))\n" + PolicyText.text(policy, files: [], console.style))
    return .done
  }
}
