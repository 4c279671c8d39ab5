import BulkheadPolicy
import BulkheadSource

/// Puts what was found in a file into words, without any credential.
struct FileReport {
  let content: FileContent
  let policy: SecurityPolicy
  let declarations: Declarations?
  private let lines: LineTable
  private let secrets: [SecretMatch]
  private let examples: [SecretMatch]
  private let redactor: Redactor

  init(content: FileContent, policy: SecurityPolicy, declarations: Declarations?) {
    self.content = content
    self.policy = policy
    self.declarations = declarations
    lines = LineTable(content.source)
    let matches = SecretScanner.matches(in: content.source, language: content.language)
    secrets = matches.filter { $0.confidence >= SecretScanner.leastConfidence }
    examples = matches.filter { $0.confidence < SecretScanner.leastConfidence }
    redactor = Redactor(secrets, in: content.source)
  }

  func examination() -> CodeScanner.Examination {
    let capabilities = self.capabilities
    let findings = (content.report.items.map(finding) + undeclared(capabilities) + exampleSecrets)
      .sorted { ($0.span.start, $0.rule) < ($1.span.start, $1.rule) }
    let secrets = secrets.map(secret)
    let violations = importViolations
    let scan = FileScan(
      path: content.path, language: content.language,
      securityScore: Score.file(findings, secrets, violations), parsed: content.isParsed,
      dangerousPatterns: Self.distinct(findings), secrets: secrets, importViolations: violations,
      capabilities: capabilities,
      recommendations: Recommendations.of(findings, secrets, violations),
      role: FileRole(path: content.path), isExecuted: false)
    return CodeScanner.Examination(
      scan: scan, commands: content.commands, inventory: inventory,
      localImports: content.script?.localImports ?? [])
  }

  private static func distinct(_ findings: [Finding]) -> [Finding] {
    var seen: Set<Finding> = []
    return findings.filter { seen.insert($0).inserted }
  }

  private func text(_ span: Span, limit: Int = 120) -> String {
    // A credential that is cut in two would not be recognised, so it is taken out first.
    let end = min(span.end, span.start + 4096)
    let text = redactor.redact(
      String(decoding: content.source[span.start..<end], as: UTF8.self))
    return text.count > limit || end < span.end ? text.prefix(limit) + "…" : text
  }

  /// The line on which a place starts, at most some 60 bytes before it and 120 from its start on.
  private func excerpt(_ span: Span) -> SourceExcerpt {
    let line = lines.lineSpan(lines.position(at: span.start).line)
    // A credential that is cut would not be recognised, so that cuts move out of it.
    var start = secretStart(max(line.start, span.start - 60))
    let markStart = max(start, secretStart(span.start))
    let markEnd = max(markStart, secretEnd(min(span.end, line.end, span.start + 120)))
    var end = max(markEnd, secretEnd(min(line.end, span.start + 120)))
    while start < markStart, content.source[start] & 0xC0 == 0x80 { start += 1 }
    while markEnd < end, end < content.source.count, content.source[end] & 0xC0 == 0x80 { end -= 1 }
    func shown(_ start: Int, _ end: Int) -> String {
      let text = String(decoding: content.source[start..<end], as: UTF8.self)
      return SafeText.escaped(redactor.redact(text).replacing("\t", with: "  "), limit: 300)
    }
    var before = shown(start, markStart)
    if start <= line.start {
      before = String(before.drop { $0 == " " })
    } else {
      before = "…" + before
    }
    let after = shown(markEnd, end) + (end < line.end ? "…" : "")
    return SourceExcerpt(before: before, marked: shown(markStart, markEnd), after: after)
  }

  private func secretStart(_ offset: Int) -> Int {
    secrets.first { $0.span.start < offset && offset < $0.span.end }?.span.start ?? offset
  }

  private func secretEnd(_ offset: Int) -> Int {
    secrets.first { $0.span.start < offset && offset < $0.span.end }?.span.end ?? offset
  }

  private func finding(_ item: Report.Item) -> Finding {
    let detail = item.detail.map { ": " + SafeText.escaped(redactor.redact($0), limit: 100) } ?? ""
    return Finding(
      rule: item.rule.id, severity: item.severity, description: item.rule.title + detail,
      start: lines.position(at: item.span.start), end: lines.position(at: item.span.end),
      match: text(item.span), help: item.rule.help, excerpt: excerpt(item.span), span: item.span)
  }

  private func secret(_ match: SecretMatch) -> Secret {
    let position = lines.position(at: match.span.start)
    let bytes = content.source[match.span.start..<match.span.end]
    return Secret(
      type: match.type, rule: match.id, file: content.path, line: position.line,
      column: position.column,
      redacted: match.id == "secret-private-key"
        ? "-----BEGIN … PRIVATE KEY-----"
        : Redactor.redacted(String(decoding: bytes, as: UTF8.self)),
      confidence: match.confidence)
  }

  private var exampleSecrets: [Finding] {
    examples.map { match in
      let rule = Rules.exampleSecret
      return Finding(
        rule: rule.id, severity: rule.severity, description: "\(rule.title): \(match.type)",
        start: lines.position(at: match.span.start), end: lines.position(at: match.span.end),
        match: Redactor.redacted(
          String(decoding: content.source[match.span.start..<match.span.end], as: UTF8.self)),
        help: rule.help, span: match.span)
    }
  }

  private var capabilities: [Capability] {
    var seen: Set<[String?]> = []
    return (content.script?.capabilities ?? []).compactMap { use in
      guard seen.insert([use.name, use.resource]).inserted else { return nil }
      return Capability(
        capability: use.name, resource: use.resource.map(redactor.redact), file: content.path,
        line: lines.position(at: use.span.start).line,
        declared: declarations?.covers(use.name, use.resource) ?? false)
    }
  }

  /// One finding for each line that does something undeclared; dynamic code has rules of its own.
  private func undeclared(_ capabilities: [Capability]) -> [Finding] {
    guard declarations != nil else { return [] }
    let rule = Rules.undeclaredCapability
    return capabilities.filter { !$0.declared && $0.capability != "dynamic-code" }.map { use in
      let span = lines.lineSpan(use.line)
      let resource = use.resource.map { " " + SafeText.escaped($0, limit: 80) } ?? ""
      return Finding(
        rule: rule.id, severity: rule.severity,
        description: "\(rule.title): \(use.capability)\(resource)",
        start: lines.position(at: span.start), end: lines.position(at: span.end),
        match: text(span), help: rule.help, excerpt: excerpt(span),
        span: Span(start: span.start, end: span.start))
    }
  }

  private var importViolations: [ImportViolation] {
    (content.script?.imports ?? []).filter { policy.bannedImports.contains($0.module) }.map { use in
      let position = lines.position(at: use.span.start)
      return ImportViolation(
        module: use.module, rule: "banned-import",
        description: "imports \(use.module), which the policy \(policy.name) does not allow",
        line: position.line, column: position.column)
    }
  }

  private var inventory: [InventoryItem] {
    content.commands.map { command in
      InventoryItem(
        kind: command.item, name: command.name, file: content.path,
        line: lines.position(at: command.span.start).line,
        command: redactor.redact(command.text))
    }
  }
}
