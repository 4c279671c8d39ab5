/// The second step of a ``ScopeAnalysis``: goes through scopes and uses in the opposite of the order
/// of the text, with a chain of meanings for each name, so that every name takes one step.
struct NameResolver {
  private struct Meaning {
    var variable: Int32
    var scope: Int32
  }

  private struct OpenScope {
    var place: Int
    var meaningCount: Int
    /// How many scopes are around the innermost dynamic one, itself included, or zero.
    var dynamicDepth: Int
  }

  private(set) var scopes: [ScopeAnalysis.Scope]
  private(set) var symbols: SymbolTable
  /// For each node the variable plus one, or zero; and whether the use is dynamic.
  private(set) var variableOfNode: [UInt32]
  static let dynamic: UInt32 = 1 << 31

  private let collected: NameCollector
  private var meanings = SymbolStack<Meaning>()
  private var open: [OpenScope] = []
  private var depthOfScope: [Int32]
  private var variables: [ScopeAnalysis.Variable] = []
  /// Where the declarations of each scope begin; one more for the end.
  private var firstDeclaration: [Int] = []
  private var declarations: [NameCollector.Declaration] = []
  /// The variable of each of them.
  private var variableOfDeclaration: [Int32] = []
  private let argumentsSymbol: Symbol

  init(_ collector: NameCollector) {
    var collector = collector
    collector.hoistBlockFunctions()
    scopes = collector.scopes
    argumentsSymbol = collector.symbols.symbol("arguments")
    symbols = collector.symbols
    variableOfNode = [UInt32](repeating: 0, count: collector.tree.count)
    depthOfScope = [Int32](repeating: 0, count: scopes.count)
    collected = collector
    variables.reserveCapacity(collector.declarations.count)
    groupDeclarations()
  }

  mutating func run() {
    var nextScope = 0
    for use in collected.uses {
      // A scope's node lies behind everything inside of it.
      while nextScope < scopes.count, scopes[nextScope].node > use.node {
        enter(nextScope)
        nextScope += 1
      }
      leave(to: use.scope)
      resolve(use)
    }
    while nextScope < scopes.count {
      enter(nextScope)
      nextScope += 1
    }
  }

  /// Sorts the declarations by scope, each scope's in the order of the text.
  private mutating func groupDeclarations() {
    var counts = [Int](repeating: 0, count: scopes.count + 1)
    for declaration in collected.declarations { counts[Int(declaration.scope) + 1] += 1 }
    for place in counts.indices.dropFirst() { counts[place] += counts[place - 1] }
    firstDeclaration = counts
    guard let any = collected.declarations.first else { return }
    declarations = Array(repeating: any, count: collected.declarations.count)
    variableOfDeclaration = Array(repeating: 0, count: declarations.count)
    for declaration in collected.declarations.reversed() {
      let scope = Int(declaration.scope)
      declarations[counts[scope]] = declaration
      counts[scope] += 1
    }
  }

  // MARK: - Scopes

  private mutating func leave(to scope: Int) {
    while let last = open.last, last.place != scope {
      meanings.pop(to: last.meaningCount)
      open.removeLast()
    }
  }

  private mutating func enter(_ place: Int) {
    let scope = scopes[place]
    if let parent = scope.parent { leave(to: parent) }
    depthOfScope[place] = Int32(truncatingIfNeeded: open.count + 1)
    open.append(
      OpenScope(
        place: place, meaningCount: meanings.count,
        dynamicDepth: scope.isDynamic ? open.count + 1 : open.last?.dynamicDepth ?? 0))
    let isFunction = scope.kind == .function
    if isFunction, collected.usesArguments,
      collected.tree.kind(of: scope.node) != .arrowFunctionExpression
    {
      add(argumentsSymbol, .arguments, place)
    }
    for position in firstDeclaration[place]..<firstDeclaration[place + 1] {
      variableOfDeclaration[position] = declare(declarations[position], scope)
    }
  }

  private mutating func declare(
    _ declaration: NameCollector.Declaration, _ scope: ScopeAnalysis.Scope
  ) -> Int32 {
    let place = Int(declaration.scope)
    var variable: Int?
    if let top = meanings.top(declaration.symbol) {
      let meaning = meanings[top]
      let known = variables[Int(meaning.variable)].kind
      if Int(meaning.scope) == place, known != .arguments,
        known != .ownName || declaration.kind == .ownName
      {
        variable = Int(meaning.variable)
      } else if scope.kind == .functionBody, Int(meaning.scope) == scope.parent,
        declaration.kind == .var || declaration.kind == .function,
        known == .parameter || known == .arguments
      {
        // A `var` in the body with the name of a parameter starts with its value.
        variable = Int(meaning.variable)
      }
    }
    let found = variable ?? add(declaration.symbol, declaration.kind, place)
    variables[found].declarationCount += 1
    variableOfNode[Int(declaration.node.rawValue)] = UInt32(truncatingIfNeeded: found + 1)
    return Int32(truncatingIfNeeded: found)
  }

