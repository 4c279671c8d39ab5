import BulkheadPolicy
import BulkheadSource
import BulkheadStore

/// One plugin on its way into the project.
struct Installation {
  let installer: PluginInstaller
  let options: InstallOptions
  let source: Directory
  let area: StagingArea

  func run() async throws -> InstallOutcome {
    var copy = TreeCopy(limits: installer.limits)
    try copy.copy(from: source, to: area.plugin)
    let manifest = try readManifest()
    let installed = try installedRecord(manifest.name)
    let verdict = try await installer.gate.judge(
      directory: area.plugin.path, manifest: manifest, policy: options.policy)
    let isInferred = manifest.permissions == nil && manifest.allowedCommands.isEmpty
    do {
      try require(verdict, manifest)
      let validation = try validate(manifest, verdict, isInferred: isInferred)
      let request = request(
        manifest, validation, verdict, isInferred: isInferred, installed: installed)
      let approvedBy = try await approve(request, validation)
      let record = ApprovalRecord(
        name: manifest.name, version: manifest.version, source: source.path,
        approvedAt: TimeText.now, approvedBy: approvedBy, permissions: validation.approved,
        limits: validation.limits, policy: options.policy, main: manifest.main,
        files: try FilePins(directory: area.plugin.path).hashes,
        securityScore: verdict.securityScore)
      let replaced = try place(record)
      return InstallOutcome(
        record: record, directory: installer.pluginsDirectory + "/" + record.name,
        validation: validation, verdict: verdict, isInferred: isInferred, replaced: replaced,
        leftOut: copy.leftOut)
    } catch let error as InstallError where error.isRefusal {
      try recordAudit(manifest.name, allowed: false, rule: error.code, details: error.message)
      throw error
    }
  }

  // MARK: Steps

  private func readManifest() throws -> PluginManifest {
    let found: PluginManifest?
    do throws(DiagnosticList) {
      found = try PluginManifest.load(fromDirectory: area.plugin.path)
    } catch {
      throw DiagnosticList(error.diagnostics.map(withSourcePath))
    }
    if var found {
      found.file = sourcePath(found.file)
      for key in found.declarations.keys {
        if let file = found.declarations[key]?.file {
          found.declarations[key]?.file = sourcePath(file)
        }
      }
      return found
    }
    guard let name = options.name else {
      throw InstallError(
        code: "no-manifest",
        "\(SafeText.escaped(source.path, limit: 300)) has no \(PluginManifest.manifestPaths[0])",
        help: #"add one with at least "name", or give the plugin a name with --name"#,
        isRefusal: true)
    }
    guard PluginManifest.isValidName(name) else { throw InstallError.badName(name) }
    let text: JSONValue = ["name": .string(name)]
    return try PluginManifest.parse(Array(text.rendered().utf8), file: source.path)
  }

  /// A record that is there but cannot be trusted is as good as none; the new one replaces it.
  private func installedRecord(_ name: String) throws -> ApprovalRecord? {
    do {
      return try installer.permissions.record(of: name)
    } catch let error as StoreError where error.code == "bad-mac" {
      return nil
    }
  }

  private func require(_ verdict: PluginVerdict, _ manifest: PluginManifest) throws(InstallError) {
    guard !verdict.passed else { return }
    let reasons = verdict.reasons.prefix(5).map { "\n  - \($0)" }.joined()
    throw InstallError(
      code: "failed-security-scan",
      "the plugin \(manifest.name) failed security scan (score: \(verdict.securityScore)/100)"
        + reasons,
      help: "see everything with: bulkhead scan \(SafeText.escaped(source.path, limit: 300))",
      isRefusal: true)
  }

  private func validate(
    _ manifest: PluginManifest, _ verdict: PluginVerdict, isInferred: Bool
  ) throws -> ValidationResult {
    let validator = PermissionValidator(
      policy: options.policy, locations: try installer.locations(manifest.name))
    if isInferred {
      return validateInferred(verdict.inferredPermissions, manifest, validator)
    }
    let result = validator.validate(manifest)
    guard !result.valid else { return result }
    let errors = result.errors.map { "\n  - \($0.message)" }.joined()
    throw InstallError(
      code: "invalid-permissions",
      "invalid permissions: the policy \(options.policy.name) refuses what \(manifest.name) asks "
        + "for\(errors)",
      help: result.errors.first?.help, isRefusal: true)
  }

