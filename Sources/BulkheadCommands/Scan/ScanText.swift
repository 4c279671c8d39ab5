import Bulkhead

/// The words of a scan.
struct ScanText {
  let scan: PluginScan
  let style: Style

  /// Findings of one rule in one file that are shown in full.
  private static let shownPerRule = 3

  init(_ scan: PluginScan, style: Style) {
    self.scan = scan
    self.style = style
  }

  private var result: SecurityScanResult { scan.result }

  var text: String {
    var lines = [heading, ""]
    for error in scan.manifestErrors { lines += manifestError(error) }
    for file in result.files { lines += findings(of: file) }
    lines += abilities + skipped + reasons
    return lines.joined(separator: "\n") + "\n"
  }

  /// How a scan of several plugins ends.
  static func total(_ scans: [PluginScan], _ style: Style) -> String {
    let refused = scans.filter { !$0.result.passed }
    var table = TextTable()
    for scan in scans {
      let score = "\(Int(scan.result.securityScore))/100"
      let word = scan.result.passed ? "passed" : "refused"
      table.add(
        .init(SafeText.escaped(scan.name, limit: 60)), .init(score),
        .init(word, shownAs: scan.result.passed ? style.green(word) : style.red(word)))
    }
    let title = "\(scans.count.of("plugin")), \(refused.count) refused"
    return ([style.bold(title)] + table.lines()).joined(separator: "\n") + "\n"
  }

  // MARK: Parts

  private var heading: String {
    let name = style.bold(SafeText.escaped(scan.name, limit: 80))
    let verdict = result.passed ? style.green("passed") : style.red("refused")
    let lowest =
      result.lowestScore < result.securityScore ? " (lowest file \(Int(result.lowestScore)))" : ""
    let count = result.files.count.of("file")
    return "\(name): \(verdict), security score \(Int(result.securityScore))/100\(lowest), \(count)"
  }

  private func manifestError(_ error: Diagnostic) -> [String] {
    var lines = ["\(style.red("error")): \(error.message) \(style.dim("[\(error.code)]"))"]
    if let place = error.place { lines.append("  \(style.cyan("-->")) \(place)") }
    if let help = error.help { lines.append("  \(style.cyan("help:")) \(help)") }
    return lines + [""]
  }

  private func findings(of file: FileScan) -> [String] {
    var lines: [String] = []
    for secret in file.secrets {
      lines.append("\(style.red("credential")): \(secret.type) \(style.dim("[\(secret.rule)]"))")
      lines += place(secret.file, secret.line, secret.column)
      lines += ["   \(style.cyan("|")) \(SafeText.escaped(secret.redacted))", ""]
    }
    for violation in file.importViolations {
      lines.append(
        "\(style.yellow("import")): \(SafeText.escaped(violation.description)) "
          + style.dim("[\(violation.rule)]"))
      lines += place(file.path, violation.line, violation.column) + [""]
    }
    var shown: [String: Int] = [:]
    for finding in file.dangerousPatterns {
      shown[finding.rule, default: 0] += 1
      if shown[finding.rule, default: 0] <= Self.shownPerRule {
        lines += self.finding(finding, in: file.path)
      }
    }
    for (rule, count) in shown.sorted(by: { $0.key < $1.key }) where count > Self.shownPerRule {
      let more = (count - Self.shownPerRule).of("more finding")
      lines += [style.dim("\(SafeText.escaped(file.path)): \(more) of [\(rule)]"), ""]
    }
    return lines
  }

  private func finding(_ finding: Finding, in path: String) -> [String] {
    var lines = [
      "\(severity(finding.severity)): \(finding.description) \(style.dim("[\(finding.rule)]"))"
    ]
    lines += place(path, finding.line, finding.column)
    if let excerpt = finding.excerpt {
      let number = String(finding.line)
      let gutter = String(repeating: " ", count: number.count)
      let indent = String(repeating: " ", count: excerpt.before.displayWidth)
      let caret = String(repeating: "^", count: max(1, excerpt.marked.displayWidth))
      lines.append(" \(style.cyan("\(number) |")) \(excerpt.line)")
      lines.append(
        " \(style.cyan("\(gutter) |")) \(indent)\(paint(caret, finding.severity))")
    }
    lines.append("   \(style.cyan("help:")) \(finding.help)")
    return lines + [""]
  }

  private func place(_ path: String, _ line: Int, _ column: Int) -> [String] {
    ["  \(style.cyan("-->")) \(SafeText.escaped(path)):\(line):\(column)"]
  }

  private func severity(_ severity: Severity) -> String {
    style.bold(paint(severity.rawValue, severity))
  }

  private func paint(_ text: String, _ severity: Severity) -> String {
    switch severity {
    case .critical, .high: style.red(text)
    case .medium: style.yellow(text)
    case .low: style.cyan(text)
    }
  }

  private var abilities: [String] {
    guard !result.capabilities.isEmpty || !result.inventory.isEmpty else { return [] }
    var table = TextTable()
    for use in result.capabilities {
      let note = use.declared ? "declared" : scan.manifest == nil ? "" : "not declared"
      table.add(
        .init(use.capability),
        .init(use.resource.map { SafeText.escaped($0, limit: 60) } ?? "(worked out as it runs)"),
        .init("\(SafeText.escaped(use.file)):\(use.line)"),
        .init(note, shownAs: use.declared ? style.dim(note) : style.yellow(note)))
    }
    for item in result.inventory {
      table.add(
        .init(item.kind.rawValue), .init(SafeText.escaped(item.name, limit: 60)),
        .init("\(SafeText.escaped(item.file)):\(item.line)"),
        .init(item.command.map { SafeText.escaped($0, limit: 60) } ?? ""))
    }
    return [style.bold("What it can do")] + table.lines().map(Self.trimmed) + [""]
  }

  private var skipped: [String] {
    guard !result.skipped.isEmpty else { return [] }
    let shown = result.skipped.prefix(10).map {
      "  \(SafeText.escaped($0.path)): \($0.reason)"
    }
    let more = result.skipped.count > 10 ? ["  and \(result.skipped.count - 10) more"] : []
    return [style.bold("What was not scanned")] + shown + more + [""]
  }

  private var reasons: [String] {
    guard !result.passed else { return [] }
    let shown = result.reasons.prefix(20).map { "  - \($0)" }
    let more = result.reasons.count > 20 ? ["  and \(result.reasons.count - 20) more"] : []
    return [style.bold("Why it would not be installed")] + shown + more + [""]
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
