import ArgumentParser
import Bulkhead

/// `bulkhead doctor`.
struct DoctorCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Show what this machine gives, and what is missing.",
    discussion: """
      Looks at every layer a sandbox stands on and runs one line of code in a worker. Exits with 1 \
      where plugins would not run.

      Example:
        bulkhead doctor
      """)

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let check = await SandboxCheck()
    let text = DoctorText(check, style: console.style)
    try console.result(writesJSON ? text.json.rendered(pretty: true) + "\n" : text.text)
    return check.canRun ? .done : .no
  }
}
