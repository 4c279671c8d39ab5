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
    case .markdown: readCommands(MarkdownCommands.of(source), rules: Rules.shell)
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

  private mutating func readManifest() {
    guard let document = try? JSONDocument(source, file: path, limits: .data) else {
      isParsed = false
      return
    }
    let commands = ManifestCommands.of(document.root, path: path)
    readCommands(commands.filter { $0.item != .installScript }, rules: Rules.shell)
    readCommands(
      commands.filter { $0.item == .installScript }, rules: Rules.shell + [Rules.installScript])
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
