/// The first step of a ``ScopeAnalysis``: finds the scopes, what they declare, and all uses.
///
/// Children lie before their parents, so going backwards each node can take the scope and the role
/// that its parent already has, without recursion.
struct NameCollector {
  struct Declaration {
    var scope: UInt32
    var symbol: Symbol
    var node: NodeIndex
    var kind: ScopeAnalysis.Variable.Kind
  }

  /// Twelve bytes, since a text has hundreds of thousands of them.
  struct Use {
    let node: NodeIndex
    let symbol: Symbol
    /// The scope, which a text of 2³⁰ bytes has fewer of than 2³⁰, above two bits of the role.
    private let scopeAndRole: UInt32

    /// A name that is read, written, or both.
    init(_ node: NodeIndex, _ symbol: Symbol, in scope: UInt32, role: NameRole) {
      self.node = node
      self.symbol = symbol
      scopeAndRole = scope << 2 | UInt32(role.rawValue & 3)
    }

    var scope: Int { Int(scopeAndRole >> 2) }
    var isRead: Bool { scopeAndRole & 3 != UInt32(NameRole.write.rawValue) }
    var isWrite: Bool { scopeAndRole & 3 != UInt32(NameRole.read.rawValue) }
  }

  let tree: SyntaxTree
  var scopes: [ScopeAnalysis.Scope] = []
  /// In the opposite of the order of the text, like the scopes.
  var declarations: [Declaration] = []
  var uses: [Use] = []
  /// Plain functions in blocks of sloppy mode, which may be declared outside as well.
  var blockFunctions: [Declaration] = []
  var symbols: SymbolTable
  var usesArguments = false

  private var roleOfNode: [NameRole]
  /// The scopes around the node that is visited, and the offsets at which they begin.
  private var open: [(scope: UInt32, start: UInt32)] = []

  init(_ tree: SyntaxTree) {
    self.tree = tree
    symbols = tree.symbols
    roleOfNode = [NameRole](repeating: .read, count: tree.count)
    uses.reserveCapacity(tree.count / 2)
    declarations.reserveCapacity(tree.count / 8)
    scopes.reserveCapacity(tree.count / 16)
  }

  mutating func run() {
    let records = tree.records
    let children = tree.childIndices
    addScope(.program, tree.rootIndex, parent: nil, isStrict: tree.root.isStrict)
    open.append((0, 0))
    var scope: UInt32 = 0
    var scopeStart: UInt32 = 0
    for place in stride(from: records.count - 2, through: 0, by: -1) {
      let start = records[place].start
      if start < scopeStart {
        // Behind a scope's node, going backwards, comes what is inside, then what begins before.
        while let last = open.last, last.start > start { open.removeLast() }
        scope = open.last?.scope ?? 0
        scopeStart = open.last?.start ?? 0
      }
      let index = NodeIndex(rawValue: UInt32(truncatingIfNeeded: place))
      switch records[place].kind {
      case .identifier:
        let (parent, role) = parent(of: place, records)
        name(index, records[place], NameRole(of: index, in: parent, role: role, children), scope)
      case .objectPattern, .arrayPattern, .assignmentPattern, .restElement, .property,
        .variableDeclarator, .exportSpecifier:
        let (parent, role) = parent(of: place, records)
        roleOfNode[place] = NameRole(of: index, in: parent, role: role, children)
      case .variableDeclaration: roleOfNode[place] = Self.role(of: records[place])
      case .exportNamedDeclaration: roleOfNode[place] = exportRole(records[place], records)
      case .jsxIdentifier:
        component(index, records[place], parent(of: place, records).record, scope)
      case .callExpression: noteEval(records[place], records, scope)
      case .functionDeclaration, .functionExpression, .arrowFunctionExpression, .blockStatement,
        .forStatement, .forInStatement, .forOfStatement, .classDeclaration, .classExpression,
        .switchStatement, .catchClause, .staticBlock, .withStatement:
        (scope, scopeStart) = open(index, records[place], records, in: scope)
      default: break
      }
    }
  }

