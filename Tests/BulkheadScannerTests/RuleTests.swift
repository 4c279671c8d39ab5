import Testing

@testable import BulkheadScanner

struct Sample: Sendable, CustomTestStringConvertible {
  var rule: String
  var text: String
  var expected: Bool
  var testDescription: String { "\(rule) \(expected ? "in" : "not in"): \(text.prefix(80))" }
}

/// The name of a file in which the rule looks.
func sampleFile(_ rule: Rule) -> String {
  switch rule.check {
  case .python: return "a.py"
  case .prompt: return "SKILL.md"
  case .shell: return rule.languages.contains(.shell) ? "a.sh" : "package.json"
  case .text: return rule.languages.contains(.text) ? "a.txt" : "SKILL.md"
  default: return rule.languages == [.json] ? "package.json" : "a.js"
  }
}

@Suite struct RuleTests {
  static let samples: [Sample] = Rules.all.flatMap { rule in
    (rule.positives + rule.evasions).map { Sample(rule: rule.id, text: $0, expected: true) }
      + rule.negatives.map { Sample(rule: rule.id, text: $0, expected: false) }
  }

  @Test(
    "a rule finds its positives and evasions and stays silent on its negatives", arguments: samples)
  func sample(sample: Sample) throws {
    let rule = try #require(Rules.rule(sample.rule))
    let scan = CodeScanner().scanCode(sample.text, path: sampleFile(rule))
    #expect(scan.dangerousPatterns.contains { $0.rule == rule.id } == sample.expected)
  }

  @Test("the ids of rules are distinct kebab-case words")
  func ids() {
    #expect(Set(Rules.all.map(\.id)).count == Rules.all.count)
    for rule in Rules.all {
      #expect(rule.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
    }
  }

  @Test("every rule that looks at text has positives and negatives")
  func complete() {
    for rule in Rules.all {
      if case .builtIn = rule.check { continue }
      #expect(!rule.positives.isEmpty && !rule.negatives.isEmpty, "\(rule.id)")
    }
  }
}
