import BulkheadPolicy
import BulkheadSource

/// Decides the accesses of one request and writes the decisions down, before anything is done.
struct Judge {
  let authority: Authority
  let configuration: BrokerConfiguration
  /// The operation in the words of the audit log, such as `readFile`.
  let operation: String

  init(_ configuration: BrokerConfiguration, operation: String) throws(Refusal) {
    self.configuration = configuration
    self.operation = operation
    do {
      authority = try configuration.authority.current()
    } catch {
      throw Refusal(
        code: "ERR_BULKHEAD_AUTHORITY",
        "Permission denied: the permissions of \(SafeText.escaped(configuration.plugin)) "
          + "cannot be read: \(error)")
    }
  }

  /// One access and what was decided on it.
  struct Claim {
    let action: Action
    let resource: Resource
    let decision: Decision
  }

  func claim(_ action: Action, _ resource: Resource) -> Claim {
    Claim(action: action, resource: resource, decision: authority.decide(action, resource))
  }

  /// Settles accesses that only make sense together: either all of them are allowed and written down,
  /// or the first denial is, and thrown.
  ///
  /// - Parameters:
  ///   - asked: the path the plugin named, where it may lead somewhere else.
  ///   - details: what the log keeps besides the operation.
  func settle(_ claims: [Claim], asked: String? = nil, details: String? = nil) throws(Refusal) {
    for claim in claims {
      if case .denied(let denial) = claim.decision {
        throw refuse(claim, denial, asked: asked, details: details)
      }
    }
    for claim in claims { try record(claim, details: details) }
  }

  /// Settles one access.
  func settle(_ claim: Claim, asked: String? = nil, details: String? = nil) throws(Refusal) {
    if case .denied(let denial) = claim.decision {
      throw refuse(claim, denial, asked: asked, details: details)
    }
    try record(claim, details: details)
  }

  /// Writes a denial down and makes it the plugin's answer.
  func refuse(
    _ claim: Claim, _ denial: Denial, asked: String? = nil, details: String? = nil
  ) -> Refusal {
    let shown = denialToShow(claim, denial, asked: asked)
    configuration.onViolation(
      Violation(
        type: .permission, severity: denial.code == "not-granted" ? .medium : .high,
        message: denial.message, location: SafeText.escaped(claim.resource.auditName, limit: 300),
        help: denial.help,
        timestamp: Double(TimeText.microseconds()) / 1e6))
    do throws(Refusal) {
      try record(
        Claim(action: claim.action, resource: claim.resource, decision: .denied(denial)),
        details: details)
    } catch {
      return error
    }
    return Refusal(shown)
  }

  /// Where a link led to a file that is closed, the plugin learns where only if it may look at the link.
  private func denialToShow(_ claim: Claim, _ denial: Denial, asked: String?) -> Denial {
    guard let asked, case .path(let path) = claim.resource, asked != path,
      case .denied(let ofAsked) = authority.decide(claim.action, .path(asked))
    else { return denial }
    return ofAsked
  }

  private func record(_ claim: Claim, details: String?) throws(Refusal) {
    do {
      try configuration.recorder.record(
        AuditEvent(
          plugin: configuration.plugin, context: configuration.context, action: claim.action.name,
          resource: claim.resource.auditName, allowed: claim.decision.isAllowed,
          rule: claim.decision.rule, details: details.map { "\(operation): \($0)" } ?? operation))
    } catch {
      throw Refusal(
        code: "ERR_BULKHEAD_AUDIT",
        "the audit log cannot be written, so nothing was done: \(error)")
    }
  }
}
