/// Statements that only TypeScript has.
extension Parser {
  /// A statement of TypeScript, if one begins here.
  mutating func typeScriptStatement(_ place: StatementPlace) -> NodeIndex? {
    let start = token.start
    guard let node = typeScriptStatement(from: start) else { return nil }
    if place != .list, failure == nil, tree[node].kind == .emptyStatement {
      types.keepSemicolon()
    }
    return node
  }

  mutating func typeScriptStatement(from start: Int) -> NodeIndex? {
    switch token.kind {
    case .interface:
      return followsNameOnLine ? erasedDeclaration { $0.interfaceDeclaration() } : nil
    case .enum: return enumDeclaration(start)
    case .const:
      guard peek().kind == .enum else { return nil }
      advance()
      return enumDeclaration(start)
    case .import: return typeImport(start)
    case .export: return typeExport(start)
    case .identifier: return wordStatement(start)
    default: return nil
    }
  }

  mutating func wordStatement(_ start: Int) -> NodeIndex? {
    if isWord("type") {
      return followsNameOnLine ? erasedDeclaration { $0.typeAlias() } : nil
    }
    if isWord("declare") {
      guard beginsDeclaration(peek()) || beginsTypeOnNextLine else { return nil }
      return ambientDeclaration(start)
    }
    if isWord("abstract") {
      let next = peek()
      guard next.kind == .class, isOnLine(next) else { return nil }
      types.erase(token.start, token.end)
      advance()
      return classDefinition(isStatement: true)
    }
    if isWord("namespace") || isWord("module") || isWord("global") {
      guard beginsNamespace else { return nil }
      guard isWord("global"), !types.isAmbient else { return namespaceDeclaration(start) }
      ambient { _ = $0.namespaceDeclaration(start) }
      return erasedStatement(from: start)
    }
    return nil
  }

  /// A name that is no operator follows on the same line.
  var followsNameOnLine: Bool {
    let next = peek()
    return next.kind.isName && isOnLine(next) && next.kind != .in && next.kind != .instanceof
  }

  /// Behind `declare` a line break says nothing.
  func isOnLine(_ token: Token) -> Bool { !token.isAfterNewline || types.isAmbient }

  var beginsNamespace: Bool {
    let next = peek()
    guard isOnLine(next) || isWord("namespace") && isNameBeforeBrace else { return false }
    if isWord("global") { return next.kind == .leftBrace }
    if next.kind == .string { return isWord("module") }
    return next.kind.isName && next.kind != .in && next.kind != .instanceof
  }

  /// A name and a brace on one line follow: no statement of JavaScript, so that a line break before
  /// the name ends none.
  private var isNameBeforeBrace: Bool {
    var lexer = lexer
    guard lexer.next().kind == .identifier else { return false }
    let brace = lexer.next()
    return brace.kind == .leftBrace && !brace.isAfterNewline
  }

  /// `interface A` or `type A` follows `declare` on the next line, which is no JavaScript either.
  private var beginsTypeOnNextLine: Bool {
    var lexer = lexer
    let word = lexer.next()
    guard word.kind == .interface || isWord("type", word) else { return false }
    let name = lexer.next()
    return name.kind == .identifier && !name.isAfterNewline
  }

  /// The token, behind `declare`, begins a declaration.
  func beginsDeclaration(_ token: Token) -> Bool {
    guard !token.isAfterNewline else { return false }
    switch token.kind {
    case .var, .let, .const, .function, .class, .enum, .interface, .async, .import: return true
    case .identifier:
      return isWord("type", token) || isWord("namespace", token) || isWord("module", token)
        || isWord("global", token) || isWord("abstract", token) || isWord("using", token)
    default: return false
    }
  }

  /// A statement that takes no decorators, behind some: nil if none begins here.
  ///
  /// The compiler refuses it, so nothing says what the decorators would do. Before enums and
  /// namespaces they vanish, before others they stay and the engine refuses them, as with Node.
  mutating func decoratedStatement(_ mark: Int, since before: Checkpoint) -> NodeIndex? {
    guard hasTypes, failure == nil, !isWord("abstract") else { return nil }
    let start = startOfDecorators(mark)
    let node: NodeIndex?
    switch token.kind {
    case .function: node = statement(.list)
    case .async where peek().kind == .function && !peek().isAfterNewline: node = statement(.list)
    case .enum, .const, .identifier:
      if makesObject {
        forget(since: before)
        types.erase(start, previousEnd)
        return typeScriptStatement(.list)
      }
      node = typeScriptStatement(.list)
    case .interface: node = typeScriptStatement(.list)
    default: return nil
    }
    guard let node else { return nil }
    // Their nodes belong to nothing, but are there for whoever looks at all of the tree.
    tree.pending.removeLast(max(0, tree.pending.count - mark))
    return node
  }

