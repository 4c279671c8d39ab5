import ArgumentParser
import Bulkhead

/// What a result is written as.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// The flags that every command has.
struct CommandOptions: ParsableArguments {
  @Option(help: "Write the result as text or json.")
  var format = OutputFormat.text

  @OptionGroup var project: ProjectOptions
}

/// Where a command works, and how questions are answered.
struct ProjectOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Work in this project.", valueName: "dir"))
  var project: String?

  @Option(
    help: ArgumentHelp(
      "Use this policy: strict, default, permissive, development or a file.",
      valueName: "name|file"))
  var policy: String?

  @Flag(help: "Ask nothing; what would be asked is denied.")
  var noPrompt = false

  @Flag(help: "Answer every question with yes. What is refused stays refused.")
  var yes = false

  func validate() throws {
    if noPrompt && yes { throw ValidationError("--yes and --no-prompt exclude each other") }
  }

  /// The project that was named, or the one around the current directory.
  func open() throws -> Project { try Project(directory: project) }

  /// Who is asked.
  func prompter(_ console: Console) -> any PermissionPrompter {
    noPrompt ? DenyingPrompter() : TerminalPrompter(console: console)
  }
}
