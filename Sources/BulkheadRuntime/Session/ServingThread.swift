import Glibc

/// A thread of its own for work that blocks: the pool of Swift's concurrency has as many threads as
/// the machine has cores, and none of them may wait for a plugin.
enum ServingThread {
  /// Bytes of stack; only what is touched takes memory.
  private static let stackBytes = 1 << 20

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs `body` on a new thread, which blocks all signals: those of the host are the host's, and
  /// a worker that is gone must be an error of write(2), not SIGPIPE.
  static func start(_ body: @escaping @Sendable () -> Void) throws(RuntimeError) {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, stackBytes)
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // SAFETY: the retained body is released by the thread, or below if there is none.
    let argument = unsafe Unmanaged.passRetained(Body(body))
    var all = sigset_t()
    var before = sigset_t()
    // SAFETY: the sets outlive the calls. A new thread has the mask of the one that made it.
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let error = unsafe pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, argument.toOpaque())
    guard error == 0 else {
      unsafe argument.release()
      throw RuntimeError(
        code: "no-thread", "no thread can be started for a context: errno \(error)",
        help: "destroy contexts that are no longer needed, or raise ulimit -u")
    }
  }
}
