/// What the rules look for, as text for people.
public enum RuleDocumentation {
  /// The rules as Markdown, one section each, in their order.
  public static var markdown: String {
    var text = """
      # Scan rules

      This file is generated from the rules. A critical finding weighs 60 of 100 points, a high one 25, a
      medium one 5 (at most 20 together), a low one 1 (at most 5); a rule weighs once in a file. A plugin
      passes with a mean of at least 70, no critical finding, no credential, and more than 50 for each file
      that starts unasked.

      | rule | severity | it finds code that |
      | --- | --- | --- |

      """
    for rule in Rules.all {
      text += "| [\(rule.id)](#\(rule.id)) | \(rule.severity.rawValue) | \(rule.title) |\n"
    }
    for rule in Rules.all { text += section(rule) }
    text += "\n## Credentials\n\n"
    for id in Set(SecretKind.all.map { "\($0.type) (`secret-\($0.id)`)" }).sorted() {
      text += "- \(id)\n"
    }
    text += """
      - private key (`secret-private-key`)
      - address with a password (`secret-connection-string`)
      - random-looking value of something called password, secret, token or key (`secret-named-value`)

      """
    return text
  }

  private static func section(_ rule: Rule) -> String {
    var text = "\n## \(rule.id)\n\n"
    let languages = rule.languages.map(\.rawValue).sorted().joined(separator: ", ")
    text +=
      "\(rule.severity.rawValue), \(languages): \(rule.title).\n\n\(rule.why) To do: \(rule.help).\n"
    text += samples("Found", rule.positives) + samples("Found although disguised", rule.evasions)
    return text + samples("Not found", rule.negatives)
  }

  private static func samples(_ title: String, _ samples: [String]) -> String {
    guard !samples.isEmpty else { return "" }
    // Hidden characters are shown, and no sample can close its block.
    let lines = samples.flatMap { $0.split(separator: "\n").map { String($0.prefix(300)) } }.map {
      line in
      line.unicodeScalars.map {
        $0.isASCII ? String($0) : "\\u{\(String($0.value, radix: 16, uppercase: true))}"
      }
      .joined()
    }
    return "\n\(title):\n\n" + lines.map { "    " + $0 + "\n" }.joined()
  }
}
