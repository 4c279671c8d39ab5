/// Classes. ECMA-262 section 15.7. All of a class is strict mode code.
extension Parser {
  /// A class from `class` on. Only that of `export default` needs no name as a statement.
  mutating func classDefinition(
    isStatement: Bool, needsName: Bool = true, decorators: Int? = nil
  ) -> NodeIndex {
    let start = decorators.map { startOfDecorators($0) } ?? token.start
    let outer = context
    context.insert(.strict)
    advance()
    let mark = tree.pending.count
    let name = className(isStatement: isStatement, needsName: needsName, outer: outer)
    tree.pending.append(name)
    classTypeParameters()
    let hasSuperClass = take(.extends)
    let superClass = hasSuperClass ? leftHandSide() : .none
    tree.pending.append(superClass)
    classHeritageTypes()
    let body = classBody(hasSuperClass: hasSuperClass)
    tree.pending.append(body)
    context = outer
    if let decorators { moveDecorators(from: decorators, to: mark) }
    return tree.node(
      isStatement ? .classDeclaration : .classExpression, flags: .strict, start, previousEnd,
      pendingFrom: decorators ?? mark)
  }

  private mutating func className(
    isStatement: Bool, needsName: Bool, outer: Context
  ) -> NodeIndex {
    let hasName =
      token.kind.isName && token.kind != .extends && !(isClassClause(token))
    guard hasName else {
      if isStatement, needsName { failAtToken() }
      return .none
    }
    return bindingIdentifier(isStatement ? .lexical : .none)
  }

  private mutating func classBody(hasSuperClass: Bool) -> NodeIndex {
    let start = token.start
    privateNames.enterClass(at: start)
    let outer = context
    context.remove(.noIn)
    expect(.leftBrace)
    let mark = tree.pending.count
    var hasConstructor = false
    while token.kind != .rightBrace, token.kind != .endOfFile {
      if take(.semicolon) { continue }
      let member = classMember(hasSuperClass: hasSuperClass)
      if tree[member].kind == .missing { continue }
      if tree[member].kind == .methodDefinition,
        tree[member].detail == MemberKind.constructor.rawValue
      {
        if hasConstructor { report(.duplicateConstructor, at: tree.child(member, 0)) }
        hasConstructor = true
      }
      tree.pending.append(member)
    }
    context = outer
    for use in privateNames.leaveClass() {
      report(.undeclaredPrivateName, use.start, use.end)
    }
    expect(.rightBrace)
    return tree.node(.classBody, start, previousEnd, pendingFrom: mark)
  }

  /// What stands before a member's name.
  struct MemberHead {
    var flags: NodeFlags = []
    var functionFlags: NodeFlags = []
    var kind = MemberKind.method
    /// The member leaves nothing behind in JavaScript.
    var isErased = false
    /// A word that turned out to be the name rather than a modifier.
    var name: NodeIndex?

    var isModified: Bool { !functionFlags.isEmpty || kind != .method }
  }

  private mutating func classMember(hasSuperClass: Bool) -> NodeIndex {
    guard mayNest() else { return missing() }
    let decorators = tree.pending.count
    if token.kind == .at { self.decorators() }
    let start = tree.pending.count > decorators ? startOfDecorators(decorators) : token.start
    var head = MemberHead()
    memberModifiers(&head)
    if head.name == nil, token.kind == .static {
      let word = identifierNode()
      staticBlockModifier()
      if token.kind == .leftBrace {
        discard(word)
        return staticBlock(start, decorators)
      }
      if beginsMemberName || token.kind == .star, !isFieldBeforeStatic {
        discard(word)
        head.flags.insert(.static)
        memberModifiers(&head)
      } else {
        head.name = word
      }
    }
    if head.name == nil, let signature = indexSignature(start) { return signature }
    accessorModifier(&head)
    functionModifiers(&head)
    let mark = tree.pending.count
    let key: NodeIndex
    if let name = head.name {
      key = name
    } else if token.kind == .privateName {
      key = privateIdentifier()
    } else {
      let (node, flags) = propertyKey()
      key = node
      head.flags.formUnion(flags)
    }
    tree.pending.append(key)
    memberMark(&head)
    let isMethod = head.isModified || token.kind == .leftParen || beginsTypeParameters
    checkMemberName(key, head, isMethod: isMethod)
    let member =
      isMethod
      ? method(start, key, head, hasSuperClass, mark, decorators)
      : field(start, head, mark, decorators)
    return withoutErased(member, head)
  }

