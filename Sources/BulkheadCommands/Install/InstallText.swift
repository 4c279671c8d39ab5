import Bulkhead

/// The words of an installation that has succeeded.
struct InstallText {
  let outcome: InstallOutcome
  let project: Project
  let style: Style

  init(_ outcome: InstallOutcome, project: Project, style: Style) {
    self.outcome = outcome
    self.project = project
    self.style = style
  }

  private var record: ApprovalRecord { outcome.record }

  var text: String {
    let name = [record.name, record.version.map { SafeText.escaped($0, limit: 40) }]
      .compactMap(\.self).joined(separator: " ")
    let verb = outcome.replaced ? "updated" : "installed"
    var lines = [
      "\(style.green(verb)) \(style.bold(name)) in \(SafeText.escaped(outcome.directory, limit: 4096))",
      "  security score \(record.securityScore)/100, \(record.files.count.of("file")) pinned, "
        + "policy \(SafeText.escaped(record.policy.name)), approved by \(approval)",
    ]
    if outcome.validation.reviews.isEmpty {
      lines.append("  it has no permissions")
    } else {
      lines.append(outcome.isInferred ? "  by its code, it may:" : "  it may:")
      lines += ApprovalText.grants(outcome.validation.reviewsByRisk, style).map { "  " + $0 }
    }
    lines += outcome.validation.warnings.filter { $0.code == "limit-capped" || isLeftOut($0) }.map {
      "  \(style.yellow("!")) \($0.message)"
    }
    lines += outcome.leftOut.map { "  \(SafeText.escaped($0, limit: 200)) was left out" }
    lines.append(style.dim("  next: bulkhead \(next)"))
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSONValue {
    [
      "plugin": .string(record.name), "version": JSONValue(record.version),
      "directory": .string(outcome.directory), "replaced": .bool(outcome.replaced),
      "securityScore": .integer(record.securityScore), "policy": .string(record.policy.name),
      "approvedBy": .string(record.approvedBy), "inferred": .bool(outcome.isInferred),
      "permissions": record.permissions.json, "limits": record.limits.json,
      "denied": outcome.validation.denied.json,
      "warnings": .array(outcome.validation.warnings.map(\.json)),
      "findings": .array(outcome.verdict.findings.map(JSONValue.string)),
      "leftOut": .array(outcome.leftOut.map(JSONValue.string)),
    ]
  }

  private var approval: String { record.approvedBy == "prompt" ? "you" : record.approvedBy }

  private var next: String {
    record.main == nil ? "permissions \(record.name)" : "run \(record.name)"
  }

  private func isLeftOut(_ warning: Diagnostic) -> Bool { warning.message.hasPrefix("left out") }
}
