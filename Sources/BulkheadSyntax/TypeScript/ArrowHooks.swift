/// Types in arrow functions, which show late what they are.
extension Parser {
  /// `?` and the type behind an item of parentheses that may be a parameter, and its default.
  mutating func typeOfCoverItem(_ item: NodeIndex) -> NodeIndex {
    guard hasTypes, token.kind == .colon || token.kind == .question, failure == nil else {
      return item
    }
    let start = Int(tree[item].start)
    if token.kind == .question { eraseToken() }
    annotation()
    guard token.kind == .assign else { return item }
    toAssignmentTarget(item, isPatternAllowed: true)
    advance()
    let value = assignment()
    return tree.node(
      .assignmentExpression, detail: TokenKind.assign.rawValue, start, previousEnd, item, value)
  }

  /// The type between the parameters of an arrow function and `=>`; takes nothing if no `=>`
  /// follows.
  mutating func arrowReturnAnnotation(_ start: Int) {
    guard hasTypes, token.kind == .colon, !types.notArrows.contains(start) else { return }
    let parenthesis = previousEnd - 1
    let colon = token.start
    let isArrow = attemptType { parser in
      parser.advance()
      parser.returnType()
      return parser.token.kind == .arrow
    }
    guard isArrow else { return }
    types.lastAnnotatedArrow = start
    guard hasLineBreak(parenthesis, previousEnd) else { return types.erase(colon, previousEnd) }
    // `=>` has to stand on the line of its parenthesis.
    types.erase(parenthesis, previousEnd - 1)
    types.erase(previousEnd - 1, previousEnd, filler: UInt8(ascii: ")"))
  }

  /// A line may end before `=>` of `async a => b`: Node erases such a text, and the engine refuses it.
  func isLeftToEngine(_ flags: NodeFlags) -> Bool { hasTypes && flags.contains(.async) }

  /// What stands between `?` and `:`. In `a ? (b) : c => d` the parentheses are no parameters with
  /// a type, in `a ? (b) : c => d : e` they are: that shows at the end.
  mutating func consequent() -> NodeIndex {
    guard hasTypes else { return inBrackets { $0.assignment() } }
    let before = checkpoint()
    let problemCount = problems.count
    while true {
      types.lastAnnotatedArrow = -1
      let node = inBrackets { $0.assignment() }
      let arrow = types.lastAnnotatedArrow
      let fits = failure == nil && problems.count == problemCount && token.kind == .colon
      if fits || arrow < 0 { return node }
      rewindType(to: before)
      types.notArrows.insert(arrow)
      if failure != nil { return node }
    }
  }

  func hasLineBreak(_ start: Int, _ end: Int) -> Bool {
    for offset in start..<end {
      switch bytes[offset] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
      case 0xE2: if bytes[offset + 1] == 0x80, bytes[offset + 2] & 0xFE == 0xA8 { return true }
      default: continue
      }
    }
    return false
  }

  /// A `?` is that of a conditional expression rather than of an optional parameter.
  func continuesConditional() -> Bool {
    guard hasTypes else { return true }
    switch peek().kind {
    case .colon, .comma, .rightParen, .assign: return false
    default: return true
    }
  }

  /// `async <T>(a) => b` or `async<T>(a)`; nil if neither.
  mutating func asyncGeneric(_ start: Int, _ name: NodeIndex) -> NodeIndex? {
    guard hasTypes, token.kind == .less else { return nil }
    let less = token.start
    let isOnLine = !token.isAfterNewline
    guard
      attemptType({ parser in
        parser.typeParameterList()
        return parser.token.kind == .leftParen
      })
    else { return nil }
    let end = previousEnd
    if hasLineBreak(less, end), isOnLine {
      // The parenthesis has to stand on the line of `async`.
      types.erase(less, end, filler: UInt8(ascii: "("))
      types.erase(token.start, token.end)
    } else {
      types.erase(less, end)
    }
    return asyncCallOrArrow(start, name)
  }
}
