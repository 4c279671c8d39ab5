/// How a command ended and what it used.
public struct CommandResult: Sendable {
  /// Why it ended.
  public enum Ending: Hashable, Sendable {
    /// By itself, or by a signal of its own: `exitCode` says how.
    case exited
    /// Bulkhead did not let the program start; the reason, ready to show.
    case refused(String)
    /// The program could not be executed; an error in words.
    case notExecuted(String)
    /// It went over a limit and was killed: the limit's key, and what happened.
    case limit(key: String, String)
  }

  /// What it used.
  public struct Usage: Hashable, Sendable {
    /// CPU time of all its processes in milliseconds.
    public var cpuTimeMs = 0
    /// Whether all of it was counted, or only what could be seen from time to time.
    public var isCPUTimeExact = true
    /// The most memory seen, in bytes.
    public var memoryBytes = 0
    /// Wall clock time in milliseconds.
    public var wallTimeMs = 0
    /// File operations that were decided.
    public var filesystemOps = 0
    /// Connections that were decided.
    public var networkCalls = 0
    /// Bytes written to stdout and stderr, where they are counted: not on a terminal.
    public var outputBytes = 0
    /// Accesses that were denied.
    public var denials = 0
  }

  /// Why it ended.
  public let ending: Ending
  /// The command's own exit code, 128 + n after signal n; 125 where Bulkhead refused, 126 or 127 where
  /// the program could not be executed, 137 after a limit.
  public let exitCode: Int32
  /// What it used.
  public let usage: Usage
  /// The level of isolation.
  public let tier: String
  /// The layers in force, in words.
  public let isolation: [String]
}
