public import BulkheadPolicy
public import BulkheadSource

/// What came of one execution.
///
/// Texts that come from the plugin (`value`, `display`, `error`, `stdout`, `stderr`) are as it gave
/// them; escape them (`SafeText`) where they are shown. Those in `violations` are escaped.
public struct ExecutionResult: Hashable, Sendable {
  /// Whether the program ended by itself, without an error nobody caught, with exit code 0.
  public var success: Bool
  /// What it returned, else the value of its last expression; nil where JSON has no word for it
  /// (`undefined`, a function, a `Map`) and after a failure.
  public var value: JSONValue?
  /// The value as `util.inspect` shows it; nil after a failure.
  public var display: String?
  /// Why it is no success.
  public var error: ExecutionError?
  /// The code it gave to `process.exit`; nil if it did not.
  public var exitCode: Int?
  /// From the request to the result in milliseconds, the start of a worker included.
  public var executionTimeMs: Double
  /// What it used.
  public var usage: ResourceUsage
  /// What it did that it should not have, in order.
  public var violations: [Violation]
  /// How many violations beyond those kept here were only logged.
  public var violationsOmitted: Int
  /// The layers that confined the worker.
  public var isolation: [String]
  /// Whether the worker ended, so that the next execution of this context starts with nothing.
  public var stateLost: Bool
  /// What it printed, unless the caller took it as it came.
  public var stdout: String
  /// What it printed on the error stream, unless the caller took it as it came.
  public var stderr: String
}

/// Why a program failed.
public struct ExecutionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the JavaScript error; or `TimeoutError`, `LimitError`, `CrashError`, `AbortError`
  /// or `ExitError` for an end that came from outside the program or by `process.exit`.
  public var name: String
  /// What the program said, or what happened to it.
  public var message: String
  /// The name and message, and the program's own lines that led there.
  public var stack: String
  /// The `code` of the JavaScript error, or of Bulkhead's: `memory-limit`, `timeout`.
  public var code: String?
  /// What to change; nil where nothing would help, or the program failed by itself.
  public var help: String?

  /// An error.
  public init(
    name: String, message: String, stack: String? = nil, code: String? = nil, help: String? = nil
  ) {
    self.name = name
    self.message = message
    self.stack = stack ?? "\(name): \(message)"
    self.code = code
    self.help = help
  }

  /// The message and the help.
  public var description: String { help.map { "\(message)\n  help: \($0)" } ?? message }
}

/// What one execution used.
public struct ResourceUsage: Hashable, Sendable {
  /// Most memory the worker had at one time, in bytes, the engine's own included.
  public var memoryBytes: Int
  /// CPU time of the worker in milliseconds.
  public var cpuTimeMs: Double
  /// Requests over the network; each redirect counts.
  public var networkCalls: Int
  /// File operations, denied ones included.
  public var filesystemOps: Int

  /// Usage; nothing unless said otherwise.
  public init(
    memoryBytes: Int = 0, cpuTimeMs: Double = 0, networkCalls: Int = 0, filesystemOps: Int = 0
  ) {
    self.memoryBytes = memoryBytes
    self.cpuTimeMs = cpuTimeMs
    self.networkCalls = networkCalls
    self.filesystemOps = filesystemOps
  }
}
