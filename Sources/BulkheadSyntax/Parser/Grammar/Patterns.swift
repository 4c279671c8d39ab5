/// Binding patterns. ECMA-262 section 14.3.3.
extension Parser {
  /// A name or a pattern of names.
  mutating func bindingTarget(_ role: BindingRole) -> NodeIndex {
    guard mayNest() else { return missing() }
    switch token.kind {
    case .leftBracket: return arrayPattern(role)
    case .leftBrace: return objectPattern(role)
    default: return bindingIdentifier(role)
    }
  }

  /// A name or pattern with a default.
  mutating func bindingElement(_ role: BindingRole) -> NodeIndex {
    let start = token.start
    let target = bindingTarget(role)
    return withDefault(target, start)
  }

  /// A default behind what is bound, if there is one.
  mutating func withDefault(_ target: NodeIndex, _ start: Int) -> NodeIndex {
    guard take(.assign) else { return target }
    let value = inBrackets { $0.assignment() }
    return tree.node(.assignmentPattern, start, previousEnd, target, value)
  }

  /// `...rest`; of an object only a name, since what is left is no list.
  mutating func bindingRest(_ role: BindingRole, isObject: Bool = false) -> NodeIndex {
    let start = token.start
    expect(.ellipsis)
    let target = isObject ? bindingIdentifier(role) : bindingTarget(role)
    return tree.node(.restElement, start, previousEnd, target)
  }

  private mutating func arrayPattern(_ role: BindingRole) -> NodeIndex {
    let start = token.start
    advance()
    let mark = tree.pending.count
    while token.kind != .rightBracket, token.kind != .endOfFile {
      if take(.comma) {
        tree.pending.append(.none)
        continue
      }
      let isRest = token.kind == .ellipsis
      let element = isRest ? bindingRest(role) : bindingElement(role)
      tree.pending.append(element)
      if isRest {
        checkRestIsLast()
        break
      }
      if token.kind != .rightBracket { expect(.comma) }
    }
    expect(.rightBracket)
    return tree.node(.arrayPattern, start, previousEnd, pendingFrom: mark)
  }

  private mutating func objectPattern(_ role: BindingRole) -> NodeIndex {
    let start = token.start
    advance()
    let mark = tree.pending.count
    while token.kind != .rightBrace, token.kind != .endOfFile {
      let isRest = token.kind == .ellipsis
      let property = isRest ? bindingRest(role, isObject: true) : bindingProperty(role)
      tree.pending.append(property)
      if isRest {
        checkRestIsLast()
        break
      }
      if token.kind != .rightBrace { expect(.comma) }
    }
    expect(.rightBrace)
    return tree.node(.objectPattern, start, previousEnd, pendingFrom: mark)
  }

  private mutating func bindingProperty(_ role: BindingRole) -> NodeIndex {
    let start = token.start
    let detail = MemberKind.value.rawValue
    if token.kind.isName {
      let next = peek().kind
      if next != .colon {
        let name = bindingIdentifier(role)
        let value = withDefault(name, start)
        return tree.node(
          .property, detail: detail, flags: .shorthand, start, previousEnd, value)
      }
    }
    let (key, flags) = propertyKey()
    expect(.colon)
    let value = bindingElement(role)
    return tree.node(.property, detail: detail, flags: flags, start, previousEnd, key, value)
  }

  private mutating func checkRestIsLast() {
    if token.kind == .comma { report(.restNotLast, at: token) }
    if token.kind == .assign { report(.restInitializer, at: token) }
    if token.kind == .comma { advance() }
  }

  /// Reads something inside brackets, where `in` is an operator again.
  @inline(__always)
  mutating func inBrackets(_ production: (inout Parser) -> NodeIndex) -> NodeIndex {
    let outer = context
    context.remove(.noIn)
    let node = production(&self)
    context = outer
    return node
  }
}

