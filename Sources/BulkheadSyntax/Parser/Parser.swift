import BulkheadSource

/// A parser for ECMAScript 2025 with JSX, by recursive descent over bytes into a flat tree.
///
/// The grammar lies in `Grammar`, a file for each of its areas. Productions are named after what
/// they read, start at ``token`` and end behind what they took. Rules that go beyond the shape of
/// the text, such as names declared twice, are kept in the stacks of `EarlyErrors`.
///
/// A rule that is broken is reported and parsing goes on. A text that has no shape any more
/// makes ``fail(_:at:_:)`` put `endOfFile` in place of the token, for good: every loop ends there, so
/// that productions need no test after each step, and what was added later is thrown away.
public struct Parser {
  let bytes: SourceBytes
  let goal: Goal
  let options: ParserOptions

  var lexer: Lexer
  /// The token that is looked at.
  var token: Token
  /// Where the token before it ended.
  var previousEnd = 0
  var context: Context = []
  var tree: TreeBuilder

  var symbols = SymbolTable()
  var scopes = DeclarationScopes()
  var labels = Labels()
  var privateNames = PrivateNames()
  var exports = ExportedNames()
  var cover = CoverGrammar()
  var types = TypeNotes()
  /// The first parameter of the present function whose name an earlier one has.
  var duplicateParameter = NodeIndex.none

  var problems: [Problem] = []
  var failure: Failure?
  /// Offsets in the stack below which no production may begin.
  let stackLimit: UInt

  /// A broken rule, and the bytes that break it.
  struct Problem {
    var problem: SyntaxProblem
    var start: Int
    var end: Int
  }

  /// Why and when the parser gave up.
  struct Failure {
    var mark: TreeBuilder.Mark
    var isTooDeep = false
    /// The text uses what only modules have, and the goal leaves that open.
    var needsModule = false
  }

  init(_ bytes: SourceBytes, goal: Goal, options: ParserOptions, stackLimit: UInt) {
    self.bytes = bytes
    self.goal = goal
    self.options = options
    self.stackLimit = stackLimit
    lexer = Lexer(bytes: bytes)
    lexer.hasHTMLComments = goal != .module
    token = Token(kind: .endOfFile, flags: [], start: 0, end: 0)
    tree = TreeBuilder(sourceCount: bytes.count)
  }
}

// MARK: - Tokens

extension Parser {
  /// Moves to the next token.
  @inline(__always)
  mutating func advance() {
    previousEnd = token.end
    token = lexer.next()
    if token.kind == .invalid { failLexically() }
  }

  /// Takes the token if it is of a kind.
  @inline(__always)
  mutating func take(_ kind: TokenKind) -> Bool {
    guard token.kind == kind else { return false }
    advance()
    return true
  }

  /// Takes a token that must be of a kind.
  @inline(__always)
  mutating func expect(_ kind: TokenKind) {
    if token.kind == kind { advance() } else { failAtToken() }
  }

  /// The token after the present one, which stays.
  func peek() -> Token {
    var lexer = lexer
    return lexer.next()
  }

  /// The token is a contextual keyword that has no kind of its own, without escapes.
  func isWord(_ word: StaticString) -> Bool { isWord(word, token) }

  func isWord(_ word: StaticString, _ token: Token) -> Bool {
    token.kind == .identifier && token.end - token.start == word.utf8CodeUnitCount
      && bytes.matches(word, at: token.start)
  }

  /// The token is a keyword of this kind, written without escapes.
  ///
  /// Only names can have escapes, and with them they are identifiers to the lexer.
  func isKeyword(_ kind: TokenKind) -> Bool { token.kind == kind }

  /// Ends a statement: at a semicolon, or where one is inserted (ECMA-262 section 12.10).
  @inline(__always)
  mutating func semicolon() {
    if token.kind == .semicolon { return advance() }
    if token.kind == .rightBrace || token.isAfterNewline { return }
    if token.kind != .endOfFile { failAtToken() }
  }
}

// MARK: - Problems

extension Parser {
  /// Notes a broken rule.
  mutating func report(_ problem: SyntaxProblem, _ start: Int, _ end: Int) {
    guard failure == nil, !(hasTypes && problem.isLeftToJavaScript) else { return }
    problems.append(Problem(problem: problem, start: start, end: end))
  }

  mutating func report(_ problem: SyntaxProblem, at token: Token) {
    report(problem, token.start, token.end)
  }

  mutating func report(_ problem: SyntaxProblem, at node: NodeIndex) {
    guard node != .none else { return }
    report(problem, Int(tree[node].start), Int(tree[node].end))
  }

  /// Gives up: the text has no shape from here on.
  @inline(never)
  mutating func fail(_ problem: SyntaxProblem, _ start: Int, _ end: Int) {
    guard failure == nil else { return }
    report(problem, start, end)
    failure = Failure(mark: tree.mark)
    stop()
  }

  /// Gives up at a token that does not fit.
  @inline(never)
  mutating func failAtToken() {
    fail(token.kind == .endOfFile ? .unexpectedEnd : .unexpectedToken, token.start, token.end)
  }

  @inline(never)
  mutating func failLexically() {
    fail(.lexical(lexer.problem ?? .unexpectedCharacter), token.start, token.end)
  }

  /// The nodes nest deeper than the stack allows.
  @inline(never)
  mutating func failTooDeep() {
    guard failure == nil else { return }
    fail(.nestingTooDeep, token.start, token.end)
    failure?.isTooDeep = true
  }

  /// The text is a module, which the goal allows but the parser did not expect.
  mutating func restartAsModule() {
    guard failure == nil else { return }
    failure = Failure(mark: tree.mark, needsModule: true)
    stop()
  }

  private mutating func stop() {
    lexer.position = bytes.count
    token = Token(kind: .endOfFile, flags: [], start: bytes.count, end: bytes.count)
  }

  /// A node in the place of one that could not be read.
  mutating func missing() -> NodeIndex { tree.leaf(.missing, token.start, token.start) }

  /// A node turned out to be no node, such as the word `async` before an arrow function.
  mutating func discard(_ node: NodeIndex) { tree[node].kind = .missing }

  /// A production that can contain itself may begin; otherwise the parser has given up.
  @inline(__always)
  mutating func mayNest() -> Bool {
    if StackPointer.current > stackLimit { return true }
    failTooDeep()
    return false
  }
}
