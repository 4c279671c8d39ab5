import ArgumentParser
import Bulkhead
import Glibc

/// `bulkhead scan`.
struct ScanCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Look for faults in plugins, without running anything.",
    discussion: """
      Shows what a plugin can do, what is wrong with it, and whether it would be installed. Exits \
      with 1 where it would not.

      Examples:
        bulkhead scan ./my-plugin
        bulkhead scan --format sarif ./my-plugin > scan.sarif
      """)

  @Argument(
    help: ArgumentHelp("Directories or files, or names of installed plugins.", valueName: "plugin"))
  var plugins: [String]

  @OptionGroup var options: ScanOptions

  var writesJSON: Bool { options.writesJSON }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    return try options.scan(plugins.map { project.path(of: $0) }, in: project, console)
  }
}

/// `bulkhead scan-all`.
struct ScanAllCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan-all", abstract: "Scan every plugin in a directory.",
    discussion: """
      Without a directory, the installed plugins of the project. Exits with 1 where one of them \
      would not be installed.

      Examples:
        bulkhead scan-all
        bulkhead scan-all ~/src/marketplace/plugins --format jsonl
      """)

  @Argument(help: ArgumentHelp("The directory with the plugins.", valueName: "dir"))
  var directory: String?

  @OptionGroup var options: ScanOptions

  var writesJSON: Bool { options.writesJSON }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    let directory = directory ?? project.pluginsDirectory
    let plugins = try PluginDirectories.find(in: directory)
    if plugins.isEmpty, self.directory != nil || !project.hasPluginsDirectory {
      throw Diagnostic(
        code: "no-plugins", "there are no plugins in \(SafeText.escaped(directory))",
        help: "name a directory that has plugins in it")
    }
    return try options.scan(plugins, in: project, console)
  }
}