/// Expressions that turn out to be patterns: they are not read again, their nodes become those
/// of patterns. ECMA-262 sections 13.15.5 and 15.3.
extension Parser {
  /// Makes an expression what is assigned to. A call is an error at run time only, in sloppy mode.
  mutating func toAssignmentTarget(
    _ node: NodeIndex, isPatternAllowed: Bool, isCallAllowed: Bool = true
  ) {
    guard node != .none, failure == nil else { return }
    let record = tree[node]
    switch record.kind {
    case .identifier: checkBinding(node)
    case .memberExpression: break
    case .callExpression where isCallAllowed && !context.contains(.strict): break
    case .arrayExpression where isPatternAllowed, .objectExpression where isPatternAllowed:
      if record.flags.contains(.parenthesized) {
        report(.parenthesizedPattern, at: node)
      } else {
        toPattern(node, binding: nil)
      }
    case .missing: break
    default:
      report(.invalidTarget, at: node)
    }
  }

  /// Makes an expression a binding of a parameter.
  mutating func toParameter(_ node: NodeIndex, isLast: Bool) {
    if tree[node].kind == .spreadElement {
      toRest(node, isObject: false, isLast: isLast, .parameter)
    } else {
      toElement(node, binding: .parameter)
    }
  }

  /// Makes an array or object literal a pattern.
  private mutating func toPattern(_ node: NodeIndex, binding: BindingRole?) {
    guard mayNest() else { return }
    let isObject = tree[node].kind == .objectExpression || tree[node].kind == .objectPattern
    tree[node].kind = isObject ? .objectPattern : .arrayPattern
    let slots = tree.slots(node)
    for slot in slots {
      let child = tree.childIndices[slot]
      guard child != .none else { continue }
      switch tree[child].kind {
      case .property: toPatternProperty(child, binding)
      case .spreadElement, .restElement:
        toRest(child, isObject: isObject, isLast: slot == slots.upperBound - 1, binding)
      default: toElement(child, binding: binding)
      }
    }
  }

  private mutating func toPatternProperty(_ node: NodeIndex, _ binding: BindingRole?) {
    let record = tree[node]
    guard record.detail == MemberKind.value.rawValue, !record.flags.contains(.method) else {
      report(.invalidPattern, at: node)
      return
    }
    toElement(tree.child(node, Int(record.childCount) - 1), binding: binding)
  }

  private mutating func toRest(
    _ node: NodeIndex, isObject: Bool, isLast: Bool, _ binding: BindingRole?
  ) {
    if !isLast || tree[node].flags.contains(.trailingComma) { report(.restNotLast, at: node) }
    tree[node].kind = .restElement
    let argument = tree.child(node, 0)
    switch tree[argument].kind {
    case .arrayExpression where isObject, .objectExpression where isObject,
      .arrayPattern where isObject, .objectPattern where isObject:
      report(.invalidPattern, at: argument)
    case .assignmentExpression, .assignmentPattern: report(.restInitializer, at: argument)
    default: toElement(argument, binding: binding)
    }
  }

  /// Makes one element of a pattern, perhaps with a default, a target or a binding.
  private mutating func toElement(_ node: NodeIndex, binding: BindingRole?) {
    guard node != .none, failure == nil else { return }
    let record = tree[node]
    let isParenthesized = record.flags.contains(.parenthesized)
    switch record.kind {
    case .assignmentExpression
    where record.detail == TokenKind.assign.rawValue && !isParenthesized:
      tree[node].kind = .assignmentPattern
      tree[node].detail = 0
      // Its left side already is a target; as a binding it has to be looked at again.
      if binding != nil { toElement(tree.child(node, 0), binding: binding) }
    case .assignmentPattern: toElement(tree.child(node, 0), binding: binding)
    case .arrayExpression, .objectExpression:
      if isParenthesized { report(.parenthesizedPattern, at: node) }
      toPattern(node, binding: binding)
    case .arrayPattern, .objectPattern:
      if binding != nil { toPattern(node, binding: binding) }
    default:
      guard let binding else {
        toAssignmentTarget(node, isPatternAllowed: true, isCallAllowed: false)
        return
      }
      guard record.kind == .identifier, !isParenthesized else {
        report(.invalidPattern, at: node)
        return
      }
      checkBinding(node)
      declare(node, binding)
    }
  }
}
