import BulkheadSource

/// What is known about a text that a model reads before any rule looks at it.
struct PromptFacts {
  /// A phrase of a rule, and how it stands in the text.
  struct Finding {
    var rule: String
    var span: Span
    /// A reader does not see it: it is in a comment, hidden by style or encoded.
    var isHidden: Bool
  }

  let bytes: [UInt8]
  let findings: [Finding]
  /// Comments and elements that are not shown.
  let hidden: [Span]
  /// Fenced and indented code, and code between back quotes.
  let code: [Span]
  /// The text speaks about attacks: what it quotes and shows is an example.
  let isAboutAttacks: Bool

  /// The byte stands in code.
  func isCode(_ offset: Int) -> Bool {
    code.contains { $0.start <= offset && offset < $0.end }
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let layout = MarkdownLayout(bytes)
    hidden = layout.hidden
    code = layout.code
    let text = PromptWords(bytes)
    let reports = text.words.indices.count { text.isOf($0, PromptVocabulary.shared.report) }
    // In a text about attacks, what is quoted or set as code is shown, not said.
    let isAboutAttacks = reports >= 4
    self.isAboutAttacks = isAboutAttacks
    var findings: [Finding] = []
    for match in PromptMatcher(text).matches() {
      let span = Span(start: match.span.lowerBound, end: match.span.upperBound)
      let isHidden = layout.hidden.contains { $0.start <= span.start && span.end <= $0.end }
      if match.isReported, !match.isCertain, !isHidden { continue }
      if isAboutAttacks, !isHidden, layout.isQuoted(span) { continue }
      findings.append(Finding(rule: match.rule, span: span, isHidden: isHidden))
    }
    for view in PromptViews.of(bytes) {
      let matches = PromptMatcher(PromptWords(view.text)).matches()
      guard let match = matches.first(where: { !$0.isReported }) else { continue }
      let open = view.plain.isEmpty ? [] : PromptMatcher(PromptWords(view.plain)).matches()
      if !open.contains(where: { $0.rule == match.rule }) {
        findings.append(Finding(rule: match.rule, span: view.span, isHidden: true))
      }
    }
    self.findings = findings
  }
}
