import CSeccompNotify
import Glibc

/// Passes signals that somebody sends to this process on to the command.
///
/// What a terminal sends (Ctrl-C, Ctrl-\\, hang-up) goes to the whole group of processes in front, the
/// command among them, and is not passed on a second time.
final class SignalRelay {
  let descriptor: Int32
  private let watch: Watch
  private var set = sigset_t()

  init(_ signals: [Int32], to watch: Watch) {
    self.watch = watch
    unsafe sigemptyset(&set)
    for signal in signals { unsafe sigaddset(&set, signal) }
    descriptor = signals.isEmpty ? -1 : unsafe csignal_catch(&set)
  }

  deinit { if descriptor >= 0 { unsafe csignal_release(&set, descriptor) } }

  func pass() {
    defer { withExtendedLifetime(self) {} }
    var isFromProcess: Int32 = 0
    let signal = unsafe csignal_receive(descriptor, &isFromProcess)
    let command = watch.command
    guard signal > 0, isFromProcess != 0, command > 0 else { return }
    kill(command, signal)
  }
}
