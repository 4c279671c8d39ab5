import Glibc

/// poll(2) for descriptors to read from.
enum Poll {
  /// Whether there is something to read, or an end, within some milliseconds.
  static func isReadable(_ descriptor: Int32, within milliseconds: Double) -> Bool {
    var one = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // SAFETY: the one descriptor outlives the call.
    return unsafe poll(&one, 1, timeout(milliseconds)) > 0
  }

  /// Which of two descriptors can be read; both false when the time is over, or a signal came.
  ///
  /// - Parameter milliseconds: nil waits for ever.
  static func readable(
    _ first: Int32, _ second: Int32, within milliseconds: Double?
  ) -> (first: Bool, second: Bool) {
    var both = (
      pollfd(fd: first, events: Int16(POLLIN), revents: 0),
      pollfd(fd: second, events: Int16(POLLIN), revents: 0)
    )
    // SAFETY: a homogeneous tuple is laid out like an array of two.
    let count = unsafe withUnsafeMutablePointer(to: &both) { tuple in
      unsafe tuple.withMemoryRebound(to: pollfd.self, capacity: 2) {
        unsafe poll($0, 2, milliseconds.map(timeout) ?? -1)
      }
    }
    return count > 0 ? (both.0.revents != 0, both.1.revents != 0) : (false, false)
  }

  /// Waits until `writable` takes bytes, `wake` can be read, or the time is over.
  static func waitForRoom(_ writable: Int32, wake: Int32, within milliseconds: Double) {
    var both = (
      pollfd(fd: writable, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
    )
    // SAFETY: a homogeneous tuple is laid out like an array of two.
    _ = unsafe withUnsafeMutablePointer(to: &both) { tuple in
      unsafe tuple.withMemoryRebound(to: pollfd.self, capacity: 2) {
        unsafe poll($0, 2, timeout(milliseconds))
      }
    }
  }

  /// Rounded up, so that nobody wakes a fraction of a millisecond early again and again.
  private static func timeout(_ milliseconds: Double) -> Int32 {
    Int32(min(max(0, milliseconds.rounded(.up)), 1e9))
  }
}

/// The clock that limits are measured by.
enum Clock {
  /// Monotonic milliseconds.
  static func milliseconds() -> Double {
    var time = timespec()
    // SAFETY: the structure outlives the call, which cannot fail for this clock.
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }
}
