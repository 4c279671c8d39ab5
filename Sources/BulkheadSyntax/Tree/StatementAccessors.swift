/// Parts of statements, declarations and modules, named as in ESTree.
extension SyntaxNode {
  /// The name or pattern a declaration binds.
  public var id: SyntaxNode? {
    child(
      0, of: .functionDeclaration, .functionExpression, .classDeclaration, .classExpression,
      .variableDeclarator)
  }

  /// The parameters of a function.
  public var params: [SyntaxNode] {
    switch kind {
    case .functionDeclaration, .functionExpression: children(from: 1, droppingLast: 1)
    case .arrowFunctionExpression: children(from: 0, droppingLast: 1)
    default: []
    }
  }

  /// The body of a function, class, loop, label, `with` or `catch`.
  public var body: SyntaxNode? {
    switch kind {
    case .doWhileStatement: child(0)
    // Decorators stand behind the body of a class.
    case .classDeclaration, .classExpression: child(2)
    case .functionDeclaration, .functionExpression, .arrowFunctionExpression, .whileStatement,
      .forStatement, .forInStatement, .forOfStatement,
      .labeledStatement, .withStatement, .catchClause:
      lastChild
    default: nil
    }
  }

  /// The statements of a program, block or static block, or the members of a class body.
  public var statements: [SyntaxNode] {
    switch kind {
    case .program, .blockStatement, .staticBlock, .classBody: children
    case .switchCase: children(from: 1)
    default: []
    }
  }

  /// The class that is extended.
  public var superClass: SyntaxNode? { child(1, of: .classDeclaration, .classExpression) }

  /// What runs when the test holds.
  public var consequent: SyntaxNode? { child(1, of: .conditionalExpression, .ifStatement) }

  /// What runs when the test does not hold.
  public var alternate: SyntaxNode? { child(2, of: .conditionalExpression, .ifStatement) }

  /// The initial value of a variable, or the first part of a `for` head.
  public var initializer: SyntaxNode? {
    switch kind {
    case .variableDeclarator: child(1)
    case .forStatement: child(0)
    default: nil
    }
  }

  /// The last part of a `for` head.
  public var update: SyntaxNode? { child(2, of: .forStatement) }

  /// The declarators of a variable declaration.
  public var declarations: [SyntaxNode] { kind == .variableDeclaration ? children : [] }

  /// The name of a label, `break` or `continue`.
  public var label: SyntaxNode? {
    child(0, of: .labeledStatement, .breakStatement, .continueStatement)
  }

  /// The block of a `try`.
  public var block: SyntaxNode? { child(0, of: .tryStatement) }
  /// The `catch` of a `try`.
  public var handler: SyntaxNode? { child(1, of: .tryStatement) }
  /// The `finally` of a `try`.
  public var finalizer: SyntaxNode? { child(2, of: .tryStatement) }
  /// What `catch` binds.
  public var param: SyntaxNode? { child(0, of: .catchClause) }
  /// What `switch` looks at.
  public var discriminant: SyntaxNode? { child(0, of: .switchStatement) }
  /// The cases of a `switch`.
  public var cases: [SyntaxNode] { kind == .switchStatement ? children(from: 1) : [] }
}

/// Imports and exports.
extension SyntaxNode {
  /// The module named by an import or export, or the first operand of `import()`.
  public var source: SyntaxNode? {
    switch kind {
    case .importExpression: child(0)
    case .importDeclaration, .exportNamedDeclaration: firstChild(.literal)
    case .exportAllDeclaration: exported == nil ? child(0) : child(1)
    default: nil
    }
  }

  /// How far an import goes.
  public var phase: ImportPhase? {
    kind == .importDeclaration || kind == .importExpression
      ? ImportPhase(rawValue: tree.record(index).detail) : nil
  }

  /// The names an import or export lists.
  public var specifiers: [SyntaxNode] {
    guard kind == .importDeclaration || kind == .exportNamedDeclaration else { return [] }
    return children.filter {
      switch $0.kind {
      case .importSpecifier, .importDefaultSpecifier, .importNamespaceSpecifier, .exportSpecifier:
        true
      default: false
      }
    }
  }

  /// The attributes after `with`.
  public var attributes: [SyntaxNode] { children.filter { $0.kind == .importAttribute } }

  /// What an `export` declares, or the expression of `export default`.
  public var declaration: SyntaxNode? {
    switch kind {
    case .exportDefaultDeclaration: return child(0)
    case .exportNamedDeclaration:
      guard let first = child(0) else { return nil }
      switch first.kind {
      case .exportSpecifier, .literal, .importAttribute: return nil
      default: return first
      }
    default: return nil
    }
  }

  /// The name in this module: of `import {a as b}`, `b`; of `export {a as b}`, `a`.
  public var local: SyntaxNode? {
    switch kind {
    case .importSpecifier, .importDefaultSpecifier, .importNamespaceSpecifier: lastChild
    case .exportSpecifier: child(0)
    default: nil
    }
  }

  /// The name in the other module: of `import {a as b}`, `a`.
  public var imported: SyntaxNode? { child(0, of: .importSpecifier) }

  /// The name other modules see: of `export {a as b}` and `export * as b`, `b`.
  public var exported: SyntaxNode? {
    switch kind {
    case .exportSpecifier: lastChild
    case .exportAllDeclaration:
      // `export * as name from "m"`: the name is a child of its own before the source.
      child(1).map { $0.kind == .literal } == true ? child(0) : nil
    default: nil
    }
  }
}
