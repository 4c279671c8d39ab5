import ArgumentParser
import Bulkhead

/// `bulkhead explain`.
struct ExplainCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say whether a plugin may do something, and why.",
    discussion: """
      Shows every rule that has a say. Nothing is done or recorded. Exits with 1 where the answer is \
      no.

      Examples:
        bulkhead explain my-plugin fs:read ~/.ssh/id_ed25519
        bulkhead explain my-plugin network:fetch https://api.github.com/repos
      """)

  @Argument(help: ArgumentHelp("The name of an installed plugin.", valueName: "plugin"))
  var plugin: String

  @Argument(help: ArgumentHelp("What it would do.", valueName: "action"))
  var action: String

  @Argument(
    help: ArgumentHelp("With what: a path, URL, command or name.", valueName: "resource"))
  var resource: String

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    let explanation = try PermissionManager(project: project).explain(plugin, action, resource)
    try console.result(
      writesJSON
        ? explanation.json.rendered(pretty: true) + "\n" : text(explanation, console.style))
    return explanation.decision.isAllowed ? .done : .no
  }

  private func text(_ explanation: PermissionExplanation, _ style: Style) -> String {
    let answer = explanation.decision.isAllowed ? style.green("allowed") : style.red("denied")
    let resource = SafeText.escaped(explanation.resource.auditName, limit: 300)
    var table = TextTable()
    for step in explanation.steps {
      let outcome = step.outcome.rawValue
      let painted =
        switch step.outcome {
        case .allowed: style.green(outcome)
        case .denied: style.red(outcome)
        case .skipped: style.dim(outcome)
        }
      table.add(.init(outcome, shownAs: painted), .init(step.rule), .init(step.reason))
    }
    var lines = [
      "\(answer): \(style.bold(plugin)) \(explanation.action.name) \(resource), policy "
        + SafeText.escaped(explanation.policy)
    ]
    lines += table.lines()
    if case .denied(let denial) = explanation.decision, let help = denial.help {
      lines.append("  \(style.cyan("help:")) \(help)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
