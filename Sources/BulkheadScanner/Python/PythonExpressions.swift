/// The punctuators that the reader looks for.
enum Marks {
  static let open = PythonToken.mark("("), close = PythonToken.mark(")")
  static let openSquare = PythonToken.mark("["), closeSquare = PythonToken.mark("]")
  static let openCurly = PythonToken.mark("{"), closeCurly = PythonToken.mark("}")
  static let comma = PythonToken.mark(","), colon = PythonToken.mark(":")
  static let semicolon = PythonToken.mark(";"), dot = PythonToken.mark(".")
  static let at = PythonToken.mark("@"), assign = PythonToken.mark("=")
  static let walrus = PythonToken.mark(":", "="), arrow = PythonToken.mark("-", ">")
  static let star = PythonToken.mark("*"), power = PythonToken.mark("*", "*")
  static let slash = PythonToken.mark("/"), plus = PythonToken.mark("+")
  static let minus = PythonToken.mark("-"), percent = PythonToken.mark("%")
  static let tilde = PythonToken.mark("~"), caret = PythonToken.mark("^")
  static let equal = PythonToken.mark("=", "="), unequal = PythonToken.mark("!", "=")
  static let comparisons: Set<Int32> = [
    equal, unequal, PythonToken.mark("<", "="), PythonToken.mark(">", "="), PythonToken.mark("<"),
    PythonToken.mark(">"), PythonToken.mark("<", ">"),
  ]
  /// How tightly the binary operators bind.
  static let precedences: [Int32: Int] = [
    PythonToken.mark("|"): 1, caret: 2, PythonToken.mark("&"): 3, PythonToken.mark("<", "<"): 4,
    PythonToken.mark(">", ">"): 4, plus: 5, minus: 5, star: 6, slash: 6, percent: 6,
    PythonToken.mark("/", "/"): 6, at: 6, power: 8,
  ]
}

extension PythonParser {
  /// Expressions between commas: one, or a tuple.
  mutating func expressions() -> PythonTree.Index {
    let start = start
    let first = expression()
    guard isMark(Marks.comma) else { return first }
    var elements = [first]
    while take(Marks.comma) {
      if isAtEnd || !startsExpression { break }
      elements.append(expression())
    }
    return add(.tuple, start, elements)
  }

  private var startsExpression: Bool {
    guard token.kind == .mark else {
      return token.kind != .name || token.value > PythonKeyword.is.number
        || isKeyword(.not)
    }
    return [
      Marks.open, Marks.openSquare, Marks.openCurly, Marks.minus, Marks.plus, Marks.tilde,
      Marks.star, Marks.power,
    ].contains(token.value)
  }

  /// What stands between `for` and `in`.
  mutating func targets() -> PythonTree.Index {
    let start = start
    let first = target()
    guard isMark(Marks.comma) else { return first }
    var elements = [first]
    while take(Marks.comma), !isKeyword(.in) { elements.append(target()) }
    return add(.tuple, start, elements)
  }

  mutating func target() -> PythonTree.Index {
    let start = start
    if take(Marks.star) { return add(.star, start, [postfix()]) }
    return postfix()
  }

  /// One expression, `a if b else c`, `lambda`, `*a`, `yield` among them.
  mutating func expression() -> PythonTree.Index {
    let start = start
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { return tooDeep(start) }
    if take(.lambda) {
      _ = parameters(until: Marks.colon)
      _ = take(Marks.colon)
      return add(.lambda, start, [expression()])
    }
    if take(.yield) {
      _ = take(.from)
      let node = add(.yield, start, isAtEnd || isMark(Marks.close) ? [] : [expressions()])
      if let value = tree.child(node, 0) { tree.scopes[scope].returns.append(value) }
      return node
    }
    if take(Marks.star) || take(Marks.power) { return add(.star, start, [expression()]) }
    let value = disjunction()
    if isKeyword(.if), isConditional {
      position += 1
      let condition = disjunction()
      guard take(.else) else { return add(.conditional, start, [value, condition]) }
      return add(.conditional, start, [value, condition, expression()])
    }
    if isMark(Marks.walrus) {
      position += 1
      return add(.walrus, start, [value, expression()])
    }
    return value
  }

