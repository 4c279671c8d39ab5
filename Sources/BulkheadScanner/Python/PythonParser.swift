import BulkheadSource

/// Reads statements, one logical line after the other: an error in one line spoils no other. Nothing
/// recurses with the length of the text, and expressions nest to a fixed depth.
struct PythonParser {
  var tree: PythonTree
  var tokens: [PythonToken] = []
  var position = 0
  var depth = 0
  /// The scopes around the current line, with the indentation of the line that opened each.
  private var open: [(scope: Int, indent: Int32)] = []
  /// Decorators that wait for their definition.
  private var decorators: [PythonTree.Index] = []

  static let deepest = 80

  init(_ tree: PythonTree) { self.tree = tree }

  mutating func run() {
    tokens = PythonLexer.tokens(
      of: tree.source, in: 0..<tree.source.count, names: &tree.names)
    tree.records.reserveCapacity(tokens.count)
    tree.scopes = [PythonTree.Scope(kind: .module, parent: -1, name: -1)]
    open = [(0, -1)]
    while token.kind != .end {
      if token.kind == .line {
        let indent = token.value
        while open.count > 1, let last = open.last, last.indent >= indent { open.removeLast() }
        position += 1
      }
      line()
      if token.kind != .line, token.kind != .end {
        tree.hasErrors = true
        while token.kind != .line, token.kind != .end { position += 1 }
      }
    }
  }

  // MARK: - Tokens

  var token: PythonToken { tokens[position] }
  var scope: Int { open.last?.scope ?? 0 }
  var start: Int32 { token.start }
  /// Where the last token that was taken ends.
  var lastEnd: Int32 { position > 0 ? tokens[position - 1].end : 0 }

  func isMark(_ mark: Int32) -> Bool { token.kind == .mark && token.value == mark }
  func isKeyword(_ keyword: PythonKeyword) -> Bool {
    token.kind == .name && token.value == keyword.number
  }
  mutating func take(_ mark: Int32) -> Bool {
    guard isMark(mark) else { return false }
    position += 1
    return true
  }
  mutating func take(_ keyword: PythonKeyword) -> Bool {
    guard isKeyword(keyword) else { return false }
    position += 1
    return true
  }
  var isAtEnd: Bool { token.kind == .line || token.kind == .end }

  mutating func add(
    _ kind: PythonTree.Kind, _ start: Int32, _ children: [PythonTree.Index] = [], mark: Int32 = 0,
    name: Int32 = -1
  ) -> PythonTree.Index {
    let index = PythonTree.Index(raw: Int32(truncatingIfNeeded: tree.records.count))
    tree.records.append(
      PythonTree.Record(
        kind: kind, mark: mark, name: name, start: start, end: max(lastEnd, start),
        first: Int32(truncatingIfNeeded: tree.links.count),
        count: Int32(truncatingIfNeeded: children.count)))
    tree.links += children
    tree.nodeScopes.append(Int32(truncatingIfNeeded: scope))
    return index
  }

  // MARK: - Lines

  /// The statements of a line: simple ones between semicolons, or a header and what follows its colon.
  private mutating func line() {
    while !isAtEnd {
      let before = position
      if !header() { simple() }
      if position == before { return }
      while take(Marks.semicolon) {}
    }
  }

  private mutating func statement(_ node: PythonTree.Index) {
    tree.statements.append(PythonTree.Statement(node: node, scope: scope))
  }

  /// A compound statement's header with its colon; false where the line begins otherwise.
  private mutating func header() -> Bool {
    let start = start
    if isMark(Marks.at) {
      position += 1
      decorators.append(expression())
      return true
    }
    guard token.kind == .name, token.value < PythonKeyword.count else {
      return false
    }
    let isAsync = take(.async)
    if take(.def) {
      function(start)
    } else if take(.class) {
      type(start)
    } else if take(.if) || take(.elif) || take(.while) {
      statement(add(.other, start, [expression()]))
    } else if take(.for) {
      let target = targets()
      _ = take(.in)
      let source = expressions()
      statement(add(.for_, start, [target, source]))
    } else if take(.with) {
      with(start)
    } else if take(.except) {
      _ = take(Marks.star)
      if !isMark(Marks.colon) { statement(add(.other, start, [expressions()])) }
      if take(.as), token.kind == .name { position += 1 }
    } else if take(.else) || take(.try) || take(.finally) {
      // Only a colon follows.
    } else if !isAsync, isKeyword(.match) || isKeyword(.case), endsWithColon {
      position += 1
      if take(.match) {}
      statement(add(.other, start, [expressions()]))
      while !isAtEnd, !isMark(Marks.colon) { position += 1 }
    } else {
      return isAsync
    }
    if !take(Marks.colon) { tree.hasErrors = true }
    return true
  }

