import BulkheadSource
import BulkheadSyntax

/// A file as the rules see it: read once in its language, with what they found.
struct FileContent {
  let source: [UInt8]
  let path: String
  let language: Language
  /// Whether the rules saw syntax rather than words.
  private(set) var isParsed = true
  private(set) var report = Report()
  private(set) var commands: [DeclaredCommand] = []
  private(set) var script: ScriptFacts?

  init(source: [UInt8], path: String, language: Language) {
    self.source = source
    self.path = path
    self.language = language
  }

  mutating func read() {
    let source = source
    switch language {
    case .javascript, .typescript: readScript()
    case .shell: apply(ShellScript(source), of: Rules.shell)
    case .python:
      let facts = PythonFacts(source)
      isParsed = !facts.tree.hasErrors
      for rule in Rules.python {
        apply(rule) { if case .python(let check) = rule.check { check(facts, &$0) } }
      }
      if facts.flow.isExhausted {
        apply(Rules.tangled) { $0.add(Span(start: 0, end: min(1, source.count))) }
      }
    case .json: readManifest()
    case .markdown:
      readCommands(MarkdownCommands.of(source), rules: Rules.shell)
      readPrompt(source)
    case .text: break
    }
    for rule in Rules.text where rule.languages.contains(language) {
      apply(rule) { if case .text(let check) = rule.check { check(source, &$0) } }
    }
  }

  private mutating func apply(_ rule: Rule, _ check: (inout Report) -> Void) {
    report.rule = rule
    check(&report)
  }

  private mutating func apply(_ script: ShellScript, of rules: [Rule]) {
    for rule in rules {
      apply(rule) { if case .shell(let check) = rule.check { check(script, &$0) } }
    }
  }

  private mutating func readPrompt(_ bytes: [UInt8]) {
    let facts = PromptFacts(bytes)
    for rule in Rules.prompts {
      apply(rule) { if case .prompt(let check) = rule.check { check(facts, &$0) } }
    }
    readExamples(bytes, facts)
  }

  /// Code that the text shows. A text about attacks shows what it warns of.
  private mutating func readExamples(_ bytes: [UInt8], _ facts: PromptFacts) {
    guard !facts.isAboutAttacks else { return }
    let code = MarkdownCode(bytes)
    let shell = code.lines + code.blocks.filter { $0.language == .shell }.map(\.span)
    for span in shell {
      guard let rule = ShellFacts.fault(inGuide: bytes[span.start..<span.end]) else { continue }
      apply(rule) { $0.add(span, severity: .high) }
    }
    for block in code.blocks where block.language == .python {
      let facts = PythonFacts(Array(bytes[block.span.start..<block.span.end]))
      for rule in Rules.python
      where rule.severity == .critical && !Rules.placesOnly.contains(rule.id) {
        var inner = Report()
        inner.rule = rule
        if case .python(let check) = rule.check { check(facts, &inner) }
        if !inner.items.isEmpty { apply(rule) { $0.add(block.span, severity: .high) } }
      }
    }
  }

  private mutating func readManifest() {
    guard let document = try? JSONDocument(source, file: path, limits: .data) else {
      isParsed = false
      return
    }
    let commands = ManifestCommands.of(document.root, path: path)
    readCommands(commands.filter { $0.item != .installScript }, rules: Rules.shell)
    readCommands(
      commands.filter { $0.item == .installScript },
      rules: Rules.shell + [Rules.installScript, Rules.lifecycleScript])
    for span in ManifestCommands.remoteDependencies(of: document.root) {
      apply(Rules.remoteDependency) { $0.add(span) }
    }
  }

  private mutating func readCommands(_ commands: [DeclaredCommand], rules: [Rule]) {
    for command in commands {
      report.site = command.span
      apply(ShellScript(Array(command.text.utf8)), of: rules)
    }
    report.site = nil
    self.commands += commands
  }

  private mutating func readScript() {
    let facts = ScriptFacts(source, path: path, language: language)
    isParsed = facts.isParsed
    for rule in Rules.all {
      apply(rule) { if case .script(let check) = rule.check { check(facts, &$0) } }
    }
    if !facts.isParsed { TokenFacts(source, from: facts.parsedEnd).report(to: &report) }
    if facts.flows.isExhausted {
      apply(Rules.tangled) { $0.add(Span(start: 0, end: min(1, facts.source.count))) }
    }
    script = facts
  }
}
