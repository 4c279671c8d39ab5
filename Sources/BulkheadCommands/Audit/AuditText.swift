import Bulkhead

/// The words of the audit log.
enum AuditText {
  static func list(_ rows: [AuditRow], limit: Int, unusual: [String], _ style: Style) -> String {
    if rows.isEmpty { return "no audit entries\n" }
    let isCut = limit > 0 && rows.count > limit
    let shown = isCut ? rows.suffix(limit) : rows[...]
    var table = TextTable()
    for row in shown {
      let answer = row.event.allowed ? "allowed" : "denied"
      table.add(
        .init(row.time, shownAs: style.dim(row.time)),
        .init(SafeText.escaped(row.event.plugin, limit: 64)),
        .init(answer, shownAs: row.event.allowed ? style.green(answer) : style.red(answer)),
        .init(SafeText.escaped(row.event.action, limit: 60)),
        .init(SafeText.escaped(row.event.resource, limit: 100)),
        .init(style.dim(SafeText.escaped(row.event.rule, limit: 100))))
    }
    var lines = table.lines(indent: "")
    let title =
      isCut
      ? "the newest \(limit) audit entries; see all with --limit 0"
      : rows.count.of("audit entry", "audit entries")
    lines.append(style.bold(title))
    lines += unusual.map { "\(style.yellow("!")) \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  static func verification(_ verification: AuditVerification, _ style: Style) -> String {
    var lines: [String]
    if let problem = verification.problem {
      lines = ["\(style.red("not whole")): \(problem)"]
    } else {
      let rows = verification.rows.of("row")
      lines = ["\(style.green("whole")): \(rows), \(verification.signedRows) signed with your key"]
    }
    lines += verification.notices.map {
      "  \(style.yellow("!")) \(SafeText.escaped($0, limit: 300))"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func json(_ verification: AuditVerification) -> JSONValue {
    [
      "whole": .bool(verification.isWhole), "rows": .integer(verification.rows),
      "signedRows": .integer(verification.signedRows),
      "kind": JSONValue(verification.kind?.rawValue),
      "row": verification.row.map { .integer($0) } ?? .null,
      "problem": JSONValue(verification.problem),
      "notices": .array(verification.notices.map(JSONValue.string)),
    ]
  }
}
