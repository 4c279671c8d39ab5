import Bulkhead
import Synchronization

/// Asks the person at the terminal about one access of a running command. Off a terminal, or where the
/// terminal belongs to another job, the answer is no.
struct TerminalAccessPrompter: AccessPrompter {
  let project: Project

  /// Nil off a terminal: then nothing waits for an answer that cannot come.
  static func ifPossible(_ project: Project) -> TerminalAccessPrompter? {
    Terminal() == nil ? nil : TerminalAccessPrompter(project: project)
  }

  func allows(_ question: Question) -> Bool {
    guard let terminal = Terminal() else { return false }
    let style = terminal.style
    let what = SafeText.escaped(question.resource.auditName, limit: 300)
    terminal.write(
      "\n\(style.bold("bulkhead:")) \(SafeText.escaped(question.plugin)) wants "
        + "\(question.action.name) \(style.bold(what))\n")
    while true {
      terminal.drain()
      terminal.write("allow it? y for this run, a always, N no: ")
      switch terminal.readLine()?.lowercased() {
      case "y", "yes": return true
      case "a", "always": return store(question, terminal)
      case "n", "no", "", nil: return false
      default: terminal.write("y, a or n\n")
      }
    }
  }

  /// Keeps the grant in the approval, which is signed. For this run the answer is yes in any case.
  private func store(_ question: Question, _ terminal: Terminal) -> Bool {
    do {
      try PermissionManager(project: project).keep(question)
    } catch {
      terminal.write("it could not be kept: \(error)\n")
    }
    return true
  }
}
