/// Functions. ECMA-262 sections 15.1 to 15.8.
extension Parser {
  /// What decides how a function's parameters and body are read.
  struct FunctionForm {
    var flags: NodeFlags = []
    /// What it takes from the code around it, or has as a method or constructor.
    var context: Context = [.newTarget]
    var accessor: MemberKind?
    /// Methods and arrow functions never have two parameters of one name.
    var hasUniqueParameters = false

    /// Its context, given whether the code around it is strict.
    func inner(isStrict: Bool) -> Context {
      var inner = context.union(.return)
      if isStrict { inner.insert(.strict) }
      if flags.contains(.async) { inner.insert(.async) }
      if flags.contains(.generator) { inner.insert(.generator) }
      return inner
    }
  }

  /// A function declaration, `async` included.
  mutating func functionStatement(_ place: StatementPlace) -> NodeIndex {
    let first = token
    let isPlain = token.kind == .function && peek().kind != .star
    switch place {
    case .list: break
    case .branch, .label:
      if !isPlain || context.contains(.strict) { report(.misplacedDeclaration, at: first) }
    case .body: report(.misplacedDeclaration, at: first)
    }
    // A function that is a branch of an if has a block of its own: annex B.3.3.
    if place == .branch { scopes.enterBlock() }
    let node = function(.functionDeclaration, isPlain: isPlain)
    if place == .branch { scopes.leave() }
    return node
  }

  /// A function from `async` or `function` on. Only that of `export default` needs no name.
  mutating func function(
    _ kind: SyntaxKind, isPlain: Bool = false, needsName: Bool = true
  ) -> NodeIndex {
    let start = token.start
    var form = FunctionForm()
    if take(.async) { form.flags.insert(.async) }
    expect(.function)
    if take(.star) { form.flags.insert(.generator) }
    let mark = tree.pending.count
    if kind == .functionDeclaration {
      let isNameless = token.kind == .leftParen || beginsTypeParameters
      let name = isNameless && !needsName ? NodeIndex.none : bindingIdentifier(.none)
      // An overload declares nothing; whether this is one is known at its end.
      if name != .none, !hasTypes { declareFunction(name, isPlain: isPlain) }
      tree.pending.append(name)
      let node = functionRest(kind, form, start, mark)
      if hasTypes, name != .none, tree[node].kind == .functionDeclaration {
        declareFunction(name, isPlain: isPlain)
      }
      return node
    } else {
      // The name of an expression is bound inside, where it may be read as an operator.
      let outer = context
      context = context.subtracting([.generator, .async, .staticBlock])
      context.formUnion(form.inner(isStrict: false).intersection([.generator, .async]))
      let isNameless = token.kind == .leftParen || beginsTypeParameters
      let name = isNameless ? NodeIndex.none : bindingIdentifier(.none)
      context = outer
      tree.pending.append(name)
    }
    return functionRest(kind, form, start, mark)
  }

  /// Declares a function: as a variable at the top of scripts and functions, else lexically.
  private mutating func declareFunction(_ name: NodeIndex, isPlain: Bool) {
    guard failure == nil, tree[name].kind == .identifier else { return }
    let symbol = symbol(of: name)
    let isAllowed =
      if scopes.isAtFunctionLevel, !(goal == .module && scopes.isOutermost) {
        scopes.declareVariable(symbol)
      } else {
        scopes.declareLexical(
          symbol, isPlain && !context.contains(.strict) ? .sloppyFunction : .binding)
      }
    if !isAllowed { report(.duplicateDeclaration, at: name) }
  }

  /// A function from its parameters on; its name, if it has one, is pending above the mark.
  mutating func functionRest(
    _ kind: SyntaxKind, _ form: FunctionForm, _ start: Int, _ mark: Int
  ) -> NodeIndex {
    let outer = enterFunction(form.inner(isStrict: context.contains(.strict)))
    let first = tree.pending.count
    context.insert(.parameters)
    parameters()
    context.remove(.parameters)
    returnAnnotation()
    if let accessor = form.accessor { checkAccessor(accessor, from: first) }
    if hasOverload(kind) {
      leaveFunction(outer)
      return overload(kind, form, start, mark)
    }
    let body = functionBody(parametersFrom: first, isUnique: form.hasUniqueParameters)
    if context.contains(.strict), !outer.context.contains(.strict), first > mark {
      recheckName(tree.pending[first - 1])
    }
    let flags = context.contains(.strict) ? form.flags.union(.strict) : form.flags
    tree.pending.append(body)
    leaveFunction(outer)
    return tree.node(kind, flags: flags, start, previousEnd, pendingFrom: mark)
  }

