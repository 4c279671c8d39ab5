public import BulkheadPolicy
public import BulkheadStore

/// Installs plugins into a project, and removes them.
///
/// A plugin is copied into a private place, scanned there, judged by a policy and put to a person; only
/// then its files move into `.claude/plugins/NAME` in one step, and what was approved is recorded with
/// the hashes of its files. A failure or a kill at any moment leaves nothing behind that could run.
public struct PluginInstaller: Sendable {
  /// The project's directory, real and absolute.
  public let project: String
  let permissions: PermissionStore
  let recorder: any AuditRecorder
  let gate: any PluginGate
  let prompter: any PermissionPrompter
  let locations: @Sendable (String) throws -> Locations
  let limits: TreeLimits

  /// An installer.
  ///
  /// - Parameters:
  ///   - project: the project's directory, real and absolute.
  ///   - permissions: where approvals are kept.
  ///   - recorder: where decisions are recorded.
  ///   - gate: scans the files.
  ///   - prompter: asks a person.
  ///   - locations: the directories of the plugin of that name.
  ///   - limits: how large a plugin may be.
  public init(
    project: String, permissions: PermissionStore, recorder: any AuditRecorder,
    gate: any PluginGate, prompter: any PermissionPrompter = DenyingPrompter(),
    locations: @escaping @Sendable (String) throws -> Locations, limits: TreeLimits = TreeLimits()
  ) {
    self.project = project
    self.permissions = permissions
    self.recorder = recorder
    self.gate = gate
    self.prompter = prompter
    self.locations = locations
    self.limits = limits
  }

  /// Where plugins are installed.
  public var pluginsDirectory: String { project + "/.claude/plugins" }

  /// Installs the plugin in a directory.
  ///
  /// - Parameters:
  ///   - source: its directory.
  ///   - options: the policy, and who answers.
  /// - Throws: `InstallError` where it is refused or cannot be done, `DiagnosticList` with the errors of
  ///   its manifest, `StoreError` where something cannot be kept.
  @discardableResult
  public func install(
    from source: String, options: InstallOptions = InstallOptions()
  ) async throws -> InstallOutcome {
    let opened = try PluginSource.open(source)
    try PluginSource.requireApart(opened, pluginsDirectory: pluginsDirectory)
    let plugins = try openPluginsDirectory()
    let area = try StagingArea(in: plugins, permissions: permissions)
    do {
      let outcome = try await Installation(
        installer: self, options: options, source: opened, area: area
      ).run()
      try area.remove()
      return outcome
    } catch {
      // What cannot be removed now is removed by the next install.
      try? area.remove()
      throw error
    }
  }

  /// Removes a plugin: its approval first, so that nothing of it can start, then its files.
  ///
  /// - Throws: `InstallError` with code `not-installed` where there is neither.
  public func uninstall(_ name: String) throws {
    guard PluginManifest.isValidName(name) else { throw InstallError.badName(name) }
    let plugins = try openPluginsDirectory()
    let hasFiles = try plugins.status(of: name) != nil
    guard try hasFiles || permissions.names().contains(name) else {
      throw InstallError(
        code: "not-installed", "the plugin \(name) is not installed in \(project)",
        help: "see the installed ones with bulkhead permissions", isRefusal: true)
    }
    try recorder.record(
      AuditEvent(
        plugin: name, context: "install", action: "uninstall",
        resource: pluginsDirectory + "/" + name,
        allowed: true, rule: "asked by the user"))
    try permissions.remove(name)
    guard hasFiles else { return }
    let area = try StagingArea(in: plugins, permissions: permissions)
    try plugins.move(name, to: area.directory, "removed", .never)
    try area.remove()
  }

  private func openPluginsDirectory() throws -> Directory {
    try Directory(path: project).child(".claude", mode: 0o755).child("plugins", mode: 0o755)
  }
}
