import BulkheadPolicy
import BulkheadSource

/// Decides whether a plugin passes, and says why not.
struct Gate {
  let policy: SecurityPolicy

  /// The reasons to refuse, one line each, escaped; empty where the plugin passes.
  func reasons(_ files: [FileScan], score: Double, incomplete: [SkippedFile]) -> [String] {
    var reasons: [String] = []
    if score < Score.least {
      reasons.append("the plugin scores \(Int(score)) of 100, less than \(Int(Score.least))")
    }
    for file in files { reasons += self.reasons(file) }
    for file in incomplete {
      reasons.append("\(SafeText.escaped(file.path)) could not be scanned: \(file.reason)")
    }
    return reasons
  }

  private func reasons(_ file: FileScan) -> [String] {
    var reasons: [String] = []
    func refuse(_ line: Int, _ why: String) {
      reasons.append("\(SafeText.escaped(file.path)):\(line): \(why)")
    }
    let counts = file.role == .code || file.isExecuted
    for finding in file.dangerousPatterns {
      if finding.severity == .critical, counts || !Rules.placesOnly.contains(finding.rule) {
        refuse(finding.line, "\(finding.description) [\(finding.rule)]")
      } else if policy.bannedRules.contains(finding.rule) {
        refuse(finding.line, "the policy bans [\(finding.rule)]: \(finding.description)")
      }
    }
    if counts {
      for secret in file.secrets { refuse(secret.line, "it contains a credential: \(secret.type)") }
    }
    if file.isExecuted, file.securityScore <= Score.leastExecuted {
      refuse(1, "it is started unasked and scores \(Int(file.securityScore)) of 100")
    }
    return reasons
  }
}
