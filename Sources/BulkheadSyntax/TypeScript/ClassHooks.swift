/// Type parameters, modifiers and members that leave nothing in classes.
extension Parser {
  /// `<T>` behind the name of a class.
  mutating func classTypeParameters() { functionTypeParameters() }

  /// `<T>` and `implements A, B` behind the class that is extended.
  mutating func classHeritageTypes() {
    guard hasTypes else { return }
    if token.kind == .less {
      let start = token.start
      typeArguments()
      types.erase(start, previousEnd)
    }
    if token.kind == .implements {
      let start = token.start
      advance()
      heritageList()
      types.erase(start, previousEnd)
    }
  }

  /// Types with commas between, or none before a brace.
  mutating func heritageList() {
    guard token.kind != .leftBrace else { return }
    repeat { type() } while take(.comma)
  }

  /// `abstract` before `class`.
  mutating func abstractModifier() {
    if hasTypes, isWord("abstract"), peek().kind == .class { eraseToken() }
  }

  /// The token begins what follows the name of a class, such as `implements`.
  func isClassClause(_ token: Token) -> Bool { hasTypes && token.kind == .implements }

  /// `public`, `abstract`, `readonly` and the like before a member, before or behind `static`.
  mutating func memberModifiers(_ head: inout MemberHead) {
    guard hasTypes else { return }
    while isMemberModifier {
      let next = peek()
      if isWord("abstract") || isWord("declare") { head.isErased = true }
      if isWord("accessor") {
        advance()
        continue
      }
      // What stands before might go on with `*`, `[` or an operator.
      let isHazard =
        next.kind == .star || next.kind == .leftBracket || next.kind == .in
        || next.kind == .instanceof
      types.erase(
        token.start, token.end, filler: UInt8(ascii: isHazard && token.isAfterNewline ? ";" : " "))
      advance()
    }
  }

  var isMemberModifier: Bool {
    switch token.kind {
    case .public, .private, .protected: break
    case .identifier:
      guard
        isWord("readonly") || isWord("abstract") || isWord("declare") || isWord("override")
          || isWord("accessor")
      else { return false }
    default: return false
    }
    let next = peek()
    switch next.kind {
    case .privateName, .number, .bigint, .string, .leftBracket, .star: return !next.isAfterNewline
    default: return next.kind.isName && !next.isAfterNewline
    }
  }

  /// `abstract` or `readonly` between `static` and a block, where the compiler refuses it. It stays in
  /// the text, so that the engine refuses it as well.
  mutating func staticBlockModifier() {
    guard hasTypes, isWord("abstract") || isWord("readonly") else { return }
    let next = peek()
    if next.kind == .leftBrace, !next.isAfterNewline { advance() }
  }

  /// `static` is a field's name, since the next line begins with `static` and the name of a member.
  /// JavaScript has no such text: there both words are one member's.
  var isFieldBeforeStatic: Bool {
    guard hasTypes, token.kind == .static, token.isAfterNewline else { return false }
    let next = peek()
    return (next.kind.isName || next.kind == .privateName) && !next.isAfterNewline
  }

  /// `[key: T]: U` in a class; nil if the bracket begins the name of a member.
  mutating func indexSignature(_ start: Int) -> NodeIndex? {
    guard hasTypes, token.kind == .leftBracket else { return nil }
    var lexer = lexer
    guard lexer.next().kind.isName, lexer.next().kind == .colon else { return nil }
    advance()
    advance()
    expect(.colon)
    type()
    expect(.rightBracket)
    if take(.colon) { type() }
    semicolon()
    types.erase(start, previousEnd)
    return missing()
  }

  /// `?` or `!` behind the name of a member.
  mutating func memberMark(_ head: inout MemberHead) {
    guard hasTypes else { return }
    if token.kind == .question || (token.kind == .exclamation && !token.isAfterNewline) {
      eraseToken()
    }
  }

  /// The type of a field.
  mutating func memberAnnotation(_ key: NodeIndex) {
    guard hasTypes, token.kind == .colon else { return }
    let start = token.start
    advance()
    type()
    // A field named `get` must not become the beginning of an accessor.
    let isWord =
      token.kind != .assign
      && (isName(key, "get") || isName(key, "set") || isName(key, "static"))
    types.erase(start, previousEnd, filler: UInt8(ascii: isWord ? ";" : " "))
  }

  /// A member without a body, or one that `abstract` or `declare` makes nothing, is erased; gives
  /// a node that stands for nothing.
  mutating func withoutErased(_ member: NodeIndex, _ head: MemberHead) -> NodeIndex {
    guard hasTypes, failure == nil, head.isErased || isBodiless(member) else { return member }
    let start = Int(tree[member].start)
    _ = take(.semicolon)
    types.erase(start, previousEnd)
    discard(member)
    return member
  }

  func isBodiless(_ member: NodeIndex) -> Bool {
    guard tree[member].kind == .methodDefinition else { return false }
    return tree[tree.child(member, 1)].kind == .missing
  }

  /// A `<` that begins the type parameters of a method.
  var beginsTypeParameters: Bool { hasTypes && token.kind == .less }
}