  /// `match x:` is a statement, `match = x` is not.
  private var endsWithColon: Bool {
    var next = position + 1
    guard tokens[next].kind != .mark || tokens[next].value != Marks.assign else { return false }
    while tokens[next].kind != .line, tokens[next].kind != .end { next += 1 }
    let last = tokens[next - 1]
    return last.kind == .mark && last.value == Marks.colon
  }

  private mutating func with(_ start: Int32) {
    let isParenthesized = isMark(Marks.open) && parenthesesHoldItems
    if isParenthesized { position += 1 }
    var items: [PythonTree.Index] = []
    repeat {
      if isMark(Marks.close) { break }
      items.append(expression())
      items.append(take(.as) ? target() : add(.broken, self.start))
    } while take(Marks.comma)
    if isParenthesized { _ = take(Marks.close) }
    statement(add(.with, start, items))
  }

  /// `with (a as b, c):` rather than an expression that begins with a parenthesis.
  private var parenthesesHoldItems: Bool {
    var level = 0
    var next = position
    while tokens[next].kind != .line, tokens[next].kind != .end {
      if tokens[next].kind == .mark {
        switch tokens[next].value {
        case Marks.open, Marks.openSquare, Marks.openCurly: level += 1
        case Marks.close, Marks.closeSquare, Marks.closeCurly:
          level -= 1
          if level == 0 {
            let after = tokens[next + 1]
            return after.kind == .mark && after.value == Marks.colon
          }
        default: break
        }
      }
      next += 1
    }
    return false
  }

  // MARK: - Definitions

  private mutating func function(_ start: Int32) {
    let name = token.kind == .name ? token.value : -1
    if token.kind == .name { position += 1 }
    if isMark(Marks.openSquare) { skipBrackets() }
    var parameters: [PythonTree.Parameter] = []
    var initials: [PythonTree.Index] = []
    if take(Marks.open) {
      parameters = self.parameters(until: Marks.close)
      initials = parameters.compactMap(\.initial)
      _ = take(Marks.close)
    }
    if take(Marks.arrow) { _ = expression() }
    let node = add(.definition, start, decorators + initials, name: name)
    statement(node)
    define(.function, name, node, parameters, start)
  }

  mutating func parameters(until close: Int32) -> [PythonTree.Parameter] {
    var parameters: [PythonTree.Parameter] = []
    while !isAtEnd, !isMark(close) {
      while take(Marks.star) || take(Marks.power) || take(Marks.slash) {}
      if token.kind == .name {
        let token = self.token
        position += 1
        var initial: PythonTree.Index?
        if close != Marks.colon, take(Marks.colon) { _ = expression() }
        if take(Marks.assign) { initial = expression() }
        parameters.append(
          PythonTree.Parameter(
            name: token.value, span: Span(start: Int(token.start), end: Int(lastEnd)),
            initial: initial))
      } else if isMark(Marks.open) {
        skipBrackets()
      }
      if !take(Marks.comma) { break }
    }
    return parameters
  }

  private mutating func type(_ start: Int32) {
    let name = token.kind == .name ? token.value : -1
    if token.kind == .name { position += 1 }
    if isMark(Marks.openSquare) { skipBrackets() }
    let bases = isMark(Marks.open) ? arguments() : []
    let node = add(.definition, start, decorators + bases, name: name)
    statement(node)
    define(.type, name, node, [], start)
  }

  private mutating func define(
    _ kind: PythonTree.Scope.Kind, _ name: Int32, _ node: PythonTree.Index,
    _ parameters: [PythonTree.Parameter], _ start: Int32
  ) {
    tree.scopes.append(
      PythonTree.Scope(
        kind: kind, parent: scope, name: name, definition: node, parameters: parameters,
        decorators: decorators))
    decorators = []
    open.append((tree.scopes.count - 1, indent(of: start)))
  }

  /// The indentation of the line a token stands in.
  private func indent(of start: Int32) -> Int32 {
    var index = position
    while index > 0, tokens[index].kind != .line { index -= 1 }
    return tokens[index].kind == .line ? tokens[index].value : 0
  }

