import BulkheadSyntax

/// What a name in a script stands for: its declaration and everything that is assigned to it.
final class Binding {
  /// Where a value comes from.
  enum Origin {
    /// The value of an expression.
    case expression(SyntaxNode)
    /// A property of a value, by destructuring; the keys are literals or expressions.
    case property(of: SyntaxNode, [Key])
    /// Something from a module: a name, or the whole for nil.
    case module(String, name: String?)
    /// A parameter of a function.
    case parameter(of: SyntaxNode, Int)
    /// A key or element of what a loop goes over.
    case iteration(over: SyntaxNode)
    /// A function or class of that name.
    case declaration(SyntaxNode)
    /// Caught, or destructured in a way that is not followed.
    case other
  }

  /// A key of a pattern.
  enum Key {
    case name(String)
    case computed(SyntaxNode)
  }

  var origins: [Origin] = []
}

/// Which names are bound where. Scopes are approximate where sloppy mode is odd: a function in a block
/// belongs to the block only.
struct Bindings {
  private var scopes: [NodeIndex: [String: Binding]] = [:]
  /// For each node the nearest one around it, or itself, that can own a scope. Walking up from a name
  /// would take as long as the expression around it is deep, which is as deep as the text is long.
  private var nearestScope: [NodeIndex] = []

  /// The most scopes around a name that are searched, and the most assignments that are kept for one.
  private static let mostScopes = 2000
  private static let mostOrigins = 64

  init(_ tree: SyntaxTree) {
    nearestScope = Self.nearestScopes(tree)
    for index in tree.indices {
      switch tree.kind(of: index) {
      case .variableDeclaration, .functionDeclaration, .functionExpression,
        .arrowFunctionExpression, .classDeclaration, .classExpression, .catchClause,
        .importDeclaration, .tsImportEqualsDeclaration:
        declare(SyntaxNode(tree: tree, index: index))
      default: break
      }
    }
    // Only when all names are declared can an assignment be told from one to a global.
    for node in tree.nodes(of: .assignmentExpression) {
      guard let left = node.left, let right = node.right else { continue }
      bind(left, to: .expression(right), declaresIn: nil)
    }
    for kind in [SyntaxKind.forInStatement, .forOfStatement] {
      for node in tree.nodes(of: kind) {
        guard let left = node.left, let right = node.right else { continue }
        let target = left.declarations.first?.id ?? left
        bind(target, to: .iteration(over: right), declaresIn: nil)
      }
    }
  }

  /// The binding of an identifier; nil for a global name.
  func binding(of identifier: SyntaxNode) -> Binding? {
    guard let name = identifier.name else { return nil }
    var scope = nearestScope[Int(identifier.index.rawValue)]
    for _ in 0..<Self.mostScopes where scope != .none {
      if let binding = scopes[scope]?[name] { return binding }
      guard let parent = SyntaxNode(tree: identifier.tree, index: scope).parent else { return nil }
      scope = nearestScope[Int(parent.index.rawValue)]
    }
    return nil
  }

  /// Parents come after their children, so that going backwards each parent is known first.
  private static func nearestScopes(_ tree: SyntaxTree) -> [NodeIndex] {
    var nearest = [NodeIndex](repeating: .none, count: tree.count)
    for offset in stride(from: tree.count - 1, through: 0, by: -1) {
      let node = SyntaxNode(tree: tree, index: NodeIndex(rawValue: UInt32(offset)))
      if ownsScope(node.kind) {
        nearest[offset] = node.index
      } else if let parent = node.parent {
        nearest[offset] = nearest[Int(parent.index.rawValue)]
      }
    }
    return nearest
  }

  private static func ownsScope(_ kind: SyntaxKind) -> Bool {
    switch kind {
    case .program, .blockStatement, .forStatement, .forInStatement, .forOfStatement, .catchClause,
      .switchStatement, .staticBlock, .classExpression:
      true
    default: kind.isFunction
    }
  }

  // MARK: - Declarations