  /// In a comprehension `if` begins a condition, and no `else` follows before the bracket closes.
  private var isConditional: Bool {
    var level = 0
    var next = position + 1
    while next < tokens.count {
      let token = tokens[next]
      switch token.kind {
      case .line, .end: return false
      case .name where level == 0 && token.value == PythonKeyword.else.number: return true
      case .name where level == 0 && token.value == PythonKeyword.for.number: return false
      case .mark:
        switch token.value {
        case Marks.open, Marks.openSquare, Marks.openCurly: level += 1
        case Marks.close, Marks.closeSquare, Marks.closeCurly:
          level -= 1
          if level < 0 { return false }
        case Marks.comma where level == 0, Marks.semicolon where level == 0: return false
        default: break
        }
      default: break
      }
      next += 1
      if next - position > 4096 { return false }
    }
    return false
  }

  private mutating func tooDeep(_ start: Int32) -> PythonTree.Index {
    tree.hasErrors = true
    skipBrackets()
    return add(.broken, start)
  }

  /// `or`, `and`, `not`, comparisons: what they combine.
  private mutating func disjunction() -> PythonTree.Index {
    let start = start
    var operands = [comparison()]
    while isKeyword(.or) || isKeyword(.and) {
      position += 1
      operands.append(comparison())
    }
    return operands.count == 1 ? operands[0] : add(.boolean, start, operands)
  }

  private mutating func comparison() -> PythonTree.Index {
    let start = start
    var nots = 0
    while take(.not) { nots += 1 }
    var operands = [binary(1)]
    var mark: Int32 = 0
    while !isAtEnd {
      if token.kind == .mark, Marks.comparisons.contains(token.value) {
        mark = token.value
        position += 1
      } else if isKeyword(.in) || isKeyword(.is) {
        position += 1
        _ = take(.not)
      } else if isKeyword(.not), tokens[position + 1].value == PythonKeyword.in.number {
        position += 2
      } else {
        break
      }
      operands.append(binary(1))
    }
    let value = operands.count == 1 ? operands[0] : add(.comparison, start, operands, mark: mark)
    return nots == 0 ? value : add(.unary, start, [value])
  }

  /// Binary operators by precedence; a chain of one operator is one node.
  private mutating func binary(_ least: Int) -> PythonTree.Index {
    let start = start
    var left = unary()
    while token.kind == .mark, let precedence = Marks.precedences[token.value],
      precedence >= least
    {
      let mark = token.value
      var operands = [left]
      while isMark(mark) {
        position += 1
        depth += 1
        operands.append(depth < Self.deepest ? binary(precedence + 1) : tooDeep(self.start))
        depth -= 1
      }
      left = add(.binary, start, operands, mark: mark)
    }
    return left
  }

  private mutating func unary() -> PythonTree.Index {
    let start = start
    guard token.kind == .mark,
      [Marks.minus, Marks.plus, Marks.tilde].contains(token.value)
    else { return postfix() }
    let mark = token.value
    while token.kind == .mark, [Marks.minus, Marks.plus, Marks.tilde].contains(token.value) {
      position += 1
    }
    let operand = postfix()
    return add(.unary, start, [operand], mark: mark)
  }

  // MARK: - Primaries

  /// An atom with the calls, members and subscripts that follow it.
  mutating func postfix() -> PythonTree.Index {
    let start = start
    if take(.await) { return add(.await, start, [postfix()]) }
    var node = atom()
    while token.kind == .mark {
      switch token.value {
      case Marks.dot:
        guard tokens[position + 1].kind == .name else { return node }
        let name = tokens[position + 1].value
        position += 2
        node = add(.attribute, start, [node], name: name)
      case Marks.open:
        let arguments = arguments()
        node = add(.call, start, [node] + arguments)
      case Marks.openSquare:
        position += 1
        let index = subscriptContent()
        _ = take(Marks.closeSquare)
        node = add(.subscript_, start, [node, index])
      default: return node
      }
    }
    return node
  }

