import BulkheadPolicy

/// Which limit ended an execution, and what that reads like.
enum LimitBreach: Hashable, Sendable {
  case wallTime(milliseconds: Int)
  case cpuTime(milliseconds: Int)
  case memory(bytes: Int)
  /// Refused rather than ended: one allocation of more than there is left.
  case allocation(limit: Int)
  case output(bytes: Int)
  case frames(count: Int)

  /// Kebab-case; also the rule in the audit log.
  var code: String {
    switch self {
    case .wallTime: "timeout"
    case .cpuTime: "cpu-timeout"
    case .memory, .allocation: "memory-limit"
    case .output: "output-limit"
    case .frames: "request-limit"
    }
  }

  var message: String {
    switch self {
    case .wallTime(let limit): "timeout: the plugin ran longer than \(limit) ms"
    case .cpuTime(let limit): "timeout: the plugin used more than \(limit) ms of CPU time"
    case .memory(let limit): "memory limit: the plugin used more than \(Self.size(limit))"
    case .allocation(let limit):
      "memory limit: the plugin asked for more at once than is left of \(Self.size(limit))"
    case .output(let limit): "output limit: the plugin printed more than \(Self.size(limit))"
    case .frames(let limit):
      "request limit: the plugin went on asking after \(limit) requests beyond its limits"
    }
  }

  /// The line of a manifest that allows more.
  var help: String? {
    switch self {
    case .wallTime: Self.raise("timeoutMs")
    case .cpuTime: Self.raise("cpuTimeMs")
    case .memory, .allocation: Self.raise("memoryLimit")
    case .output: Self.raise("outputBytes")
    case .frames: nil
    }
  }

  private static func raise(_ key: String) -> String {
    "raise \"\(key)\" in \"sandbox\" of the plugin's manifest, or use --limit \(key)=…"
  }

  var errorName: String {
    switch self {
    case .wallTime, .cpuTime: "TimeoutError"
    case .memory, .allocation, .output, .frames: "LimitError"
    }
  }

  var violationType: Violation.Kind {
    switch self {
    case .wallTime, .cpuTime: .timeout
    case .memory, .allocation, .output, .frames: .resource
    }
  }

  var error: ExecutionError {
    ExecutionError(name: errorName, message: message, code: code, help: help)
  }

  /// Bytes in the largest unit that says them exactly.
  private static func size(_ bytes: Int) -> String {
    for (shift, unit) in [(30, "GB"), (20, "MB"), (10, "KB")]
    where bytes >= 1 << shift && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift) \(unit)"
    }
    return "\(bytes) bytes"
  }
}
