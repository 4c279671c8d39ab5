import Bulkhead
import BulkheadSyntax

/// One script as a person or a program sees it.
///
/// Trees can be as deep as their text is long: nothing here recurses, and JSON has its nodes in a list,
/// since few readers of JSON take that depth.
struct SyntaxReport {
  let input: ScriptInput
  let isJSON: Bool
  let result: ParseResult
  let lines: LineTable

  init(_ input: ScriptInput, isJSON: Bool) {
    self.input = input
    self.isJSON = isJSON
    result = input.parse()
    lines = LineTable(input.source)
  }

  /// An error with its place; null where it is about the file as a whole.
  static func json(_ error: Diagnostic) -> JSONValue {
    [
      "message": .string(error.message),
      "line": error.position.map { .integer($0.line) } ?? .null,
      "column": error.position.map { .integer($0.column) } ?? .null,
    ]
  }

  /// What the JSON of every view begins with.
  func head(_ errors: [Diagnostic]) -> JSONObject {
    var head = JSONObject()
    head["path"] = .string(input.path)
    head["ok"] = .bool(errors.isEmpty)
    head["goal"] = .string("\(result.goal)".lowercased())
    head["language"] = .string("\(input.language)".lowercased())
    head["errors"] = .array(errors.map(Self.json))
    return head
  }

  /// `LINE:COLUMN` of an offset.
  func place(_ offset: Int) -> String {
    let position = lines.position(at: offset)
    return "\(position.line):\(position.column)"
  }

  // MARK: - Tree

  func writeTree(to output: inout ResultWriter) throws(Diagnostic) {
    output.errors = result.diagnostics
    var places = [Int](repeating: 0, count: result.tree.count)
    var depths = places
    let nodes = result.tree.root.descendants
    guard !isJSON else {
      let items = nodes.lazy.enumerated().map { place, node in
        places[Int(node.index.rawValue)] = place
        return json(node, parent: node.parent.map { places[Int($0.index.rawValue)] })
      }
      return try output.object(head(output.errors), "nodes", items)
    }
    for node in nodes {
      let depth = node.parent.map { depths[Int($0.index.rawValue)] + 1 } ?? 0
      depths[Int(node.index.rawValue)] = depth
      try output.line(text(node), depth: depth)
    }
  }

  /// `CallExpression 1:1`, and what a node has beside children.
  private func text(_ node: SyntaxNode) -> String {
    var words = [node.kind.name, place(node.span.start)]
    if let word = detail(node) { words.append(word) }
    if let text = leafText(node) { words.append(SafeText.escaped(text, limit: 80)) }
    return words.joined(separator: " ")
  }

  private func json(_ node: SyntaxNode, parent: Int?) -> JSONObject {
    let position = lines.position(at: node.span.start)
    var json = JSONObject()
    json["type"] = .string(node.kind.name)
    json["parent"] = parent.map { .integer($0) } ?? .null
    json["line"] = .integer(position.line)
    json["column"] = .integer(position.column)
    json["start"] = .integer(node.span.start)
    json["end"] = .integer(node.span.end)
    json["detail"] = detail(node).map(JSONValue.string)
    json["text"] = leafText(node).map(JSONValue.string)
    return json
  }

  /// The operator, or the kind of declaration, member or literal, by the name that it has in rules.
  private func detail(_ node: SyntaxNode) -> String? {
    if let kind = node.operator { return "\(kind)" }
    if let kind = node.declarationKind { return "\(kind)" }
    if let kind = node.memberKind { return "\(kind)" }
    return node.literalKind.map { "\($0)" }
  }

  private func leafText(_ node: SyntaxNode) -> String? {
    node.children.isEmpty && node.span.count > 0 && node.kind != .program ? node.text : nil
  }

  // MARK: - Tokens and texts

  func writeTokens(to output: inout ResultWriter) throws(Diagnostic) {
    output.errors = result.diagnostics
    for token in Lexer.tokens(of: input.source, includingTrivia: true)
    where token.kind != .endOfFile {
      let text = SafeText.escaped(result.tree.text(token.span))
      try output.line("\(place(token.start)) \(token.kind) \(text)", depth: 0)
    }
  }

  func writeErased(to output: inout ResultWriter) throws(Diagnostic) {
    let erased = TypeScript.erase(input.source, goal: input.goal, options: input.options)
    output.errors = erased.diagnostics
    try write(erased.diagnostics.isEmpty ? erased.utf8 : nil, to: &output)
  }

  func writeLowered(to output: inout ResultWriter) throws(Diagnostic) {
    let mode = result.goal == .module ? Lowering.Mode.module : .commonJS
    var lowered: [UInt8]?
    do throws(LoweringError) {
      lowered = try Lowering.lower(input.source, mode: mode, options: input.options).utf8
    } catch {
      output.errors = error.diagnostics
    }
    try write(lowered, to: &output)
  }

  private func write(_ utf8: [UInt8]?, to output: inout ResultWriter) throws(Diagnostic) {
    let text = utf8.map { String(decoding: $0, as: UTF8.self) }
    if isJSON {
      var json = head(output.errors)
      json["text"] = JSONValue(text)
      try output.write(JSONValue.object(json).rendered() + "\n")
    } else if let text {
      try output.write(text)
    }
  }
}
