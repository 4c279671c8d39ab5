import BulkheadSource
import BulkheadSyntax

/// What is known about a script before any rule looks at it: its calls with aliases resolved, its
/// imports, what it can do.
struct ScriptFacts {
  /// A call, construction or tagged template, after `call`, `apply` and `Reflect.apply` are removed.
  struct Call {
    var node: SyntaxNode
    /// The node that names what is called.
    var callee: SyntaxNode?
    /// What is called, resolved, such as `module:child_process.exec`; nil where it is not known.
    var path: String?
    var arguments: [SyntaxNode]
    var span: Span { node.span }
  }

  /// An import of a module by a constant name.
  struct Import: Sendable {
    var module: String
    var span: Span
    /// The name was put together rather than written.
    var isBuilt: Bool
  }

  /// Something the code can do.
  struct Use: Sendable {
    var name: String
    var resource: String?
    var span: Span
  }

  let tree: SyntaxTree
  let source: [UInt8]
  let evaluator: Evaluator
  let flows: FlowTracer
  /// Whether the whole text was parsed.
  let isParsed: Bool
  /// Where the tree ends in a text that did not parse.
  let parsedEnd: Int
  /// The nodes of the tree by their kind: every rule asks for some.
  private let byKind: [[NodeIndex]]
  private(set) var calls: [Call] = []
  private(set) var imports: [Import] = []
  private(set) var capabilities: [Use] = []
  /// The relative modules it imports.
  private(set) var localImports: [String] = []
  /// The short string literals of the text.
  private let literals: Set<String>
  /// Names that patterns bind by a key that is put together.
  private let namesOfComputedKeys: Set<String>

  init(_ source: [UInt8], path: String, language: Language) {
    self.source = source
    let isModule = path.hasSuffix(".mjs") || path.hasSuffix(".mts")
    let goal: Goal = isModule ? .module : path.hasSuffix(".cjs") ? .commonJS : .auto
    let result = Self.parse(source, goal, Self.languages(of: path, language))
    tree = result.tree
    isParsed = result.isComplete
    parsedEnd = result.isComplete ? source.count : tree.root.children.last?.span.end ?? 0
    var byKind: [[NodeIndex]] = Array(repeating: [], count: SyntaxKind.allCases.count)
    for index in tree.indices { byKind[Int(tree.kind(of: index).rawValue)].append(index) }
    self.byKind = byKind
    evaluator = Evaluator(Bindings(tree))
    flows = FlowTracer(evaluator: evaluator)
    literals = Set(
      tree.nodes(of: .literal).filter { $0.span.count <= 24 && !$0.flags.contains(.escaped) }
        .compactMap(\.stringValue))
    namesOfComputedKeys = Set(
      tree.nodes(of: .property).filter {
        $0.isComputed && $0.keyName == nil && $0.parent?.kind == .objectPattern
      }.compactMap { $0.value?.name })
    collectCalls()
    collectImports()
    if !isParsed {
      for use in TokenFacts(source, from: parsedEnd).imports {
        note(use.module, use.span, isBuilt: false)
      }
    }
    collectCapabilities()
  }

  /// The languages a file may be in, the likeliest first. Much JSX stands in files named `.js`.
  private static func languages(of path: String, _ language: Language) -> [ScriptLanguage] {
    switch path.split(separator: ".").last {
    case "tsx": [.tsx]
    case "jsx": [.jsx]
    default: language == .typescript ? [.typeScript] : [.javaScript, .jsx]
    }
  }

  private static func parse(
    _ source: [UInt8], _ goal: Goal, _ languages: [ScriptLanguage]
  ) -> ParseResult {
    var options = ParserOptions()
    var first: ParseResult?
    for language in languages {
      options.language = language
      let result = Parser.parse(source, goal: goal, options: options)
      if result.isComplete { return result }
      first = first ?? result
    }
    return first ?? Parser.parse(source, goal: goal)
  }

  /// The nodes of a kind, children before their parents.
  func nodes(of kind: SyntaxKind) -> some Sequence<SyntaxNode> {
    byKind[Int(kind.rawValue)].lazy.map { SyntaxNode(tree: tree, index: $0) }
  }

