import BulkheadSource

/// One step of a decision: a rule, whether it had a say, and why.
public struct ExplanationStep: Hashable, Sendable {
  /// What the rule did.
  public enum Outcome: String, Hashable, Sendable {
    /// It is about something else.
    case skipped
    /// It allowed the request.
    case allowed
    /// It denied the request.
    case denied
  }

  /// The rule, such as `filesystem[0] read .claude/**` or `protected paths`.
  public let rule: String
  /// What it did.
  public let outcome: Outcome
  /// Why, safe to show.
  public let reason: String
}

extension Authority {
  /// How `decide` comes to its answer: the rules in the order they are asked. The last step is the
  /// answer itself.
  public func explain(_ action: Action, _ resource: Resource) -> [ExplanationStep] {
    let decision = decide(action, resource)
    var steps: [ExplanationStep] = []
    switch (action, resource) {
    case (.fsRead, .path(let path)): steps = explainFile(path, forWriting: false, decision)
    case (.fsWrite, .path(let path)): steps = explainFile(path, forWriting: true, decision)
    case (.networkFetch, .network(let target)), (.networkConnect, .network(let target)):
      steps = hosts.filter { $0.rule != decision.rule }.map { skipped($0, target) }
    case (.exec, _), (.tool, _):
      steps = tools.filter { $0.rule != decision.rule }.map { grant in
        step(grant.rule, .skipped, "it is about another tool, command or argument")
      }
    default: break
    }
    return steps + [last(decision)]
  }

  private func explainFile(
    _ path: String, forWriting: Bool, _ decision: Decision
  ) -> [ExplanationStep] {
    let resolved = ResolvedPath(path)
    var steps: [ExplanationStep] = []
    let reason = protected.reason(closing: resolved, forWriting: forWriting)
    if decision.rule != "own plugin directory" {
      steps.append(
        step(
          "protected paths", .skipped,
          reason.map { "\($0.rawValue): only a grant that names it exactly counts" }
            ?? "it is not one of them"))
    }
    for grant in files where grant.rule != decision.rule {
      let why: String
      if !grant.allows(writing: forWriting) {
        why = "it does not grant \(forWriting ? "write" : "read") access"
      } else if !grant.pattern.matches(resolved, includesBase: !forWriting) {
        why = "its pattern does not match"
      } else if reason != nil {
        why = "its pattern matches, but does not name the path exactly"
      } else {
        why = "an earlier rule has decided"
      }
      steps.append(step(grant.rule, .skipped, why))
    }
    return steps
  }

  private func skipped(_ grant: CompiledNetworkGrant, _ target: NetworkTarget) -> ExplanationStep {
    let why: String
    if !grant.pattern.matches(target.host) {
      why = "it is about other hosts"
    } else if !grant.grant.effectiveProtocols.contains(target.scheme) {
      why = "its protocols are \(grant.grant.effectiveProtocols.joined(separator: ", "))"
    } else if !grant.grant.allows(scheme: target.scheme, port: target.port) {
      why = "port \(target.port) is not among its ports"
    } else {
      why = "another rule has decided"
    }
    return step(grant.rule, .skipped, why)
  }

  private func last(_ decision: Decision) -> ExplanationStep {
    switch decision {
    case .allowed(let rule): step(rule, .allowed, "it covers the request")
    case .denied(let denial): step(denial.code, .denied, denial.message)
    }
  }

  private func step(
    _ rule: String, _ outcome: ExplanationStep.Outcome, _ reason: String
  ) -> ExplanationStep {
    ExplanationStep(rule: SafeText.escaped(rule), outcome: outcome, reason: reason)
  }
}
