import Glibc

enum WallClock {
  /// Seconds since 1970.
  static func now() -> Double {
    var time = timespec()
    // SAFETY: the struct outlives the call.
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
