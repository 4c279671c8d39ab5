/// What names stand for in Python text: imports, definitions, parameters and all that is assigned.
struct PythonBindings {
  enum Origin {
    case expression(PythonTree.Index)
    /// One of the elements of what a loop goes over, or of what is unpacked.
    case element(PythonTree.Index)
    /// Something that is put into it: `a.append(x)`, `a[k] = x`, `a += x`.
    case addition(PythonTree.Index)
    case path(String)
    case parameter(scope: Int, position: Int)
    /// A function or class.
    case scope(Int)
  }

  private struct Key: Hashable {
    var scope: Int32
    var name: Int32
  }

  private var origins: [Key: [Origin]] = [:]
  /// What is assigned to an attribute of any object, by the attribute's name.
  private var members: [Int32: [Origin]] = [:]
  private let parents: [Int]
  private let isType: [Bool]

  private static let most = 64

  init(_ tree: PythonTree) {
    parents = tree.scopes.map(\.parent)
    isType = tree.scopes.map { $0.kind == .type }
    for use in tree.imports where use.alias >= 0 {
      add(use.alias, .path(use.path), use.scope)
    }
    for (number, scope) in tree.scopes.enumerated() where number > 0 {
      if scope.name >= 0 { add(scope.name, .scope(number), scope.parent) }
      for (position, parameter) in scope.parameters.enumerated() {
        add(parameter.name, .parameter(scope: number, position: position), number)
      }
    }
    for statement in tree.statements { collect(statement, tree) }
    for raw in tree.records.indices {
      let node = PythonTree.Index(raw: Int32(truncatingIfNeeded: raw))
      let scope = Int(tree.nodeScopes[raw])
      switch tree.kind(node) {
      case .walrus:
        let parts = tree.children(node)
        if let target = parts.first, let value = parts.last {
          bind(target, .expression(value), scope, tree)
        }
      case .comprehension:
        let parts = Array(tree.children(node))
        var position = Int(tree.mark(node))
        while position + 1 < parts.count {
          bind(parts[position], .element(parts[position + 1]), scope, tree)
          position += 2
        }
      case .call:
        guard let callee = tree.child(node, 0), tree.kind(callee) == .attribute,
          Self.adders.contains(tree.name(callee)), let object = tree.child(callee, 0),
          let value = tree.children(node).dropFirst().last
        else { continue }
        bind(object, .addition(value), scope, tree)
      default: break
      }
    }
  }

  private static let adders: Set<String> = [
    "append", "extend", "add", "update", "insert", "setdefault", "appendleft",
  ]

  private static func addition(_ origin: Origin) -> Origin {
    switch origin {
    case .expression(let node), .element(let node): .addition(node)
    default: origin
    }
  }

  private mutating func add(_ name: Int32, _ origin: Origin, _ scope: Int) {
    let key = Key(scope: Int32(truncatingIfNeeded: scope), name: name)
    if origins[key, default: []].count < Self.most { origins[key, default: []].append(origin) }
  }

  private mutating func collect(_ statement: PythonTree.Statement, _ tree: PythonTree) {
    let parts = Array(tree.children(statement.node))
    switch tree.kind(statement.node) {
    case .assignment:
      guard let value = parts.last else { return }
      for target in parts.dropLast() { bind(target, .expression(value), statement.scope, tree) }
    case .augmented:
      if parts.count == 2 { bind(parts[0], .addition(parts[1]), statement.scope, tree) }
    case .for_:
      if parts.count == 2 { bind(parts[0], .element(parts[1]), statement.scope, tree) }
    case .with:
      for position in stride(from: 0, to: parts.count - 1, by: 2) {
        bind(parts[position + 1], .expression(parts[position]), statement.scope, tree)
      }
    default: break
    }
  }

  private mutating func bind(
    _ target: PythonTree.Index, _ origin: Origin, _ scope: Int, _ tree: PythonTree
  ) {
    var pending = [(target, origin)]
    while let (target, origin) = pending.popLast() {
      switch tree.kind(target) {
      case .name: add(tree.records[Int(target.raw)].name, origin, scope)
      case .attribute:
        let name = tree.records[Int(target.raw)].name
        if members[name, default: []].count < Self.most {
          members[name, default: []].append(origin)
        }
      case .subscript_:
        // What is put into a collection is what the collection holds.
        if let object = tree.child(target, 0) { pending.append((object, Self.addition(origin))) }
      case .star: if let inner = tree.child(target, 0) { pending.append((inner, origin)) }
      case .tuple, .list:
        let targets = tree.children(target)
        if case .expression(let value) = origin,
          tree.kind(value) == .tuple || tree.kind(value) == .list,
          tree.children(value).count == targets.count
        {
          for (target, part) in zip(targets, tree.children(value)) {
            pending.append((target, .expression(part)))
          }
          continue
        }
        let value: PythonTree.Index
        switch origin {
        case .expression(let node), .element(let node), .addition(let node): value = node
        default: continue
        }
        for target in targets { pending.append((target, .element(value))) }
      default: break
      }
    }
  }

  /// What a name stands for where it is used; empty for a built-in.
  func origins(of name: Int32, in scope: Int) -> [Origin] {
    var scope = scope
    var isFirst = true
    for _ in 0..<200 where scope >= 0 {
      // The names of a class are not seen from its methods.
      if isFirst || !isType[scope],
        let found = origins[Key(scope: Int32(truncatingIfNeeded: scope), name: name)]
      {
        return found
      }
      isFirst = false
      scope = parents[scope]
    }
    return []
  }

  /// What is assigned to attributes of that name.
  func members(named name: Int32) -> [Origin] { members[name] ?? [] }

  /// A method or other name of a class.
  func member(_ name: Int32, of type: Int) -> [Origin] {
    origins[Key(scope: Int32(truncatingIfNeeded: type), name: name)] ?? []
  }
}
