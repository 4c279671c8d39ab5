import Bulkhead
import Foundation

/// A project and a home in a temporary directory, and plugins on disk beside them.
final class Site: Sendable {
  let path: String
  let project: Project

  init() throws {
    let path =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("bulkhead-\(UUID().uuidString)").path
    for directory in ["project/.claude", "home"] {
      try FileManager.default.createDirectory(
        atPath: "\(path)/\(directory)", withIntermediateDirectories: true)
    }
    self.path = path
    project = try Project(
      directory: path + "/project", home: path + "/home", managedPolicyDirectory: path + "/none")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a plugin and returns its directory.
  func plugin(
    _ name: String = "test-plugin", permissions: String = "{}", sandbox: String = "{}",
    script: String = "module.exports = 1;\n"
  ) throws -> String {
    let manifest = """
      { "name": "\(name)", "version": "1.0.0", "main": "index.js",
        "permissions": \(permissions), "sandbox": \(sandbox) }
      """
    try write(manifest, to: "\(name)/.claude-plugin/plugin.json")
    try write(script, to: "\(name)/index.js")
    return "\(path)/\(name)"
  }

  /// Installs a plugin that was written, with yes to every question.
  @discardableResult
  func install(_ directory: String, policy: SecurityPolicy = .default) async throws
    -> InstallOutcome
  {
    try await PluginInstaller(project: project).install(
      from: directory, options: InstallOptions(policy: policy, assumesYes: true))
  }

  func write(_ text: String, to file: String) throws {
    let url = URL(fileURLWithPath: "\(path)/\(file)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// The worker that was built with the tests.
  static var options: SandboxRuntime.Options {
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    let bundle =
      maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }?.split(separator: " ").last
      ?? ""
    let products = bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    return SandboxRuntime.Options(workerPath: products + "/bulkhead-worker")
  }

  func executor(
    onViolation: (@Sendable (Violation, SandboxContext) -> Void)? = nil
  ) -> PluginExecutor {
    PluginExecutor(project: project, options: Self.options, onViolation: onViolation)
  }
}