  @discardableResult
  private mutating func add(
    _ symbol: Symbol, _ kind: ScopeAnalysis.Variable.Kind, _ scope: Int
  ) -> Int {
    let place = variables.count
    variables.append(ScopeAnalysis.Variable(kind: kind, scope: scope, symbol: symbol))
    meanings.push(
      symbol,
      Meaning(
        variable: Int32(truncatingIfNeeded: place), scope: Int32(truncatingIfNeeded: scope)))
    return place
  }

  private mutating func resolve(_ use: NameCollector.Use) {
    let dynamicDepth = open.last?.dynamicDepth ?? 0
    var number: UInt32 = 0
    var depth = 0
    if let top = meanings.top(use.symbol) {
      let meaning = meanings[top]
      depth = Int(depthOfScope[Int(meaning.scope)])
      number = UInt32(truncatingIfNeeded: Int(meaning.variable) + 1)
      variables[Int(meaning.variable)].referenceCount += 1
    }
    if depth < dynamicDepth { number |= Self.dynamic }
    if number != 0 { variableOfNode[Int(use.node.rawValue)] = number }
  }

  // MARK: - Results

  /// The variables with their declarations and references behind one another.
  mutating func grouped() -> ([ScopeAnalysis.Variable], [NodeIndex], [ScopeAnalysis.Reference]) {
    var declarationEnd: UInt32 = 0
    var referenceEnd: UInt32 = 0
    for place in variables.indices {
      variables[place].firstDeclaration = declarationEnd
      variables[place].firstReference = referenceEnd
      declarationEnd += variables[place].declarationCount
      referenceEnd += variables[place].referenceCount
    }
    // The next free place of each variable; the last one is for global names.
    var next = variables.map(\.firstReference) + [referenceEnd]
    let none = ScopeAnalysis.Reference(node: .none, variable: nil, facts: [])
    var references = [ScopeAnalysis.Reference](repeating: none, count: collected.uses.count)
    for use in collected.uses.reversed() {
      let meaning = variableOfNode[Int(use.node.rawValue)]
      let number = meaning & ~Self.dynamic
      var facts: ScopeAnalysis.Reference.Facts = use.isRead ? .read : []
      if use.isWrite { facts.insert(.write) }
      if meaning & Self.dynamic != 0 { facts.insert(.dynamic) }
      let variable = number == 0 ? variables.count : Int(number) - 1
      references[Int(next[variable])] = ScopeAnalysis.Reference(
        node: use.node, variable: number == 0 ? nil : variable, facts: facts)
      next[variable] += 1
    }
    return (variables, sortedDeclarations(count: Int(declarationEnd)), references)
  }

  private func sortedDeclarations(count: Int) -> [NodeIndex] {
    var next = variables.map(\.firstDeclaration)
    var sorted = [NodeIndex](repeating: .none, count: count)
    for (declaration, variable) in zip(declarations, variableOfDeclaration) {
      sorted[Int(next[Int(variable)])] = declaration.node
      next[Int(variable)] += 1
    }
    return sorted
  }
}

extension NameCollector {
  /// A plain function in a block of sloppy mode is a `var` of the function around as well, unless a
  /// scope in between declares its name for itself: annex B.3.2.
  mutating func hoistBlockFunctions() {
    guard !blockFunctions.isEmpty else { return }
    var lexical = SymbolStack<Int>()
    var open: [(scope: Int, count: Int)] = []
    var declarationsOfScope: [Int: [Declaration]] = [:]
    var functionsOfScope: [Int: [Declaration]] = [:]
    for declaration in declarations {
      let isVariable = scopes[Int(declaration.scope)].variableScope == Int(declaration.scope)
      if declaration.kind == .var || (declaration.kind == .function && isVariable) { continue }
      declarationsOfScope[Int(declaration.scope), default: []].append(declaration)
    }
    for function in blockFunctions {
      functionsOfScope[Int(function.scope), default: []].append(function)
    }
    for place in scopes.indices {
      while let last = open.last, last.scope != scopes[place].parent {
        lexical.pop(to: last.count)
        open.removeLast()
      }
      open.append((place, lexical.count))
      let variableScope = scopes[place].variableScope
      for function in functionsOfScope[place] ?? [] {
        let isHidden = lexical.top(function.symbol).map { lexical[$0] >= variableScope } ?? false
        if !isHidden {
          declarations.append(
            Declaration(
              scope: UInt32(truncatingIfNeeded: variableScope), symbol: function.symbol,
              node: function.node, kind: .var))
        }
      }
      for declaration in declarationsOfScope[place] ?? [] {
        lexical.push(declaration.symbol, place)
      }
    }
  }
}
