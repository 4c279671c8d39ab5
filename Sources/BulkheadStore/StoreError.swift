import BulkheadSource
import Glibc

/// Why something cannot be kept, read or trusted. Callers that were about to let something happen have
/// to refuse it.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name, such as `file-changed`.
  public let code: String
  /// What, where and why; lower case.
  public let message: String
  /// What to do about it.
  public let help: String?

  /// An error.
  public init(code: String, _ message: String, help: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
  }

  /// The message and the help.
  public var description: String { help.map { "\(message)\n  help: \($0)" } ?? message }

  /// The failure of a system call that has just set `errno`.
  package static func system(
    _ what: String, _ path: String, errno number: Int32 = errno
  ) -> StoreError {
    // SAFETY: strerror's text is copied at once.
    let reason = unsafe String(cString: strerror(number))
    let message = "cannot \(what) \(shown(path)): \(reason)"
    switch number {
    case ENOSPC, EDQUOT, EFBIG:
      return StoreError(code: "disk-full", message, help: "free some space")
    case EROFS, EACCES, EPERM:
      return StoreError(
        code: "not-permitted", message,
        help: "give this user access to it, or choose another --project")
    case ELOOP, ENOTDIR:
      return StoreError(
        code: "unsafe-path", "\(message): it is a link, or not a directory",
        help: "remove it, or make it a directory")
    default:
      return StoreError(code: "system", message)
    }
  }

  /// A path as messages show it.
  static func shown(_ path: String) -> String { SafeText.escaped(path, limit: 4096) }
}