  /// `accessor` before a field, where it is no name itself.
  private mutating func accessorModifier(_ head: inout MemberHead) {
    guard head.name == nil, isWord("accessor"), takesDecorators else { return }
    let word = identifierNode()
    if beginsMemberName, !token.isAfterNewline {
      discard(word)
      head.flags.insert(.accessor)
    } else {
      head.name = word
    }
  }

  /// `async`, `*`, `get` and `set`, where they are no names themselves.
  mutating func functionModifiers(_ head: inout MemberHead) {
    guard head.name == nil else { return }
    if token.kind == .async {
      let word = identifierNode()
      if !token.isAfterNewline, beginsMemberName || token.kind == .star {
        discard(word)
        head.functionFlags.insert(.async)
      } else {
        head.name = word
        return
      }
    }
    if take(.star) {
      head.functionFlags.insert(.generator)
    } else if head.functionFlags.isEmpty, token.kind == .get || token.kind == .set {
      let kind: MemberKind = token.kind == .get ? .get : .set
      let word = identifierNode()
      if beginsMemberName {
        discard(word)
        head.kind = kind
      } else {
        head.name = word
      }
    }
  }

  /// A member's name can begin here, so the word before it was a modifier.
  var beginsMemberName: Bool {
    switch token.kind {
    case .privateName, .number, .bigint, .string, .leftBracket: true
    default: token.kind.isName
    }
  }

  private mutating func method(
    _ start: Int, _ key: NodeIndex, _ head: MemberHead, _ hasSuperClass: Bool, _ mark: Int,
    _ decorators: Int
  ) -> NodeIndex {
    var kind = head.kind
    if isConstructor(key, head) {
      if head.isModified {
        report(.specialConstructor, at: key)
      } else {
        kind = .constructor
      }
    }
    var form = FunctionForm()
    form.flags = head.functionFlags
    form.context.insert(.superProperty)
    if kind == .constructor, hasSuperClass { form.context.insert(.superCall) }
    form.hasUniqueParameters = true
    if kind == .get || kind == .set { form.accessor = kind }
    let valueStart = token.start
    let valueMark = tree.pending.count
    tree.pending.append(.none)
    let value = functionRest(.functionExpression, form, valueStart, valueMark)
    tree.pending.append(value)
    moveDecorators(from: decorators, to: mark)
    return tree.node(
      .methodDefinition, detail: kind.rawValue, flags: head.flags, start, previousEnd,
      pendingFrom: decorators)
  }

  /// The member is the class's constructor: section 15.7.1.
  private func isConstructor(_ key: NodeIndex, _ head: MemberHead) -> Bool {
    guard !head.flags.contains(.static), !head.flags.contains(.computed) else { return false }
    return spells(key, "constructor")
  }

  /// The key is this name, as an identifier or a string.
  func spells(_ key: NodeIndex, _ name: StaticString) -> Bool {
    let record = tree[key]
    switch record.kind {
    case .identifier: return isName(key, name)
    case .literal where record.detail == LiteralKind.string.rawValue:
      let text = bytes.slice(Int(record.start) + 1, Int(record.end) - 1)
      return Cooking.string(text) == name.description
    default: return false
    }
  }

  private mutating func checkMemberName(_ key: NodeIndex, _ head: MemberHead, isMethod: Bool) {
    guard failure == nil, !head.flags.contains(.computed) else { return }
    let isStatic = head.flags.contains(.static)
    if tree[key].kind == .privateIdentifier {
      declarePrivateName(key, head, isStatic: isStatic)
      return
    }
    if isStatic, spells(key, "prototype") { report(.staticPrototype, at: key) }
    if !isMethod, spells(key, "constructor") { report(.constructorField, at: key) }
  }

  private mutating func declarePrivateName(_ key: NodeIndex, _ head: MemberHead, isStatic: Bool) {
    let element: PrivateNames.Element =
      switch head.kind {
      case .get: .getter(isStatic: isStatic)
      case .set: .setter(isStatic: isStatic)
      default: .other
      }
    let symbol = symbol(of: key)
    if symbols.name(symbol) == "constructor" { report(.privateConstructor, at: key) }
    if !privateNames.declare(symbol, element) { report(.duplicatePrivateName, at: key) }
  }

