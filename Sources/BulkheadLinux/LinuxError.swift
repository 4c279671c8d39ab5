/// A kernel facility refused something that Bulkhead needs.
public struct LinuxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of failure, for callers that act on them.
  public enum Code: String, Sendable {
    /// A layer of the lockdown could not be armed.
    case layer = "layer-missing"
    /// What the kernel says about a process is not what its lockdown should have made of it.
    case confinement = "not-confined"
    /// A process could not be started.
    case start = "worker-not-started"
    /// Another call failed.
    case systemCall = "system-call-failed"
  }

  /// The kind of failure.
  public var code: Code
  /// What, where, why; names the layer if it is about one.
  public var message: String
  /// The system call's error, or 0.
  public var errno: Int32
  /// How to get what is missing; empty if nothing is to be done.
  public var help: String

  /// Makes an error.
  public init(_ code: Code, _ message: String, errno: Int32 = 0, help: String = "") {
    self.code = code
    self.message = message
    self.errno = errno
    self.help = help
  }

  /// The message, the error's name, the code, and the help.
  public var description: String {
    (errno == 0 ? message : "\(message): \(ErrorName.of(errno))") + " [\(code.rawValue)]"
      + (help.isEmpty ? "" : "; help: \(help)")
  }
}

/// Passes on a shim's result; a negative one is an error number.
@discardableResult
func check(
  _ result: Int32, _ code: LinuxError.Code, _ message: @autoclosure () -> String,
  help: @autoclosure () -> String = ""
) throws(LinuxError) -> Int32 {
  guard result < 0 else { return result }
  throw LinuxError(code, message(), errno: -result, help: help())
}
