/// Function types, signatures, predicates and type parameters.
extension Parser {
  /// `(a: T) => U`, `<T>() => U`, `new () => T`, `abstract new () => T`.
  mutating func beginsFunctionType() -> Bool {
    switch token.kind {
    case .less, .shiftLeft, .new: return true
    case .identifier: return isWord("abstract") && peek().kind == .new
    case .leftParen: return beginsParameterList()
    default: return false
    }
  }

  /// The parentheses are those of a function type, not around a type.
  mutating func beginsParameterList() -> Bool {
    var lexer = lexer
    var next = lexer.next()
    switch next.kind {
    case .rightParen, .ellipsis, .at: return true
    case .leftBrace, .leftBracket:
      let after = Self.afterBrackets(&lexer)
      waste(lexer.position - self.lexer.position)
      guard let after else { return false }
      next = after
    case .this, .identifier: next = lexer.next()
    default:
      guard next.kind.isName else { return false }
      next = lexer.next()
    }
    switch next.kind {
    case .colon, .comma, .question, .assign: return true
    case .rightParen: return lexer.next().kind == .arrow
    default: return false
    }
  }

  /// The token after brackets whose opening one has been taken.
  static func afterBrackets(_ lexer: inout Lexer) -> Token? {
    // For each open bracket, whether a template goes on behind it.
    var brackets = [false]
    while !brackets.isEmpty {
      var token = lexer.next()
      if token.kind == .rightBrace, brackets.last == true {
        brackets.removeLast()
        token = lexer.templateContinuation(from: token.start)
      }
      switch token.kind {
      case .leftBrace, .leftBracket, .leftParen: brackets.append(false)
      case .templateHead, .templateMiddle: brackets.append(true)
      case .rightBrace, .rightBracket, .rightParen: brackets.removeLast()
      case .endOfFile, .invalid: return nil
      default: break
      }
    }
    return lexer.next()
  }

  mutating func functionType() {
    if isWord("abstract") { advance() }
    _ = take(.new)
    signature()
    expect(.arrow)
    inTypeBrackets { $0.returnType() }
  }

  /// Type parameters and parameters.
  mutating func signature() {
    splitLess()
    if token.kind == .less { typeParameterList() }
    inTypeBrackets { $0.typedParameters() }
  }

  mutating func typedParameters() {
    expect(.leftParen)
    while token.kind != .rightParen, token.kind != .endOfFile {
      typedParameter()
      if token.kind != .rightParen { expect(.comma) }
    }
    expect(.rightParen)
  }

  mutating func typedParameter() {
    while token.kind == .at { discarding { $0.decorators() } }
    while isParameterModifier { advance() }
    _ = take(.ellipsis)
    switch token.kind {
    case .leftBrace, .leftBracket: discarding { _ = $0.bindingTarget(.none) }
    default:
      guard token.kind.isName else { return failAtToken() }
      advance()
    }
    _ = take(.question)
    if take(.colon) { type() }
    if take(.assign) { discarding { _ = $0.assignment() } }
  }

  /// What a function returns, predicates included.
  mutating func returnType() {
    guard mayNest() else { return }
    if isWord("asserts") {
      let next = peek()
      if next.kind.isName, !next.isAfterNewline, !isWord("is", next) || isPredicate(after: 1) {
        advance()
        advance()
        if isWord("is"), !token.isAfterNewline {
          advance()
          type()
        }
        return
      }
    }
    if token.kind == .this || token.kind.isName {
      let next = peek()
      if isWord("is", next), !next.isAfterNewline {
        advance()
        advance()
        return type()
      }
    }
    type()
  }

  /// `asserts is is T`: the word behind the next one is `is`.
  func isPredicate(after count: Int) -> Bool {
    var lexer = lexer
    for _ in 0..<count { _ = lexer.next() }
    return isWord("is", lexer.next())
  }

  /// `<T extends U = V, const W>`.
  mutating func typeParameterList() {
    expect(.less)
    inTypeBrackets { parser in
      while parser.token.kind != .greater, parser.token.kind != .endOfFile {
        parser.typeParameter()
        parser.splitGreater()
        if parser.token.kind != .greater { parser.expect(.comma) }
      }
    }
    splitGreater()
    expect(.greater)
  }

  mutating func typeParameter() {
    while token.kind == .const || token.kind == .in || isWord("out") || isModifierWord {
      let next = peek().kind
      guard next.isName, next != .extends else { break }
      advance()
    }
    guard token.kind.isName else { return failAtToken() }
    advance()
    if take(.extends) { type() }
    if take(.assign) { type() }
  }

  /// A word that may stand before a type parameter only to be refused with a good message.
  var isModifierWord: Bool {
    switch token.kind {
    case .public, .private, .protected, .static: true
    default: isWord("readonly") || isWord("declare") || isWord("abstract") || isWord("override")
    }
  }
}
