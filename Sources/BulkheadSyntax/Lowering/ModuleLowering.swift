import BulkheadSource

/// Lowers an ECMAScript module.
///
/// The function gives a record:
///
///     {requests: [[specifier, [[key, value], …]], …],
///      imports: [[local, request, name or null for the namespace], …],
///      indirect: [[exported, request, name or null for the namespace], …],
///      stars: [request, …],
///      isAsync: whether `await` stands at the top,
///      run: a generator function}
///
/// The first step of `run()` makes functions and sets `host.locals`, `[[exported, getter], …]`;
/// the second evaluates the module. Getters of variables that are not initialised throw, as
/// reading them would. Uses of imported names are properties of `imports`.
struct ModuleLowering {
  private var text: LoweredText
  private var requests = ModuleRequests()
  private var indirect: [String] = []
  private var stars: [String] = []
  private var locals: [String] = []
  /// What the first step does besides.
  private var setup = ""

  init(_ tree: SyntaxTree) { text = LoweredText(tree) }

  mutating func lowered() -> LoweredScript {
    let statements = text.tree.root.statements
    // Requests are numbered in the order of the text, in which they are loaded and evaluated.
    for statement in statements {
      if statement.kind == .importDeclaration {
        requests.add(statement)
      } else if statement.source != nil {
        _ = requests.number(of: statement)
      }
    }
    for statement in statements { lower(statement) }
    text.separateHTMLComments()
    text.lowerImportedNames(requests.names)
    let isAsync = text.hasTopLevelAwait
    let prefix =
      "(function(\(text.host),\(text.imports)){\"use strict\";return{"
      + "requests:\(requests.requestsText),imports:\(requests.bindingsText),"
      + "indirect:[\(indirect.joined(separator: ","))],stars:[\(stars.joined(separator: ","))],"
      + "isAsync:\(isAsync),run:\(isAsync ? "async " : "")function*(){"
      + "\(text.host).locals=[\(locals.joined(separator: ","))];\(setup)yield;"
    return LoweredScript(text.edits, head: prefix, tail: "\n}}})")
  }

  private mutating func lower(_ statement: SyntaxNode) {
    switch statement.kind {
    case .importDeclaration: remove(statement)
    case .exportAllDeclaration:
      let request = requests.number(of: statement)
      if let exported = statement.exported?.exportName {
        addIndirect(exported, request, nil)
      } else {
        stars.append("\(request)")
      }
      remove(statement)
    case .exportNamedDeclaration: lowerNamed(statement)
    case .exportDefaultDeclaration: lowerDefault(statement)
    default: break
    }
  }

  /// Leaves a semicolon, so that the lines before and behind do not grow together.
  private mutating func remove(_ statement: SyntaxNode) {
    text.edits.blank(statement.span.start, statement.span.end, leaving: ";")
  }

  private mutating func lowerNamed(_ statement: SyntaxNode) {
    if let declaration = statement.declaration {
      text.edits.blank(statement.span.start, declaration.span.start, leaving: ";")
      for name in declaration.boundNames { addLocal(name, name) }
      return
    }
    let request = statement.source == nil ? nil : requests.number(of: statement)
    for specifier in statement.specifiers {
      guard let local = specifier.local, let exported = specifier.exported?.exportName else {
        continue
      }
      if let request {
        addIndirect(exported, request, local.exportName ?? "")
      } else if let name = local.name {
        lowerListed(IdentifierName(local.index, in: text.tree), name, as: exported)
      }
    }
    remove(statement)
  }

  /// `export { a as b }`: of an import it hands on what is imported.
  private mutating func lowerListed(_ key: IdentifierName, _ name: String, as exported: String) {
    if let origin = requests.origins[key] {
      addIndirect(exported, origin.request, origin.name)
    } else {
      addLocal(exported, name)
    }
  }

  private mutating func lowerDefault(_ statement: SyntaxNode) {
    guard let declaration = statement.declaration else { return }
    let start = statement.span.start
    let name = text.name("d")
    switch declaration.kind {
    case .functionDeclaration, .classDeclaration:
      if let id = declaration.id?.name {
        text.edits.blank(start, declaration.span.start, leaving: ";")
        addLocal("default", id)
        return
      }
      if declaration.kind == .functionDeclaration {
        text.edits.blank(start, declaration.span.start, leaving: ";")
        text.edits.insert(" " + name, at: firstParenthesis(of: declaration))
        setup += "\(text.host).nameDefault(\(name));"
        addLocal("default", name)
        return
      }
    default: break
    }
    // As the value of a property an anonymous function or class gets the name "default".
    let keywordEnd = endOfDefault(from: start)
    text.edits.blank(start, keywordEnd, leaving: ";const \(name)={default:")
    var end = statement.span.end
    if text.tree.source[end - 1] == UInt8(ascii: ";") { end -= 1 }
    text.edits.insert("}.default;", at: end)
    addLocal("default", name)
  }

  /// The offset after the words `export default`, between which comments may stand.
  private func endOfDefault(from start: Int) -> Int {
    token(from: start) { $0 == .default }?.end ?? start
  }

  private func firstParenthesis(of function: SyntaxNode) -> Int {
    token(from: function.span.start) { $0 == .leftParen }?.start ?? function.span.start
  }

  private func token(from start: Int, where matches: (TokenKind) -> Bool) -> Token? {
    unsafe text.tree.source.withUnsafeBufferPointer { buffer in
      // SAFETY: the lexer does not leave this closure.
      var lexer = unsafe Lexer(bytes: SourceBytes(buffer))
      lexer.position = start
      while true {
        let token = lexer.next()
        if matches(token.kind) { return token }
        if token.kind == .endOfFile { return nil }
      }
    }
  }

  private mutating func addLocal(_ exported: String, _ name: String) {
    locals.append("[\(LoweredText.quoted(exported)),()=>\(name)]")
  }

  private mutating func addIndirect(_ exported: String, _ request: Int, _ name: String?) {
    indirect.append(
      "[\(LoweredText.quoted(exported)),\(request),\(name.map(LoweredText.quoted) ?? "null")]")
  }
}

extension SyntaxNode {
  /// The names a declaration binds.
  var boundNames: [String] {
    switch kind {
    case .functionDeclaration, .classDeclaration: id?.name.map { [$0] } ?? []
    case .variableDeclaration: declarations.flatMap { $0.id?.patternNames ?? [] }
    default: []
    }
  }

  /// The names a pattern binds, in the order of the text.
  var patternNames: [String] {
    var names: [String] = []
    var pending = [self]
    while let node = pending.popLast() {
      switch node.kind {
      case .identifier: node.name.map { names.append($0) }
      case .property, .assignmentPattern, .restElement:
        let target = node.kind == .property ? node.value : node.children.first
        if let target { pending.append(target) }
      case .objectPattern, .arrayPattern: pending += node.children.reversed()
      default: break
      }
    }
    return names
  }
}
