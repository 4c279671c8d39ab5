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

  private mutating func typeScriptStatement(from start: Int) -> NodeIndex? {
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

  private mutating func wordStatement(_ start: Int) -> NodeIndex? {
    if isWord("type") {
      return followsNameOnLine ? erasedDeclaration { $0.typeAlias() } : nil
    }
    if isWord("declare") {
      guard beginsDeclaration(peek()) else { return nil }
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
      return beginsNamespace ? namespaceDeclaration(start) : nil
    }
    return nil
  }

  /// A name that is no operator follows on the same line.
  private var followsNameOnLine: Bool {
    let next = peek()
    return next.kind.isName && isOnLine(next) && next.kind != .in && next.kind != .instanceof
  }

  /// Behind `declare` a line break says nothing.
  private func isOnLine(_ token: Token) -> Bool { !token.isAfterNewline || types.isAmbient }

  private var beginsNamespace: Bool {
    let next = peek()
    guard isOnLine(next) else { return false }
    if isWord("global") { return next.kind == .leftBrace && types.isAmbient }
    if next.kind == .string { return isWord("module") }
    return next.kind.isName && next.kind != .in && next.kind != .instanceof
  }

  /// The token, behind `declare`, begins a declaration.
  private func beginsDeclaration(_ token: Token) -> Bool {
    guard !token.isAfterNewline else { return false }
    switch token.kind {
    case .var, .let, .const, .function, .class, .enum, .interface, .async, .import: return true
    case .identifier:
      return isWord("type", token) || isWord("namespace", token) || isWord("module", token)
        || isWord("global", token) || isWord("abstract", token) || isWord("using", token)
    default: return false
    }
  }

  // MARK: Erasing

  /// The node in the place of a statement that ended here and leaves nothing behind.
  mutating func erasedStatement(from start: Int) -> NodeIndex {
    types.erase(start, previousEnd, filler: UInt8(ascii: continuesLine ? ";" : " "))
    return tree.leaf(.emptyStatement, start, previousEnd)
  }

  /// What follows would go on with the statement before the one that is erased.
  private var continuesLine: Bool {
    switch token.kind {
    case .leftParen, .leftBracket, .template, .templateHead, .plus, .minus, .star, .slash,
      .slashAssign, .less, .plusPlus, .minusMinus:
      true
    default: false
    }
  }

  /// Reads a declaration that leaves nothing behind.
  private mutating func erasedDeclaration(_ production: (inout Parser) -> Void) -> NodeIndex {
    let start = token.start
    discarding(production)
    return erasedStatement(from: start)
  }

  /// Reads something that does not exist at run time: without bodies, values and rules.
  private mutating func ambient(_ production: (inout Parser) -> Void) {
    let outer = types.isAmbient
    types.isAmbient = true
    discarding(production)
    types.isAmbient = outer
  }

  private mutating func ambientDeclaration(_ start: Int) -> NodeIndex {
    advance()
    ambient { _ = $0.statement(.list) }
    return erasedStatement(from: start)
  }

  // MARK: Declarations

  private mutating func interfaceDeclaration() {
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

  private mutating func typeAlias() {
    advance()
    guard token.kind.isName else { return failAtToken() }
    advance()
    if token.kind == .less { typeParameterList() }
    expect(.assign)
    type()
    semicolon()
  }

  private mutating func enumDeclaration(_ start: Int) -> NodeIndex {
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

  private mutating func enumMember() -> NodeIndex {
    let start = token.start
    let (key, flags) = propertyKey()
    let value = take(.assign) ? inBrackets { $0.assignment() } : .none
    return tree.node(.tsEnumMember, flags: flags, start, previousEnd, key, value)
  }

  /// `namespace A.B { … }`, `module "a" { … }`, `global { … }`; erased if it holds types only.
  private mutating func namespaceDeclaration(_ start: Int) -> NodeIndex {
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

  private mutating func namespaceBody() -> NodeIndex {
    let start = token.start
    let outer = (context, exports, types.isInNamespace)
    types.isInNamespace = true
    context = context.subtracting([.return, .async, .generator, .break, .continue])
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

  private func hasValues(_ body: NodeIndex) -> Bool {
    tree.slots(body).contains { slot in
      let child = tree.childIndices[slot]
      return child != .none && tree[child].kind != .emptyStatement
    }
  }

  // MARK: Imports

  private mutating func typeImport(_ start: Int) -> NodeIndex? {
    var lexer = lexer
    let first = lexer.next()
    guard first.kind.isName else { return nil }
    let second = lexer.next()
    if second.kind == .assign { return importEquals(start, isType: false) }
    guard isWord("type", first) else { return nil }
    switch second.kind {
    case .leftBrace, .star: break
    case .from:
      let third = lexer.next().kind
      guard third == .from || third == .assign || third == .comma else { return nil }
      if third == .assign { return importEquals(start, isType: true) }
    default:
      guard second.kind.isName else { return nil }
      if lexer.next().kind == .assign { return importEquals(start, isType: true) }
    }
    if noteModuleSyntax() { return missing() }
    discarding { parser in
      parser.advance()
      parser.advance()
      parser.importClause()
      parser.expect(.from)
      parser.moduleSource()
      parser.semicolon()
    }
    return erasedStatement(from: start)
  }

  /// An import or export shows that the text is a module; true if it is read again as one.
  private mutating func noteModuleSyntax() -> Bool {
    guard goal == .auto, !types.isInNamespace, !types.isAmbient else { return false }
    restartAsModule()
    return true
  }

  /// `import a = b.c`, `import a = require("m")`.
  private mutating func importEquals(_ start: Int, isType: Bool) -> NodeIndex {
    advance()
    if isType {
      discarding { parser in
        parser.advance()
        parser.importValue(.none)
      }
      return erasedStatement(from: start)
    }
    let mark = tree.pending.count
    importValue(.lexical)
    return tree.node(.tsImportEqualsDeclaration, start, previousEnd, pendingFrom: mark)
  }

  private mutating func importValue(_ role: BindingRole) {
    let id = bindingIdentifier(role)
    tree.pending.append(id)
    expect(.assign)
    let value = leftHandSide()
    tree.pending.append(value)
    semicolon()
  }

  /// Takes `type A as B,` of an import or export list, which is erased.
  mutating func typeSpecifier() -> Bool {
    guard hasTypes, isWord("type"), isTypeSpecifier else { return false }
    let start = token.start
    while token.kind != .comma, token.kind != .rightBrace, token.kind != .endOfFile { advance() }
    _ = take(.comma)
    types.erase(start, previousEnd)
    return true
  }

  /// The word `type` marks a type: `type A`, `type as`, `type as as A`; it is a name itself in
  /// `type`, `type as A` and `type as as`.
  private var isTypeSpecifier: Bool {
    var lexer = lexer
    let first = lexer.next()
    guard first.kind == .as else { return first.kind.isName || first.kind == .string }
    let second = lexer.next()
    guard second.kind.isName else { return true }
    guard second.kind == .as else { return false }
    return lexer.next().kind.isName
  }

  // MARK: Exports

  private mutating func typeExport(_ start: Int) -> NodeIndex? {
    let next = peek()
    switch next.kind {
    case .assign: return exportAssignment(start)
    case .as:
      discarding { parser in
        for _ in 0..<3 { parser.advance() }
        _ = parser.identifierName()
        parser.semicolon()
      }
      return erasedStatement(from: start)
    case .import:
      if noteModuleSyntax() { return missing() }
      advance()
      guard let node = typeImport(token.start) else { return nil }
      if tree[node].kind == .emptyStatement { return erasedStatement(from: start) }
      return tree.node(.exportNamedDeclaration, start, previousEnd, node)
    case .interface, .enum, .const, .identifier, .default: break
    default: return nil
    }
    guard exportsTypeScript(next) else { return nil }
    if noteModuleSyntax() { return missing() }
    return exportedDeclaration(start)
  }

  /// What follows `export` is a declaration of TypeScript.
  private func exportsTypeScript(_ next: Token) -> Bool {
    var lexer = lexer
    _ = lexer.next()
    let second = lexer.next()
    switch next.kind {
    case .interface, .enum: return true
    case .const: return second.kind == .enum
    case .default:
      if second.kind == .interface { return lexer.next().kind.isName }
      return isWord("abstract", second) && lexer.next().kind == .class
    default:
      if isWord("type", next) {
        return second.kind == .leftBrace || second.kind == .star || second.kind.isName
      }
      if isWord("declare", next) { return beginsDeclaration(second) }
      if isWord("abstract", next) { return second.kind == .class }
      return (isWord("namespace", next) && second.kind.isName)
        || (isWord("module", next) && (second.kind.isName || second.kind == .string))
    }
  }

  private mutating func exportedDeclaration(_ start: Int) -> NodeIndex {
    advance()
    let isDefault = token.kind == .default
    if isDefault {
      advance()
      if isWord("abstract") {
        types.erase(token.start, token.end)
        advance()
        let node = classDefinition(isStatement: true, needsName: false)
        noteDefaultExport(at: start)
        return tree.node(.exportDefaultDeclaration, start, previousEnd, node)
      }
    }
    if isWord("type") {
      let next = peek().kind
      if next == .leftBrace || next == .star {
        discarding { $0.typeExportList() }
        return erasedStatement(from: start)
      }
    }
    guard let node = typeScriptStatement(.list) else {
      failAtToken()
      return missing()
    }
    if tree[node].kind == .emptyStatement { return erasedStatement(from: start) }
    if tree[node].kind == .classDeclaration { exportNames(of: node) }
    return tree.node(.exportNamedDeclaration, start, previousEnd, node)
  }

  private mutating func typeExportList() {
    advance()
    if take(.star) {
      if take(.as), !take(.string) { _ = identifierName() }
      expect(.from)
      return sourceAndSemicolon()
    }
    expect(.leftBrace)
    while token.kind != .rightBrace, token.kind != .endOfFile { advance() }
    expect(.rightBrace)
    if take(.from) { return sourceAndSemicolon() }
    semicolon()
  }

  private mutating func sourceAndSemicolon() {
    moduleSource()
    semicolon()
  }

  /// `export = a`, CommonJS's `module.exports`.
  private mutating func exportAssignment(_ start: Int) -> NodeIndex {
    advance()
    advance()
    let value = expression()
    semicolon()
    return tree.node(.tsExportAssignment, start, previousEnd, value)
  }
}
