import ArgumentParser
import Bulkhead
import Glibc

/// `bulkhead exec`.
struct ExecCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Run any program with the permissions of an installed plugin.",
    discussion: """
      The program, and all it starts, reaches only the files, programs and hosts that the plugin was \
      granted; every access is decided and written to the audit log. Its streams are its own: stdin, \
      stdout and stderr are passed on byte for byte. Exits with the program's own code, 128 + n after \
      signal n, 137 after a limit, 126 or 127 where it cannot be executed, and 125 where Bulkhead did \
      not run it.

      Where a person is at the terminal, what is not granted is asked about while the program waits; \
      without one it is denied, and "bulkhead audit --denied" says what would allow it.

      Examples:
        bulkhead exec my-plugin -- bash hooks/format.sh
        bulkhead exec my-plugin -- node server.js --stdio
      """)

  static var failureStatus: CommandStatus? { .refused }

  @Argument(help: ArgumentHelp("The name of an installed plugin.", valueName: "plugin"))
  var plugin: String

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The program and its arguments, after --.", valueName: "command"))
  var command: [String] = []

  @OptionGroup var options: ProjectOptions

  var writesJSON: Bool { false }

  func validate() throws {
    if command.isEmpty { throw ValidationError("name a command after --") }
  }

  /// Ends and interrupts that the command should hear of; Ctrl-C it hears by itself.
  private static let signals = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH]

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.open()
    var policy: SecurityPolicy?
    if let name = options.policy { policy = try SecurityPolicy.named(name) }
    let executor = CommandExecutor(
      project: project, policy: policy,
      prompter: options.noPrompt ? nil : TerminalAccessPrompter.ifPossible(project))
    let result = try executor.run(plugin, command, forwardedSignals: Self.signals)
    try project.audit.close()
    return report(result, console)
  }

  /// Says only what the program cannot have said itself: its streams belong to whoever started this.
  private func report(_ result: CommandResult, _ console: Console) -> CommandStatus {
    let style = console.errorStyle
    switch result.ending {
    case .exited: break
    case .refused(let reason): console.message("\(style.red("error:")) \(reason)")
    case .notExecuted(let reason): console.message("\(style.red("error:")) \(reason)")
    case .limit(_, let reason): console.message("\(style.red("error:")) \(reason)")
    }
    if isatty(STDERR_FILENO) == 1, result.usage.denials > 0 {
      let count = result.usage.denials
      console.message(
        style.dim("\(count) \(count == 1 ? "access" : "accesses") denied: bulkhead audit --denied"))
    }
    return .plugin(result.exitCode)
  }
}
