/// Imports and exports of types, `import a = b` and `export = a`.
extension Parser {
  mutating func typeImport(_ start: Int) -> NodeIndex? {
    var lexer = lexer
    let first = lexer.next()
    guard first.kind.isName else { return nil }
    let second = lexer.next()
    if second.kind == .assign { return importEquals(start, isType: false) }
    guard isTypeWord(first) else { return nil }
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
  mutating func noteModuleSyntax() -> Bool {
    guard goal == .auto, !types.isInNamespace, !types.isAmbient else { return false }
    restartAsModule()
    return true
  }

  /// `import a = b.c`, `import a = require("m")`.
  mutating func importEquals(_ start: Int, isType: Bool) -> NodeIndex {
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

  mutating func importValue(_ role: BindingRole) {
    let id = bindingIdentifier(role)
    tree.pending.append(id)
    expect(.assign)
    let value = leftHandSide()
    tree.pending.append(value)
    semicolon()
  }

  /// Takes `type A as B,` of an import or export list, which is erased.
  mutating func typeSpecifier() -> Bool {
    guard hasTypes, isTypeWord(token), isTypeSpecifier else { return false }
    let start = token.start
    while token.kind != .comma, token.kind != .rightBrace, token.kind != .endOfFile { advance() }
    _ = take(.comma)
    types.erase(start, previousEnd)
    return true
  }

  /// The word `type`, which Node takes with escapes as well. Where it stands before a name or a
  /// brace, JavaScript has nothing else that it could be.
  private func isTypeWord(_ token: Token) -> Bool {
    isWord("type", token)
      || (token.kind == .identifier && token.flags.contains(.escaped) && name(token) == "type")
  }

  /// The word `type` marks a type: `type A`, `type as`, `type as as A`; it is a name itself in
  /// `type`, `type as A` and `type as as`.
  var isTypeSpecifier: Bool {
    var lexer = lexer
    let first = lexer.next()
    guard first.kind == .as else { return first.kind.isName || first.kind == .string }
    let second = lexer.next()
    guard second.kind.isName else { return true }
    guard second.kind == .as else { return false }
    return lexer.next().kind.isName
  }

  // MARK: Exports

  mutating func typeExport(_ start: Int) -> NodeIndex? {
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
  func exportsTypeScript(_ next: Token) -> Bool {
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

  mutating func exportedDeclaration(_ start: Int) -> NodeIndex {
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

  mutating func typeExportList() {
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

  mutating func sourceAndSemicolon() {
    moduleSource()
    semicolon()
  }

  /// `export = a`, CommonJS's `module.exports`.
  mutating func exportAssignment(_ start: Int) -> NodeIndex {
    advance()
    advance()
    let value = expression()
    semicolon()
    return tree.node(.tsExportAssignment, start, previousEnd, value)
  }
}