  /// What a function hides from the code around it.
  struct OuterFunction {
    var context: Context
    var duplicateParameter: NodeIndex
    var lastYield: Int
    var lastAwait: Int
    var lastAwaitName: Int
  }

  mutating func enterFunction(_ inner: Context) -> OuterFunction {
    let outer = OuterFunction(
      context: context, duplicateParameter: duplicateParameter, lastYield: cover.lastYield,
      lastAwait: cover.lastAwait, lastAwaitName: cover.lastAwaitName)
    context = inner
    duplicateParameter = .none
    scopes.enterFunction()
    labels.enterFunction()
    return outer
  }

  mutating func leaveFunction(_ outer: OuterFunction) {
    context = outer.context
    duplicateParameter = outer.duplicateParameter
    cover.lastYield = outer.lastYield
    cover.lastAwait = outer.lastAwait
    cover.lastAwaitName = outer.lastAwaitName
    scopes.leave()
    labels.leaveFunction()
  }

  private mutating func parameters() {
    functionTypeParameters()
    expect(.leftParen)
    thisParameter()
    while token.kind != .rightParen, token.kind != .endOfFile {
      let isRest = token.kind == .ellipsis
      let node = parameter(isRest: isRest)
      tree.pending.append(node)
      if isRest {
        if token.kind == .assign { report(.restInitializer, at: token) }
        if token.kind == .comma { report(.restNotLast, at: token) }
        break
      }
      if token.kind != .rightParen { expect(.comma) }
    }
    expect(.rightParen)
  }

  private mutating func parameter(isRest: Bool) -> NodeIndex {
    let start = token.start
    parameterModifiers()
    if isRest {
      let node = bindingRest(.parameter)
      parameterAnnotation(node)
      return node
    }
    let target = bindingTarget(.parameter)
    parameterAnnotation(target)
    return withDefault(target, start)
  }

  private mutating func checkAccessor(_ accessor: MemberKind, from first: Int) {
    let count = tree.pending.count - first
    let isRight =
      accessor == .get
      ? count == 0 : count == 1 && tree[tree.pending[first]].kind != .restElement
    if !isRight { report(.accessorParameters, previousEnd - 1, previousEnd) }
  }

  /// The braces and statements of a body whose parameters are pending.
  mutating func functionBody(parametersFrom first: Int, isUnique: Bool) -> NodeIndex {
    let start = token.start
    let wasStrict = context.contains(.strict)
    let isSimple = tree.pending[first...].allSatisfy { tree[$0].kind == .identifier }
    let parameterEnd = tree.pending.count
    expect(.leftBrace)
    let isUseStrict = directives()
    if isUseStrict, !isSimple { report(.strictDirectiveWithParameters, start, start + 1) }
    statements(until: .rightBrace)
    let isStrict = context.contains(.strict)
    if isStrict, !wasStrict, isSimple {
      for place in first..<parameterEnd { recheckName(tree.pending[place]) }
    }
    if duplicateParameter != .none, isStrict || isUnique || !isSimple {
      report(.duplicateParameter, at: duplicateParameter)
    }
    // The code behind the brace is that of the function around.
    expect(.rightBrace)
    return tree.node(.blockStatement, start, previousEnd, pendingFrom: parameterEnd)
  }

  /// A name that was read before the code turned out to be strict.
  private mutating func recheckName(_ node: NodeIndex) {
    guard node != .none, tree[node].kind == .identifier, failure == nil else { return }
    checkBinding(node)
    let record = tree[node]
    let text = bytes.slice(Int(record.start), Int(record.end))
    let kind = Keywords.kind(
      ofName: record.flags.contains(.escaped)
        ? Cooking.identifier(text) : String(decoding: text, as: UTF8.self))
    if kind.isStrictReservedWord { report(.strictName, at: node) }
  }
}
