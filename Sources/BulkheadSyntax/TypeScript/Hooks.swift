/// The places where TypeScript's grammar joins that of ECMAScript. The productions of the language
/// call these; where the text is no TypeScript, or has nothing of it here, they take no token.
extension Parser {
  /// Types may stand in the text.
  @inline(__always)
  var hasTypes: Bool { options.language.hasTypes }

  /// A colon and a type.
  mutating func annotation() {
    guard hasTypes, token.kind == .colon else { return }
    let start = token.start
    advance()
    type()
    types.erase(start, previousEnd)
  }

  /// Takes the token and erases it.
  mutating func eraseToken() {
    types.erase(token.start, token.end)
    advance()
  }

  /// The type behind what `catch` binds.
  mutating func catchAnnotation() { annotation() }

  /// `!` and the type behind a variable.
  mutating func declaratorAnnotation(_ target: NodeIndex) {
    guard hasTypes else { return }
    if token.kind == .exclamation, !token.isAfterNewline { eraseToken() }
    annotation()
  }

  // MARK: Functions

  /// `<T>` before parameters.
  mutating func functionTypeParameters() {
    guard hasTypes, token.kind == .less else { return }
    let start = token.start
    typeParameterList()
    types.erase(start, previousEnd)
  }

  /// `this: T,`, which is no parameter.
  mutating func thisParameter() {
    guard hasTypes, token.kind == .this else { return }
    let start = token.start
    advance()
    if take(.colon) { type() }
    _ = take(.comma)
    types.erase(start, previousEnd)
  }

  /// The type, or type predicate, behind the parameters of a function.
  mutating func returnAnnotation() {
    guard hasTypes, token.kind == .colon else { return }
    let start = token.start
    advance()
    returnType()
    types.erase(start, previousEnd)
  }

  /// Decorators and `public`, `readonly` and the like before a parameter.
  mutating func parameterModifiers() {
    guard hasTypes else { return }
    types.isParameterProperty = false
    if token.kind == .at {
      // Their nodes belong to nothing, but are there for whoever looks at all of the tree.
      let mark = tree.pending.count
      decorators()
      tree.pending.removeLast(max(0, tree.pending.count - mark))
    }
    while isParameterModifier {
      types.isParameterProperty = true
      eraseToken()
    }
  }

  /// A word that makes a parameter a field stands before a name.
  var isParameterModifier: Bool {
    switch token.kind {
    case .public, .private, .protected: break
    case .identifier:
      guard isWord("readonly") || isWord("override") else { return false }
    default: return false
    }
    let next = peek().kind
    return next.isName || next == .leftBrace || next == .leftBracket
  }

  /// `?` and the type behind a parameter.
  mutating func parameterAnnotation(_ parameter: NodeIndex) {
    guard hasTypes else { return }
    if types.isParameterProperty { types.noteParameterProperty(parameter) }
    types.isParameterProperty = false
    if token.kind == .question { eraseToken() }
    annotation()
  }

  /// A function ends here without a body.
  func hasOverload(_ kind: SyntaxKind) -> Bool { hasTypes && token.kind != .leftBrace }

  /// The node of a function without a body; takes what is pending above the mark.
  mutating func overload(
    _ kind: SyntaxKind, _ form: FunctionForm, _ start: Int, _ mark: Int
  ) -> NodeIndex {
    tree.pending.removeLast(max(0, tree.pending.count - mark))
    guard kind == .functionDeclaration else {
      if token.kind != .semicolon, token.kind != .rightBrace, !token.isAfterNewline {
        failAtToken()
      }
      return tree.leaf(.missing, previousEnd, previousEnd)
    }
    semicolon()
    return erasedStatement(from: start)
  }
}
