/// Expressions, from the comma down to the unary operators. ECMA-262 sections 13.4 to 13.16.
extension Parser {
  /// Expressions separated by commas.
  mutating func expression(maybePattern: Bool = false) -> NodeIndex {
    let start = token.start
    let first = assignment(maybePattern: maybePattern)
    guard token.kind == .comma else { return first }
    let mark = tree.pending.count
    tree.pending.append(first)
    while take(.comma) {
      let next = assignment()
      tree.pending.append(next)
    }
    return tree.node(.sequenceExpression, start, previousEnd, pendingFrom: mark)
  }

  /// An AssignmentExpression. If it may become a pattern, what is right in patterns only stays open.
  mutating func assignment(maybePattern: Bool = false) -> NodeIndex {
    guard mayNest() else { return missing() }
    if token.kind == .yield, context.contains(.generator) { return yieldExpression() }
    let start = token.start
    cover.assignmentStart = start
    let outer = openCover()
    let left = conditional()
    guard token.kind.isAssignment else {
      guard cover.isOpen, maybePattern, isLiteralPattern(left) else {
        settleCover(outer)
        return left
      }
      keepCover(outer)
      return left
    }
    let isPlain = token.kind == .assign
    if isPlain, isLiteralPattern(left) {
      toAssignmentTarget(left, isPatternAllowed: true)
      abandonCover(outer)
    } else {
      settleCover(outer)
      toAssignmentTarget(
        left, isPatternAllowed: isPlain, isCallAllowed: !token.kind.isLogicalAssignment)
    }
    let operation = token.kind.rawValue
    advance()
    let right = assignment()
    return tree.node(
      .assignmentExpression, detail: operation, start, previousEnd, left, right)
  }

  /// The node is an array or object literal that can become a pattern.
  private func isLiteralPattern(_ node: NodeIndex) -> Bool {
    guard node != .none else { return false }
    let record = tree[node]
    return (record.kind == .objectExpression || record.kind == .arrayExpression)
      && !record.flags.contains(.parenthesized)
  }

  private mutating func yieldExpression() -> NodeIndex {
    let start = token.start
    if context.contains(.parameters) { report(.yieldInParameters, at: token) }
    cover.lastYield = start
    advance()
    var flags: NodeFlags = []
    var argument = NodeIndex.none
    if !token.isAfterNewline {
      if take(.star) {
        flags.insert(.generator)
        argument = assignment()
      } else if beginsYieldArgument {
        argument = assignment()
      }
    }
    return tree.node(.yieldExpression, flags: flags, start, previousEnd, argument)
  }

  private var beginsYieldArgument: Bool {
    switch token.kind {
    case .rightParen, .rightBracket, .rightBrace, .comma, .semicolon, .colon, .endOfFile, .in,
      .of, .templateMiddle, .templateTail, .question:
      // `of` ends the left side of a for-of loop; as an operand it is a name.
      token.kind == .of && !context.contains(.noIn)
    default: true
    }
  }

  private mutating func conditional() -> NodeIndex {
    let start = token.start
    let test = binary()
    guard token.kind == .question, previousEnd != cover.arrowEnd, continuesConditional() else {
      return test
    }
    advance()
    let mark = tree.pending.count
    tree.pending.append(test)
    let consequent = consequent()
    tree.pending.append(consequent)
    expect(.colon)
    let alternate = assignment()
    tree.pending.append(alternate)
    return tree.node(.conditionalExpression, start, previousEnd, pendingFrom: mark)
  }

  /// Binary operators that bind at least as tightly as asked.
  @inline(__always)
  private mutating func binary() -> NodeIndex {
    let start = token.start
    let left =
      token.kind == .privateName ? privateNameInObject() : unary()
    typeOperators()
    if token.kind.binaryPrecedence == 0 { return left }
    return binary(left, start, atLeast: 1)
  }

