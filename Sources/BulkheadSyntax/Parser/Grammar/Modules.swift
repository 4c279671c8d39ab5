/// Imports and exports. ECMA-262 section 16.2.
extension Parser {
  mutating func moduleItem(_ place: StatementPlace) -> NodeIndex {
    if types.isInNamespace || types.isAmbient, failure == nil {
      return token.kind == .import ? importDeclaration() : exportDeclaration()
    }
    if goal == .auto {
      restartAsModule()
      return missing()
    }
    let isImportAtPrompt = goal == .interactive && token.kind == .import
    if !(goal == .module || isImportAtPrompt) || place != .list || !scopes.isOutermost {
      report(.misplacedModuleItem, at: token)
    }
    return token.kind == .import ? importDeclaration() : exportDeclaration()
  }

  private mutating func importDeclaration() -> NodeIndex {
    let start = token.start
    advance()
    let mark = tree.pending.count
    let phase = importPhase()
    if token.kind == .string {
      moduleSource()
    } else {
      importClause(phase)
      expectFrom()
      moduleSource()
    }
    semicolon()
    return tree.node(
      .importDeclaration, detail: phase.rawValue, start, previousEnd, pendingFrom: mark)
  }

  /// `source` before a name and `defer` before a star; each may be a name itself.
  private mutating func importPhase() -> ImportPhase {
    guard options.allowsProposals, token.kind == .identifier else { return .evaluation }
    var lexer = lexer
    let next = lexer.next().kind
    if isWord("defer"), next == .star {
      advance()
      return .defer
    }
    guard isWord("source"), next.isName, next != .from || lexer.next().kind == .from else {
      return .evaluation
    }
    advance()
    return .source
  }

  mutating func importClause(_ phase: ImportPhase = .evaluation) {
    if token.kind != .leftBrace, token.kind != .star {
      let start = token.start
      let local = bindingIdentifier(.lexical)
      let node = tree.node(.importDefaultSpecifier, start, previousEnd, local)
      tree.pending.append(node)
      guard phase == .evaluation, take(.comma) else { return }
    }
    let start = token.start
    if take(.star) {
      expectAs()
      let local = bindingIdentifier(.lexical)
      let node = tree.node(.importNamespaceSpecifier, start, previousEnd, local)
      tree.pending.append(node)
      return
    }
    expect(.leftBrace)
    while token.kind != .rightBrace, token.kind != .endOfFile {
      if typeSpecifier() { continue }
      let node = importSpecifier()
      tree.pending.append(node)
      if token.kind != .rightBrace { expect(.comma) }
    }
    expect(.rightBrace)
  }

  private mutating func importSpecifier() -> NodeIndex {
    let start = token.start
    let next = token.kind == .string ? token : peek()
    if next.kind == .as || token.kind == .string {
      let imported = moduleExportName()
      expectAs()
      let local = bindingIdentifier(.lexical)
      return tree.node(.importSpecifier, start, previousEnd, imported, local)
    }
    let local = bindingIdentifier(.lexical)
    return tree.node(.importSpecifier, start, previousEnd, local)
  }

  private mutating func exportDeclaration() -> NodeIndex {
    let start = token.start
    advance()
    switch token.kind {
    case .star: return exportAll(start)
    case .default: return exportDefault(start)
    case .leftBrace: return exportList(start)
    default: break
    }
    let declaration: NodeIndex
    switch token.kind {
    case .var, .const, .let, .function, .class, .at: declaration = statement(.list)
    case .async where peek().kind == .function: declaration = statement(.list)
    default:
      failAtToken()
      declaration = missing()
    }
    if tree[declaration].kind == .emptyStatement { return erasedStatement(from: start) }
    exportNames(of: declaration)
    return tree.node(.exportNamedDeclaration, start, previousEnd, declaration)
  }

  private mutating func exportAll(_ start: Int) -> NodeIndex {
    advance()
    let mark = tree.pending.count
    if token.kind == .as {
      advance()
      let exported = moduleExportName()
      tree.pending.append(exported)
      noteExport(exported)
    }
    expectFrom()
    moduleSource()
    semicolon()
    return tree.node(.exportAllDeclaration, start, previousEnd, pendingFrom: mark)
  }

  private mutating func exportDefault(_ start: Int) -> NodeIndex {
    let keyword = token
    advance()
    let declaration: NodeIndex
    switch token.kind {
    case .function:
      declaration = function(.functionDeclaration, isPlain: true, needsName: false)
    case .async where beginsAsyncFunction:
      declaration = function(.functionDeclaration, needsName: false)
    case .class: declaration = classDefinition(isStatement: true, needsName: false)
    case .at: declaration = decoratedClass(isStatement: true, needsName: false)
    default:
      declaration = assignment()
      semicolon()
    }
    if hasTypes, tree[declaration].kind == .emptyStatement { return erasedStatement(from: start) }
    noteDefaultExport(at: keyword.start)
    return tree.node(.exportDefaultDeclaration, start, previousEnd, declaration)
  }

