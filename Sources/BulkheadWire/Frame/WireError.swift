/// Why a channel can no longer be used. The host kills the worker on any of these.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of failure, for callers that tell an ended worker from a misbehaving one.
  public enum Code: String, Sendable {
    /// The other end closed the channel inside a frame.
    case truncated = "truncated-frame"
    /// A length field is below the header's or above the limit.
    case badLength = "bad-frame-length"
    /// No operation has this code, or this end may not send it.
    case badOperation = "bad-operation"
    /// The payload does not have the shape its operation needs.
    case badPayload = "bad-payload"
    /// `read(2)`, `writev(2)` or `poll(2)` failed.
    case systemCall = "channel-failed"
  }

  /// The kind of failure.
  public var code: Code
  /// What was wrong, for a log; holds numbers and operation names, never payload.
  public var message: String
  /// The system call's error, or 0.
  public var errno: Int32

  /// Makes an error.
  public init(_ code: Code, _ message: String, errno: Int32 = 0) {
    self.code = code
    self.message = message
    self.errno = errno
  }

  /// The message and its code.
  public var description: String {
    errno == 0 ? "\(message) [\(code.rawValue)]" : "\(message): errno \(errno) [\(code.rawValue)]"
  }

  /// Whether the other end did something that a correct one never does.
  public var isProtocolViolation: Bool { code != .systemCall }
}
