import Glibc

/// Times as text.
public enum TimeText {
  /// UTC in ISO 8601 with milliseconds, such as `2026-01-31T12:00:00.123Z`.
  public static func iso8601(microseconds: Int64) -> String {
    let milliseconds = floor(microseconds, by: 1000)
    let seconds = floor(milliseconds, by: 1000)
    let day = floor(seconds, by: 86_400)
    let (year, month, dayOfMonth) = date(day)
    let time = seconds - day * 86_400
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(dayOfMonth, 2) + "T"
      + padded(time / 3600, 2) + ":" + padded(time / 60 % 60, 2) + ":" + padded(time % 60, 2) + "."
      + padded(milliseconds - seconds * 1000, 3) + "Z"
  }

  /// The wall clock as that text.
  public static var now: String { iso8601(microseconds: microseconds()) }

  /// The wall clock in microseconds since 1970.
  public static func microseconds() -> Int64 {
    var time = timespec()
    // SAFETY: the structure outlives the call.
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// The Gregorian date of a day since 1970, counted in 400-year eras that start on a first of March, so
  /// that the leap day is the last of its year.
  private static func date(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = floor(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    return (era * 400 + year + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
  }

  private static func floor(_ number: Int64, by divisor: Int64) -> Int64 {
    number / divisor - (number % divisor < 0 ? 1 : 0)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}
