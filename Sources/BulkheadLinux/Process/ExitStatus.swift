internal import CLinuxSandbox
import Glibc

extension WorkerProcess {
  /// How a worker ended.
  public enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
    /// It ended itself with this code.
    case exited(Int32)
    /// A signal ended it: SIGSYS is the system call filter, SIGKILL the host or the kernel.
    case signalled(Int32)

    /// Reads the status word of wait(2).
    init(status: Int32) {
      let signal = status & 0x7f
      self = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }

    /// `exit code 70`, `killed by SIGSYS, a forbidden system call`.
    public var description: String {
      switch self {
      case .exited(let code): "exit code \(code)"
      case .signalled(SIGSYS): "killed by SIGSYS, a forbidden system call"
      case .signalled(let signal):
        // SAFETY: sigabbrev_np(3) returns a static string, or null for an unknown number.
        "killed by "
          + (unsafe bulkhead_signal_name(signal).map { unsafe "SIG" + String(cString: $0) }
            ?? "signal \(signal)")
      }
    }
  }

  /// What a worker used in all, from wait4(2).
  public struct Usage: Hashable, Sendable {
    /// User and system time, in nanoseconds.
    public var cpuNanoseconds: Int
    /// The most memory seen, in bytes. See ``WorkerProcess/peakMemory``.
    public var peakMemory: Int
  }
}