  private mutating func subscriptContent() -> PythonTree.Index {
    let start = start
    var parts: [PythonTree.Index] = []
    var isSlice = false
    while !isAtEnd, !isMark(Marks.closeSquare) {
      let before = position
      if take(Marks.colon) || take(Marks.comma) {
        isSlice = true
      } else {
        parts.append(expression())
      }
      if position == before { break }
    }
    return !isSlice && parts.count == 1 ? parts[0] : add(.slice, start, parts)
  }

  /// The arguments of a call, in their order.
  mutating func arguments() -> [PythonTree.Index] {
    position += 1
    var arguments: [PythonTree.Index] = []
    while !isAtEnd, !isMark(Marks.close) {
      let before = position
      let start = start
      if token.kind == .name, tokens[position + 1].kind == .mark,
        tokens[position + 1].value == Marks.assign
      {
        let name = token.value
        position += 2
        let value = expression()
        arguments.append(add(.keyword, start, [value], name: name))
      } else {
        let value = expression()
        arguments.append(
          isComprehension ? comprehension(start, [value], close: Marks.close) : value)
      }
      if !take(Marks.comma), !isMark(Marks.close) {
        recover(to: Marks.close)
      }
      if position == before { break }
    }
    _ = take(Marks.close)
    return arguments
  }

  private mutating func recover(to close: Int32) {
    tree.hasErrors = true
    while !isAtEnd, !isMark(close) {
      if token.kind == .mark,
        [Marks.open, Marks.openSquare, Marks.openCurly].contains(token.value)
      {
        skipBrackets()
      } else {
        position += 1
      }
    }
  }

  private var isComprehension: Bool {
    isKeyword(.for) || isKeyword(.async) && tokens[position + 1].value == PythonKeyword.for.number
  }

  private mutating func comprehension(
    _ start: Int32, _ element: [PythonTree.Index], close: Int32
  ) -> PythonTree.Index {
    var parts = element
    while !isAtEnd, !isMark(close) {
      let before = position
      _ = take(.async)
      if take(.for) {
        parts.append(targets())
        _ = take(.in)
        parts.append(disjunction())
      } else if take(.if) {
        parts.append(disjunction())
      }
      if position == before { break }
    }
    // How many nodes stand before the first target.
    return add(.comprehension, start, parts, mark: Int32(element.count))
  }

  private mutating func atom() -> PythonTree.Index {
    let token = self.token
    switch token.kind {
    case .name:
      position += 1
      if token.value == PythonKeyword.none.number || token.value == PythonKeyword.yes.number
        || token.value == PythonKeyword.no.number
      {
        return add(.constant, token.start, name: token.value)
      }
      return add(.name, token.start, name: token.value)
    case .number:
      position += 1
      return add(.number, token.start)
    case .string: return strings()
    case .mark:
      switch token.value {
      case Marks.open: return parenthesized()
      case Marks.openSquare: return list()
      case Marks.openCurly: return braces()
      default: break
      }
    case .line, .end: break
    }
    if token.kind == .mark, token.value == Marks.dot {
      while take(Marks.dot) {}
      return add(.constant, token.start)
    }
    tree.hasErrors = true
    return add(.broken, token.start)
  }

  private mutating func parenthesized() -> PythonTree.Index {
    let start = start
    position += 1
    if take(Marks.close) { return add(.tuple, start) }
    var value = expressions()
    if isComprehension { value = comprehension(start, [value], close: Marks.close) }
    if !isMark(Marks.close) { recover(to: Marks.close) }
    _ = take(Marks.close)
    return value
  }

  private mutating func list() -> PythonTree.Index {
    let start = start
    position += 1
    var elements: [PythonTree.Index] = []
    while !isAtEnd, !isMark(Marks.closeSquare) {
      let before = position
      elements.append(expression())
      if isComprehension {
        let node = comprehension(start, elements, close: Marks.closeSquare)
        _ = take(Marks.closeSquare)
        return node
      }
      if !take(Marks.comma), !isMark(Marks.closeSquare) { recover(to: Marks.closeSquare) }
      if position == before { break }
    }
    _ = take(Marks.closeSquare)
    return add(.list, start, elements)
  }