  /// The module has a default export, its keyword at an offset.
  mutating func noteDefaultExport(at start: Int) {
    if !exports.export(symbols.symbol("default")) { report(.duplicateExport, start, start + 7) }
  }

  private var beginsAsyncFunction: Bool {
    let next = peek()
    return next.kind == .function && !next.isAfterNewline
  }

  private mutating func exportList(_ start: Int) -> NodeIndex {
    advance()
    let mark = tree.pending.count
    while token.kind != .rightBrace, token.kind != .endOfFile {
      if typeSpecifier() { continue }
      let specifierStart = token.start
      let local = moduleExportName()
      if token.kind == .as {
        advance()
        let exported = moduleExportName()
        let node = tree.node(.exportSpecifier, specifierStart, previousEnd, local, exported)
        tree.pending.append(node)
        noteExport(exported)
      } else {
        let node = tree.node(.exportSpecifier, specifierStart, previousEnd, local)
        tree.pending.append(node)
        noteExport(local)
      }
      if token.kind != .rightBrace { expect(.comma) }
    }
    expect(.rightBrace)
    if token.kind == .from {
      advance()
      moduleSource()
    } else {
      checkLocals(from: mark)
    }
    semicolon()
    return tree.node(.exportNamedDeclaration, start, previousEnd, pendingFrom: mark)
  }

  /// Without a source the names of a list are those of declarations in the module.
  private mutating func checkLocals(from mark: Int) {
    guard failure == nil else { return }
    for place in mark..<tree.pending.count {
      let local = tree.child(tree.pending[place], 0)
      let record = tree[local]
      guard record.kind == .identifier else {
        report(.stringWithoutSource, at: local)
        continue
      }
      let kind = Keywords.kind(
        ofName: Cooking.identifier(bytes.slice(Int(record.start), Int(record.end))))
      if kind.isReservedWord || kind.isStrictReservedWord || kind == .await {
        report(.reservedName, at: local)
      }
      // The name may be that of a type.
      if !hasTypes { exports.use(symbol(of: local), at: local) }
    }
  }

  /// The names a declaration binds are exported.
  mutating func exportNames(of declaration: NodeIndex) {
    guard failure == nil else { return }
    switch tree[declaration].kind {
    case .functionDeclaration, .classDeclaration: noteExport(tree.child(declaration, 0))
    case .variableDeclaration:
      for slot in tree.slots(declaration) {
        exportBindings(tree.child(tree.childIndices[slot], 0))
      }
    default: break
    }
  }

  private mutating func exportBindings(_ pattern: NodeIndex) {
    guard pattern != .none, mayNest() else { return }
    switch tree[pattern].kind {
    case .identifier: noteExport(pattern)
    case .assignmentPattern, .restElement: exportBindings(tree.child(pattern, 0))
    case .property:
      exportBindings(tree.child(pattern, Int(tree[pattern].childCount) - 1))
    case .arrayPattern, .objectPattern:
      for slot in tree.slots(pattern) { exportBindings(tree.childIndices[slot]) }
    default: break
    }
  }

  private mutating func noteExport(_ name: NodeIndex) {
    guard failure == nil, name != .none else { return }
    let record = tree[name]
    let symbol: Symbol
    if record.kind == .literal {
      symbol = symbols.symbol(
        Cooking.string(bytes.slice(Int(record.start) + 1, Int(record.end) - 1)))
    } else {
      symbol = self.symbol(of: name)
    }
    if !exports.export(symbol) { report(.duplicateExport, at: name) }
  }

  /// A name another module knows: any word, or a string of whole characters.
  private mutating func moduleExportName() -> NodeIndex {
    guard token.kind == .string else { return identifierName() }
    if token.flags.contains(.escaped),
      Cooking.hasLoneSurrogate(bytes.slice(token.start + 1, token.end - 1))
    {
      report(.surrogateInName, at: token)
    }
    return literal()
  }

  private mutating func expectFrom() { expect(.from) }

  private mutating func expectAs() { expect(.as) }

  /// The module's name and its attributes, left pending.
  mutating func moduleSource() {
    guard token.kind == .string else { return failAtToken() }
    let source = literal()
    tree.pending.append(source)
    guard token.kind == .with else { return }
    advance()
    expect(.leftBrace)
    var keys: Set<Symbol> = []
    while token.kind != .rightBrace, token.kind != .endOfFile {
      importAttribute(&keys)
      if token.kind != .rightBrace { expect(.comma) }
    }
    expect(.rightBrace)
  }

  private mutating func importAttribute(_ keys: inout Set<Symbol>) {
    let start = token.start
    let key = token.kind == .string ? literal() : identifierName()
    guard failure == nil else { return }
    let record = tree[key]
    let symbol =
      record.kind == .literal
      ? symbols.symbol(Cooking.string(bytes.slice(Int(record.start) + 1, Int(record.end) - 1)))
      : self.symbol(of: key)
    if !keys.insert(symbol).inserted { report(.duplicateAttribute, at: key) }
    expect(.colon)
    guard token.kind == .string else { return failAtToken() }
    let value = literal()
    let node = tree.node(.importAttribute, start, previousEnd, key, value)
    tree.pending.append(node)
  }
}
