import BulkheadPolicy
import BulkheadSource
import Synchronization

/// Takes the violations of one context: writes each down, tells the embedder, keeps it for the result.
///
/// Called by the serving thread and by the broker's threads.
final class ViolationReporter: Sendable {
  /// What one execution did, taken out at its end.
  struct Taken {
    var violations: [Violation] = []
    var omitted = 0
    /// Why something could not be written down: then the execution does not count as a success.
    var failure: String?
  }

  private let context: SandboxContext
  private let recorder: any AuditRecorder
  private let onViolation: (@Sendable (Violation, SandboxContext) -> Void)?
  private let taken = Mutex(Taken())

  /// Violations kept for one result; the log has all.
  private static let maximumKept = 1000

  init(
    context: SandboxContext, recorder: any AuditRecorder,
    onViolation: (@Sendable (Violation, SandboxContext) -> Void)?
  ) {
    self.context = context
    self.recorder = recorder
    self.onViolation = onViolation
  }

  /// Writes down what ended an execution, as a row of the audit log and as a violation.
  func report(
    _ type: Violation.Kind, _ severity: Violation.Severity, rule: String, _ message: String
  ) {
    let event = AuditEvent(
      plugin: context.plugin, context: context.id, action: "execute", resource: "script worker",
      allowed: false, rule: rule, details: message)
    attempt { try recorder.record(event) }
    report(
      Violation(
        type: type, severity: severity, message: message,
        timestamp: Double(TimeText.microseconds()) / 1e6))
  }

  /// A violation that somebody else has written to the audit log.
  func report(_ violation: Violation) {
    attempt { try recorder.record(violation, plugin: context.plugin, context: context.id) }
    taken.withLock { taken in
      if taken.violations.count < Self.maximumKept {
        taken.violations.append(violation)
      } else {
        taken.omitted += 1
      }
    }
    onViolation?(violation, context)
  }

  /// A worker is confined, or was refused because it is not.
  func recordIsolation(_ layers: [String], missing: [String], allowed: Bool) {
    let details = missing.isEmpty ? nil : "without: " + missing.joined(separator: ", ")
    let event = AuditEvent(
      plugin: context.plugin, context: context.id, action: "isolation",
      resource: "script worker", allowed: allowed, rule: layers.joined(separator: ", "),
      details: details)
    attempt { try recorder.record(event) }
  }

  func take() -> Taken {
    taken.withLock { taken in
      let result = taken
      taken = Taken()
      return result
    }
  }

  private func attempt(_ record: () throws -> Void) {
    do {
      try record()
    } catch {
      taken.withLock { $0.failure = $0.failure ?? "\(error)" }
    }
  }
}