  /// A node's parent and role; pieces of a text that did not parse are parts of the program.
  @inline(__always)
  private func parent(of place: Int, _ records: [NodeRecord]) -> (record: NodeRecord, NameRole) {
    let parent = records[place].parent == .none ? tree.rootIndex : records[place].parent
    return (records[Int(parent.rawValue)], roleOfNode[Int(parent.rawValue)])
  }

  // MARK: - Scopes

  /// Opens the scope of a node; gives its place and the offset at which it begins.
  private mutating func open(
    _ index: NodeIndex, _ record: NodeRecord, _ records: [NodeRecord], in scope: UInt32
  ) -> (scope: UInt32, start: UInt32) {
    let parent = record.parent == .none ? .program : records[Int(record.parent.rawValue)].kind
    let place = UInt32(truncatingIfNeeded: scopes.count)
    let isStrict = record.flags.contains(.strict) || scopes[Int(scope)].isStrict
    addScope(
      Self.scopeKind(record.kind, parent: parent), index, parent: Int(scope), isStrict: isStrict)
    var start = record.start
    if record.kind == .switchStatement || record.kind == .withStatement {
      // What they look at lies outside of their scope.
      start = records[Int(tree.childIndices[Int(record.firstChild)].rawValue)].end
    }
    open.append((place, start))
    return (place, start)
  }

  private static func scopeKind(
    _ kind: SyntaxKind, parent: SyntaxKind
  ) -> ScopeAnalysis.Scope.Kind {
    switch kind {
    case .blockStatement: parent.isFunction ? .functionBody : .block
    case .forStatement, .forInStatement, .forOfStatement: .loop
    case .classDeclaration, .classExpression: .class
    case .switchStatement: .switch
    case .catchClause: .catch
    case .staticBlock: .staticBlock
    case .withStatement: .with
    default: .function
    }
  }

  private mutating func addScope(
    _ kind: ScopeAnalysis.Scope.Kind, _ node: NodeIndex, parent: Int?, isStrict: Bool
  ) {
    let place = scopes.count
    let variableScope =
      switch kind {
      case .program, .function, .functionBody, .staticBlock: place
      default: parent.map { scopes[$0].variableScope } ?? place
      }
    scopes.append(
      ScopeAnalysis.Scope(
        kind: kind, node: node, parent: parent, variableScope: variableScope, isStrict: isStrict,
        isDynamic: kind == .with))
  }

  /// `eval(a)` by that very name: section 19.2.1.1.
  private mutating func noteEval(_ call: NodeRecord, _ records: [NodeRecord], _ scope: UInt32) {
    let callee = records[Int(tree.childIndices[Int(call.firstChild)].rawValue)]
    guard callee.kind == .identifier, callee.end - callee.start == 4,
      !call.flags.contains(.optional),
      tree.source[Int(callee.start)..<Int(callee.end)].elementsEqual("eval".utf8)
    else { return }
    if !scopes[Int(scope)].isStrict { scopes[scopes[Int(scope)].variableScope].isDynamic = true }
    var place: Int? = Int(scope)
    while let next = place, !scopes[next].hasDirectEval {
      scopes[next].hasDirectEval = true
      place = scopes[next].parent
    }
  }

  // MARK: - Names

  private static func role(of declaration: NodeRecord) -> NameRole {
    switch DeclarationKind(rawValue: declaration.detail) {
    case .let: .let
    case .const: .const
    case .using, .awaitUsing: .using
    default: .var
    }
  }

  /// The names of `export {a} from "b"` are those of another module.
  private func exportRole(_ record: NodeRecord, _ records: [NodeRecord]) -> NameRole {
    for slot in 0..<Int(record.childCount) {
      let child = tree.childIndices[Int(record.firstChild) + slot]
      if child != .none, records[Int(child.rawValue)].kind == .literal { return .none }
    }
    return .read
  }