  private mutating func declare(_ node: SyntaxNode) {
    switch node.kind {
    case .variableDeclaration:
      let scope = Self.scope(of: node, isVar: node.declarationKind == .var)
      for declarator in node.declarations {
        guard let id = declarator.id else { continue }
        bind(id, to: declarator.initializer.map { .expression($0) }, declaresIn: scope)
      }
    case .functionDeclaration, .classDeclaration:
      if let id = node.id {
        bind(id, to: .declaration(node), declaresIn: Self.scope(of: node, isVar: false))
      }
      declareParameters(node)
    case .functionExpression, .classExpression:
      if let id = node.id { bind(id, to: .declaration(node), declaresIn: node) }
      declareParameters(node)
    case .arrowFunctionExpression: declareParameters(node)
    case .catchClause: if let param = node.param { bind(param, to: .other, declaresIn: node) }
    case .importDeclaration: declareImports(node)
    case .tsImportEqualsDeclaration:
      if let name = node.children.first, let value = node.children.last {
        bind(name, to: .expression(value), declaresIn: Self.scope(of: node, isVar: false))
      }
    default: break
    }
  }

  private mutating func declareParameters(_ function: SyntaxNode) {
    for (position, parameter) in function.params.enumerated() {
      let target = parameter.kind == .restElement ? parameter.argument ?? parameter : parameter
      bind(target, to: .parameter(of: function, position), declaresIn: function)
    }
    if function.kind != .arrowFunctionExpression, function.kind.isFunction {
      scopes[function.index, default: [:]]["arguments"] = Binding()
    }
  }

  private mutating func declareImports(_ node: SyntaxNode) {
    guard let module = node.source?.stringValue, let scope = node.parent else { return }
    for specifier in node.specifiers {
      guard let local = specifier.local else { continue }
      let imported = specifier.imported.flatMap { $0.name ?? $0.stringValue }
      let name = specifier.kind == .importSpecifier && imported != "default" ? imported : nil
      bind(local, to: .module(module, name: name), declaresIn: scope)
    }
  }

  /// The node whose scope a declaration belongs to.
  private static func scope(of node: SyntaxNode, isVar: Bool) -> SyntaxNode {
    var last = node
    for ancestor in node.ancestors.prefix(10_000) {
      last = ancestor
      if ancestor.kind.isFunction || ancestor.kind == .program || ancestor.kind == .staticBlock {
        return ancestor
      }
      if isVar { continue }
      switch ancestor.kind {
      case .blockStatement, .forStatement, .forInStatement, .forOfStatement, .switchStatement:
        return ancestor
      default: break
      }
    }
    return last
  }

  // MARK: - Patterns

  /// Gives every name of a pattern its origin; without a scope only names that are declared get one.
  private mutating func bind(
    _ pattern: SyntaxNode, to origin: Binding.Origin?, declaresIn scope: SyntaxNode?
  ) {
    var pending: [(SyntaxNode, Binding.Origin?)] = [(pattern, origin)]
    while let (node, origin) = pending.popLast() {
      switch node.kind {
      case .identifier: note(node, origin, scope)
      case .assignmentPattern:
        if let left = node.left {
          if let right = node.right { pending.append((left, .expression(right))) }
          pending.append((left, origin))
        }
      case .restElement: if let argument = node.argument { pending.append((argument, origin)) }
      case .objectPattern:
        for property in node.properties {
          guard property.kind == .property, let value = property.value else {
            if let argument = property.argument { pending.append((argument, origin)) }
            continue
          }
          let key = property.keyName.map(Binding.Key.name) ?? property.key.map(Binding.Key.computed)
          pending.append((value, Self.member(of: origin, key)))
        }
      case .arrayPattern:
        for (index, element) in node.elements.enumerated() {
          if let element {
            pending.append((element, Self.member(of: origin, .name(String(index)))))
          }
        }
      default: break
      }
    }
  }

  private static func member(of origin: Binding.Origin?, _ key: Binding.Key?) -> Binding.Origin? {
    guard let origin, let key else { return origin == nil ? nil : .other }
    switch origin {
    case .expression(let node): return .property(of: node, [key])
    case .property(let node, let keys): return .property(of: node, keys + [key])
    default: return origin
    }
  }

  private mutating func note(
    _ identifier: SyntaxNode, _ origin: Binding.Origin?, _ scope: SyntaxNode?
  ) {
    guard let name = identifier.name else { return }
    if let scope {
      let binding = scopes[scope.index]?[name] ?? Binding()
      if let origin, binding.origins.count < Self.mostOrigins { binding.origins.append(origin) }
      scopes[scope.index, default: [:]][name] = binding
    } else if let origin {
      guard let binding = binding(of: identifier), binding.origins.count < Self.mostOrigins else {
        return
      }
      binding.origins.append(origin)
    }
  }
}
