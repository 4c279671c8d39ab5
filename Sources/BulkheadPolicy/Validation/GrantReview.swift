public import BulkheadSource

/// What there is to say about one grant: for the question that a person is asked, and for a verdict.
public struct GrantReview: Hashable, Sendable {
  /// The grant.
  public let grant: Grant
  /// Its place in the set, such as `filesystem[0]`.
  public let rule: String
  /// What it lets the plugin do, as the end of "it wants to …": safe to show.
  public internal(set) var sentence: String
  /// How much harm it could do.
  public internal(set) var risk: Risk
  /// Errors, for which it is not granted, and warnings, for which a person is asked.
  public internal(set) var concerns: [Diagnostic] = []

  /// Whether nothing forbids it.
  public var isAcceptable: Bool { !concerns.contains { $0.severity == .error } }
  /// Whether a person has to be asked for it.
  public var isElevated: Bool { concerns.contains { $0.severity == .warning } }

  init(_ grant: Grant, rule: String, sentence: String = "", risk: Risk = .low) {
    self.grant = grant
    self.rule = rule
    self.sentence = sentence
    self.risk = risk
  }

  mutating func refuse(_ code: String, _ message: String, help: String?) {
    concerns.append(Diagnostic(.error, code: code, "\(rule): \(message)", help: help))
    risk = .high
  }

  mutating func warn(_ code: String, _ message: String, risk: Risk, help: String? = nil) {
    concerns.append(Diagnostic(.warning, code: code, "\(rule): \(message)", help: help))
    self.risk = max(self.risk, risk)
  }

  /// Says where the grant was declared.
  mutating func place(at declaration: PluginManifest.Declaration?, orIn file: String?) {
    for index in concerns.indices {
      concerns[index].file = declaration?.file ?? file
      concerns[index].position = declaration?.position
    }
  }
}
