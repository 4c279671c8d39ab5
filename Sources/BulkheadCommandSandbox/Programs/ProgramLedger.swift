import BulkheadPolicy
import BulkheadSource
import Glibc
import Synchronization

/// What each process should have become by its last execve(2), compared with what it did become.
///
/// Between the decision and the kernel's reading of the path another thread can have changed it. The
/// kernel bounds what runs then; that it ran against the decision shows at the process's next call.
final class ProgramLedger: Sendable {
  private struct Expectation {
    var program: [UInt8]
    /// What the process still is if execve(2) fails.
    var before: [UInt8]?
  }

  private struct State {
    var expected: [pid_t: Expectation] = [:]
    /// The refusal of the command itself.
    var refusal: (path: String, denial: Denial)?
    var hasStarted = false
  }

  private let state = Mutex(State())
  private let gate: DecisionGate

  init(_ gate: DecisionGate) { self.gate = gate }

  func expect(_ program: [UInt8], for call: HeldCall) {
    let before = Kernel.link("/proc/\(call.process)/exe")
    state.withLock { state in
      state.expected[call.process] = Expectation(program: program, before: before)
      state.hasStarted = true
    }
  }

  /// Whether the command itself has been started, or at least decided on.
  var hasStarted: Bool { state.withLock { $0.hasStarted } }

  func noteRefusal(_ path: String, _ denial: Denial) {
    state.withLock { state in
      if !state.hasStarted, state.refusal == nil { state.refusal = (path, denial) }
    }
  }

  /// Why the command itself was not started; nil if it was.
  var refusal: (path: String, denial: Denial)? { state.withLock { $0.refusal } }

  /// Whether the process runs another program than was decided on; it is killed then.
  func isImpostor(_ call: HeldCall) -> Bool {
    guard let expected = state.withLock({ $0.expected.removeValue(forKey: call.process) }),
      let actual = Kernel.link("/proc/\(call.process)/exe"),
      actual != expected.program, actual != expected.before
    else { return false }
    let path = String(decoding: actual, as: UTF8.self)
    _ = gate.refuse(
      .exec, .command([path]),
      Denial(
        code: "program-changed",
        "\(SafeText.escaped(path, limit: 300)) was started in place of the program that was decided on"
      ),
      call: "after execve")
    kill(call.process, SIGKILL)
    return true
  }
}
