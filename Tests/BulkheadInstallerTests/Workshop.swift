import BulkheadPolicy
import BulkheadStore
import Foundation
import Synchronization

@testable import BulkheadInstaller

/// A project, a home and a plugin to install, for one test.
final class Workshop: Sendable {
  let path: String
  var project: String { path + "/project" }
  var source: String { path + "/source" }
  var plugins: String { project + "/.claude/plugins" }
  let prompter: RecordingPrompter
  let gate: StubGate
  /// Whether it made its directory, and removes it.
  private let owns: Bool

  init(answer: Bool = true, gate: StubGate = StubGate(), at path: String? = nil) throws {
    let name = "bulkhead-installer-\(UUID().uuidString)"
    self.path =
      path
      ?? FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent(name).path
    self.gate = gate
    owns = path == nil
    prompter = RecordingPrompter(answer)
    for directory in [project, source] {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    }
  }

  deinit { if owns { try? FileManager.default.removeItem(atPath: path) } }

  var permissions: PermissionStore {
    PermissionStore(project: project, key: key)
  }

  var log: AuditLog { AuditLog(directory: project + "/.claude/security", key: key) }

  private var key: @Sendable () throws -> UserKey {
    { [path] in
      try UserKey(directory: path + "/home/.config/bulkhead", outside: path + "/project")
    }
  }

  func installer(limits: TreeLimits = TreeLimits(), recorder: (any AuditRecorder)? = nil)
    -> PluginInstaller
  {
    PluginInstaller(
      project: project, permissions: permissions, recorder: recorder ?? log, gate: gate,
      prompter: prompter,
      locations: { [project, path] name in
        Locations(
          project: project, pluginRoot: project + "/.claude/plugins/" + name,
          pluginData: project + "/.claude/plugin-data/" + name, home: path + "/home",
          pluginName: name)
      }, limits: limits)
  }

  @discardableResult
  func install(_ options: InstallOptions = InstallOptions()) async throws -> InstallOutcome {
    try await installer().install(from: source, options: options)
  }

  func write(_ text: String, to file: String) throws {
    let url = URL(fileURLWithPath: file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// A plugin with a manifest and a script; `permissions` is JSON.
  func writePlugin(
    _ name: String = "sample", version: String = "1.0.0", permissions: String? = "{}",
    script: String = "module.exports = 1\n"
  ) throws {
    let grants = permissions.map { ", \"permissions\": \($0)" } ?? ""
    try write(
      "{ \"name\": \"\(name)\", \"version\": \"\(version)\"\(grants) }",
      to: source + "/.claude-plugin/plugin.json")
    try write(script, to: source + "/index.js")
  }

  func text(_ file: String) throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

  /// What is in the directory of plugins, without the lock.
  func installed() throws -> [String] {
    guard FileManager.default.fileExists(atPath: plugins) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: plugins)
      .filter { $0 != ".staging.lock" }.sorted()
  }
}

/// Gives the same answer to each question, and keeps the questions.
final class RecordingPrompter: PermissionPrompter {
  private let answer: Bool
  private let asked = Mutex<[ApprovalRequest]>([])
  init(_ answer: Bool) { self.answer = answer }

  var requests: [ApprovalRequest] { asked.withLock { $0 } }

  func approve(_ request: ApprovalRequest) async -> Bool {
    asked.withLock { $0.append(request) }
    return answer
  }
}

/// Gives the same verdict on every plugin, after an action of the test's.
struct StubGate: PluginGate {
  var verdict = PluginVerdict(securityScore: 96)
  var whileScanning: @Sendable (String) throws -> Void = { _ in }

  func judge(
    directory: String, manifest: PluginManifest, policy: SecurityPolicy
  ) async throws -> PluginVerdict {
    try whileScanning(directory)
    return verdict
  }
}
