import BulkheadPolicy
import BulkheadSource
import BulkheadWire

/// The variables that a plugin was granted.
struct Environment {
  let judge: Judge
  let variables: [String: String]

  /// Answers `envGet`: the value, or that there is none.
  func value(of name: String) throws(Refusal) -> Reply {
    try judge.settle(judge.claim(.envRead, .name(name)))
    return .optional(variables[name])
  }

  /// Answers `envList`: the names that are granted and set. Reading one is a decision of its own.
  func names() -> Reply {
    let names = variables.keys.filter { name in
      judge.authority.decide(.envRead, .name(name)).isAllowed
    }
    return .text(JSONValue.array(names.sorted().map(JSONValue.string)).rendered())
  }
}
