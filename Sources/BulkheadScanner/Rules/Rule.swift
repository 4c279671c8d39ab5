import BulkheadSource

/// One kind of fault: what it is, why it matters, how it looks and how it is found.
public struct Rule: Sendable {
  /// A stable name in kebab case.
  public let id: String
  /// How much a finding weighs.
  public let severity: Severity
  /// The languages it looks at.
  public let languages: Set<Language>
  /// What the code does; lower case, no full stop.
  public let title: String
  /// Why that is a fault.
  public let why: String
  /// What to do instead; lower case, no full stop.
  public let help: String
  /// Texts in which it is found.
  public let positives: [String]
  /// Texts that try to hide it and in which it is found.
  public let evasions: [String]
  /// Texts that look like it and are no fault.
  public let negatives: [String]
  let check: Check

  /// What a rule looks at.
  enum Check: Sendable {
    case script(@Sendable (ScriptFacts, inout Report) -> Void)
    case shell(@Sendable (ShellScript, inout Report) -> Void)
    case python(@Sendable (PythonFacts, inout Report) -> Void)
    case prompt(@Sendable (PromptFacts, inout Report) -> Void)
    case text(@Sendable ([UInt8], inout Report) -> Void)
    /// Found by the scanner itself, such as an undeclared capability.
    case builtIn
  }

  init(
    _ id: String, _ severity: Severity, _ languages: Set<Language> = [.javascript, .typescript],
    title: String, why: String, help: String, positives: [String], evasions: [String] = [],
    negatives: [String], check: Check
  ) {
    self.id = id
    self.severity = severity
    self.languages = languages
    self.title = title
    self.why = why
    self.help = help
    self.positives = positives
    self.evasions = evasions
    self.negatives = negatives
    self.check = check
  }
}

/// All rules, by family.
public enum Rules {
  /// Every rule, in the order of the documentation.
  public static let all: [Rule] =
    dynamicCode + processes + imports + network + inputs + persistence + prototypes + obfuscation
    + disguises + scriptCrypto + shell
    + manifests + python + prompts + text

  /// Critical rules that judge which file is written, not a flow of data. They do not reject a plugin by
  /// its tests, documents and bundled libraries: the test of a guard writes the very files it guards.
  static let placesOnly: Set<String> = [
    persistenceWrite.id, shellPersistence.id, pythonPersistence.id,
  ]

  /// The rule of that id.
  public static func rule(_ id: String) -> Rule? { all.first { $0.id == id } }
}

/// What rules find in one file, before it is put into words.
struct Report {
  /// A finding without its text.
  struct Item {
    var rule: Rule
    var severity: Severity
    var span: Span
    var detail: String?
  }

  private(set) var items: [Item] = []
  /// No more findings are taken.
  var isFull: Bool { items.count >= 1000 }
  /// The rule that is looking.
  var rule: Rule?
  /// Where the text that is looked at stands in the file, if it is only a part of it.
  var site: Span?

  /// Notes a fault at the bytes; `detail` follows the rule's title.
  mutating func add(_ span: Span, _ detail: String? = nil, severity: Severity? = nil) {
    guard let rule else { return }
    // A file with thousands of faults is not explained better by all of them.
    if isFull { return }
    items.append(
      Item(rule: rule, severity: severity ?? rule.severity, span: site ?? span, detail: detail))
  }
}
