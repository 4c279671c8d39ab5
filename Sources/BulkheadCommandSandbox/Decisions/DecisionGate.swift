import BulkheadBroker
import BulkheadPolicy
import BulkheadSource
import Glibc
import Synchronization

/// Where every access of a command is decided, counted and written down, before it takes effect.
final class DecisionGate: Sendable {
  /// What came of a request.
  enum Verdict: Sendable {
    case allowed
    case denied(Errno)
    /// It is denied unless a person says otherwise.
    case open(Question)
  }

  private struct State {
    var filesystemOps = 0
    var networkCalls = 0
    var denials = 0
    var reportedLimits: Set<String> = []
    /// Answers of a person that hold for this run.
    var answers: [Question.Key: Bool] = [:]
  }

  let configuration: CommandSandbox.Configuration
  private let state = Mutex(State())

  init(_ configuration: CommandSandbox.Configuration) {
    self.configuration = configuration
  }

  /// What the plugin may do at this moment; nil where that cannot be read, and then it may do nothing.
  ///
  /// Permissions, log and prompts are this process's own business, also on a thread that acts on files
  /// as somebody else.
  func authority() -> Authority? {
    SandboxIdentity.asOneself { try? configuration.authority.current() }
  }

  /// Decides one access and writes it down.
  ///
  /// - Parameters:
  ///   - call: the system call, for the row's details.
  ///   - decision: the authority's answer, where it is not that to `action` and `resource`.
  func decide(
    _ action: Action, _ resource: Resource, call: String, decision: Decision? = nil
  ) -> Verdict {
    guard let authority = authority() else { return .denied(Errno(EACCES)) }
    switch decision ?? authority.decide(action, resource) {
    case .allowed(let rule):
      return record(action, resource, allowed: true, rule: rule, call)
    case .denied(let denial):
      let question = Question(
        plugin: configuration.plugin, action: action, resource: resource, denial: denial)
      if denial.canBeGranted {
        if let given = self.answer(to: question) {
          return record(
            action, resource, allowed: given, rule: given ? "answer: yes" : "answer: no", call)
        }
        if configuration.prompter != nil { return .open(question) }
      }
      return refuse(action, resource, denial, call: call)
    }
  }

  /// Writes a denial down; the answer is EACCES.
  func refuse(_ action: Action, _ resource: Resource, _ denial: Denial, call: String) -> Verdict {
    let verdict = record(
      action, resource, allowed: false, rule: denial.code,
      denial.help.map { "\(call); help: \($0)" } ?? call)
    state.withLock { $0.denials += 1 }
    report(
      Violation(
        type: .permission, severity: denial.code == "not-granted" ? .medium : .high,
        message: denial.message, location: SafeText.escaped(resource.auditName, limit: 300),
        help: denial.help, timestamp: Double(TimeText.microseconds()) / 1e6))
    return verdict
  }

  /// Keeps a person's answer for the rest of the run.
  func remember(_ question: Question, isAllowed: Bool) {
    state.withLock { $0.answers[question.key] = isAllowed }
  }

  func answer(to question: Question) -> Bool? {
    state.withLock { $0.answers[question.key] }
  }

  private func record(
    _ action: Action, _ resource: Resource, allowed: Bool, rule: String, _ details: String
  ) -> Verdict {
    do {
      let event = AuditEvent(
        plugin: configuration.plugin, context: configuration.context, action: action.name,
        resource: String(resource.auditName.prefix(4096)), allowed: allowed, rule: rule,
        details: details)
      try SandboxIdentity.asOneself { try configuration.recorder.record(event) }
    } catch {
      // What cannot be written down does not happen.
      return .denied(Errno(EIO))
    }
    return allowed ? .allowed : .denied(Errno(EACCES))
  }

  private func report(_ violation: Violation) {
    SandboxIdentity.asOneself {
      // The row is what counts, and it is there already.
      try? configuration.recorder.record(
        violation, plugin: configuration.plugin, context: configuration.context)
      configuration.onViolation(violation)
    }
  }

  // MARK: Limits

  /// Takes one of the file operations; EDQUOT where there are no more.
  func takeFileOperation() -> Errno? {
    let limit = configuration.limits.filesystemOps
    let isWithin = state.withLock { state in
      guard state.filesystemOps < limit else { return false }
      state.filesystemOps += 1
      return true
    }
    if !isWithin { reportLimit("filesystemOps", "filesystem operation limit of \(limit) reached") }
    return isWithin ? nil : Errno(EDQUOT)
  }

  /// Takes one of the network calls; false where there are no more.
  func takeNetworkCall() -> Bool {
    let limit = configuration.limits.networkCalls
    let isWithin = state.withLock { state in
      guard state.networkCalls < limit else { return false }
      state.networkCalls += 1
      return true
    }
    if !isWithin { reportLimit("networkCalls", "network call limit of \(limit) reached") }
    return isWithin
  }

  /// The first time that a limit is met is a violation; a loop against it must not flood the log.
  func reportLimit(_ key: String, _ message: String, severity: Violation.Severity = .medium) {
    guard state.withLock({ $0.reportedLimits.insert(key).inserted }) else { return }
    report(
      Violation(
        type: key == "timeoutMs" ? .timeout : .resource, severity: severity, message: message,
        location: key, timestamp: Double(TimeText.microseconds()) / 1e6))
  }

  /// File operations, network calls and denials so far.
  var counts: (filesystemOps: Int, networkCalls: Int, denials: Int) {
    state.withLock { ($0.filesystemOps, $0.networkCalls, $0.denials) }
  }
}

extension DecisionGate {
  /// Whether a request would be allowed now, without a row: for choosing where to look, not for doing.
  func mayAllow(_ action: Action, _ resource: Resource) -> Bool {
    guard let authority = authority() else { return false }
    switch authority.decide(action, resource) {
    case .allowed: return true
    case .denied(let denial):
      let question = Question(
        plugin: configuration.plugin, action: action, resource: resource, denial: denial)
      return denial.canBeGranted && answer(to: question) == true
    }
  }
}