  /// Nobody asked for an inferred set, so what the policy refuses of it is left out, and said.
  private func validateInferred(
    _ permissions: PermissionSet, _ manifest: PluginManifest, _ validator: PermissionValidator
  ) -> ValidationResult {
    let all = validator.validate(permissions, limits: manifest.limits)
    var result = validator.validate(all.approved, limits: manifest.limits)
    result.warnings += all.errors.map { error in
      Diagnostic(.warning, code: error.code, "left out: \(error.message)", help: error.help)
    }
    result.denied = all.denied
    return result
  }

  private func request(
    _ manifest: PluginManifest, _ validation: ValidationResult, _ verdict: PluginVerdict,
    isInferred: Bool, installed: ApprovalRecord?
  ) -> ApprovalRequest {
    let before = Set(installed?.permissions.grants ?? [])
    let widened = validation.reviews.filter { !before.contains($0.grant) }
    let exists = (try? area.plugins.status(of: manifest.name)) != nil
    return ApprovalRequest(
      plugin: manifest.name, version: manifest.version.map { SafeText.escaped($0, limit: 40) },
      purpose: manifest.description.map { SafeText.escaped($0, limit: 200) },
      source: SafeText.escaped(source.path, limit: 300), policy: options.policy.name,
      grants: validation.reviewsByRisk, warnings: validation.warnings, findings: verdict.findings,
      securityScore: verdict.securityScore, isInferred: isInferred,
      replaces: exists
        ? installed?.version.map { SafeText.escaped($0, limit: 40) } ?? "without a version" : nil,
      widened: widened.map(\.sentence))
  }

  /// Asks where there is something to ask: a warning, grants that nobody declared, or a plugin that is
  /// there already and was approved as it is.
  ///
  /// - Returns: who approved.
  private func approve(
    _ request: ApprovalRequest, _ validation: ValidationResult
  ) async throws -> String {
    let inferredGrants = request.isInferred && !request.grants.isEmpty
    guard validation.needsApproval || inferredGrants || request.replaces != nil else {
      return "policy \(options.policy.name)"
    }
    if options.assumesYes { return "--yes" }
    if await installer.prompter.approve(request) { return "prompt" }
    throw InstallError(
      code: "not-approved",
      "the user denied plugin permissions: \(request.plugin) was not approved",
      help: "answer the question on a terminal, or approve it beforehand with --yes",
      isRefusal: true)
  }

  /// Recorded first, so that no approved plugin is there without a row; then the files, then the record,
  /// which is what makes them count.
  private func place(_ record: ApprovalRecord) throws -> Bool {
    try recordAudit(
      record.name, allowed: true, rule: "approved by \(record.approvedBy)",
      details: "score \(record.securityScore), version \(record.version ?? "none")")
    try area.place(as: record.name)
    do {
      try installer.permissions.put(record)
    } catch {
      try area.takeBack(record.name)
      throw error
    }
    return try area.directory.status(of: "plugin") != nil
  }

  private func recordAudit(_ plugin: String, allowed: Bool, rule: String, details: String) throws {
    try installer.recorder.record(
      AuditEvent(
        plugin: plugin, context: "install", action: "install", resource: source.path,
        allowed: allowed, rule: rule, details: details))
  }

  // MARK: Paths of messages

  /// Errors name the file that the user can edit, not the copy.
  private func sourcePath(_ path: String) -> String {
    let copy = area.plugin.path
    return path.hasPrefix(copy + "/") ? source.path + path.dropFirst(copy.count) : path
  }

  private func withSourcePath(_ diagnostic: Diagnostic) -> Diagnostic {
    var diagnostic = diagnostic
    diagnostic.file = diagnostic.file.map(sourcePath)
    diagnostic.message = diagnostic.message.replacing(area.plugin.path, with: source.path)
    return diagnostic
  }
}
