import BulkheadPolicy
import BulkheadSource
import BulkheadWire

/// The variables that a plugin was granted.
struct Environment {
  let judge: Judge
  let variables: [String: String]

  /// Longer names are of no variable, and the audit log is spared the text.
  private static let maximumNameBytes = 1024

  /// Answers `envGet`: the value, or that there is none.
  func value(of name: String) throws(Refusal) -> Reply {
    guard name.utf8.count <= Self.maximumNameBytes else { return .optional(nil) }
    try judge.settle(judge.claim(.envRead, .name(name)))
    // By bytes: keys of a dictionary are equal already where they only look alike.
    guard let index = variables.index(forKey: name),
      variables[index].key.utf8.elementsEqual(name.utf8)
    else { return .optional(nil) }
    return .optional(variables[index].value)
  }

  /// Answers `envList`: the names that are granted and set. Reading one is a decision of its own.
  func names() -> Reply {
    let names = variables.keys.filter { name in
      judge.authority.decide(.envRead, .name(name)).isAllowed
    }
    return .text(JSONValue.array(names.sorted().map(JSONValue.string)).rendered())
  }
}
