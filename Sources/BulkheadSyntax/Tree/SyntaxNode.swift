public import BulkheadSource

/// A view of one node. Accessors that do not apply to its kind give `nil` or nothing.
public struct SyntaxNode: Sendable {
  /// The tree the node belongs to.
  public let tree: SyntaxTree
  /// Its place in that tree.
  public let index: NodeIndex

  /// The node at an index of a tree.
  public init(tree: SyntaxTree, index: NodeIndex) {
    self.tree = tree
    self.index = index
  }

  /// The kind.
  public var kind: SyntaxKind { tree.kind(of: index) }

  /// The bytes it covers, without surrounding parentheses.
  public var span: Span { tree.span(of: index) }

  /// The text it covers.
  public var text: String { tree.text(span) }

  /// The facts that are not children.
  public var flags: NodeFlags { tree.record(index).flags }

  /// The enclosing node; `nil` for the program and for a piece of a text that did not parse.
  public var parent: SyntaxNode? {
    let parent = tree.record(index).parent
    return parent == .none ? nil : SyntaxNode(tree: tree, index: parent)
  }

  /// The nodes directly inside, in the order of the text.
  public var children: [SyntaxNode] {
    tree.slots(index).compactMap { $0 == .none ? nil : SyntaxNode(tree: tree, index: $0) }
  }

  /// The enclosing nodes, nearest first.
  public var ancestors: some Sequence<SyntaxNode> {
    sequence(state: self) { node in
      guard let parent = node.parent else { return nil }
      node = parent
      return parent
    }
  }

  /// The node and everything inside it, parents before children, in the order of the text.
  public var descendants: some Sequence<SyntaxNode> {
    sequence(state: [index]) { [tree] pending -> SyntaxNode? in
      guard let next = pending.popLast() else { return nil }
      for child in tree.slots(next).reversed() where child != .none { pending.append(child) }
      return SyntaxNode(tree: tree, index: next)
    }
  }

  /// The nearest enclosing function, if any.
  public var enclosingFunction: SyntaxNode? { ancestors.first { $0.kind.isFunction } }

  /// The child in a slot, if it is there.
  func child(_ slot: Int) -> SyntaxNode? {
    let slots = tree.slots(index)
    guard slot >= 0, slot < slots.count else { return nil }
    let index = slots[slots.startIndex + slot]
    return index == .none ? nil : SyntaxNode(tree: tree, index: index)
  }

  /// The children from a slot on, without holes.
  func children(from slot: Int, droppingLast: Int = 0) -> [SyntaxNode] {
    tree.slots(index).dropFirst(slot).dropLast(droppingLast)
      .compactMap { $0 == .none ? nil : SyntaxNode(tree: tree, index: $0) }
  }

  /// The child in a slot if the node is of one of these kinds.
  func child(_ slot: Int, of kinds: SyntaxKind...) -> SyntaxNode? {
    kinds.contains(kind) ? child(slot) : nil
  }

  /// The last child.
  var lastChild: SyntaxNode? { child(Int(tree.record(index).childCount) - 1) }

  /// The first child of a kind.
  func firstChild(_ kind: SyntaxKind) -> SyntaxNode? { children.first { $0.kind == kind } }
}

extension SyntaxNode: Hashable {
  /// The same node of the same tree.
  public static func == (left: SyntaxNode, right: SyntaxNode) -> Bool {
    left.index == right.index && left.tree === right.tree
  }

  /// Hashes the index; trees are rarely mixed.
  public func hash(into hasher: inout Hasher) { hasher.combine(index) }
}

extension SyntaxNode: CustomStringConvertible {
  /// The tree as an S-expression: `(CallExpression (Identifier eval) (Literal "1"))`.
  public var description: String {
    var result = ""
    // Depth first without recursion: nil closes a node.
    var pending: [SyntaxNode?] = [self]
    while let next = pending.popLast() {
      guard let node = next else {
        result += ")"
        continue
      }
      if !result.isEmpty { result += " " }
      result += "(" + node.kind.name
      let children = node.children
      if children.isEmpty, node.span.start < node.span.end { result += " " + node.text }
      pending.append(nil)
      pending.append(contentsOf: children.reversed())
    }
    return result
  }
}
