/// Changes and explains what installed plugins may do. Each change is recorded before it holds, and
/// holds at once, for plugins that run in other processes too.
public struct PermissionManager: Sendable {
  /// The project.
  public let project: Project
  private let prompter: any PermissionPrompter

  /// A manager; `prompter` asks a person, the default says no.
  public init(project: Project, prompter: any PermissionPrompter = DenyingPrompter()) {
    self.project = project
    self.prompter = prompter
  }

  /// What was approved for a plugin.
  ///
  /// - Throws: `StoreError` where it is not installed, or its record cannot be trusted.
  public func record(of plugin: String) throws -> ApprovalRecord {
    guard let record = try project.permissions.record(of: plugin) else {
      throw StoreError.notInstalled(plugin, project.directory)
    }
    return record
  }

  /// Decides one request as a running plugin would get it decided; nothing is recorded.
  ///
  /// - Parameters:
  ///   - plugin: the name of an installed plugin.
  ///   - action: an action by its name, such as `fs:read`.
  ///   - resource: a path, URL, command or name; links in a path are followed.
  public func explain(
    _ plugin: String, _ action: String, _ resource: String
  ) throws -> PermissionExplanation {
    let record = try record(of: plugin)
    let action = try Self.action(action)
    let locations = project.locations(of: plugin)
    let asked = try Resource(resource, for: action, locations: locations).followingLinks
    let authority = Authority(
      permissions: record.permissions, policy: try project.policy(for: record),
      locations: locations)
    return PermissionExplanation(
      plugin: plugin, action: action, resource: asked, policy: authority.policy.name,
      decision: authority.decide(action, asked), steps: authority.explain(action, asked))
  }

  /// Whether a plugin may do something; where it may not yet, a person is asked to grant it. The answer
  /// is recorded.
  public func requestPermission(
    _ plugin: String, _ action: String, _ resource: String
  ) async throws -> Bool {
    var explanation = try explain(plugin, action, resource)
    if case .denied(let denial) = explanation.decision, denial.canBeGranted {
      let asked = Change(
        plugin: plugin, action: explanation.action,
        resource: explanation.resource.grantText(in: project.directory),
        assumesYes: false, asksAlways: true)
      do {
        try await grant(asked)
        explanation = try explain(plugin, action, resource)
      } catch is PermissionRefusal {}
    }
    try project.audit.record(
      AuditEvent(
        plugin: plugin, context: "request", action: explanation.action.name,
        resource: explanation.resource.auditName, allowed: explanation.decision.isAllowed,
        rule: explanation.decision.rule))
    return explanation.decision.isAllowed
  }

  /// Gives a plugin one more permission, as the user asked. What the policy refuses stays refused; what
  /// it warns of is asked about.
  ///
  /// - Parameters:
  ///   - plugin: the name of an installed plugin.
  ///   - action: an action by its name.
  ///   - resource: a path pattern, a host, the first words of a command, a name.
  ///   - assumesYes: whether the user has said yes beforehand.
  /// - Returns: what was granted.
  /// - Throws: `PermissionRefusal` where the answer is no.
  @discardableResult
  public func grantPermission(
    _ plugin: String, _ action: String, _ resource: String?, assumesYes: Bool = false
  ) async throws -> GrantReview {
    try await grant(
      Change(
        plugin: plugin, action: Self.action(action), resource: resource, assumesYes: assumesYes,
        asksAlways: false))
  }

  /// Keeps for good what a person has just allowed a running command.
  ///
  /// - Throws: `PermissionRefusal` where the policy does not allow it beyond this run.
  public func keep(_ question: Question) throws {
    let record = try record(of: question.plugin)
    let grant = try Grant(
      question.action, question.resource.grantText(in: project.directory))
    let validator = PermissionValidator(
      policy: try project.policy(for: record), locations: project.locations(of: record.name))
    _ = try Self.review(grant, for: record, validator)
    try self.record("grant", record.name, grant, allowed: true, rule: "prompt")
    try project.permissions.update(record.name) { record in
      _ = try Self.review(grant, for: record, validator)
      record.permissions.insert(grant)
    }
  }

  /// Takes permissions back from a plugin: every grant of an action, or those written as `resource`.
  ///
  /// - Returns: the grants that are gone or narrower; empty where there were none.
  @discardableResult
  public func revokePermission(
    _ plugin: String, _ action: String, _ resource: String? = nil
  ) throws -> [Grant] {
    let parsed = try Self.action(action)
    return try revoke(plugin, parsed.name, resource) { $0.revoke(parsed, resource) }
  }