  private mutating func collectCalls() {
    for index in tree.indices {
      let node = SyntaxNode(tree: tree, index: index)
      switch node.kind {
      case .callExpression, .newExpression: calls.append(call(node))
      case .taggedTemplateExpression:
        calls.append(
          Call(
            node: node, callee: node.tag, path: evaluator.path(node.tag),
            arguments: node.quasi.map { [$0] } ?? []))
      default: break
      }
    }
    calls.sort { $0.span.start < $1.span.start }
  }

  private func call(_ node: SyntaxNode) -> Call {
    let path = evaluator.path(node.callee)
    var call = Call(node: node, callee: node.callee, path: path, arguments: node.arguments)
    if path == "Reflect.apply" || path == "Reflect.construct" {
      call.callee = node.arguments.first
      call.path = evaluator.path(call.callee)
      call.arguments = elements(node.arguments.last)
    } else if let callee = node.callee, callee.kind == .memberExpression,
      let name = evaluator.key(of: callee), name == "call" || name == "apply",
      let target = evaluator.path(callee.object)
    {
      call.callee = callee.object
      call.path = target
      call.arguments =
        name == "call"
        ? Array(node.arguments.dropFirst()) : elements(node.arguments.dropFirst().first)
    }
    return call
  }

  private func elements(_ node: SyntaxNode?) -> [SyntaxNode] {
    node?.elements.compactMap(\.self) ?? []
  }

  private mutating func collectImports() {
    for call in calls where call.path == "require" || call.path == "process.getBuiltinModule" {
      guard let argument = call.arguments.first, let name = evaluator.value(argument).string else {
        continue
      }
      note(name, call.span, isBuilt: argument.stringValue == nil)
    }
    for kind in [
      SyntaxKind.importDeclaration, .exportNamedDeclaration, .exportAllDeclaration,
      .importExpression,
    ] {
      for node in tree.nodes(of: kind) {
        guard let source = node.source, let name = evaluator.value(source).string else { continue }
        note(name, node.span, isBuilt: source.stringValue == nil)
      }
    }
    imports.sort { $0.span.start < $1.span.start }
  }

  private mutating func note(_ name: String, _ span: Span, isBuilt: Bool) {
    if name.hasPrefix(".") {
      localImports.append(name)
    } else {
      let module = name.hasPrefix("node:") ? String(name.dropFirst(5)) : name
      imports.append(Import(module: module, span: span, isBuilt: isBuilt))
    }
  }

  private mutating func collectCapabilities() {
    for call in calls {
      for use in CapabilityTable.uses(of: call, evaluator) { capabilities.append(use) }
    }
    for node in tree.nodes(of: .memberExpression) {
      guard let path = evaluator.path(node), path.hasPrefix("process.env.") else { continue }
      let name = path.dropFirst("process.env.".count)
      // `process.env.HOME.length` reads HOME, once.
      if !name.contains(".") {
        capabilities.append(Use(name: "env:read", resource: String(name), span: node.span))
      }
    }
    capabilities.sort { $0.span.start < $1.span.start }
  }

  /// The words of a callee as written, to tell a plain call from a disguised one.
  func isPlain(_ call: Call, _ name: String) -> Bool {
    guard let callee = call.callee else { return false }
    let end = min(callee.span.end, callee.span.start + 400)
    return tree.text(Span(start: callee.span.start, end: end)).contains(name)
  }

  /// Everything about the expression is known while it is read.
  func isConstant(_ node: SyntaxNode?) -> Bool {
    guard let node else { return true }
    return evaluator.value(node).string != nil
  }
}

extension ScriptFacts {
  /// Some string literal of the text is exactly this.
  func mentions(_ text: String) -> Bool { literals.contains(text) }

  /// The name got its value by a key or expression that is put together.
  func isBuiltName(_ identifier: SyntaxNode) -> Bool {
    for origin in evaluator.origins(of: identifier) {
      switch origin {
      case .expression(let node):
        if node.kind == .memberExpression, node.isComputed, node.propertyName == nil { return true }
        if node.kind == .memberExpression, evaluator.key(of: node) == "constructor" { return true }
        if node.kind == .callExpression, evaluator.path(node.callee) == "Reflect.get" {
          return true
        }
      case .property(of: _, _):
        // A pattern with a computed key that is no literal: `{['ev' + 'al']: run}`.
        if namesOfComputedKeys.contains(identifier.name ?? "") { return true }
      default: break
      }
    }
    return false
  }
}
