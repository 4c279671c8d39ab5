import BulkheadSource

/// Lowers what a prompt takes.
///
/// The function's value is what the text returns, else that of the last statement that has one.
/// Names declared at the top stay variables of this function, fast and with their own rules;
/// `host.persist([[name, getter, setter], …])` is called first and can make them visible to the
/// texts that come later. Imports are awaited first by
/// `host.importAll(requests, imports, object)`; see ``ModuleLowering`` for their form.
struct InteractiveLowering {
  private var text: LoweredText
  private var requests = ModuleRequests()
  private var valued: Set<NodeIndex> = []

  init(_ tree: SyntaxTree) { text = LoweredText(tree) }

  mutating func lowered() -> LoweredScript {
    let statements = text.tree.root.statements
    for statement in statements where statement.kind == .importDeclaration {
      requests.add(statement)
      text.edits.blank(statement.span.start, statement.span.end, leaving: ";")
    }
    markValues(statements)
    text.lowerImportedNames(requests.names, valued: valued)
    let setup = setup()
    let directives = statements.prefix { $0.isDirective && !valued.contains($0.index) }
    var head = ""
    if let last = directives.last {
      // What runs first stands behind the directives, which would be none else.
      text.edits.insert(";" + setup, at: last.span.end)
    } else {
      head = setup
    }
    let value = text.name("v")
    return LoweredScript(
      text.edits,
      head: "(function(\(text.host),\(text.imports)){let \(value);return async function(){" + head,
      tail: "\n;return \(value)}})")
  }

  /// Awaits the imports and shows the names to the texts that come later.
  private func setup() -> String {
    var setup = ""
    if !requests.isEmpty {
      setup +=
        "await \(text.host).importAll(\(requests.requestsText),\(requests.bindingsText),"
        + "\(text.imports));"
    }
    let accessors = persistentNames().map { name in
      let parameter = text.name("p")
      return requests.names.contains(IdentifierName(name))
        ? "[\(LoweredText.quoted(name)),()=>\(text.imports).\(name)]"
        : "[\(LoweredText.quoted(name)),()=>\(name),\(parameter)=>{\(name)=\(parameter)}]"
    }
    if !accessors.isEmpty {
      setup += "\(text.host).persist([\(accessors.joined(separator: ","))]);"
    }
    return setup
  }

  /// The names declared at the top of the program, each once.
  private func persistentNames() -> [String] {
    var names: [String] = []
    var seen: Set<IdentifierName> = []
    for node in text.tree.indices where text.tree.kind(of: node) == .identifier {
      let name: IdentifierName
      switch text.finder.role(of: node) {
      case .binding(let declaration, let kind):
        guard text.finder.scope(of: declaration, kind) == nil else { continue }
        name = IdentifierName(node, in: text.tree)
      default: continue
      }
      if seen.insert(name).inserted { names.append(name.text) }
    }
    for name in requests.names where seen.insert(name).inserted { names.append(name.text) }
    return names
  }

  // MARK: Values

  /// Stores the value of each expression statement that can be the program's last.
  private mutating func markValues(_ statements: [SyntaxNode]) {
    guard let last = statements.last(where: hasValue) else { return }
    let end = last.span.end
    // What `finally` does leaves the value of `try` as it was.
    let finalizers = OffsetSet(
      text.tree.nodes(of: .tryStatement).compactMap {
        $0.finalizer.map { $0.span.start..<$0.span.end }
      })
    for node in text.tree.indices where text.tree.kind(of: node) == .expressionStatement {
      let range = text.finder.range(node)
      guard range.lowerBound >= last.span.start, range.upperBound <= end,
        text.finder.owner(of: node) == .none,
        !finalizers.contains(range.lowerBound)
      else { continue }
      valued.insert(node)
      var expressionEnd = range.upperBound
      if text.tree.source[expressionEnd - 1] == UInt8(ascii: ";") { expressionEnd -= 1 }
      text.edits.insert("\(text.name("v"))=(", at: range.lowerBound)
      text.edits.insert(")", at: expressionEnd)
    }
  }

  /// Statements that leave the value of those before them as it is have none of their own.
  private func hasValue(_ statement: SyntaxNode) -> Bool {
    var pending = [statement]
    while let node = pending.popLast() {
      switch node.kind {
      case .variableDeclaration, .functionDeclaration, .classDeclaration, .emptyStatement,
        .importDeclaration, .debuggerStatement, .breakStatement, .continueStatement:
        continue
      case .blockStatement: pending += node.statements
      case .labeledStatement: node.body.map { pending.append($0) }
      default: return true
      }
    }
    return false
  }
}
