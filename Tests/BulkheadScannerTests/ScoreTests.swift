import BulkheadPolicy
import BulkheadSource
import Testing

@testable import BulkheadScanner

/// A finding of its own rule at its own place, unless told otherwise.
func finding(_ severity: Severity, rule: String, at start: Int, count: Int = 4) -> Finding {
  Finding(
    rule: rule, severity: severity, description: "does something",
    start: SourcePosition(line: 1, column: start + 1),
    end: SourcePosition(line: 1, column: start + count + 1), match: "text", help: "do not",
    span: Span(start: start, end: start + count))
}

private func findings(_ severities: Severity...) -> [Finding] {
  severities.enumerated().map { finding($1, rule: "rule-\($0)", at: $0 * 10) }
}

private func secret(confidence: Double) -> Secret {
  Secret(
    type: "token", rule: "secret-token", file: "a.js", line: 1, column: 1, redacted: "t…",
    confidence: confidence)
}

private func violation(_ module: String) -> ImportViolation {
  ImportViolation(
    module: module, rule: "banned-import", description: "imports \(module)", line: 1, column: 1)
}

@Suite struct ScoreTests {
  static let weights: [(findings: [Finding], score: Double)] = [
    ([], 100), (findings(.low), 99), (findings(.medium), 95), (findings(.high), 75),
    (findings(.critical), 40), (findings(.high, .high), 50), (findings(.critical, .critical), 0),
    // However many, mediums take 20 together and lows 5: they never reject alone.
    (findings(.medium, .medium, .medium, .medium, .medium, .medium), 80),
    (findings(.low, .low, .low, .low, .low, .low, .low), 95),
    (findings(.critical, .high, .high), 0),
  ]

  @Test("each severity has its weight, and the light ones a ceiling", arguments: weights)
  func weight(findings: [Finding], score: Double) {
    #expect(Score.file(findings, [], []) == score)
  }

  @Test("a rule that is broken many times weighs once")
  func sameRule() {
    let many = (0..<50).map { finding(.high, rule: "same", at: $0 * 10) }
    #expect(Score.file(many, [], []) == 75)
  }

  @Test("of several rules at one site the heaviest weighs alone, at another site both do")
  func sameSite() {
    let outer = finding(.critical, rule: "outer", at: 0, count: 40)
    #expect(Score.file([finding(.high, rule: "inner", at: 8), outer], [], []) == 40)
    #expect(Score.file([finding(.high, rule: "inner", at: 60), outer], [], []) == 15)
  }

  @Test("a credential weighs by how sure it is, a blocked module once however often it is imported")
  func secretsAndImports() {
    #expect(Score.file([], [secret(confidence: 1)], []) == 80)
    #expect(Score.file([], [secret(confidence: 0.5)], []) == 90)
    #expect(Score.file([], [], [violation("vm"), violation("vm")]) == 90)
    #expect(Score.file([], [], [violation("vm"), violation("cluster")]) == 80)
  }

  @Test("the score stays within 0 and 100")
  func bounds() {
    let secrets = (0..<40).map { _ in secret(confidence: 1) }
    #expect(Score.file([], secrets, []) == 0)
  }
}

@Suite struct GateTests {
  private static func file(
    _ path: String = "a.js", _ findings: [Finding] = [], secrets: [Secret] = [],
    isExecuted: Bool = false
  ) -> FileScan {
    FileScan(
      path: path, language: .javascript, securityScore: Score.file(findings, secrets, []),
      parsed: true, dangerousPatterns: findings, secrets: secrets, importViolations: [],
      capabilities: [], recommendations: [], role: FileRole(path: path), isExecuted: isExecuted)
  }

  private static func passes(
    _ file: FileScan, score: Double = 100, policy: SecurityPolicy = .default
  ) -> Bool {
    Gate(policy: policy).reasons([file], score: score, incomplete: []).isEmpty
  }

  @Test("a plugin passes from 70 on")
  func mean() {
    #expect(Self.passes(Self.file(), score: 70))
    #expect(!Self.passes(Self.file(), score: 69.9))
  }

  @Test(
    "a critical flow rejects wherever it stands",
    arguments: ["a.js", "tests/a.js", "docs/a.js", "node_modules/m/a.js"])
  func critical(path: String) {
    #expect(!Self.passes(Self.file(path, findings(.critical))))
    #expect(Self.passes(Self.file(path, findings(.high))))
  }

  @Test("a credential rejects in code, and in a test only where something runs it")
  func credential() {
    let secrets = [secret(confidence: 1)]
    #expect(!Self.passes(Self.file("a.js", secrets: secrets)))
    #expect(Self.passes(Self.file("tests/a.js", secrets: secrets)))
    #expect(!Self.passes(Self.file("tests/a.js", secrets: secrets, isExecuted: true)))
  }

  @Test("two highs reject a file that runs unasked, one does not")
  func executed() {
    #expect(!Self.passes(Self.file("a.js", findings(.high, .high), isExecuted: true)))
    #expect(Self.passes(Self.file("a.js", findings(.high), isExecuted: true)))
    #expect(Self.passes(Self.file("a.js", findings(.high, .high))))
  }

  @Test("a rule that the policy bans rejects whatever its weight")
  func banned() {
    var policy = SecurityPolicy.default
    policy.bannedRules = ["rule-0"]
    let file = Self.file("a.js", findings(.low))
    #expect(!Self.passes(file, policy: policy))
    #expect(Self.passes(file))
  }

  @Test("what could not be scanned rejects, and the reason shows no control characters")
  func incomplete() {
    let skipped = SkippedFile(path: "a\u{1B}[2J.js", reason: "it cannot be read")
    let reasons = Gate(policy: .default).reasons([], score: 100, incomplete: [skipped])
    #expect(reasons.count == 1)
    #expect(reasons.first?.contains("\u{1B}") == false)
  }
}
