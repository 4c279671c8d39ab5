import BulkheadBroker
import BulkheadPolicy
import BulkheadRuntime
import BulkheadSource
import Foundation
import Synchronization
import Testing

/// Keeps the rows of the audit log in memory.
final class Rows: AuditRecorder {
  private let state = Mutex<[AuditEvent]>([])

  var all: [AuditEvent] { state.withLock { $0 } }

  /// Rows about accesses of the plugin: not those about its worker.
  var accesses: [AuditEvent] { all.filter { $0.action != "isolation" && $0.action != "execute" } }
  var denied: [AuditEvent] { accesses.filter { !$0.allowed } }

  func clear() { state.withLock { $0 = [] } }

  func record(_ event: AuditEvent) { state.withLock { $0.append(event) } }

  func record(_ violation: Violation, plugin: String, context: String) {}
}

/// A project with a plugin, something it may use, and secrets it may not; what every attack starts from.
final class Arena {
  static let secret = "SECRET-4f9c1b"

  /// Real path of what is removed at the end.
  let base: String
  let locations: Locations
  let rows = Rows()
  let runtime: SandboxRuntime
  let context: SandboxContext

  /// - Parameters:
  ///   - permissions: what the plugin is granted; by default, to read and write `open/` of the project
  ///     and to read the variable `GRANTED`.
  ///   - plugin: files of the plugin, all of them approved.
  init(
    permissions: PermissionSet? = nil, policy: SecurityPolicy = .strict,
    limits: ResourceLimits = ResourceLimits(filesystemOps: 5000),
    plugin: [String: String] = [:]
  ) throws {
    let made = NSTemporaryDirectory() + "bulkhead-escape-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: made, withIntermediateDirectories: true)
    base = URL(fileURLWithPath: made).resolvingSymlinksInPath().path
    let project = base + "/project"
    locations = Locations(
      project: project, pluginRoot: project + "/plugin", pluginData: project + "/data",
      home: base + "/home", pluginName: "attacker")
    runtime = SandboxRuntime(
      recorder: rows, options: .init(workerPath: try programPath("bulkhead-worker")))
    var files = plugin.reduce(into: [:]) { $0["project/plugin/" + $1.key] = $1.value }
    files["project/open/notes.txt"] = "open"
    files["project/secret.txt"] = Self.secret
    files["project/.env"] = Self.secret
    files["project/.git/hooks/post-commit.sample"] = Self.secret
    files["project/.claude/settings.json"] = "{}"
    files["outside/secret.txt"] = Self.secret
    files["outside/module.js"] = "module.exports = '\(Self.secret)'"
    files["home/.ssh/id_ed25519"] = Self.secret
    for (path, text) in files {
      let file = URL(fileURLWithPath: base + "/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: false, encoding: .utf8)
    }
    // No time of a limit passes on a machine that is busy with other things.
    var (limits, policy) = (limits, policy)
    (limits.timeoutMs, limits.cpuTimeMs) = (600_000, 600_000)
    policy.limits = limits
    let granted = PermissionSet(
      filesystem: [.init(path: "open/**", access: .readwrite)], env: ["GRANTED"])
    context = try runtime.createContext(
      plugin: "attacker", permissions: permissions ?? granted, policy: policy,
      locations: locations, limits: limits,
      surroundings: Surroundings(
        environment: ["GRANTED": "granted", "TOKEN": Self.secret, "HOME": base + "/home"],
        isApproved: { _, _ in true }))
  }

  deinit { try? FileManager.default.removeItem(atPath: base) }

  /// Runs an attack; `BASE` in it stands for the directory around the project.
  func run(_ code: String) async throws -> ExecutionResult {
    try await runtime.execute(code.replacing("BASE", with: base), in: context)
  }

  /// Everything the plugin could look at afterwards.
  static func seen(_ result: ExecutionResult) -> String {
    [
      result.value?.rendered() ?? "", result.display ?? "", result.stdout, result.stderr,
      result.error?.message ?? "", result.error?.stack ?? "",
    ].joined(separator: "\n")
  }
}
