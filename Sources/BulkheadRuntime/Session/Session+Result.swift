import BulkheadLinux
import BulkheadPolicy
import BulkheadSource
import BulkheadWire

/// From how an execution ended to what the caller gets.
extension Session {
  func result(of execution: Execution, _ ending: Execution.Ending) -> ExecutionResult {
    var result = emptyResult()
    result.isolation = execution.worker.isolation
    result.usage.memoryBytes = max(
      execution.supervisor.peakMemory,
      ending.endsWorker ? 0 : execution.worker.process.currentMemory)
    result.usage.cpuTimeMs = Self.rounded(execution.cpuMilliseconds)
    result.stdout = String(decoding: execution.stdout, as: UTF8.self)
    result.stderr = String(decoding: execution.stderr, as: UTF8.self)
    complete(&result, execution, ending)
    result.stateLost = lostState
    lostState = false
    let taken = settings.reporter.take()
    result.violations = taken.violations
    result.violationsOmitted = taken.omitted
    if let failure = taken.failure {
      result.success = false
      result.value = nil
      result.error = ExecutionError(
        name: "AuditError", message: "what happened could not be written down: \(failure)",
        code: "audit-failed", help: "see to the disk and the rights of .claude/security")
    }
    return result
  }

  func abortedResult() -> ExecutionResult {
    var result = emptyResult()
    result.error = Self.abortError
    return result
  }

  private func emptyResult() -> ExecutionResult {
    ExecutionResult(
      success: false, executionTimeMs: 0, usage: ResourceUsage(), violations: [],
      violationsOmitted: 0, isolation: [], stateLost: false, stdout: "", stderr: "")
  }

  private static let abortError = ExecutionError(
    name: "AbortError", message: "the execution was aborted", code: "aborted")

  private func complete(
    _ result: inout ExecutionResult, _ execution: Execution, _ ending: Execution.Ending
  ) {
    switch ending {
    case .result(let json):
      do throws(WireError) {
        try ProgramResult(json).apply(to: &result)
        explainMemory(&result)
      } catch {
        fail(&result, with: error)
      }
    case .exit(let code):
      result.exitCode = code
      result.success = code == 0
      if code != 0 {
        result.error = ExecutionError(
          name: "ExitError", message: "the plugin ended with exit code \(code)", code: "exit")
      }
    case .breach(let breach):
      fail(&result, with: breach)
    case .died(let end):
      let isOutOfMemory = execution.supervisor.isOutOfMemory(peak: result.usage.memoryBytes)
      if isOutOfMemory {
        fail(&result, with: .memory(bytes: settings.limits.memoryBytes))
      } else {
        fail(&result, with: end, execution.worker.process.diagnostics)
      }
    case .violation(let error):
      fail(&result, with: error)
    case .aborted:
      result.error = Self.abortError
    }
  }

  /// An allocation that the kernel refused is an exception the program may catch; nobody did.
  private func explainMemory(_ result: inout ExecutionResult) {
    guard result.error?.name == "RangeError", result.error?.message == "Out of memory" else {
      return
    }
    let breach = LimitBreach.allocation(limit: settings.limits.memoryBytes)
    result.error?.message = breach.message
    result.error?.code = breach.code
    result.error?.help = breach.help
    settings.reporter.report(breach.violationType, .medium, rule: breach.code, breach.message)
  }

  private func fail(_ result: inout ExecutionResult, with breach: LimitBreach) {
    result.error = breach.error
    settings.reporter.report(breach.violationType, .high, rule: breach.code, breach.message)
  }

  private func fail(
    _ result: inout ExecutionResult, with end: WorkerProcess.ExitStatus, _ diagnostics: String
  ) {
    let said = SafeText.escaped(diagnostics, limit: 500)
    let message = "the script worker crashed: \(end)" + (said.isEmpty ? "" : ": \(said)")
    result.error = ExecutionError(name: "CrashError", message: message, code: "crash")
    settings.reporter.report(.crash, .high, rule: "crash", message)
  }

  /// The worker is no longer what was started, or never was.
  private func fail(_ result: inout ExecutionResult, with error: WireError) {
    worker?.end()
    worker = nil
    lostState = true
    let message = "protocol violation by the script worker: \(error)"
    result.error = ExecutionError(name: "CrashError", message: message, code: "protocol")
    settings.reporter.report(.crash, .critical, rule: "protocol", message)
  }
}
