import BulkheadSource

/// Judges permission sets by a policy, before anybody is asked to approve them.
public struct PermissionValidator: Sendable {
  /// The policy.
  public let policy: SecurityPolicy
  /// The directories that patterns are relative to.
  public let locations: Locations

  /// A validator. Without locations, `~` and the project stand for themselves, so that an absolute
  /// path is taken for one outside both.
  public init(policy: SecurityPolicy = .default, locations: Locations = .symbolic) {
    self.policy = policy
    self.locations = locations
  }

  /// Judges what a manifest asks for; positions in the result are those of the manifest.
  public func validate(_ manifest: PluginManifest) -> ValidationResult {
    validate(
      manifest.requestedPermissions, limits: manifest.limits, declarations: manifest.declarations,
      file: manifest.file)
  }

  /// Judges a set and the limits asked for with it; `file` is where they are from, for messages.
  public func validate(
    _ permissions: PermissionSet, limits: ResourceLimits = ResourceLimits(), file: String? = nil
  ) -> ValidationResult {
    validate(permissions, limits: limits, declarations: [:], file: file)
  }

  private func validate(
    _ permissions: PermissionSet, limits: ResourceLimits,
    declarations: [String: PluginManifest.Declaration], file: String?
  ) -> ValidationResult {
    var reviews = review(permissions)
    for (list, maximum) in maxima {
      refuseExcess(&reviews, list: list, maximum: maximum)
    }
    for index in reviews.indices {
      reviews[index].place(at: declarations[reviews[index].rule], orIn: file)
    }
    let concerns =
      reviews.flatMap(\.concerns)
      + limitConcerns(limits).map { concern in
        var concern = concern
        concern.file = file
        return concern
      }
    let warnings = concerns.filter { $0.severity == .warning }
    return ValidationResult(
      errors: concerns.filter { $0.severity == .error },
      warnings: warnings,
      approved: PermissionSet(reviews.filter(\.isAcceptable).map(\.grant)),
      denied: PermissionSet(reviews.filter { !$0.isAcceptable }.map(\.grant)),
      reviews: reviews,
      limits: limits.capped(by: policy.limits),
      needsApproval: !warnings.isEmpty && policy.promptsOnElevated)
  }

  /// Every grant by itself: its risk, a sentence, and what speaks against it.
  public func review(_ permissions: PermissionSet) -> [GrantReview] {
    var indices: [String: Int] = [:]
    return permissions.grants.map { grant in
      let index = indices[grant.list, default: 0]
      indices[grant.list] = index + 1
      return review(grant, rule: "\(grant.list)[\(index)]")
    }
  }

  /// One grant, named by its place in the set.
  public func review(_ grant: Grant, rule: String) -> GrantReview {
    var review = GrantReview(grant, rule: rule)
    switch grant {
    case .filesystem(let file): FileGrantReviewer(locations, policy).review(file, &review)
    case .network(let network): NetworkGrantReviewer(policy: policy).review(network, &review)
    case .tool(let tool): ToolGrantReviewer.review(tool, &review)
    case .mcpServer(let server): Self.review(server: server, &review)
    case .env(let variable): Self.review(variable: variable, &review)
    }
    return review
  }

  /// Whether a set allows an action on a resource in words; text that names neither is not allowed.
  public func checkPermission(
    _ action: String, _ resource: String, _ permissions: PermissionSet
  ) -> Bool {
    guard let action = Action(name: action),
      let resource = try? Resource(resource, for: action, locations: locations)
    else { return false }
    return Authority(permissions: permissions, policy: policy, locations: locations)
      .decide(action, resource).isAllowed
  }

  // MARK: Numbers

  private var maxima: [(list: String, maximum: Int)] {
    [
      ("filesystem", policy.maximumFilesystemGrants), ("network", policy.maximumNetworkGrants),
      ("tools", policy.maximumTools),
    ]
  }

  private func refuseExcess(_ reviews: inout [GrantReview], list: String, maximum: Int) {
    let indices = reviews.indices.filter { reviews[$0].grant.list == list }
    guard indices.count > maximum else { return }
    for index in indices[maximum...] {
      reviews[index].refuse(
        "too-many-grants",
        "the policy \(policy.name) allows \(maximum) grants in \(list), not \(indices.count)",
        help: "join patterns, or use a policy that allows more")
    }
  }

  private func limitConcerns(_ limits: ResourceLimits) -> [Diagnostic] {
    ResourceLimits.keys.compactMap { key in
      let (asked, bound) = (key.value(in: limits), key.value(in: policy.limits))
      // Defaults above a stricter bound were not asked for.
      guard asked > bound, asked != key.value(in: ResourceLimits()) else { return nil }
      return Diagnostic(
        .warning, code: "limit-capped",
        "\(key.name) asks for \(asked), and the policy \(policy.name) allows \(bound): "
          + "\(bound) will hold",
        help: "lower \(key.name) in the manifest, or raise it in the limits of the policy")
    }
  }

  // MARK: Names

  private static func review(server: String, _ review: inout GrantReview) {
    let shown = SafeText.escaped(server, limit: 60)
    review.sentence = "use the MCP server \(shown) with the account you gave it"
    review.warn(
      "elevated-mcp", "the MCP server \(shown) acts with your account, for the plugin too",
      risk: .medium, help: "grant it if the plugin is about \(shown)")
  }

  private static func review(variable: String, _ review: inout GrantReview) {
    let shown = SafeText.escaped(variable, limit: 60)
    review.sentence = "read the environment variable \(shown)"
    guard isCredential(variable) else { return }
    review.sentence += ", which looks like a credential"
    review.warn(
      "elevated-env", "\(shown) looks like a credential, which the plugin would know",
      risk: .high, help: "give the plugin a token of its own with the least rights")
  }

  /// Whether a variable's name says that its value is a secret.
  static func isCredential(_ name: String) -> Bool {
    let upper = name.uppercased()
    let words = upper.split(separator: "_")
    let secrets: Set<Substring> = [
      "TOKEN", "SECRET", "SECRETS", "KEY", "KEYS", "APIKEY", "PASSWORD", "PASSWD", "PASS", "PWD",
      "PASSPHRASE", "CREDENTIAL", "CREDENTIALS", "AUTH", "COOKIE", "PAT", "PRIVATE", "DSN",
    ]
    if upper == "PWD" || upper == "OLDPWD" { return false }
    let wholes = ["DATABASE_URL", "REDIS_URL", "MONGODB_URI", "CONNECTION_STRING", "SSH_AUTH_SOCK"]
    return words.contains(where: secrets.contains) || wholes.contains { upper.hasSuffix($0) }
      || ["TOKEN", "SECRET", "PASSWORD", "APIKEY"].contains { upper.hasSuffix($0) }
  }
}
