import Glibc

/// A thread that runs one closure and ends.
enum DetachedThread {
  private final class Body {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Bytes of stack: enough for getaddrinfo(3) and TLS.
  private static let stackSize = 1 << 20

  /// Starts a thread; false if there can be none.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard unsafe pthread_attr_init(&attributes) == 0 else { return false }
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, stackSize)
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let box = unsafe Unmanaged.passRetained(Body(body))
    let code = unsafe pthread_create(
      &thread, &attributes,
      { context in
        // SAFETY: the context is the box retained for this thread.
        unsafe Unmanaged<Body>.fromOpaque(context.unsafelyUnwrapped).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    if code != 0 { unsafe box.release() }
    return code == 0
  }
}

/// The signals that a thread blocks.
enum SignalMask {
  /// Runs a body in which a write to a closed connection is an error, not a signal: OpenSSL writes
  /// without MSG_NOSIGNAL.
  static func withoutBrokenPipe<Result>(
    _ body: () throws(Refusal) -> Result
  ) throws(Refusal) -> Result {
    var blocked = sigset_t()
    var previous = sigset_t()
    // SAFETY: the sets outlive the calls.
    unsafe sigemptyset(&blocked)
    unsafe sigaddset(&blocked, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &blocked, &previous)
    let wasBlocked = unsafe sigismember(&previous, SIGPIPE) == 1
    defer {
      if !wasBlocked {
        // One that came meanwhile must not strike when the mask is taken off.
        var none = timespec()
        unsafe sigtimedwait(&blocked, nil, &none)
        unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
      }
    }
    return try body()
  }
}
