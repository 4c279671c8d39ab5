/// Parts of expressions and patterns, named as in ESTree.
extension SyntaxNode {
  /// What is called, constructed or used as a template's tag.
  public var callee: SyntaxNode? {
    child(0, of: .callExpression, .newExpression, .taggedTemplateExpression)
  }

  /// The arguments of a call or construction; for `import(a, b)` both operands.
  public var arguments: [SyntaxNode] {
    switch kind {
    case .callExpression, .newExpression: children(from: 1)
    case .importExpression: children(from: 0)
    default: []
    }
  }

  /// The object of a member access or of `with`.
  public var object: SyntaxNode? { child(0, of: .memberExpression, .withStatement) }

  /// The property of a member access, or the second name of a meta property.
  public var property: SyntaxNode? { child(1, of: .memberExpression, .metaProperty) }

  /// The first name of a meta property: `import` or `new`.
  public var meta: SyntaxNode? { child(0, of: .metaProperty) }

  /// The property's name when the text tells it: `a.b`, `a["b"]`, ``a[`b`]``, `a[1]`, `a.#b`.
  public var propertyName: String? {
    guard kind == .memberExpression, let property else { return nil }
    return isComputed ? property.constantKey : property.name
  }

  /// The key's name when the text tells it: `{a: 1}`, `{"a": 1}`, `{["a"]: 1}`, `{a() {}}`.
  public var keyName: String? {
    guard let key else { return nil }
    return isComputed ? key.constantKey : key.name ?? key.constantKey
  }

  /// The property key a constant expression gives.
  private var constantKey: String? {
    if let string = stringValue { return string }
    guard kind == .literal else { return nil }
    switch literalKind {
    case .number:
      guard let number = numberValue else { return nil }
      return Self.propertyKey(number)
    case .bigint: return bigintValue
    case .boolean, .null: return text
    default: return nil
    }
  }

  /// The left operand, the assignment's target, or what a `for` head assigns to.
  public var left: SyntaxNode? {
    child(
      0, of: .binaryExpression, .logicalExpression, .assignmentExpression, .assignmentPattern,
      .forInStatement, .forOfStatement)
  }

  /// The right operand, the assigned or default value, or what a `for` head iterates over.
  public var right: SyntaxNode? {
    child(
      1, of: .binaryExpression, .logicalExpression, .assignmentExpression, .assignmentPattern,
      .forInStatement, .forOfStatement)
  }

  /// The operator of a unary, update, binary, logical or assignment expression.
  public var `operator`: TokenKind? {
    switch kind {
    case .unaryExpression, .updateExpression, .binaryExpression, .logicalExpression,
      .assignmentExpression:
      TokenKind(rawValue: tree.record(index).detail)
    default: nil
    }
  }

  /// The single operand.
  public var argument: SyntaxNode? {
    child(
      0, of: .unaryExpression, .updateExpression, .spreadElement, .restElement, .yieldExpression,
      .awaitExpression, .returnStatement, .throwStatement)
  }

  /// The condition.
  public var test: SyntaxNode? {
    switch kind {
    case .conditionalExpression, .ifStatement, .whileStatement, .switchCase: child(0)
    case .doWhileStatement, .forStatement: child(1)
    default: nil
    }
  }

  /// What an expression statement or an optional chain holds.
  public var expression: SyntaxNode? { child(0, of: .expressionStatement, .chainExpression) }

  /// The expressions of a sequence or of a template's substitutions.
  public var expressions: [SyntaxNode] {
    switch kind {
    case .sequenceExpression: children
    case .templateLiteral: children.filter { $0.kind != .templateElement }
    default: []
    }
  }

  /// The literal pieces of a template.
  public var quasis: [SyntaxNode] {
    kind == .templateLiteral ? children.filter { $0.kind == .templateElement } : []
  }

  /// The tag of a tagged template.
  public var tag: SyntaxNode? { child(0, of: .taggedTemplateExpression) }

  /// The template of a tagged template.
  public var quasi: SyntaxNode? { child(1, of: .taggedTemplateExpression) }

  /// The elements of an array or array pattern; `nil` is a hole.
  public var elements: [SyntaxNode?] {
    guard kind == .arrayExpression || kind == .arrayPattern else { return [] }
    return tree.slots(index).map { $0 == .none ? nil : SyntaxNode(tree: tree, index: $0) }
  }

  /// The properties of an object or object pattern.
  public var properties: [SyntaxNode] {
    kind == .objectExpression || kind == .objectPattern ? children : []
  }

  /// The key of a property or class member. Of a shorthand property, its identifier.
  public var key: SyntaxNode? {
    guard
      let first = child(0, of: .property, .methodDefinition, .propertyDefinition, .importAttribute)
    else { return nil }
    return isShorthand && first.kind == .assignmentPattern ? first.left : first
  }

  /// The value of a property or class member. Of a shorthand property, the same node as its key.
  public var value: SyntaxNode? {
    isShorthand
      ? child(0, of: .property)
      : child(1, of: .property, .methodDefinition, .propertyDefinition, .importAttribute)
  }
}

/// Facts about expressions and members.
extension SyntaxNode {
  /// `a[b]`, `{[a]: b}`.
  public var isComputed: Bool { flags.contains(.computed) }
  /// `a?.b` at this very link.
  public var isOptional: Bool { flags.contains(.optional) }
  /// A static class member.
  public var isStatic: Bool { flags.contains(.static) }
  /// `{a}`.
  public var isShorthand: Bool { flags.contains(.shorthand) }
  /// A method of an object literal.
  public var isMethod: Bool { flags.contains(.method) }
  /// An async function.
  public var isAsync: Bool { kind.isFunction && flags.contains(.async) }
  /// `for await`.
  public var isAwait: Bool { kind == .forOfStatement && flags.contains(.async) }
  /// A generator function.
  public var isGenerator: Bool { kind.isFunction && flags.contains(.generator) }
  /// `yield*`.
  public var isDelegate: Bool { kind == .yieldExpression && flags.contains(.generator) }
  /// `++a` rather than `a++`.
  public var isPrefix: Bool { flags.contains(.prefix) }
  /// The node stands in parentheses.
  public var isParenthesized: Bool { flags.contains(.parenthesized) }
  /// A directive such as `"use strict"`.
  public var isDirective: Bool { flags.contains(.directive) }
  /// The node is a program, function or class of strict mode code.
  public var isStrict: Bool { flags.contains(.strict) }

  /// What a property or class member defines.
  public var memberKind: MemberKind? {
    switch kind {
    case .property, .methodDefinition: MemberKind(rawValue: tree.record(index).detail)
    case .propertyDefinition: .value
    default: nil
    }
  }

  /// How a variable declaration binds.
  public var declarationKind: DeclarationKind? {
    kind == .variableDeclaration ? DeclarationKind(rawValue: tree.record(index).detail) : nil
  }
}
