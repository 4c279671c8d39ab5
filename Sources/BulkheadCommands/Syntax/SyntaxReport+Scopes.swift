import Bulkhead
import BulkheadSyntax

extension SyntaxReport {
  /// Scopes in the order of the text, each with the names it declares.
  func writeScopes(to output: inout ResultWriter) throws(Diagnostic) {
    output.errors = result.diagnostics
    let analysis = ScopeAnalysis(result.tree)
    let variables = Dictionary(grouping: analysis.variables, by: \.scope)
    let ordered = order(analysis.scopes)
    guard !isJSON else {
      var placeOf = [Int](repeating: 0, count: ordered.count)
      for (place, entry) in ordered.enumerated() { placeOf[entry.scope] = place }
      let items = ordered.lazy.map { entry in
        let scope = analysis.scopes[entry.scope]
        var json = json(scope)
        json["parent"] = scope.parent.map { .integer(placeOf[$0]) } ?? .null
        json["variables"] = .array((variables[entry.scope] ?? []).map { self.json($0, analysis) })
        return json
      }
      var head = head(output.errors)
      head["globals"] = .array(
        analysis.globalReferences.map { reference in
          var json = self.json(reference)
          json["name"] = JSONValue(name(reference))
          return .object(json)
        })
      return try output.object(head, "scopes", items)
    }
    for entry in ordered {
      try output.line(text(analysis.scopes[entry.scope]), depth: entry.depth)
      for variable in variables[entry.scope] ?? [] {
        try output.line(text(variable, analysis), depth: entry.depth + 1)
      }
    }
    for reference in analysis.globalReferences {
      try output.line("global \(SafeText.escaped(name(reference))) \(text(reference))", depth: 0)
    }
  }

  /// The scopes by where they begin, outer ones before inner ones; the analysis has them backwards.
  private func order(_ scopes: [ScopeAnalysis.Scope]) -> [(scope: Int, depth: Int)] {
    var children = [[Int]](repeating: [], count: scopes.count)
    for place in scopes.indices {
      if let parent = scopes[place].parent { children[parent].append(place) }
    }
    var ordered: [(scope: Int, depth: Int)] = []
    var pending = [(scope: 0, depth: 0)]
    while let next = pending.popLast() {
      ordered.append(next)
      pending += children[next.scope].map { ($0, next.depth + 1) }
    }
    return ordered
  }

  private func start(_ node: NodeIndex) -> Int { result.tree.span(of: node).start }

  private func name(_ reference: ScopeAnalysis.Reference) -> String {
    let node = SyntaxNode(tree: result.tree, index: reference.node)
    return node.name ?? node.text
  }

  // MARK: - Text

  private func text(_ scope: ScopeAnalysis.Scope) -> String {
    var words = ["\(scope.kind)", place(start(scope.node))]
    if scope.isStrict { words.append("strict") }
    if scope.isDynamic { words.append("dynamic") }
    if scope.hasDirectEval { words.append("eval") }
    return words.joined(separator: " ")
  }

  private func text(_ variable: ScopeAnalysis.Variable, _ analysis: ScopeAnalysis) -> String {
    let name = SafeText.escaped(analysis.name(of: variable))
    let places = analysis.declarations(of: variable).map { place(start($0)) }
    let uses = analysis.references(to: variable).map { self.text($0) }
    let declared = (["\(variable.kind)", name] + places).joined(separator: " ")
    return uses.isEmpty ? declared : "\(declared); used \(uses.joined(separator: ", "))"
  }

  private func text(_ reference: ScopeAnalysis.Reference) -> String {
    var words = [place(start(reference.node))]
    if reference.isRead { words.append("read") }
    if reference.isWrite { words.append("write") }
    if reference.isDynamic { words.append("dynamic") }
    return words.joined(separator: " ")
  }

  // MARK: - JSON

  private func json(at node: NodeIndex) -> JSONObject {
    let position = lines.position(at: start(node))
    var json = JSONObject()
    json["line"] = .integer(position.line)
    json["column"] = .integer(position.column)
    return json
  }

  private func json(_ scope: ScopeAnalysis.Scope) -> JSONObject {
    var json = json(at: scope.node)
    json["kind"] = .string("\(scope.kind)")
    json["strict"] = .bool(scope.isStrict)
    json["dynamic"] = .bool(scope.isDynamic)
    json["eval"] = .bool(scope.hasDirectEval)
    return json
  }

  private func json(_ variable: ScopeAnalysis.Variable, _ analysis: ScopeAnalysis) -> JSONValue {
    [
      "name": .string(analysis.name(of: variable)), "kind": .string("\(variable.kind)"),
      "declarations": .array(
        analysis.declarations(of: variable).map { .object(json(at: $0)) }),
      "references": .array(analysis.references(to: variable).map { .object(json($0)) }),
    ]
  }

  private func json(_ reference: ScopeAnalysis.Reference) -> JSONObject {
    var json = json(at: reference.node)
    json["read"] = .bool(reference.isRead)
    json["write"] = .bool(reference.isWrite)
    json["dynamic"] = .bool(reference.isDynamic)
    return json
  }
}