  private mutating func braces() -> PythonTree.Index {
    let start = start
    position += 1
    var elements: [PythonTree.Index] = []
    var isDictionary = false
    while !isAtEnd, !isMark(Marks.closeCurly) {
      let before = position
      elements.append(expression())
      if take(Marks.colon) {
        isDictionary = true
        elements.append(expression())
      }
      if isComprehension {
        let node = comprehension(start, elements, close: Marks.closeCurly)
        _ = take(Marks.closeCurly)
        return node
      }
      if !take(Marks.comma), !isMark(Marks.closeCurly) { recover(to: Marks.closeCurly) }
      if position == before { break }
    }
    _ = take(Marks.closeCurly)
    return add(isDictionary || elements.isEmpty ? .dictionary : .set, start, elements)
  }

  /// Adjacent literals are one; expressions in `f'…'` are read.
  private mutating func strings() -> PythonTree.Index {
    let start = start
    var parts: [PythonTree.Index] = []
    var isFormat = false
    while token.kind == .string {
      let range = Int(token.start)..<Int(token.end)
      let literal = PythonString(tree.source, range)
      position += 1
      if literal.isFormat, depth < Self.deepest {
        isFormat = true
        format(literal, &parts)
      } else {
        parts.append(add(.string, Int32(truncatingIfNeeded: range.lowerBound)))
      }
    }
    if parts.count == 1, !isFormat { return parts[0] }
    return add(.format, start, parts)
  }

  /// The parts of `f'a{b!r:c}d'`: text, and expressions without conversion and format.
  private mutating func format(_ literal: PythonString, _ parts: inout [PythonTree.Index]) {
    let source = tree.source
    var offset = literal.content.lowerBound
    var textStart = offset
    func isDoubled(_ byte: UInt8) -> Bool {
      offset + 1 < literal.content.upperBound && source[offset + 1] == byte
    }
    while offset < literal.content.upperBound {
      let byte = source[offset]
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}"), isDoubled(byte) {
        offset += 2
      } else if byte == UInt8(ascii: "{") {
        text(textStart..<offset, &parts)
        let end = Self.expressionEnd(source, offset + 1, literal.content.upperBound)
        inner((offset + 1)..<end.expression, &parts)
        offset = min(end.field + 1, literal.content.upperBound)
        textStart = offset
      } else {
        offset += 1
      }
    }
    text(textStart..<offset, &parts)
  }

  private mutating func text(_ range: Range<Int>, _ parts: inout [PythonTree.Index]) {
    guard !range.isEmpty else { return }
    let node = add(.string, Int32(truncatingIfNeeded: range.lowerBound), mark: 1)
    tree.records[Int(node.raw)].end = Int32(truncatingIfNeeded: range.upperBound)
    parts.append(node)
  }

  private mutating func inner(_ range: Range<Int>, _ parts: inout [PythonTree.Index]) {
    let outer = (tokens, position)
    tokens = PythonLexer.tokens(of: tree.source, in: range, names: &tree.names, isExpression: true)
    position = 0
    parts.append(expressions())
    (tokens, position) = outer
  }

  /// Where the expression of a field ends, and where the field does.
  private static func expressionEnd(
    _ source: [UInt8], _ start: Int, _ limit: Int
  ) -> (expression: Int, field: Int) {
    var level = 0
    var offset = start
    var expression: Int?
    var quote: UInt8?
    while offset < limit {
      let byte = source[offset]
      if let open = quote {
        if byte == open { quote = nil }
        offset += 1
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): if expression == nil { quote = byte }
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): level += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): level -= 1
      case UInt8(ascii: "}"):
        if level <= 0 { return (expression ?? offset, offset) }
        level -= 1
      case UInt8(ascii: "!"), UInt8(ascii: ":"), UInt8(ascii: "="):
        let isComparison = offset + 1 < limit && source[offset + 1] == UInt8(ascii: "=")
        if isComparison {
          offset += 1
        } else if level <= 0, expression == nil, byte != UInt8(ascii: "=") {
          expression = offset
        }
      default: break
      }
      offset += 1
    }
    return (expression ?? limit, limit)
  }
}
