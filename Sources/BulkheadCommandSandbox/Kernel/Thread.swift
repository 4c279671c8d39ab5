import CSeccompNotify
import Glibc

/// A thread of its own: what waits in the kernel may not hold up Swift's pool of threads.
enum Thread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// A thread that can be waited for.
  struct Handle: Sendable {
    fileprivate let thread: pthread_t

    /// Returns when the thread has ended; once per handle.
    func join() { _ = pthread_join(thread, nil) }
  }

  /// Starts a thread with a stack of `stackBytes`; nil if there can be no more threads.
  static func start(
    stackBytes: Int = 512 << 10, _ run: @escaping @Sendable () -> Void
  ) -> Handle? {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, stackBytes)
    let body = unsafe Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    // SAFETY: the new thread takes over the one reference; it is given back if there is no thread.
    let result = unsafe pthread_create(
      &thread, &attributes,
      { pointer in
        guard let pointer = unsafe pointer else { return nil }
        unsafe Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    guard result == 0 else {
      unsafe body.release()
      return nil
    }
    return Handle(thread: thread)
  }

  /// Starts a thread that nobody waits for.
  static func detach(_ run: @escaping @Sendable () -> Void) -> Bool {
    guard let handle = start(run) else { return false }
    pthread_detach(handle.thread)
    return true
  }
}

/// Milliseconds of a clock that only goes forward.
func monotonicMilliseconds() -> Int {
  var time = timespec()
  _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}
