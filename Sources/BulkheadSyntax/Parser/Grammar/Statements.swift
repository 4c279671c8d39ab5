/// Statements. ECMA-262 section 14.
extension Parser {
  mutating func statement(_ place: StatementPlace) -> NodeIndex {
    guard mayNest() else { return missing() }
    let start = token.start
    if hasTypes, let node = typeScriptStatement(place) { return node }
    switch token.kind {
    case .leftBrace: return block()
    case .semicolon:
      advance()
      return tree.leaf(.emptyStatement, start, previousEnd)
    case .var: return variableStatement(.var, place)
    case .const: return variableStatement(.const, place)
    case .let:
      if beginsLetDeclaration(place) { return variableStatement(.let, place) }
    case .function: return functionStatement(place)
    case .class:
      if place != .list { report(.misplacedDeclaration, at: token) }
      return classDefinition(isStatement: true)
    case .at:
      if place != .list { report(.misplacedDeclaration, at: token) }
      return decoratedClass(isStatement: true)
    case .async:
      let next = peek()
      if next.kind == .function, !next.isAfterNewline { return functionStatement(place) }
    case .if: return ifStatement()
    case .return: return returnStatement()
    case .for: return forStatement()
    case .while: return whileStatement()
    case .do: return doWhileStatement()
    case .break, .continue: return jumpStatement()
    case .throw: return throwStatement()
    case .try: return tryStatement()
    case .switch: return switchStatement()
    case .with: return withStatement()
    case .debugger:
      advance()
      semicolon()
      return tree.leaf(.debuggerStatement, start, previousEnd)
    case .import:
      let next = peek().kind
      if next != .leftParen, next != .dot { return moduleItem(place) }
    case .export: return moduleItem(place)
    case .await:
      if context.contains(.async), beginsUsing(isAwait: true) {
        return variableStatement(.awaitUsing, place)
      }
    case .identifier:
      if isWord("using"), beginsUsing(isAwait: false) { return variableStatement(.using, place) }
    default: break
    }
    return expressionStatement(place)
  }

  /// An expression, or a label if that is what the name turns out to be.
  private mutating func expressionStatement(_ place: StatementPlace) -> NodeIndex {
    let first = token
    let expression = self.expression()
    if token.kind == .colon, tree[expression].kind == .identifier, first.end == previousEnd {
      return labeledStatement(expression, first.start, place)
    }
    semicolon()
    return tree.node(.expressionStatement, first.start, previousEnd, expression)
  }

  mutating func block() -> NodeIndex {
    let start = token.start
    expect(.leftBrace)
    scopes.enterBlock()
    let mark = tree.pending.count
    statements(until: .rightBrace)
    scopes.leave()
    expect(.rightBrace)
    return tree.node(.blockStatement, start, previousEnd, pendingFrom: mark)
  }

  private mutating func ifStatement() -> NodeIndex {
    let start = token.start
    advance()
    let mark = tree.pending.count
    let test = parenthesizedExpression()
    tree.pending.append(test)
    let consequent = statement(.branch)
    tree.pending.append(consequent)
    let alternate = take(.else) ? statement(.branch) : .none
    tree.pending.append(alternate)
    return tree.node(.ifStatement, start, previousEnd, pendingFrom: mark)
  }

  /// `(expression)` as the head of a statement.
  mutating func parenthesizedExpression() -> NodeIndex {
    expect(.leftParen)
    let node = expression()
    expect(.rightParen)
    return node
  }

  private mutating func returnStatement() -> NodeIndex {
    let start = token.start
    if !context.contains(.return) { report(.misplacedReturn, at: token) }
    advance()
    let argument = endsStatement ? .none : expression()
    semicolon()
    return tree.node(.returnStatement, start, previousEnd, argument)
  }

  /// A semicolon stands here or would be inserted.
  private var endsStatement: Bool {
    token.kind == .semicolon || token.kind == .rightBrace || token.kind == .endOfFile
      || token.isAfterNewline
  }

  private mutating func throwStatement() -> NodeIndex {
    let start = token.start
    advance()
    if token.isAfterNewline { report(.newlineAfterThrow, at: token) }
    let argument = expression()
    semicolon()
    return tree.node(.throwStatement, start, previousEnd, argument)
  }

