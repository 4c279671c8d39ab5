import Bulkhead

/// The words of a policy.
enum PolicyText {
  static func text(_ policy: SecurityPolicy, files: [String], _ style: Style) -> String {
    var table = TextTable()
    for member in policy.json.objectValue?.members ?? [] where member.key != "name" {
      guard member.key != "limits" else { continue }
      table.add(.init(member.key), .init(value(member.value)))
    }
    var limits = TextTable()
    for member in policy.limits.json.objectValue?.members ?? [] {
      limits.add(.init(member.key), .init(value(member.value)))
    }
    var lines = [style.bold("policy \(SafeText.escaped(policy.name))")]
    lines += files.map { "  from \(SafeText.escaped($0, limit: 4096))" }
    lines += table.lines() + [style.bold("limits, at most")] + limits.lines()
    return lines.joined(separator: "\n") + "\n"
  }

  private static func value(_ value: JSONValue) -> String {
    switch value {
    case .bool(let value): value ? "yes" : "no"
    case .integer(let number): String(number)
    case .string(let text): SafeText.escaped(text)
    case .array(let items):
      items.isEmpty
        ? "none"
        : items.compactMap(\.stringValue).map { SafeText.escaped($0) }.joined(separator: ", ")
    default: value.rendered()
    }
  }
}
