/// How one request is decided, rule by rule.
public struct PermissionExplanation: Sendable {
  /// The plugin.
  public let plugin: String
  /// What it would do.
  public let action: Action
  /// With what, in its resolved form.
  public let resource: Resource
  /// The policy in force.
  public let policy: String
  /// The answer.
  public let decision: Decision
  /// The rules in the order they are asked; the last one is the answer.
  public let steps: [ExplanationStep]

  /// The explanation for programs.
  public var json: JSONValue {
    var object: JSONObject = [
      "plugin": .string(plugin), "action": .string(action.name),
      "resource": .string(resource.auditName), "policy": .string(policy),
      "allowed": .bool(decision.isAllowed), "rule": .string(decision.rule),
    ]
    if case .denied(let denial) = decision {
      object["message"] = .string(denial.message)
      object["help"] = JSONValue(denial.help)
    }
    object["steps"] = .array(
      steps.map {
        [
          "rule": .string($0.rule), "outcome": .string($0.outcome.rawValue),
          "reason": .string($0.reason),
        ]
      })
    return .object(object)
  }
}

extension Resource {
  /// The same resource with the links of its path followed, as far as the path exists.
  var followingLinks: Resource {
    guard case .path(let path) = self else { return self }
    var existing = path
    var rest: [String] = []
    while existing != "/" {
      let real = Project.real(existing)
      let isResolved = real != existing || Project.exists(existing)
      if isResolved { return .path(Self.joined(real, rest)) }
      let names = PathText.names(existing)
      rest.insert(names[names.count - 1], at: 0)
      existing = "/" + names.dropLast().joined(separator: "/")
    }
    return self
  }

  private static func joined(_ base: String, _ rest: [String]) -> String {
    rest.isEmpty ? base : (base == "/" ? "" : base) + "/" + rest.joined(separator: "/")
  }

  /// What a grant that covers this resource and as little else as possible is written as.
  func grantText(in project: String) -> String {
    switch self {
    case .path(let path):
      PathPattern.escaped(
        path.hasPrefix(project + "/") ? "./" + path.dropFirst(project.count + 1) : path)
    case .network(let target):
      "\(target.scheme)://\(target.host.urlText):\(target.port)"
    case .command(let words): words.joined(separator: " ")
    case .name(let name): name
    }
  }
}
