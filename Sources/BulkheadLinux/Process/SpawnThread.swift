import Glibc
import Synchronization

/// The thread that starts all workers, as long as the host lives.
///
/// The kernel kills a worker when the *thread* that started it ends (PR_SET_PDEATHSIG, prctl(2)),
/// and threads of a pool end when they idle.
final class SpawnThread: Sendable {
  private static let shared = SpawnThread()

  private struct State {
    var jobs: [@Sendable () -> Void] = []
    var isRunning = false
  }

  private let state = Mutex(State())
  /// Counts the jobs that wait.
  private let waiting = Semaphore()

  /// Runs `body` on the thread and waits for its result.
  static func run<Result: Sendable>(
    _ body: @escaping @Sendable () -> Result
  ) throws(LinuxError) -> Result {
    try shared.startThread()
    let answer = Answer<Result>()
    shared.state.withLock { state in
      state.jobs.append {
        let value = body()
        answer.value.withLock { $0 = value }
        answer.isThere.signal()
      }
    }
    shared.waiting.signal()
    answer.isThere.wait()
    guard let value = answer.value.withLock({ $0 }) else {
      throw LinuxError(.start, "internal error: no answer from the thread that starts workers")
    }
    return value
  }

  private final class Answer<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
    let isThere = Semaphore()
  }

  private func startThread() throws(LinuxError) {
    let error = state.withLock { state -> Int32 in
      guard !state.isRunning else { return 0 }
      var thread = pthread_t()
      // SAFETY: the object is passed unretained; `shared` lives for ever.
      let error = unsafe pthread_create(
        &thread, nil,
        { context in
          guard let context = unsafe context else { return nil }
          unsafe Unmanaged<SpawnThread>.fromOpaque(context).takeUnretainedValue().serve()
        }, Unmanaged.passUnretained(self).toOpaque())
      if error == 0 {
        pthread_detach(thread)
        state.isRunning = true
      }
      return error
    }
    guard error == 0 else {
      throw LinuxError(.start, "start the thread that starts workers", errno: error)
    }
  }

  private func serve() -> Never {
    while true {
      waiting.wait()
      let job = state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
      job?()
    }
  }
}
