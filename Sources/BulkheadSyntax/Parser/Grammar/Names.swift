/// Identifiers. ECMA-262 section 13.1: which words are names depends on the code around them.
extension Parser {
  /// What a name is bound as.
  enum BindingRole {
    case variable
    case lexical
    case catchName
    case parameter
    /// Not declared here: the production that asked does so itself, or nothing is declared.
    case none
  }

  /// A name that is used.
  @inline(__always)
  mutating func identifierReference() -> NodeIndex {
    if token.kind != .identifier || !token.flags.isSubset(of: .afterNewline) {
      return unusualIdentifier()
    }
    if context.contains(.noArguments), isWord("arguments") {
      report(.argumentsName, at: token)
    }
    return variableNode()
  }

  /// A name that is bound.
  mutating func bindingIdentifier(_ role: BindingRole) -> NodeIndex {
    let name = token
    let node = identifierReference()
    guard failure == nil, tree[node].kind == .identifier else { return node }
    checkBinding(node)
    if role == .lexical, name.kind == .let || isName(node, "let") {
      report(.lexicalLet, at: name)
    }
    declare(node, role)
    return node
  }

  /// A node for the token, which may be the name of a variable.
  @inline(__always)
  mutating func variableNode() -> NodeIndex {
    let isEscaped = token.flags.contains(.escaped)
    let symbol =
      isEscaped
      ? symbols.symbol(name(token)) : symbols.symbol(in: bytes, token.start, token.end)
    let node = tree.identifier(
      symbol, flags: isEscaped ? .escaped : [], token.start, token.end)
    advance()
    return node
  }

  /// A node for the token, whatever word it is.
  @inline(__always)
  mutating func identifierNode() -> NodeIndex {
    let flags: NodeFlags = token.flags.contains(.escaped) ? .escaped : []
    let node = tree.identifier(nil, flags: flags, token.start, token.end)
    advance()
    return node
  }

  /// An IdentifierName: keywords are welcome.
  mutating func identifierName() -> NodeIndex {
    guard token.kind.isName else {
      failAtToken()
      return missing()
    }
    return identifierNode()
  }

  /// A name that is a keyword somewhere, or has escapes.
  private mutating func unusualIdentifier() -> NodeIndex {
    guard token.kind.isName else {
      failAtToken()
      return missing()
    }
    checkReference(token)
    return failure == nil ? variableNode() : missing()
  }

  /// The word may be used as a name here.
  mutating func checkReference(_ token: Token) {
    let kind = word(token)
    if kind.isReservedWord {
      if token.flags.contains(.escaped) { return report(.escapedKeyword, at: token) }
      return fail(.reservedName, token.start, token.end)
    }
    switch kind {
    case .identifier:
      if context.contains(.noArguments), token.end - token.start >= 9, name(token) == "arguments" {
        report(.argumentsName, at: token)
      }
    case .await:
      cover.noteAwaitName(token.start)
      if goal == .module || !context.isDisjoint(with: [.async, .staticBlock]) {
        report(.awaitName, at: token)
      }
    case .yield where context.contains(.generator): report(.yieldName, at: token)
    default: break
    }
    if context.contains(.strict), kind.isStrictReservedWord { report(.strictName, at: token) }
  }

  /// The kind of a name, escapes resolved.
  func word(_ token: Token) -> TokenKind {
    guard token.kind == .identifier, token.flags.contains(.escaped) else { return token.kind }
    return Keywords.kind(ofName: name(token))
  }

  /// The name a token spells, escapes resolved.
  func name(_ token: Token) -> String { Cooking.identifier(bytes.slice(token.start, token.end)) }

  /// An await in the wrong place. The top of a CommonJS module that has one may be a module.
  mutating func refuseAwait() {
    cover.noteAwaitName(token.start)
    report(.misplacedAwait, at: token)
  }

  /// The text has used `await` in a way that only a module would mean.
  var sawAwaitName: Bool { cover.sawAwaitName }
}

/// Names of nodes.
extension Parser {
  /// The identifier is spelt so; with escapes it may be without looking like it.
  func isName(_ node: NodeIndex, _ name: StaticString) -> Bool {
    let record = tree[node]
    if record.flags.contains(.escaped) {
      return Cooking.identifier(bytes.slice(Int(record.start), Int(record.end))) == name.description
    }
    return Int(record.end - record.start) == name.utf8CodeUnitCount
      && bytes.matches(name, at: Int(record.start))
  }

  /// The symbol of an identifier, or of a private name without its `#`.
  mutating func symbol(of node: NodeIndex) -> Symbol {
    let record = tree[node]
    if record.kind == .identifier, record.firstChild != .max {
      return Symbol(rawValue: record.firstChild)
    }
    var start = Int(record.start)
    if record.kind == .privateIdentifier { start += 1 }
    if record.flags.contains(.escaped) {
      return symbols.symbol(Cooking.identifier(bytes.slice(start, Int(record.end))))
    }
    return symbols.symbol(in: bytes, start, Int(record.end))
  }

  /// `eval` and `arguments` are not bound in strict mode.
  mutating func checkBinding(_ node: NodeIndex) {
    guard context.contains(.strict) else { return }
    if isName(node, "eval") || isName(node, "arguments") { report(.strictName, at: node) }
  }

  /// Enters a bound name into the scope.
  mutating func declare(_ node: NodeIndex, _ role: BindingRole) {
    switch role {
    case .none: return
    case .variable:
      if !scopes.declareVariable(symbol(of: node)) { report(.duplicateDeclaration, at: node) }
    case .lexical:
      if !scopes.declareLexical(symbol(of: node)) { report(.duplicateDeclaration, at: node) }
    case .catchName: _ = scopes.declareLexical(symbol(of: node), .simpleCatch)
    case .parameter:
      if !scopes.declareParameter(symbol(of: node)), duplicateParameter == .none {
        duplicateParameter = node
      }
    }
  }
}