  mutating func skipBrackets() {
    var level = 0
    while !isAtEnd {
      if token.kind == .mark {
        switch token.value {
        case Marks.open, Marks.openSquare, Marks.openCurly: level += 1
        case Marks.close, Marks.closeSquare, Marks.closeCurly: level -= 1
        default: break
        }
      }
      position += 1
      if level <= 0 { return }
    }
  }

  // MARK: - Simple statements

  private mutating func simple() {
    let start = start
    if take(.import) { return importModules() }
    if isKeyword(.from) {
      position += 1
      return importNames()
    }
    if take(.return) {
      let node = add(.return_, start, isAtEnd || isMark(Marks.semicolon) ? [] : [expressions()])
      if let value = tree.child(node, 0) { tree.scopes[scope].returns.append(value) }
      return statement(node)
    }
    if take(.pass) || take(.break) || take(.continue) { return }
    if take(.global) || take(.nonlocal) {
      while token.kind == .name || isMark(Marks.comma) { position += 1 }
      return
    }
    if take(.raise) || take(.del) || take(.assert) {
      var parts: [PythonTree.Index] = []
      while !isAtEnd, !isMark(Marks.semicolon) {
        let before = position
        parts.append(expressions())
        _ = take(.from)
        if position == before { break }
      }
      return statement(add(.other, start, parts))
    }
    if isKeyword(.print) || isKeyword(.exec), isOldStatement { return oldStatement(start) }
    assignment(start)
  }

  /// `exec code` and `print text` of Python 2.
  private var isOldStatement: Bool {
    let next = tokens[position + 1]
    return next.kind == .name && next.value != PythonKeyword.in.number
      && next.value != PythonKeyword.is.number && next.value != PythonKeyword.if.number
      && next.value != PythonKeyword.and.number && next.value != PythonKeyword.or.number
      || next.kind == .string || next.kind == .number
  }

  private mutating func oldStatement(_ start: Int32) {
    let name = token.value
    position += 1
    let callee = add(.name, start, name: name)
    let argument = expressions()
    if take(.in) { _ = expressions() }
    let call = add(.call, start, [callee, argument])
    statement(add(.expression, start, [call]))
  }

  private mutating func assignment(_ start: Int32) {
    var values = [expressions()]
    if take(Marks.colon) {
      _ = expression()
      if !isMark(Marks.assign) { return statement(add(.other, start, values)) }
    }
    if isMark(Marks.assign) {
      while take(Marks.assign) { values.append(expressions()) }
      return statement(add(.assignment, start, values))
    }
    if token.kind == .mark, token.value & 0xFF == 0x3D, token.value > 0xFF,
      !Marks.comparisons.contains(token.value)
    {
      let mark = token.value >> 8
      position += 1
      return statement(add(.augmented, start, values + [expressions()], mark: mark))
    }
    let node = add(.expression, start, values)
    if tree.scopes[scope].documentation == nil, tree.kind(values[0]) == .string {
      tree.scopes[scope].documentation = values[0]
    }
    statement(node)
  }

  // MARK: - Imports

  private mutating func dotted() -> String {
    var text = ""
    while !isAtEnd {
      if token.kind == .name, !isKeyword(.import), !isKeyword(.as) {
        text += tree.names.texts[Int(token.value)]
      } else if token.kind == .mark, token.value == Marks.dot {
        text += "."
      } else {
        break
      }
      position += 1
    }
    return text
  }

  private mutating func importModules() {
    repeat {
      let start = start
      let first = token.kind == .name ? token.value : -1
      let path = dotted()
      var alias = first
      var bound = String(path.prefix { $0 != "." })
      if take(.as), token.kind == .name {
        alias = token.value
        bound = path
        position += 1
      }
      record(bound, module: path, alias, start)
    } while take(Marks.comma)
  }

  private mutating func importNames() {
    let start = start
    let module = dotted()
    guard take(.import) else {
      tree.hasErrors = true
      return
    }
    _ = take(Marks.open)
    repeat {
      guard token.kind == .name else { break }
      let name = token.value
      let start = self.start
      position += 1
      var alias = name
      if take(.as), token.kind == .name {
        alias = token.value
        position += 1
      }
      record(module + "." + tree.names.texts[Int(name)], module: module, alias, start)
    } while take(Marks.comma)
    _ = take(Marks.close)
    if take(Marks.star) { record(module + ".*", module: module, -1, start) }
  }

  private mutating func record(_ path: String, module: String, _ alias: Int32, _ start: Int32) {
    tree.imports.append(
      PythonTree.Import(
        path: path, module: module, alias: alias, scope: scope,
        span: Span(start: Int(start), end: Int(lastEnd))))
  }
}