  private mutating func binary(
    _ first: NodeIndex, _ start: Int, atLeast minimum: UInt8
  ) -> NodeIndex {
    var left = first
    while true {
      let operation = token.kind
      let precedence = operation.binaryPrecedence
      guard precedence >= minimum, precedence > 0 else { break }
      if operation == .in, context.contains(.noIn) { break }
      if previousEnd == cover.arrowEnd { break }
      if operation == .starStar { checkPowerOperand(left) }
      advance()
      let rightStart = token.start
      var right: NodeIndex
      if token.kind == .privateName, precedence < TokenKind.in.binaryPrecedence {
        right = privateNameInObject()
      } else {
        right = unary()
      }
      typeOperators()
      // `**` groups to the right, everything else to the left.
      let next = operation == .starStar ? precedence : precedence + 1
      if token.kind.binaryPrecedence >= next { right = binaryOperand(right, rightStart, next) }
      if operation == .nullish || operation == .logicalOr || operation == .logicalAnd {
        checkMixture(operation, left, right)
        left = tree.node(
          .logicalExpression, detail: operation.rawValue, start, previousEnd, left, right)
      } else {
        left = tree.node(
          .binaryExpression, detail: operation.rawValue, start, previousEnd, left, right)
      }
    }
    return left
  }

  private mutating func binaryOperand(
    _ first: NodeIndex, _ start: Int, _ minimum: UInt8
  ) -> NodeIndex {
    guard mayNest() else { return first }
    return binary(first, start, atLeast: minimum)
  }

  /// `#a in b`: the one place where a private name is an operand.
  private mutating func privateNameInObject() -> NodeIndex {
    let node = privateReference()
    if token.kind != .in || context.contains(.noIn) { failAtToken() }
    return node
  }

  /// `??` mixes with `&&` and `||` in parentheses only: section 13.13.
  private mutating func checkMixture(
    _ operation: TokenKind, _ left: NodeIndex, _ right: NodeIndex
  ) {
    for node in [left, right] {
      let record = tree[node]
      guard record.kind == .logicalExpression, !record.flags.contains(.parenthesized) else {
        continue
      }
      let isNullish = record.detail == TokenKind.nullish.rawValue
      if isNullish != (operation == .nullish) { report(.mixedNullish, at: node) }
    }
  }

  /// `-a ** b` says neither `(-a) ** b` nor `-(a ** b)`: section 13.6.
  private mutating func checkPowerOperand(_ node: NodeIndex) {
    let record = tree[node]
    if record.kind == .unaryExpression || record.kind == .awaitExpression,
      !record.flags.contains(.parenthesized)
    {
      report(.unaryBeforePower, at: node)
    }
  }

  mutating func unary() -> NodeIndex {
    let start = token.start
    switch token.kind {
    case .exclamation, .tilde, .plus, .minus, .typeof, .void, .delete: return unaryOperator(start)
    case .plusPlus, .minusMinus:
      guard mayNest() else { return missing() }
      let operation = token.kind.rawValue
      advance()
      let argument = unary()
      toAssignmentTarget(argument, isPatternAllowed: false)
      return tree.node(
        .updateExpression, detail: operation, flags: .prefix, start, previousEnd, argument)
    case .await where isAwaitOperator: return awaitExpression(start)
    case .less:
      if let node = typeAssertion() { return node }
    default: break
    }
    let argument = leftHandSide()
    guard token.kind == .plusPlus || token.kind == .minusMinus, !token.isAfterNewline,
      previousEnd != cover.arrowEnd
    else { return argument }
    toAssignmentTarget(argument, isPatternAllowed: false)
    let operation = token.kind.rawValue
    advance()
    return tree.node(.updateExpression, detail: operation, start, previousEnd, argument)
  }

  private mutating func unaryOperator(_ start: Int) -> NodeIndex {
    guard mayNest() else { return missing() }
    let operation = token.kind
    advance()
    let argument = unary()
    if operation == .delete { checkDelete(argument) }
    return tree.node(
      .unaryExpression, detail: operation.rawValue, flags: .prefix, start, previousEnd, argument)
  }

  private mutating func checkDelete(_ argument: NodeIndex) {
    guard failure == nil else { return }
    let record = tree[argument]
    switch record.kind {
    case .identifier:
      if context.contains(.strict) { report(.deletedName, at: argument) }
    case .memberExpression:
      if tree[tree.child(argument, 1)].kind == .privateIdentifier {
        report(.deletedPrivateName, at: argument)
      }
    case .chainExpression: checkDelete(tree.child(argument, 0))
    default: break
    }
  }

  /// `await` is an operator where the code is async.
  private var isAwaitOperator: Bool { context.contains(.async) }

  private mutating func awaitExpression(_ start: Int) -> NodeIndex {
    guard mayNest() else { return missing() }
    if context.contains(.parameters) { report(.awaitInParameters, at: token) }
    cover.lastAwait = start
    advance()
    let argument = unary()
    return tree.node(.awaitExpression, start, previousEnd, argument)
  }
}
