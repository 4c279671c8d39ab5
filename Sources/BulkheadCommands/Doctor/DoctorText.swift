import Bulkhead

/// The words about a machine.
struct DoctorText {
  let check: SandboxCheck
  let style: Style

  init(_ check: SandboxCheck, style: Style) {
    self.check = check
    self.style = style
  }

  var text: String {
    var lines = [style.bold("Linux \(check.kernel), \(check.architecture)")]
    var table = TextTable()
    for facility in check.facilities {
      let word = facility.isPresent ? "ok" : "missing"
      table.add(
        .init(word, shownAs: facility.isPresent ? style.green(word) : style.red(word)),
        .init(facility.name), .init(facility.detail))
    }
    lines += table.lines()
    for facility in check.facilities where !facility.isPresent {
      lines.append("\(style.yellow("\(facility.name)")) \(facility.purpose)")
      lines.append("  \(style.cyan("to get it:")) \(facility.remedy)")
    }
    if let refusal = check.refusal {
      lines.append("\(style.red("plugins would not run:")) \(refusal.message)")
      if let help = refusal.help { lines.append("  \(style.cyan("help:")) \(help)") }
    } else {
      lines.append(
        "\(style.green("plugins run")), confined by \(check.isolation.joined(separator: ", "))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSONValue {
    [
      "kernel": .string(check.kernel), "architecture": .string(check.architecture),
      "canRun": .bool(check.canRun),
      "isolation": .array(check.isolation.map(JSONValue.string)),
      "refusal": check.refusal.map {
        [
          "code": .string($0.code), "message": .string($0.message), "help": JSONValue($0.help),
        ]
      } ?? .null,
      "facilities": .array(
        check.facilities.map {
          [
            "name": .string($0.name), "present": .bool($0.isPresent), "detail": .string($0.detail),
            "purpose": .string($0.purpose), "remedy": .string($0.remedy),
          ]
        }),
    ]
  }
}
