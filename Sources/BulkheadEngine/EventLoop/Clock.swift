import Glibc

/// The two clocks a program sees, in milliseconds. The vDSO serves both without a system call.
enum Clock {
  static func monotonicMilliseconds() -> Double { read(CLOCK_MONOTONIC) }

  /// Since 1970-01-01 UTC.
  static func wallMilliseconds() -> Double { read(CLOCK_REALTIME) }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    // SAFETY: the structure outlives the call, which cannot fail for these clocks.
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }
}
