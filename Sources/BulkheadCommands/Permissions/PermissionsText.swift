import Bulkhead

/// The words of what was approved.
struct PermissionsText {
  let record: ApprovalRecord
  let state: PluginState
  let policy: SecurityPolicy
  let style: Style
  private let reviews: [GrantReview]

  init(
    _ record: ApprovalRecord, state: PluginState, policy: SecurityPolicy, locations: Locations,
    style: Style
  ) {
    self.record = record
    self.state = state
    self.policy = policy
    self.style = style
    reviews =
      PermissionValidator(policy: policy, locations: locations)
      .validate(record.permissions).reviewsByRisk
  }

  var text: String {
    var lines = [
      style.bold(PermissionsText.title(record)),
      "  approved \(record.approvedAt) by \(SafeText.escaped(record.approvedBy))",
      "  from \(SafeText.escaped(record.source, limit: 4096))",
      "  policy \(SafeText.escaped(policy.name)), security score \(record.securityScore)/100, "
        + record.files.count.of("pinned file"),
    ]
    if let problem = state.problem {
      lines.append("  \(style.red("it would not run:")) \(problem)")
    }
    lines.append("")
    lines.append(style.bold(reviews.isEmpty ? "It has no permissions." : "It may"))
    lines += ApprovalText.grants(reviews, style)
    lines += ["", style.bold("It may use")]
    var table = TextTable()
    for member in record.limits.capped(by: policy.limits).json.objectValue?.members ?? [] {
      table.add(.init(member.key), .init(Self.limit(member.value)))
    }
    lines += table.lines()
    if !reviews.isEmpty {
      lines += [
        "", style.dim("take some back with: bulkhead revoke \(record.name) ACTION [RESOURCE]"),
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSONValue {
    [
      "plugin": .string(record.name), "version": JSONValue(record.version),
      "source": .string(record.source), "approvedAt": .string(record.approvedAt),
      "approvedBy": .string(record.approvedBy), "policy": .string(policy.name),
      "securityScore": .integer(record.securityScore), "intact": .bool(state.isIntact),
      "problem": JSONValue(state.problem), "permissions": record.permissions.json,
      "limits": record.limits.capped(by: policy.limits).json,
    ]
  }

  private static func limit(_ value: JSONValue) -> String {
    value.stringValue ?? value.integerValue.map(String.init) ?? ""
  }

  static func title(_ record: ApprovalRecord) -> String {
    [record.name, record.version.map { SafeText.escaped($0, limit: 40) }]
      .compactMap(\.self).joined(separator: " ")
  }

  // MARK: The list

  /// A plugin as the list shows it.
  struct Listed {
    let name: String
    let state: PluginState
  }

  static func list(_ plugins: [Listed], in project: Project, _ style: Style) -> String {
    if plugins.isEmpty {
      return "no plugins are installed in \(SafeText.escaped(project.directory, limit: 4096))\n"
        + style.dim("install one with: bulkhead install PATH") + "\n"
    }
    var table = TextTable()
    for plugin in plugins {
      let count = plugin.state.record?.permissions.grants.count ?? 0
      table.add(
        .init(SafeText.escaped(plugin.name, limit: 64)),
        .init(plugin.state.record?.version.map { SafeText.escaped($0, limit: 20) } ?? ""),
        .init(plugin.state.record == nil ? "" : count.of("grant")),
        .init(
          plugin.state.problem ?? "as approved",
          shownAs: plugin.state.problem.map(style.red) ?? style.green("as approved")))
    }
    return table.lines(indent: "").joined(separator: "\n") + "\n"
  }

  static func json(_ plugins: [Listed]) -> JSONValue {
    [
      "plugins": .array(
        plugins.map { plugin in
          [
            "plugin": .string(plugin.name), "version": JSONValue(plugin.state.record?.version),
            "intact": .bool(plugin.state.isIntact), "problem": JSONValue(plugin.state.problem),
            "permissions": plugin.state.record?.permissions.json ?? .null,
          ]
        })
    ]
  }
}
