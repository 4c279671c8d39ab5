/// What a token is. Every keyword, contextual keyword and punctuator has a kind of its own.
public enum TokenKind: UInt8, Hashable, Sendable, CaseIterable {
  case endOfFile
  /// Bytes that begin no token, or a literal that is cut off.
  case invalid

  // Trivia; only a ``Lexer`` that keeps it returns these.
  case hashbang
  case lineComment
  case blockComment

  // Literals.
  case number
  case bigint
  case string
  case regexp
  /// A template without substitutions.
  case template
  /// From the back quote to the first `${`.
  case templateHead
  /// From a `}` to the next `${`.
  case templateMiddle
  /// From the last `}` to the back quote.
  case templateTail

  // Names. From here to `privateName` a token can be an IdentifierName.
  case identifier
  // Contextual keywords, identifiers in most places.
  case `as`, async, await, from, get, `let`, of, set, `static`, yield
  // Identifiers in sloppy mode only.
  case implements, interface, package, `private`, protected, `public`
  // Reserved words.
  case `break`, `case`, `catch`, `class`, const, `continue`, debugger, `default`, delete, `do`
  case `else`, `enum`, export, extends, `false`, finally, `for`, function, `if`, `import`, `in`
  case instanceof, new, null, `return`, `super`, `switch`, this, `throw`, `true`, `try`, `typeof`
  case `var`, void, `while`, with
  case privateName

  // Punctuators.
  case leftBrace, rightBrace, leftParen, rightParen, leftBracket, rightBracket
  case dot, ellipsis, semicolon, comma, colon, question, questionDot, arrow, hash, at
  case less, greater, lessEqual, greaterEqual
  case equal, notEqual, strictEqual, strictNotEqual
  case plus, minus, star, slash, percent, starStar, plusPlus, minusMinus
  case shiftLeft, shiftRight, unsignedShiftRight
  case ampersand, bar, caret, exclamation, tilde, logicalAnd, logicalOr, nullish
  case assign, plusAssign, minusAssign, starAssign, slashAssign, percentAssign, starStarAssign
  case shiftLeftAssign, shiftRightAssign, unsignedShiftRightAssign
  case ampersandAssign, barAssign, caretAssign, logicalAndAssign, logicalOrAssign, nullishAssign
}

extension TokenKind {
  /// Comments and a hashbang line.
  public var isTrivia: Bool {
    rawValue >= Self.hashbang.rawValue && rawValue <= Self.blockComment.rawValue
  }

  /// An IdentifierName: an identifier or any keyword.
  public var isName: Bool {
    rawValue >= Self.identifier.rawValue && rawValue <= Self.with.rawValue
  }

  /// A word that no mode lets be an identifier.
  public var isReservedWord: Bool {
    rawValue >= Self.break.rawValue && rawValue <= Self.with.rawValue
  }

  /// A word that only strict mode reserves: `let`, `static`, `yield`, `implements` …
  var isStrictReservedWord: Bool {
    (rawValue >= Self.implements.rawValue && rawValue <= Self.public.rawValue)
      || self == .let || self == .static || self == .yield
  }

  /// `=` and the compound assignments.
  public var isAssignment: Bool { rawValue >= Self.assign.rawValue }

  /// `&&=`, `||=`, `??=`.
  public var isLogicalAssignment: Bool { rawValue >= Self.logicalAndAssign.rawValue }

  /// Opens a template that has substitutions or none.
  var startsTemplate: Bool { self == .template || self == .templateHead }

  /// How tightly a binary operator binds, 0 for what is none. ECMA-262 section 13.6 to 13.13.
  var binaryPrecedence: UInt8 {
    switch self {
    case .nullish: 1
    case .logicalOr: 2
    case .logicalAnd: 3
    case .bar: 4
    case .caret: 5
    case .ampersand: 6
    case .equal, .notEqual, .strictEqual, .strictNotEqual: 7
    case .less, .greater, .lessEqual, .greaterEqual, .instanceof, .in: 8
    case .shiftLeft, .shiftRight, .unsignedShiftRight: 9
    case .plus, .minus: 10
    case .star, .slash, .percent: 11
    case .starStar: 12
    default: 0
    }
  }

  /// The spelling of a keyword or punctuator; `nil` for tokens that have many.
  public var text: String? {
    if isName { return self == .identifier ? nil : String(describing: self) }
    return Self.punctuators[self]
  }

  private static let punctuators: [TokenKind: String] = [
    .leftBrace: "{", .rightBrace: "}", .leftParen: "(", .rightParen: ")", .leftBracket: "[",
    .rightBracket: "]", .dot: ".", .ellipsis: "...", .semicolon: ";", .comma: ",", .colon: ":",
    .question: "?", .questionDot: "?.", .arrow: "=>", .hash: "#", .at: "@", .less: "<",
    .greater: ">", .lessEqual: "<=", .greaterEqual: ">=", .equal: "==", .notEqual: "!=",
    .strictEqual: "===", .strictNotEqual: "!==", .plus: "+", .minus: "-", .star: "*", .slash: "/",
    .percent: "%", .starStar: "**", .plusPlus: "++", .minusMinus: "--", .shiftLeft: "<<",
    .shiftRight: ">>", .unsignedShiftRight: ">>>", .ampersand: "&", .bar: "|", .caret: "^",
    .exclamation: "!", .tilde: "~", .logicalAnd: "&&", .logicalOr: "||", .nullish: "??",
    .assign: "=", .plusAssign: "+=", .minusAssign: "-=", .starAssign: "*=", .slashAssign: "/=",
    .percentAssign: "%=", .starStarAssign: "**=", .shiftLeftAssign: "<<=",
    .shiftRightAssign: ">>=", .unsignedShiftRightAssign: ">>>=", .ampersandAssign: "&=",
    .barAssign: "|=", .caretAssign: "^=", .logicalAndAssign: "&&=", .logicalOrAssign: "||=",
    .nullishAssign: "??=",
  ]
}
