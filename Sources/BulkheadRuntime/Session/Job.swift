/// One execution as it was asked for.
struct Job: Sendable {
  enum Program: Sendable {
    /// Code whose value counts, and what its stack traces call it: a path in the plugin's directory.
    case script(code: String, name: String?)
    /// A file of the plugin, which the worker asks the host for.
    case entry(path: String)
  }

  let id: Int
  var program: Program
  var arguments: [String]
  /// Where output goes as it comes; nil collects it in the result.
  var onOutput: (@Sendable (OutputChunk) -> Void)?
  /// Called once, on the serving thread.
  let finish: @Sendable (Result<ExecutionResult, RuntimeError>) -> Void
}

/// Something a plugin printed.
public struct OutputChunk: Hashable, Sendable {
  /// Where a plugin prints.
  public enum Stream: Hashable, Sendable {
    case stdout, stderr
  }

  /// Where it was printed.
  public var stream: Stream
  /// What was printed, as the plugin gave it: not escaped, and not always whole characters.
  public var bytes: [UInt8]
}
