/// What an identifier does where it stands. Patterns hand their role down to their elements.
enum NameRole: UInt8 {
  case read
  case write
  case readWrite
  /// The name of a property, label, attribute or export.
  case none
  case `var`, `let`, const, using
  case function, functionName, className, parameter, `catch`, `import`
}

extension NameRole {
  /// The role of a child, which depends on its parent, on the parent's role and on the slot.
  init(of index: NodeIndex, in parent: NodeRecord, role: NameRole, _ children: [NodeIndex]) {
    let first = Int(parent.firstChild)
    let isFirst = parent.childCount > 0 && children[first] == index
    let isComputed = parent.flags.contains(.computed)
    switch parent.kind {
    case .memberExpression: self = isFirst || isComputed ? .read : .none
    case .property:
      if isFirst, parent.childCount == 2 { self = isComputed ? .read : .none } else { self = role }
    case .methodDefinition, .propertyDefinition: self = isFirst && !isComputed ? .none : .read
    case .objectPattern, .arrayPattern, .restElement, .variableDeclaration,
      .exportNamedDeclaration:
      self = role
    case .assignmentPattern, .variableDeclarator, .exportSpecifier:
      self = isFirst ? role : parent.kind == .exportSpecifier ? .none : .read
    case .functionDeclaration: self = Self.ofFunction(index, parent, children, name: .function)
    case .functionExpression: self = Self.ofFunction(index, parent, children, name: .functionName)
    case .arrowFunctionExpression: self = Self.isLast(index, parent, children) ? .read : .parameter
    case .classDeclaration, .classExpression: self = isFirst ? .className : .read
    case .catchClause: self = isFirst ? .catch : .read
    case .importDefaultSpecifier, .importNamespaceSpecifier: self = .import
    case .importSpecifier: self = Self.isLast(index, parent, children) ? .import : .none
    case .exportAllDeclaration, .importAttribute, .metaProperty, .breakStatement,
      .continueStatement:
      self = .none
    case .labeledStatement: self = isFirst ? .none : .read
    case .assignmentExpression:
      self = !isFirst ? .read : parent.detail == TokenKind.assign.rawValue ? .write : .readWrite
    case .updateExpression: self = .readWrite
    case .forInStatement, .forOfStatement: self = isFirst ? .write : .read
    default: self = .read
    }
  }

  private static func ofFunction(
    _ index: NodeIndex, _ parent: NodeRecord, _ children: [NodeIndex], name: NameRole
  ) -> NameRole {
    if children[Int(parent.firstChild)] == index { return name }
    return isLast(index, parent, children) ? .read : .parameter
  }

  private static func isLast(
    _ index: NodeIndex, _ parent: NodeRecord, _ children: [NodeIndex]
  ) -> Bool {
    children[Int(parent.firstChild) + Int(parent.childCount) - 1] == index
  }
}