  /// Takes every permission back from a plugin.
  ///
  /// - Returns: the grants that are gone.
  @discardableResult
  public func revokeAllPermissions(_ plugin: String) throws -> [Grant] {
    try revoke(plugin, "all", nil) { permissions in
      defer { permissions = .none }
      return permissions.grants
    }
  }

  /// What is unusual in a plugin's rows of the audit log, in words; empty where nothing is.
  public func auditPluginPermissions(_ plugin: String) throws -> [String] {
    let rows = try project.audit.entries(AuditFilter(plugin: plugin))
    var unusual: [String] = []
    let denied = rows.count { !$0.event.allowed }
    if denied > 5 { unusual.append("\(denied) denied permission attempts detected") }
    let resources = Set(rows.map(\.event.resource)).count
    if resources > 100 { unusual.append("accessed \(resources) different resources (unusual)") }
    return unusual
  }

  /// The audit log, or a plugin's part of it, as a JSON array.
  public func exportAuditLog(_ plugin: String? = nil) throws -> String {
    let rows = try project.audit.entries(AuditFilter(plugin: plugin))
    return JSONValue.array(rows.map(\.json)).rendered(pretty: true)
  }

  // MARK: - Changes

  private struct Change {
    var plugin: String
    var action: Action
    var resource: String?
    var assumesYes: Bool
    var asksAlways: Bool
  }

  @discardableResult
  private func grant(_ change: Change) async throws -> GrantReview {
    let record = try record(of: change.plugin)
    let grant = try Grant(change.action, change.resource)
    let validator = PermissionValidator(
      policy: try project.policy(for: record), locations: project.locations(of: change.plugin))
    let review = try Self.review(grant, for: record, validator)
    let isAsked = change.asksAlways || (review.isElevated && validator.policy.promptsOnElevated)
    var approvedBy = "asked by the user"
    if isAsked, change.assumesYes {
      approvedBy = "--yes"
    } else if isAsked {
      guard await prompter.approve(question(review, record, validator.policy)) else {
        try self.record("grant", change.plugin, grant, allowed: false, rule: "not-approved")
        throw PermissionRefusal(
          code: "not-approved", "not granted: \(review.sentence)",
          help: "answer the question on a terminal, or approve it beforehand with --yes")
      }
      approvedBy = "prompt"
    }
    try self.record("grant", change.plugin, grant, allowed: true, rule: approvedBy)
    try project.permissions.update(change.plugin) { record in
      // Another process may have granted something meanwhile.
      _ = try Self.review(grant, for: record, validator)
      record.permissions.insert(grant)
    }
    return review
  }

  /// - Throws: `PermissionRefusal` where the policy does not allow the grant beside the others.
  private static func review(
    _ grant: Grant, for record: ApprovalRecord, _ validator: PermissionValidator
  ) throws -> GrantReview {
    var permissions = record.permissions
    permissions.insert(grant)
    let result = validator.validate(permissions)
    guard let review = result.reviews.first(where: { $0.grant == grant }) else {
      throw PermissionRefusal(code: "bad-grant", "\(grant.label) cannot be granted")
    }
    if let error = review.concerns.first(where: { $0.severity == .error }) {
      throw PermissionRefusal(code: error.code, error.message, help: error.help)
    }
    return review
  }

  private func question(
    _ review: GrantReview, _ record: ApprovalRecord, _ policy: SecurityPolicy
  ) -> ApprovalRequest {
    ApprovalRequest(
      plugin: record.name, version: record.version.map { SafeText.escaped($0, limit: 40) },
      source: SafeText.escaped(record.source, limit: 300), policy: policy.name, grants: [review],
      warnings: review.concerns)
  }

  private func revoke(
    _ plugin: String, _ action: String, _ resource: String?,
    _ take: (inout PermissionSet) -> [Grant]
  ) throws -> [Grant] {
    // Recorded first; a revocation of what is not there is recorded too.
    _ = try record(of: plugin)
    try project.audit.record(
      AuditEvent(
        plugin: plugin, context: "revoke", action: "revoke",
        resource: resource.map { "\(action) \($0)" } ?? action, allowed: true,
        rule: "asked by the user"))
    var taken: [Grant] = []
    try project.permissions.update(plugin) { taken = take(&$0.permissions) }
    return taken
  }

  private func record(
    _ event: String, _ plugin: String, _ grant: Grant, allowed: Bool, rule: String
  ) throws {
    try project.audit.record(
      AuditEvent(
        plugin: plugin, context: event, action: event, resource: grant.label, allowed: allowed,
        rule: rule))
  }

  private static func action(_ name: String) throws(Diagnostic) -> Action {
    if let action = Action(name: name) { return action }
    throw Diagnostic(
      code: "unknown-action", "there is no action \(SafeText.escaped(name, limit: 60))",
      help: "known actions: \(Action.namesInWords)")
  }
}
