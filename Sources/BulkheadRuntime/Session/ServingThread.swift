import Glibc

/// A thread of its own for work that blocks: the pool of Swift's concurrency has as many threads as
/// the machine has cores, and none of them may wait for a plugin.
enum ServingThread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs `body` on a new thread, which blocks all signals: those of the host are the host's, and
  /// a worker that is gone must be an error of write(2), not SIGPIPE.
  static func start(_ body: @escaping @Sendable () -> Void) throws(RuntimeError) {
    // SAFETY: the retained body is released by the thread, or below if there is none.
    let argument = unsafe Unmanaged.passRetained(Body(body))
    let error = withSignalsBlocked {
      var thread = pthread_t()
      let error = unsafe pthread_create(
        &thread, nil,
        { argument in
          guard let argument = unsafe argument else { return nil }
          unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, argument.toOpaque())
      if error == 0 { pthread_detach(thread) }
      return error
    }
    guard error == 0 else {
      unsafe argument.release()
      throw RuntimeError(
        code: "no-thread", "no thread can be started for a context: errno \(error)",
        help: "destroy contexts that are no longer needed, or raise ulimit -u")
    }
  }

  /// A new thread has the signal mask of the one that made it.
  private static func withSignalsBlocked(_ body: () -> Int32) -> Int32 {
    unsafe withUnsafeTemporaryAllocation(of: sigset_t.self, capacity: 2) { sets in
      // SAFETY: both sets are there, and are written before they are read.
      let (all, before) = unsafe (
        sets.baseAddress.unsafelyUnwrapped, sets.baseAddress.unsafelyUnwrapped + 1
      )
      unsafe sigfillset(all)
      unsafe pthread_sigmask(SIG_SETMASK, all, before)
      defer { _ = unsafe pthread_sigmask(SIG_SETMASK, before, nil) }
      return body()
    }
  }
}
