internal import CLinuxSandbox

/// Names of error numbers, as manual pages spell them.
enum ErrorName {
  static func of(_ errno: Int32) -> String {
    // SAFETY: strerrorname_np(3) returns a static string, or null for an unknown number.
    guard let name = unsafe bulkhead_error_name(errno) else { return "errno \(errno)" }
    return unsafe String(cString: name)
  }
}
