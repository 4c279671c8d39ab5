/// Cuts a text into tokens.
///
/// The parser asks for one token after the other and says where a regular expression or the rest
/// of a template begins. ``tokens(of:includingTrivia:)`` guesses that from the tokens before, so
/// that texts which do not parse (other languages among them) can still be looked at.
public struct Lexer {
  let bytes: SourceBytes
  /// The offset after the current token.
  var position: Int
  /// What was wrong with the last `invalid` token.
  var problem: LexicalProblem?
  /// `<!--` and `-->` begin comments: ECMA-262 annex B.1.1, not in modules.
  var hasHTMLComments = true
  /// Comments are tokens of their own.
  var includesTrivia = false
  /// A line break stands before the token that is being read.
  var isAfterNewline = true

  init(bytes: SourceBytes) {
    self.bytes = bytes
    position = bytes.count >= 3 && bytes.matches("\u{FEFF}", at: 0) ? 3 : 0
  }

  /// The next token; `endOfFile` for ever at the end.
  mutating func next() -> Token {
    isAfterNewline = position == 0 || (position == 3 && bytes[0] == 0xEF)
    if position < 4, let hashbang = hashbang(), includesTrivia { return hashbang }
    if let trivia = skipTrivia() { return trivia }
    let start = position
    guard start < bytes.count else { return token(.endOfFile, from: start) }
    let byte = bytes[start]
    if Characters.isIdentifierStart(byte) { return identifier(from: start) }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return string(quote: byte, from: start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return number(from: start)
    case UInt8(ascii: "`"):
      position += 1
      return template(from: start, isContinuation: false)
    case UInt8(ascii: "\\"), 0x80...: return identifierSlowly(from: start, isPrivate: false)
    case UInt8(ascii: "#"): return privateName(from: start)
    case UInt8(ascii: ".") where Characters.isDigit(bytes[start + 1]): return number(from: start)
    default: return punctuator(byte, from: start)
    }
  }

  /// A token that ends at the current position.
  @inline(__always)
  func token(_ kind: TokenKind, from start: Int, flags: TokenFlags = []) -> Token {
    Token(
      kind: kind, flags: isAfterNewline ? flags.union(.afterNewline) : flags, start: start,
      end: position)
  }

  /// An invalid token that ends at the current position.
  mutating func invalid(_ problem: LexicalProblem, from start: Int) -> Token {
    self.problem = problem
    return token(.invalid, from: start)
  }
}

/// What can be wrong with a token.
enum LexicalProblem: UInt8 {
  case unexpectedCharacter, unterminatedString, unterminatedTemplate, unterminatedComment
  case unterminatedRegularExpression, malformedNumber, malformedEscape, nameAfterNumber
  case malformedSeparator, invalidUTF8

  var code: String {
    switch self {
    case .unexpectedCharacter, .invalidUTF8: "unexpected-character"
    case .unterminatedString: "unterminated-string"
    case .unterminatedTemplate: "unterminated-template"
    case .unterminatedComment: "unterminated-comment"
    case .unterminatedRegularExpression: "unterminated-regular-expression"
    case .malformedNumber, .nameAfterNumber, .malformedSeparator: "malformed-number"
    case .malformedEscape: "malformed-escape"
    }
  }

  var message: String {
    switch self {
    case .unexpectedCharacter: "this character begins no token"
    case .unterminatedString: "the string is not closed on its line"
    case .unterminatedTemplate: "the template is not closed"
    case .unterminatedComment: "the comment is not closed"
    case .unterminatedRegularExpression: "the regular expression is not closed on its line"
    case .malformedNumber: "the number has no digits where they are needed"
    case .malformedEscape: "the escape sequence is malformed"
    case .nameAfterNumber: "a name begins directly after a number"
    case .malformedSeparator: "a numeric separator must stand between two digits"
    case .invalidUTF8: "the text is not UTF-8 here"
    }
  }
}
