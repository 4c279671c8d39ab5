import BulkheadSource

/// Sentences that say what to change, the most urgent first, each once.
enum Recommendations {
  static func of(_ findings: [Finding], _ secrets: [Secret], _ violations: [ImportViolation])
    -> [String]
  {
    var sentences: [String] = []
    func add(_ sentence: String) {
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    for type in Set(secrets.map(\.type)).sorted() {
      add(
        "Revoke the \(type) and read its successor from an environment variable that is declared in permissions.env."
      )
    }
    for finding in findings.sorted(by: { ($1.severity, $0.rule) < ($0.severity, $1.rule) }) {
      add(sentence(finding.help))
    }
    for module in Set(violations.map(\.module)).sorted() {
      add(
        "Do without the module \(SafeText.escaped(module)), or ask for a policy that does not ban it."
      )
    }
    return sentences
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }
}
