import BulkheadLinux
import BulkheadPolicy
import BulkheadSource
import BulkheadWire
import Glibc
import Synchronization
import Testing

@testable import BulkheadRuntime

/// The worker that was built with the tests.
func workerPath() throws -> String {
  if let path = getenv("BULKHEAD_WORKER") { return String(cString: path) }
  // The test bundle stands beside the products it was built with.
  let maps = try #require(ProcFile.text("/proc/self/maps"))
  let bundle = try #require(
    maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }?.split(separator: " ").last)
  return bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/") + "/bulkhead-worker"
}

/// Keeps what is recorded; fails on demand.
final class MemoryRecorder: AuditRecorder {
  struct Full: Error {}

  private let state = Mutex((events: [AuditEvent](), violations: [Violation](), fails: false))

  var events: [AuditEvent] { state.withLock { $0.events } }
  var violations: [Violation] { state.withLock { $0.violations } }

  func failFromNowOn() { state.withLock { $0.fails = true } }

  func record(_ event: AuditEvent) throws {
    try state.withLock { state in
      if state.fails { throw Full() }
      state.events.append(event)
    }
  }

  func record(_ violation: Violation, plugin: String, context: String) throws {
    try state.withLock { state in
      if state.fails { throw Full() }
      state.violations.append(violation)
    }
  }
}

/// Answers requests from a dictionary: what sessions do can be tried without a broker.
final class TinyServices: HostServices {
  private struct State {
    var files: [String: [UInt8]] = [:]
    var calls = (network: 0, files: 0)
    var fetches: [UInt32: @Sendable (Reply) -> Void] = [:]
  }

  private let state = Mutex(State())

  init(files: [String: String] = [:]) {
    state.withLock { $0.files = files.mapValues { Array($0.utf8) } }
  }

  var callCounts: (network: Int, files: Int) { state.withLock { $0.calls } }

  func perform(_ request: Request) -> Reply {
    state.withLock { state in
      state.calls.files += 1
      guard request.operation == .readFile, let contents = state.files[request.fields[0]] else {
        return .error(code: "ENOENT", message: "ENOENT: no such file or directory")
      }
      return .bytes(contents)
    }
  }

  func startFetch(_ request: Request, completion: @escaping @Sendable (Reply) -> Void) {
    state.withLock { state in
      state.calls.network += 1
      state.fetches[request.id] = completion
    }
  }

  func abortFetch(_ id: UInt32) {
    let completion = state.withLock { $0.fetches.removeValue(forKey: id) }
    completion?(.error(code: "ERR_ABORTED", message: "aborted"))
  }

  func cancelAll() {
    for id in state.withLock({ Array($0.fetches.keys) }) { abortFetch(id) }
  }
}

extension SandboxRuntime {
  /// A context whose requests `services` answers.
  func openTestContext(
    limits: ResourceLimits = .patient(), services: any HostServices = TinyServices()
  ) throws -> SandboxContext {
    let (context, reporter) = newContext(plugin: "sample")
    try open(
      SessionSettings(
        context: context, limits: limits,
        worker: workerSettings(memoryBytes: limits.memoryBytes), pluginRoot: "/plugin",
        start: #"{"cwd":"/project","home":"/home/user"}"#, services: services, reporter: reporter))
    return context
  }
}

extension ResourceLimits {
  /// Limits whose times do not pass on a machine that is busy with other things.
  static func patient(
    memoryBytes: Int = 256 << 20, cpuTimeMs: Int = 600_000, timeoutMs: Int = 600_000,
    networkCalls: Int = 100, filesystemOps: Int = 500, outputBytes: Int = 10 << 20
  ) -> ResourceLimits {
    ResourceLimits(
      memoryBytes: memoryBytes, cpuTimeMs: cpuTimeMs, timeoutMs: timeoutMs,
      networkCalls: networkCalls, filesystemOps: filesystemOps, outputBytes: outputBytes)
  }
}

/// A runtime with one context, for tests of what sessions do.
struct Laboratory {
  let recorder = MemoryRecorder()
  let runtime: SandboxRuntime
  let context: SandboxContext

  init(
    limits: ResourceLimits = .patient(), services: any HostServices = TinyServices(),
    options: SandboxRuntime.Options? = nil
  ) throws {
    let options = try options ?? SandboxRuntime.Options(workerPath: workerPath())
    runtime = SandboxRuntime(recorder: recorder, options: options)
    context = try runtime.openTestContext(limits: limits, services: services)
  }

  func run(_ code: String) async throws -> ExecutionResult {
    try await runtime.execute(code, in: context)
  }
}
