import BulkheadSource

/// Reads typed values out of a JSON document and collects what is wrong, each with its place.
struct NodeReader {
  let document: JSONDocument
  private(set) var errors: [Diagnostic] = []

  init(_ document: JSONDocument) { self.document = document }

  mutating func report(_ code: String, _ message: String, at node: JSONNode, help: String? = nil) {
    errors.append(document.diagnostic(code: code, message, at: node.span, help: help))
  }

  /// The members of an object; any key outside `known` is an error that suggests the nearest one.
  mutating func members(
    of node: JSONNode, what: String, known: [String]?
  ) -> [JSONNode.Member] {
    guard case .object(let members) = node.value else {
      reportType(node, what: what, expected: "an object")
      return []
    }
    guard let known else { return members }
    for member in members where !known.contains(member.key) {
      let key = SafeText.escaped(member.key, limit: 40)
      errors.append(
        document.diagnostic(
          code: "unknown-key", "\(what) has no key \"\(key)\"", at: member.keySpan,
          help: suggestion(for: member.key, among: known)))
    }
    return members
  }

  mutating func string(_ node: JSONNode, what: String) -> String? {
    if case .string(let text) = node.value { return text }
    reportType(node, what: what, expected: "a string")
    return nil
  }

  mutating func bool(_ node: JSONNode, what: String) -> Bool? {
    if case .bool(let value) = node.value { return value }
    reportType(node, what: what, expected: "true or false")
    return nil
  }

  mutating func integer(_ node: JSONNode, what: String, in range: ClosedRange<Int>) -> Int? {
    guard case .integer(let number) = node.value else {
      reportType(node, what: what, expected: "an integer")
      return nil
    }
    guard range.contains(number) else {
      report(
        "out-of-range", "\(what) is \(number), outside \(range.lowerBound)…\(range.upperBound)",
        at: node)
      return nil
    }
    return number
  }

  mutating func elements(_ node: JSONNode, what: String) -> [JSONNode] {
    if case .array(let elements) = node.value { return elements }
    reportType(node, what: what, expected: "an array")
    return []
  }

  /// The strings of an array; duplicates are an error.
  mutating func strings(_ node: JSONNode, what: String) -> [String] {
    var list: [String] = []
    for element in elements(node, what: what) {
      guard let text = string(element, what: "an item of \(what)") else { continue }
      if text.isEmpty || list.contains(text) {
        let problem = text.isEmpty ? "is empty" : "is there twice"
        report(
          "bad-item", "the item \"\(SafeText.escaped(text, limit: 60))\" of \(what) \(problem)",
          at: element, help: "remove it")
      } else {
        list.append(text)
      }
    }
    return list
  }

  private mutating func reportType(_ node: JSONNode, what: String, expected: String) {
    report("wrong-type", "\(what) has to be \(expected), not \(node.kindInWords)", at: node)
  }

  private func suggestion(for key: String, among known: [String]) -> String {
    let nearest = known.first { $0.lowercased() == key.lowercased() || $0.hasPrefix(key) }
    if let nearest { return "did you mean \"\(nearest)\"?" }
    return "known keys: " + known.joined(separator: ", ")
  }
}