  private mutating func field(
    _ start: Int, _ head: MemberHead, _ mark: Int, _ decorators: Int
  ) -> NodeIndex {
    memberAnnotation(tree.pending[mark])
    var value = NodeIndex.none
    if take(.assign) {
      let outer = enterInitializer()
      value = assignment()
      leaveFunction(outer)
    }
    tree.pending.append(value)
    semicolon()
    moveDecorators(from: decorators, to: mark)
    return tree.node(
      .propertyDefinition, flags: head.flags, start, previousEnd, pendingFrom: decorators)
  }

  /// The value of a field is the body of a method in all but looks.
  private mutating func enterInitializer() -> OuterFunction {
    enterFunction([.strict, .superProperty, .newTarget, .noArguments])
  }

  private mutating func staticBlock(_ start: Int, _ decorators: Int) -> NodeIndex {
    if tree.pending.count > decorators { failAtToken() }
    let outer = enterFunction([.strict, .superProperty, .newTarget, .noArguments, .staticBlock])
    expect(.leftBrace)
    let mark = tree.pending.count
    statements(until: .rightBrace)
    leaveFunction(outer)
    expect(.rightBrace)
    return tree.node(.staticBlock, start, previousEnd, pendingFrom: mark)
  }

  /// `#name`, without saying whether it is declared or used.
  mutating func privateIdentifier() -> NodeIndex {
    let flags: NodeFlags = token.flags.contains(.escaped) ? .escaped : []
    let node = tree.leaf(.privateIdentifier, flags: flags, token.start, token.end)
    expect(.privateName)
    return node
  }

  /// A private name that is used.
  mutating func privateReference() -> NodeIndex {
    let name = token
    let node = privateIdentifier()
    guard failure == nil else { return node }
    if !privateNames.use(symbol(of: node), name.start, name.end) {
      report(.privateNameOutsideClass, at: name)
    }
    return node
  }
}

/// Decorators: a proposal, and part of TypeScript. They stand behind the other children of what
/// they decorate.
extension Parser {
  /// One or more decorators, left pending.
  mutating func decorators() {
    while token.kind == .at {
      guard takesDecorators else { return failAtToken() }
      // What follows may be a class with decorators of its own.
      guard mayNest() else { return }
      let start = token.start
      advance()
      let expression = leftHandSide()
      let node = tree.node(.decorator, start, previousEnd, expression)
      tree.pending.append(node)
    }
  }

  /// Decorators are part of TypeScript, and a proposal to JavaScript.
  private var takesDecorators: Bool { options.allowsProposals || options.language.hasTypes }

  mutating func decoratedClass(isStatement: Bool, needsName: Bool = true) -> NodeIndex {
    let before = checkpoint()
    let mark = tree.pending.count
    decorators()
    if isStatement, token.kind == .export { return decoratedExport(mark) }
    if isStatement, let node = decoratedStatement(mark, since: before) { return node }
    abstractModifier()
    guard token.kind == .class, failure == nil else {
      failAtToken()
      return missing()
    }
    return classDefinition(isStatement: isStatement, needsName: needsName, decorators: mark)
  }

  /// `@a export class b {}`: the decorators are those of the class.
  private mutating func decoratedExport(_ mark: Int) -> NodeIndex {
    let start = startOfDecorators(mark)
    if goal == .auto {
      restartAsModule()
      return missing()
    }
    if goal != .module || !scopes.isOutermost { report(.misplacedModuleItem, at: token) }
    let keyword = token.start
    advance()
    let isDefault = take(.default)
    abstractModifier()
    guard token.kind == .class else {
      failAtToken()
      return missing()
    }
    let node = classDefinition(isStatement: true, needsName: !isDefault, decorators: mark)
    if isDefault { noteDefaultExport(at: keyword) } else { exportNames(of: node) }
    return tree.node(
      isDefault ? .exportDefaultDeclaration : .exportNamedDeclaration, start, previousEnd, node)
  }

  func startOfDecorators(_ mark: Int) -> Int {
    mark < tree.pending.count ? Int(tree[tree.pending[mark]].start) : token.start
  }

  /// Moves the decorators that are pending from one place to before another behind what follows.
  mutating func moveDecorators(from first: Int, to mark: Int) {
    guard first < mark else { return }
    let decorators = Array(tree.pending[first..<mark])
    tree.pending.removeSubrange(first..<mark)
    tree.pending.append(contentsOf: decorators)
  }
}