  /// The token begins an enum or a namespace.
  private var makesObject: Bool {
    switch token.kind {
    case .enum: true
    case .const: peek().kind == .enum
    default: (isWord("namespace") || isWord("module")) && beginsNamespace
    }
  }

  // MARK: Erasing

  /// The node in the place of a statement that ended here and leaves nothing behind.
  mutating func erasedStatement(from start: Int) -> NodeIndex {
    types.erase(start, previousEnd, filler: UInt8(ascii: continuesLine ? ";" : " "))
    return tree.leaf(.emptyStatement, start, previousEnd)
  }

  /// What follows would go on with the statement before the one that is erased.
  var continuesLine: Bool {
    switch token.kind {
    case .leftParen, .leftBracket, .template, .templateHead, .plus, .minus, .star, .slash,
      .slashAssign, .less, .plusPlus, .minusMinus:
      true
    default: false
    }
  }

  /// Reads a declaration that leaves nothing behind.
  mutating func erasedDeclaration(_ production: (inout Parser) -> Void) -> NodeIndex {
    let start = token.start
    discarding(production)
    return erasedStatement(from: start)
  }

  /// Reads something that does not exist at run time: without bodies, values and rules.
  mutating func ambient(_ production: (inout Parser) -> Void) {
    let outer = types.isAmbient
    types.isAmbient = true
    discarding(production)
    types.isAmbient = outer
  }

  mutating func ambientDeclaration(_ start: Int) -> NodeIndex {
    advance()
    ambient { _ = $0.statement(.list) }
    return erasedStatement(from: start)
  }

  // MARK: Declarations

  mutating func interfaceDeclaration() {
    advance()
    guard token.kind.isName else { return failAtToken() }
    advance()
    if token.kind == .less { typeParameterList() }
    while token.kind == .extends || token.kind == .implements {
      advance()
      heritageList()
    }
    objectType()
  }

  mutating func typeAlias() {
    advance()
    guard token.kind.isName else { return failAtToken() }
    advance()
    if token.kind == .less { typeParameterList() }
    expect(.assign)
    type()
    semicolon()
  }

  mutating func enumDeclaration(_ start: Int) -> NodeIndex {
    expect(.enum)
    let mark = tree.pending.count
    let id = bindingIdentifier(.none)
    tree.pending.append(id)
    expect(.leftBrace)
    while token.kind != .rightBrace, token.kind != .endOfFile {
      let member = enumMember()
      tree.pending.append(member)
      if token.kind != .rightBrace { expect(.comma) }
    }
    expect(.rightBrace)
    return tree.node(.tsEnumDeclaration, start, previousEnd, pendingFrom: mark)
  }

  mutating func enumMember() -> NodeIndex {
    let start = token.start
    let (key, flags) = propertyKey()
    let value = take(.assign) ? inBrackets { $0.assignment() } : .none
    return tree.node(.tsEnumMember, flags: flags, start, previousEnd, key, value)
  }

  /// `namespace A.B { … }`, `module "a" { … }`, `global { … }`; erased if it holds types only.
  mutating func namespaceDeclaration(_ start: Int) -> NodeIndex {
    let isGlobal = isWord("global")
    advance()
    let mark = tree.pending.count
    if token.kind == .string {
      advance()
    } else if !isGlobal {
      repeat {
        let name = identifierName()
        tree.pending.append(name)
      } while take(.dot)
    }
    guard token.kind == .leftBrace else {
      // `declare module "a";`
      semicolon()
      tree.pending.removeLast(max(0, tree.pending.count - mark))
      return erasedStatement(from: start)
    }
    let body = namespaceBody()
    guard failure == nil, hasValues(body) else {
      tree.pending.removeLast(max(0, tree.pending.count - mark))
      return erasedStatement(from: start)
    }
    tree.pending.append(body)
    return tree.node(.tsModuleDeclaration, start, previousEnd, pendingFrom: mark)
  }

  mutating func namespaceBody() -> NodeIndex {
    let start = token.start
    let outer = (context, exports, types.isInNamespace)
    types.isInNamespace = true
    // `await` is read where the code around has it, though the engine will refuse it.
    context = context.subtracting([.return, .generator, .break, .continue])
    exports = ExportedNames()
    scopes.enterFunction()
    expect(.leftBrace)
    let mark = tree.pending.count
    statements(until: .rightBrace)
    expect(.rightBrace)
    scopes.leave()
    (context, exports, types.isInNamespace) = outer
    return tree.node(.blockStatement, start, previousEnd, pendingFrom: mark)
  }

  func hasValues(_ body: NodeIndex) -> Bool {
    tree.slots(body).contains { slot in
      let child = tree.childIndices[slot]
      return child != .none && tree[child].kind != .emptyStatement
    }
  }
}
