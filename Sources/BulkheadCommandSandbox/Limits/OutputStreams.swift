import Glibc
import Synchronization

/// The streams of a command: its output is counted on the way, unless it goes to a terminal.
final class OutputStreams: Sendable {
  private struct State {
    var pumps: [OutputPump] = []
    var threads: [Thread.Handle] = []
  }

  private let state: Mutex<State>
  private let counter: OutputPump.Counter
  private let trigger: Trigger

  /// Calls what is to be done at the limit, which is known only later.
  private final class Trigger: Sendable {
    let action = Mutex<(@Sendable () -> Void)?>(nil)
    func pull() { action.withLock { $0 }?() }
  }

  /// What the command gets as 0, 1 and 2.
  let forCommand: [Int32]

  init(_ standard: [Int32], limit: Int) throws(CommandSandboxError) {
    guard standard.count == 3 else {
      throw CommandSandboxError("streams", "stdin, stdout and stderr are needed")
    }
    let trigger = Trigger()
    self.trigger = trigger
    counter = OutputPump.Counter(limit: limit) { trigger.pull() }
    var pumps: [OutputPump] = []
    var given = standard
    for index in [1, 2] where isatty(standard[index]) == 0 {
      // One pipe for both where both lead to the same place, or their order would be lost.
      if index == 2, let first = pumps.first, Self.isSame(standard[1], standard[2]) {
        given[2] = first.writeEnd.number
        continue
      }
      guard let pump = OutputPump(to: standard[index], counter: counter) else {
        throw CommandSandboxError("streams", "cannot make a pipe", Errno.last)
      }
      pumps.append(pump)
      given[index] = pump.writeEnd.number
    }
    forCommand = given
    state = Mutex(State(pumps: pumps))
  }

  private static func isSame(_ one: Int32, _ other: Int32) -> Bool {
    var (first, second) = (stat(), stat())
    guard unsafe fstat(one, &first) == 0, unsafe fstat(other, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Starts counting, once the command has its ends of the pipes.
  func start(onLimit: @escaping @Sendable () -> Void) {
    trigger.action.withLock { $0 = onLimit }
    state.withLock { state in
      state.threads = state.pumps.compactMap { $0.start() }
      // From here on the command alone holds the write ends, so that their end is the end of the output.
      state.pumps = []
    }
  }

  /// Waits until everything that was written has been passed on.
  func finish() {
    let threads = state.withLock { state in
      defer { state.threads = [] }
      return state.threads
    }
    for thread in threads { thread.join() }
  }

  var outputBytes: Int { counter.total }
}
