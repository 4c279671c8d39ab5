import ArgumentParser
import Bulkhead

/// `bulkhead grant`.
struct GrantCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant", abstract: "Give an installed plugin one more permission.",
    discussion: """
      Actions: \(Action.namesInWords). What the policy warns of is asked about; what it forbids is \
      refused. It holds at once, also for a plugin that runs.

      Examples:
        bulkhead grant my-plugin fs:read 'docs/**'
        bulkhead grant my-plugin network:fetch api.github.com
        bulkhead grant my-plugin exec 'git status'
      """)

  @Argument(help: ArgumentHelp("The name of an installed plugin.", valueName: "plugin"))
  var plugin: String

  @Argument(help: ArgumentHelp("What it may do.", valueName: "action"))
  var action: String

  @Argument(
    help: ArgumentHelp(
      "With what: a path pattern, a host or URL, words of a command, a name.",
      valueName: "resource"))
  var resource: String?

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    let manager = PermissionManager(project: project, prompter: options.project.prompter(console))
    let review = try await manager.grantPermission(
      plugin, action, resource, assumesYes: options.project.yes)
    try project.audit.close()
    let json: JSONValue = [
      "plugin": .string(plugin), "granted": PermissionSet([review.grant]).json,
      "risk": .string(review.risk.name),
    ]
    try console.result(
      writesJSON
        ? json.rendered(pretty: true) + "\n" : "granted: \(plugin) may \(review.sentence)\n")
    return .done
  }
}

/// `bulkhead revoke`.
struct RevokeCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take permissions back from an installed plugin.",
    discussion: """
      Takes every grant of an action, or those written as the resource. It holds at once, also for a \
      plugin that runs. Exits with 1 where there was nothing to take.

      Examples:
        bulkhead revoke my-plugin network:fetch
        bulkhead revoke my-plugin fs:write 'output/**'
        bulkhead revoke my-plugin --all
      """)

  @Argument(help: ArgumentHelp("The name of an installed plugin.", valueName: "plugin"))
  var plugin: String

  @Argument(help: ArgumentHelp("What it may no longer do.", valueName: "action"))
  var action: String?

  @Argument(help: ArgumentHelp("With what; all of it if left out.", valueName: "resource"))
  var resource: String?

  @Flag(name: .shortAndLong, help: "Take every permission back.")
  var all = false

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func validate() throws {
    if all == (action != nil) {
      throw ValidationError("name an action to revoke, or all of them with --all")
    }
  }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    let manager = PermissionManager(project: project)
    let taken =
      if let action {
        try manager.revokePermission(plugin, action, resource)
      } else {
        try manager.revokeAllPermissions(plugin)
      }
    try project.audit.close()
    let json: JSONValue = [
      "plugin": .string(plugin), "revoked": PermissionSet(taken).json,
      "permissions": try manager.record(of: plugin).permissions.json,
    ]
    try console.result(writesJSON ? json.rendered(pretty: true) + "\n" : text(taken))
    return taken.isEmpty ? .no : .done
  }

  private func text(_ taken: [Grant]) -> String {
    guard !taken.isEmpty else {
      let what = [action, resource].compactMap(\.self).joined(separator: " ")
      return "nothing to revoke: \(plugin) has no grant"
        + (what.isEmpty ? "" : " of \(SafeText.escaped(what))") + "\n"
    }
    let title = action == nil ? "all permissions revoked for \(plugin)" : "revoked from \(plugin)"
    return ([title + ":"] + taken.map { "  \($0.list): \(SafeText.escaped($0.label))" })
      .joined(separator: "\n") + "\n"
  }
}
