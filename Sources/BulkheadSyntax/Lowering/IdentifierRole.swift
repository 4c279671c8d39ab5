/// What an identifier node does.
enum IdentifierRole {
  /// Names a property, a label or an attribute, or belongs to an import or export list.
  case name
  /// Reads or writes a variable. Of `{a}` the key is the same node.
  case reference(isShorthand: Bool)
  /// Declares a variable by this node.
  case binding(declaration: NodeIndex, BindingKind)

  enum BindingKind { case variable, lexical, parameter, caught, function, functionName, className }
}

/// Answers what the nodes of a tree are to the functions and scopes around them.
struct ScopeFinder {
  let tree: SyntaxTree
  /// The function, static block or none that each node stands in.
  private let owners: [NodeIndex]

  init(_ tree: SyntaxTree) {
    self.tree = tree
    var owners = [NodeIndex](repeating: .none, count: tree.count)
    // Parents come after their children, so from the end each node finds its parent done.
    for place in stride(from: tree.count - 1, through: 0, by: -1) {
      let record = tree.records[place]
      guard record.parent != .none else { continue }
      let parent = Int(record.parent.rawValue)
      let kind = tree.records[parent].kind
      let isOwner =
        kind.isFunction || kind == .staticBlock || kind == .tsModuleDeclaration
      owners[place] = isOwner ? record.parent : owners[parent]
    }
    self.owners = owners
  }

  /// The function or static block around a node; `.none` at the top of the program.
  func owner(of node: NodeIndex) -> NodeIndex { owners[Int(node.rawValue)] }

  /// What an identifier does.
  func role(of node: NodeIndex) -> IdentifierRole {
    let parent = tree.record(node).parent
    guard parent != .none else { return .name }
    let record = tree.record(parent)
    let isFirst = slot(parent, 0) == node
    switch record.kind {
    case .memberExpression:
      return isFirst || record.flags.contains(.computed) ? .reference(isShorthand: false) : .name
    case .property, .methodDefinition, .propertyDefinition:
      if record.flags.contains(.shorthand) { return patternRole(parent, isShorthand: true) }
      if isFirst, record.kind == .property || !record.flags.contains(.computed) {
        return record.flags.contains(.computed) ? .reference(isShorthand: false) : .name
      }
      return record.kind == .property
        ? patternRole(parent, isShorthand: false) : .reference(isShorthand: false)
    case .assignmentPattern:
      guard isFirst else { return .reference(isShorthand: false) }
      let outer = tree.record(parent).parent
      let isShorthand =
        outer != .none && tree.record(outer).kind == .property
        && tree.record(outer).flags.contains(.shorthand)
      return patternRole(parent, isShorthand: isShorthand)
    case .arrayPattern, .restElement: return patternRole(parent, isShorthand: false)
    case .labeledStatement: return isFirst ? .name : .reference(isShorthand: false)
    case .breakStatement, .continueStatement, .metaProperty, .importSpecifier,
      .importDefaultSpecifier, .importNamespaceSpecifier, .importAttribute, .exportSpecifier,
      .exportAllDeclaration, .tsEnumDeclaration, .tsModuleDeclaration:
      return .name
    case .tsEnumMember, .tsImportEqualsDeclaration:
      return isFirst ? .name : .reference(isShorthand: false)
    default: return declared(node, in: parent) ?? .reference(isShorthand: false)
    }
  }

  /// The role of a target that stands directly in a node, if that node declares it.
  private func declared(_ target: NodeIndex, in parent: NodeIndex) -> IdentifierRole? {
    let record = tree.record(parent)
    let isFirst = slot(parent, 0) == target
    switch record.kind {
    case .functionDeclaration, .functionExpression:
      guard isFirst else { return .binding(declaration: parent, .parameter) }
      return .binding(
        declaration: parent, record.kind == .functionDeclaration ? .function : .functionName)
    case .arrowFunctionExpression:
      return slot(parent, Int(record.childCount) - 1) == target
        ? nil : .binding(declaration: parent, .parameter)
    case .classDeclaration where isFirst: return .binding(declaration: parent, .lexical)
    case .classExpression where isFirst: return .binding(declaration: parent, .className)
    case .catchClause where isFirst: return .binding(declaration: parent, .caught)
    case .variableDeclarator where isFirst:
      let declaration = record.parent
      let isVariable = tree.record(declaration).detail == DeclarationKind.var.rawValue
      return .binding(declaration: declaration, isVariable ? .variable : .lexical)
    default: return nil
    }
  }

  /// Follows a pattern outwards to what it is the pattern of.
  private func patternRole(_ piece: NodeIndex, isShorthand: Bool) -> IdentifierRole {
    var node = piece
    while true {
      let parent = tree.record(node).parent
      guard parent != .none else { return .reference(isShorthand: isShorthand) }
      switch tree.record(parent).kind {
      case .objectPattern, .arrayPattern, .restElement: node = parent
      case .assignmentPattern where slot(parent, 0) == node: node = parent
      case .property where slot(parent, Int(tree.record(parent).childCount) - 1) == node:
        node = parent
      default:
        return declared(node, in: parent) ?? .reference(isShorthand: isShorthand)
      }
    }
  }

  /// Where a binding is visible; `nil` at the top of the program.
  func scope(of declaration: NodeIndex, _ kind: IdentifierRole.BindingKind) -> Range<Int>? {
    switch kind {
    case .parameter, .functionName, .className, .caught: return range(declaration)
    case .variable:
      let owner = owner(of: declaration)
      guard owner != .none else { return nil }
      let record = tree.record(owner)
      // The defaults of parameters do not see the variables of the body.
      return record.kind == .staticBlock
        ? range(owner) : range(slot(owner, Int(record.childCount) - 1))
    case .lexical, .function: return blockScope(of: declaration)
    }
  }

  private func blockScope(of declaration: NodeIndex) -> Range<Int>? {
    let parent = tree.record(declaration).parent
    guard parent != .none else { return nil }
    switch tree.record(parent).kind {
    case .program, .exportNamedDeclaration, .exportDefaultDeclaration: return nil
    case .labeledStatement: return blockScope(of: parent)
    case .switchCase:
      let whole = tree.record(parent).parent
      // What is switched on is outside of the block of the cases.
      return Int(tree.record(slot(whole, 0)).end)..<Int(tree.record(whole).end)
    default: return range(parent)
    }
  }

  func range(_ node: NodeIndex) -> Range<Int> {
    let record = tree.record(node)
    return Int(record.start)..<Int(record.end)
  }

  func slot(_ node: NodeIndex, _ number: Int) -> NodeIndex {
    let slots = tree.slots(node)
    return number >= 0 && number < slots.count ? slots[slots.startIndex + number] : .none
  }
}