  private mutating func tryStatement() -> NodeIndex {
    let start = token.start
    advance()
    let mark = tree.pending.count
    let body = block()
    tree.pending.append(body)
    let handler = token.kind == .catch ? catchClause() : .none
    tree.pending.append(handler)
    let finalizer = take(.finally) ? block() : .none
    tree.pending.append(finalizer)
    if handler == .none, finalizer == .none { fail(.tryAlone, start, previousEnd) }
    return tree.node(.tryStatement, start, previousEnd, pendingFrom: mark)
  }

  /// What `catch` binds and the names its block declares share a scope: section 14.15.1.
  private mutating func catchClause() -> NodeIndex {
    let start = token.start
    advance()
    scopes.enterBlock()
    var parameter = NodeIndex.none
    if take(.leftParen) {
      parameter = bindingTarget(token.kind.isName ? .catchName : .lexical)
      catchAnnotation()
      expect(.rightParen)
    }
    let bodyStart = token.start
    expect(.leftBrace)
    let mark = tree.pending.count
    statements(until: .rightBrace)
    expect(.rightBrace)
    let body = tree.node(.blockStatement, bodyStart, previousEnd, pendingFrom: mark)
    scopes.leave()
    return tree.node(.catchClause, start, previousEnd, parameter, body)
  }

  private mutating func switchStatement() -> NodeIndex {
    let start = token.start
    advance()
    let mark = tree.pending.count
    let discriminant = parenthesizedExpression()
    tree.pending.append(discriminant)
    expect(.leftBrace)
    scopes.enterBlock()
    let outer = context
    context.insert(.break)
    var hasDefault = false
    while token.kind != .rightBrace, token.kind != .endOfFile {
      if token.kind == .default {
        if hasDefault { report(.duplicateDefault, at: token) }
        hasDefault = true
      }
      let node = switchCase()
      tree.pending.append(node)
    }
    context = outer
    scopes.leave()
    expect(.rightBrace)
    return tree.node(.switchStatement, start, previousEnd, pendingFrom: mark)
  }

  private mutating func switchCase() -> NodeIndex {
    let start = token.start
    let mark = tree.pending.count
    if take(.default) {
      tree.pending.append(.none)
    } else {
      expect(.case)
      let test = expression()
      tree.pending.append(test)
    }
    expect(.colon)
    while token.kind != .case, token.kind != .default, token.kind != .rightBrace,
      token.kind != .endOfFile
    {
      if usingMisplaced { report(.misplacedUsing, at: token) }
      let node = statement(.list)
      tree.pending.append(node)
    }
    return tree.node(.switchCase, start, previousEnd, pendingFrom: mark)
  }

  /// A `using` declaration begins here: it may not stand directly in a case (section 14.12.1).
  private var usingMisplaced: Bool {
    if isWord("using") { return beginsUsing(isAwait: false) }
    return token.kind == .await && context.contains(.async) && beginsUsing(isAwait: true)
  }

  private mutating func withStatement() -> NodeIndex {
    let start = token.start
    if context.contains(.strict) { report(.withInStrictMode, at: token) }
    advance()
    let object = parenthesizedExpression()
    let body = statement(.body)
    return tree.node(.withStatement, start, previousEnd, object, body)
  }
}

/// Labels and jumps.
extension Parser {
  private mutating func labeledStatement(
    _ label: NodeIndex, _ start: Int, _ place: StatementPlace
  ) -> NodeIndex {
    advance()
    let symbol = symbol(of: label)
    let count = labels.count
    if !labels.open(symbol, at: start, before: token.start) { report(.duplicateLabel, at: label) }
    if token.kind == .function, place == .branch || place == .body || context.contains(.strict) {
      report(.misplacedDeclaration, at: token)
    }
    let body = statement(place == .list || place == .label ? .label : .body)
    labels.close(to: count)
    return tree.node(.labeledStatement, start, previousEnd, label, body)
  }

  private mutating func jumpStatement() -> NodeIndex {
    let keyword = token
    let isContinue = keyword.kind == .continue
    advance()
    var label = NodeIndex.none
    if !endsStatement {
      label = identifierReference()
      if tree[label].kind == .identifier,
        !labels.reaches(symbol(of: label), isContinue: isContinue)
      {
        report(.undefinedLabel, at: label)
      }
    } else if !context.contains(isContinue ? .continue : .break) {
      report(isContinue ? .misplacedContinue : .misplacedBreak, at: keyword)
    }
    semicolon()
    return tree.node(
      isContinue ? .continueStatement : .breakStatement, keyword.start, previousEnd, label)
  }
}
