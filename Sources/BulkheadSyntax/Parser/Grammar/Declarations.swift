/// Variable declarations. ECMA-262 sections 14.3 and 14.3.1.
extension Parser {
  mutating func variableStatement(
    _ kind: DeclarationKind, _ place: StatementPlace
  ) -> NodeIndex {
    let start = token.start
    if kind != .var, place != .list { report(.misplacedDeclaration, at: token) }
    if kind == .using || kind == .awaitUsing { checkUsingPlace() }
    let node = variableDeclaration(kind, inForHead: false)
    checkInitializers(node, kind)
    semicolon()
    tree[node].start = UInt32(truncatingIfNeeded: start)
    tree[node].end = UInt32(truncatingIfNeeded: previousEnd)
    return node
  }

  /// Resources cannot be disposed of at the end of a script, which has none.
  private mutating func checkUsingPlace() {
    if scopes.isOutermost, goal == .script || goal == .interactive {
      report(.misplacedUsing, at: token)
    }
  }

  /// `let a = 1, b`, without the semicolon.
  mutating func variableDeclaration(_ kind: DeclarationKind, inForHead: Bool) -> NodeIndex {
    let start = token.start
    if kind == .awaitUsing {
      cover.lastAwait = token.start
      advance()
    }
    advance()
    let mark = tree.pending.count
    let outer = context
    if inForHead { context.insert(.noIn) }
    repeat {
      let declarator = variableDeclarator(kind)
      tree.pending.append(declarator)
    } while take(.comma)
    context = outer
    return tree.node(
      .variableDeclaration, detail: kind.rawValue, start, previousEnd, pendingFrom: mark)
  }

  private mutating func variableDeclarator(_ kind: DeclarationKind) -> NodeIndex {
    let start = token.start
    let target: NodeIndex
    if kind == .using || kind == .awaitUsing {
      target = bindingIdentifier(.lexical)
    } else {
      target = bindingTarget(kind == .var ? .variable : .lexical)
    }
    declaratorAnnotation(target)
    let value = take(.assign) ? assignment() : .none
    return tree.node(.variableDeclarator, start, previousEnd, target, value)
  }

  /// A `const`, `using` or pattern needs a value, except in the head of for-in and for-of loops.
  mutating func checkInitializers(_ declaration: NodeIndex, _ kind: DeclarationKind) {
    guard tree[declaration].kind == .variableDeclaration, failure == nil else { return }
    for slot in tree.slots(declaration) {
      let declarator = tree.childIndices[slot]
      guard tree.child(declarator, 1) == .none else { continue }
      switch tree[tree.child(declarator, 0)].kind {
      case .identifier:
        if kind == .const || kind == .using || kind == .awaitUsing {
          report(.missingInitializer, at: declarator)
        }
      default: report(.patternWithoutInitializer, at: declarator)
      }
    }
  }

  /// `let` begins a declaration rather than being a name: section 14.3.1, and the restrictions on
  /// where an expression statement may begin with `let` (section 14.5).
  mutating func beginsLetDeclaration(_ place: StatementPlace) -> Bool {
    let next = peek()
    if next.kind == .leftBracket { return true }
    if place != .list {
      // `if (a) let` and a line break: a name, and a semicolon is inserted.
      guard !next.isAfterNewline else { return false }
    }
    switch next.kind {
    case .leftBrace: return true
    case .in, .instanceof: return false
    case .of where place == .list: return true
    default: return next.kind.isName
    }
  }

  /// `using` (or `await using`) begins a declaration: names follow on the same line.
  func beginsUsing(isAwait: Bool, inForHead: Bool = false) -> Bool {
    var lexer = lexer
    var next = lexer.next()
    if isAwait {
      guard !next.isAfterNewline, isWord("using", next) else { return false }
      next = lexer.next()
    }
    guard !next.isAfterNewline, next.kind.isName else { return false }
    if next.kind == .in || next.kind == .instanceof { return false }
    // `for (using of …` loops over something with a variable named using, unless a value follows.
    if inForHead, !isAwait, next.kind == .of {
      let after = lexer.next().kind
      return after == .assign || after == .semicolon || after == .colon
    }
    return true
  }
}
