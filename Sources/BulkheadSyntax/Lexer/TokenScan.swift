extension Lexer {
  /// All tokens of a text, without a parser. What begins no token is `invalid`, so this works on
  /// any bytes, in linear time. The last token is `endOfFile`.
  ///
  /// Whether a `/` divides or begins a regular expression is decided by the tokens before it,
  /// which can be wrong after a `}` only.
  public static func tokens(of utf8: [UInt8], includingTrivia: Bool = false) -> [Token] {
    unsafe utf8.withUnsafeBufferPointer { buffer in
      // SAFETY: the lexer does not leave this closure.
      var lexer = Lexer(bytes: unsafe SourceBytes(buffer))
      lexer.includesTrivia = includingTrivia
      var scan = TokenScan()
      var tokens: [Token] = []
      tokens.reserveCapacity(buffer.count / 4 + 1)
      while true {
        var token = lexer.next()
        if scan.continuesTemplate(token) {
          let flags = token.flags.intersection(.afterNewline)
          token = lexer.templateContinuation(from: token.start)
          token.flags.formUnion(flags)
        } else if token.kind == .slash || token.kind == .slashAssign, scan.isAtOperand {
          token = lexer.regularExpression(from: token.start)
        }
        tokens.append(token)
        if token.kind == .endOfFile { return tokens }
        if !token.kind.isTrivia { scan.note(token.kind) }
      }
    }
  }
}

/// What the tokens so far say about the next one.
private struct TokenScan {
  /// What an open bracket was opened as.
  private enum Bracket { case template, block, object, head, other }

  private var brackets: [Bracket] = []
  private var previous = TokenKind.semicolon
  private var beforePrevious = TokenKind.semicolon
  /// An expression can begin here, so a `/` begins a regular expression.
  private(set) var isAtOperand = true

  /// The token is the `}` that ends a substitution.
  func continuesTemplate(_ token: Token) -> Bool {
    token.kind == .rightBrace && brackets.last == .template
  }

  mutating func note(_ kind: TokenKind) {
    switch kind {
    case .templateHead:
      brackets.append(.template)
      isAtOperand = true
    case .templateTail, .invalid:
      if kind == .templateTail, brackets.last == .template { brackets.removeLast() }
      isAtOperand = false
    case .leftParen:
      brackets.append(opensHead ? .head : .other)
      isAtOperand = true
    case .leftBracket:
      brackets.append(.other)
      isAtOperand = true
    case .leftBrace:
      brackets.append(isAtOperand && !opensBlock ? .object : .block)
      isAtOperand = true
    case .rightParen, .rightBracket, .rightBrace:
      switch brackets.popLast() {
      case .head, .block: isAtOperand = true
      default: isAtOperand = false
      }
    case .plusPlus, .minusMinus: break
    default: isAtOperand = leavesOperand(kind)
    }
    beforePrevious = previous
    previous = kind
  }

  /// A `(` here opens the head of a statement, after which a statement follows.
  private var opensHead: Bool {
    guard beforePrevious != .dot else { return false }
    switch previous {
    case .if, .while, .for, .with: return true
    case .await: return beforePrevious == .for
    default: return false
    }
  }

  /// A `{` here opens a block although an expression could begin.
  private var opensBlock: Bool {
    switch previous {
    case .semicolon, .leftBrace, .rightBrace, .rightParen, .arrow, .else, .do, .try, .finally: true
    // After a label or `case a:`, but not after the key of a property.
    case .colon: brackets.last != .object && brackets.last != .other
    default: false
    }
  }

  /// After this token an expression can begin.
  private func leavesOperand(_ kind: TokenKind) -> Bool {
    switch kind {
    case .number, .bigint, .string, .regexp, .template, .identifier, .privateName: return false
    default: break
    }
    guard kind.isName else { return true }
    if previous == .dot || previous == .questionDot { return false }
    switch kind {
    case .this, .super, .null, .true, .false: return false
    default: return kind.isReservedWord || kind == .await || kind == .yield || kind == .of
    }
  }
}
