import Glibc

/// The clocks, by the calls that the filter leaves: they need no file and no privilege.
enum Clock {
  /// Milliseconds since some moment in the past; never goes back.
  static var monotonicMs: Double { read(CLOCK_MONOTONIC) }
  /// Milliseconds since 1970.
  static var wallMs: Double { read(CLOCK_REALTIME) }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    // SAFETY: the structure outlives the call.
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }
}
