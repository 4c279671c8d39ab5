import BulkheadSource

/// The weights of DESIGN §6.
enum Score {
  /// The least mean score of a plugin that passes.
  static let least = 70.0
  /// A file that something executes has to score more than this.
  static let leastExecuted = 50.0

  /// The score of a file, 0…100. A rule weighs once in a file, and of findings at one site only the
  /// heaviest: what counts is how many different faults there are.
  static func file(_ findings: [Finding], _ secrets: [Secret], _ violations: [ImportViolation])
    -> Double
  {
    var lost = 0.0
    var medium = 0.0
    var low = 0.0
    for finding in counted(findings) {
      switch finding.severity {
      case .critical: lost += 60
      case .high: lost += 25
      case .medium: medium += 5
      case .low: low += 1
      }
    }
    lost += min(medium, 20) + min(low, 5)
    lost += secrets.reduce(0) { $0 + 20 * $1.confidence }
    lost += 10 * Double(Set(violations.map(\.module)).count)
    return min(max(100 - lost, 0), 100)
  }

  /// One finding a rule, without those inside the site of a heavier one.
  private static func counted(_ findings: [Finding]) -> [Finding] {
    var counted: [Finding] = []
    var rules: Set<String> = []
    let heaviestFirst = findings.sorted {
      ($1.severity, $0.span.start) < ($0.severity, $1.span.start)
    }
    for finding in heaviestFirst where !rules.contains(finding.rule) {
      let sharesSite = counted.contains {
        $0.span.start < finding.span.end && finding.span.start < $0.span.end
      }
      if sharesSite { continue }
      rules.insert(finding.rule)
      counted.append(finding)
    }
    return counted
  }
}
