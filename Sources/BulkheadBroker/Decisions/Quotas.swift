import BulkheadPolicy
import BulkheadSource
import Synchronization

/// Counts what a context uses against its limits. A call beyond a limit is not made and not counted.
final class Quotas: Sendable {
  private struct State {
    var usage = BrokerUsage()
    var openRequests = 0
    var lookups = 0
    var reported: Set<String> = []
  }

  private let state = Mutex(State())
  private let limits: ResourceLimits
  private let report: @Sendable (Violation) -> Void

  init(limits: ResourceLimits, report: @escaping @Sendable (Violation) -> Void) {
    self.limits = limits
    self.report = report
  }

  var usage: BrokerUsage { state.withLock { $0.usage } }

  func takeFileOperation() throws(Refusal) {
    let isWithin = state.withLock { state in
      guard state.usage.filesystemOps < limits.filesystemOps else { return false }
      state.usage.filesystemOps += 1
      return true
    }
    if !isWithin {
      throw exceeded("filesystem operation", limits.filesystemOps, key: "filesystemOps")
    }
  }

  /// Most variables and modules that a context asks for: each leaves a row in the audit log, and no
  /// other limit would end a loop of them.
  static let maximumLookups = 20_000

  func takeLookup() throws(Refusal) {
    let isWithin = state.withLock { state in
      guard state.lookups < Self.maximumLookups else { return false }
      state.lookups += 1
      return true
    }
    if !isWithin { throw exceeded("lookup", Self.maximumLookups, key: nil) }
  }

  func takeNetworkCall() throws(Refusal) {
    let isWithin = state.withLock { state in
      guard state.usage.networkCalls < limits.networkCalls else { return false }
      state.usage.networkCalls += 1
      return true
    }
    if !isWithin { throw exceeded("network call", limits.networkCalls, key: "networkCalls") }
  }

  /// Takes one of the handles; give it back with `closeRequest`.
  func openRequest() throws(Refusal) {
    let isWithin = state.withLock { state in
      guard state.openRequests < limits.openHandles else { return false }
      state.openRequests += 1
      return true
    }
    if !isWithin { throw exceeded("open handle", limits.openHandles, key: "openHandles") }
  }

  func closeRequest() { state.withLock { $0.openRequests -= 1 } }

  /// The first time that a limit is met is a violation; a loop against it must not flood the log.
  private func exceeded(_ what: String, _ limit: Int, key: String?) -> Refusal {
    let message = "\(what) limit of \(limit) reached"
    if state.withLock({ $0.reported.insert(what).inserted }) {
      report(
        Violation(
          type: .resource, severity: .medium, message: message, location: key,
          timestamp: Double(TimeText.microseconds()) / 1e6))
    }
    let help = key.map { "\n  help: raise \($0) in the plugin's sandbox block" } ?? ""
    return Refusal(code: "ERR_BULKHEAD_LIMIT", message + help)
  }
}
