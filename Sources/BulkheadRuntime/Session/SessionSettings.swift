import BulkheadLinux
import BulkheadPolicy

/// Everything about a context that does not change.
struct SessionSettings: Sendable {
  let context: SandboxContext
  let limits: ResourceLimits
  let worker: WorkerSettings
  /// Where the plugin is: what paths of its programs are relative to.
  let pluginRoot: String
  /// The JSON of the `start` frame: what the plugin may know about where it runs.
  let start: String
  let services: any HostServices
  let reporter: ViolationReporter
}

/// How a worker is started, and what it has to be confined by.
struct WorkerSettings: Hashable, Sendable {
  var path: String
  var justInTime: Bool
  var memoryBytes: Int
  /// Layers that may be missing on this machine.
  var acceptedGaps: Set<Layer>

  /// Bytes the kernel lets the worker map: more than the limit, as not all that is mapped is used, so
  /// that the host's own measure comes first and says what happened. Without this bound one
  /// allocation could take all memory there is between two looks.
  private var dataBytes: Int { memoryBytes + max(memoryBytes / 2, 64 << 20) }

  var arguments: [String] {
    ["--memory-bytes=\(dataBytes)"] + (justInTime ? [] : ["--no-jit"])
      + acceptedGaps.map { "--accept-missing=\($0.rawValue)" }.sorted()
  }
}