  private mutating func name(
    _ index: NodeIndex, _ record: NodeRecord, _ role: NameRole, _ scope: UInt32
  ) {
    guard role != .none else { return }
    let symbol = symbol(record)
    switch role {
    case .none: break
    case .read, .write, .readWrite:
      if record.end - record.start == 9, !usesArguments { noteArguments(record) }
      uses.append(Use(index, symbol, in: scope, role: role))
    case .var:
      let variableScope = scopes[Int(scope)].variableScope
      declare(symbol, index, .var, in: UInt32(truncatingIfNeeded: variableScope))
    case .let: declare(symbol, index, .let, in: scope)
    case .const: declare(symbol, index, .const, in: scope)
    case .using: declare(symbol, index, .using, in: scope)
    case .parameter: declare(symbol, index, .parameter, in: scope)
    case .catch: declare(symbol, index, .catch, in: scope)
    case .import: declare(symbol, index, .import, in: scope)
    case .functionName: declare(symbol, index, .ownName, in: scope)
    case .className: declareClass(symbol, index, scope)
    case .function: declareFunction(symbol, index, scope)
    }
  }

  private mutating func declare(
    _ symbol: Symbol, _ node: NodeIndex, _ kind: ScopeAnalysis.Variable.Kind, in scope: UInt32
  ) {
    declarations.append(Declaration(scope: scope, symbol: symbol, node: node, kind: kind))
  }

  /// The name of a class lies in the class's own scope if it is an expression, else around it.
  private mutating func declareClass(_ symbol: Symbol, _ node: NodeIndex, _ scope: UInt32) {
    let own = scopes[Int(scope)]
    if tree.kind(of: own.node) == .classExpression {
      declare(symbol, node, .ownName, in: scope)
    } else {
      declare(symbol, node, .class, in: UInt32(truncatingIfNeeded: own.parent ?? 0))
    }
  }

  private mutating func declareFunction(_ symbol: Symbol, _ node: NodeIndex, _ scope: UInt32) {
    let place = UInt32(truncatingIfNeeded: scopes[Int(scope)].parent ?? 0)
    declare(symbol, node, .function, in: place)
    let outer = scopes[Int(place)]
    let function = tree.record(scopes[Int(scope)].node)
    let isPlain = function.flags.isDisjoint(with: [.async, .generator])
    if outer.variableScope != Int(place), !outer.isStrict, isPlain {
      blockFunctions.append(
        Declaration(scope: place, symbol: symbol, node: node, kind: .function))
    }
  }

  /// The name of a JSX element that stands for a variable: capitalised, or with members.
  private mutating func component(
    _ index: NodeIndex, _ record: NodeRecord, _ parent: NodeRecord, _ scope: UInt32
  ) {
    switch parent.kind {
    case .jsxMemberExpression:
      guard tree.childIndices[Int(parent.firstChild)] == index else { return }
    case .jsxOpeningElement, .jsxClosingElement:
      guard let first = tree.source[safely: Int(record.start)],
        !(first >= UInt8(ascii: "a") && first <= UInt8(ascii: "z"))
      else { return }
    default: return
    }
    uses.append(Use(index, symbol(record), in: scope, role: .read))
  }

  private mutating func symbol(_ record: NodeRecord) -> Symbol {
    if record.kind == .identifier, record.firstChild != .max {
      return Symbol(rawValue: record.firstChild)
    }
    let range = Int(record.start)..<Int(record.end)
    if record.flags.contains(.escaped) {
      return symbols.symbol(Cooking.identifier(tree.source[range]))
    }
    return symbols.symbol(in: tree.source, range)
  }

  private mutating func noteArguments(_ record: NodeRecord) {
    let text = tree.source[Int(record.start)..<Int(record.end)]
    usesArguments = text.elementsEqual("arguments".utf8)
  }
}

extension [UInt8] {
  fileprivate subscript(safely offset: Int) -> UInt8? { offset < count ? self[offset] : nil }
}
