public import ArgumentParser

/// All commands as one, for programs that bring them along under a command of their own:
///
///     struct Agent: AsyncParsableCommand {
///       static let configuration = CommandConfiguration(subcommands: [SecurityCommands.self])
///     }
///
/// gives `agent security scan …`. A command that ends with another code than 0 throws `ExitCode`.
public struct SecurityCommands: AsyncParsableCommand {
  /// The version of Bulkhead.
  public static let version = "0.1.0"

  /// The commands, in the order in which a person meets them.
  public static let all: [any ParsableCommand.Type] = [
    ScanCommand.self, ScanAllCommand.self, InferCommand.self, InstallCommand.self,
    UninstallCommand.self, RunCommand.self, ExecCommand.self, EvalCommand.self,
    PermissionsCommand.self,
    GrantCommand.self, RevokeCommand.self,
    ExplainCommand.self, AuditCommand.self, PolicyCommand.self, SyntaxCommand.self,
    DoctorCommand.self,
  ]

  /// `security` with all commands below it.
  public static let configuration = CommandConfiguration(
    commandName: "security", abstract: "Scan, approve, run and watch plugins.", subcommands: all)

  /// The command itself only shows its help.
  public init() {}
}
