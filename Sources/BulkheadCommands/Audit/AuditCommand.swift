import ArgumentParser
import Bulkhead

/// `bulkhead audit`.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Show, verify and export the audit log.",
    discussion: """
      Without a command of its own it lists: -d, --denied for what was denied, -s, --since HOURS for \
      the last hours; see bulkhead help audit list.

      Examples:
        bulkhead audit
        bulkhead audit my-plugin --denied --since 24
        bulkhead audit verify
      """,
    subcommands: [AuditListCommand.self, AuditVerifyCommand.self, AuditExportCommand.self],
    defaultSubcommand: AuditListCommand.self)
}

/// Which rows of the audit log.
struct AuditOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Only rows of this plugin.", valueName: "plugin"))
  var plugin: String?

  @Flag(name: .shortAndLong, help: "Only what was denied.")
  var denied = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Only the last hours.", valueName: "hours"))
  var since: Double?

  func validate() throws {
    if let since, !(since >= 0 && since < 1e7) {
      throw ValidationError("--since takes a number of hours, such as 24 or 0.5")
    }
  }

  var filter: AuditFilter {
    AuditFilter(plugin: plugin, deniedOnly: denied, sinceHours: since)
  }
}

/// `bulkhead audit list`.
struct AuditListCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show decisions, oldest first.",
    discussion: """
      Example:
        bulkhead audit my-plugin --denied --since 24
      """)

  @OptionGroup var rows: AuditOptions

  @Option(help: ArgumentHelp("At most so many, the newest; 0 for all.", valueName: "rows"))
  var limit = 200

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit takes a number of rows, or 0 for all") }
  }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    var filter = rows.filter
    // One more than is shown tells whether there are more.
    if limit > 0, !writesJSON { filter.limit = limit + 1 }
    if limit > 0, writesJSON { filter.limit = limit }
    let entries = try project.audit.entries(filter)
    if writesJSON {
      let json: JSONValue = [
        "count": .integer(entries.count), "entries": .array(entries.map(\.json)),
      ]
      try console.result(json.rendered(pretty: true) + "\n")
    } else {
      let unusual = try rows.plugin.map {
        try PermissionManager(project: project).auditPluginPermissions($0)
      }
      try console.result(
        AuditText.list(entries, limit: limit, unusual: unusual ?? [], console.style))
    }
    return .done
  }
}

/// `bulkhead audit verify`.
struct AuditVerifyCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that no row was changed, removed or cut off.",
    discussion: """
      Exits with 1 where the log is not whole.

      Example:
        bulkhead audit verify
      """)

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let verification = try options.project.open().audit.verify()
    try console.result(
      writesJSON
        ? AuditText.json(verification).rendered(pretty: true) + "\n"
        : AuditText.verification(verification, console.style))
    return verification.isWhole ? .done : .no
  }
}

/// `bulkhead audit export`.
struct AuditExportCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write all rows as a JSON array.",
    discussion: """
      Example:
        bulkhead audit export my-plugin > audit.json
      """)

  @OptionGroup var rows: AuditOptions

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { true }

  func execute(_ console: Console) async throws -> CommandStatus {
    let entries = try options.project.open().audit.entries(rows.filter)
    try console.result(JSONValue.array(entries.map(\.json)).rendered(pretty: true) + "\n")
    return .done
  }
}
