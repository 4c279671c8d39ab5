import BulkheadSource

/// What is known about Python text before any rule looks at it.
struct PythonFacts {
  struct Call {
    var node: PythonTree.Index
    /// What is called, resolved, such as `subprocess.run`; nil where it is not known.
    var path: String?
    /// The function or class of the text that is called.
    var function: Int?
    var arguments: [PythonTree.Index]
    var span: Span
  }

  let tree: PythonTree
  let evaluator: PythonEvaluator
  let flow: PythonFlow
  let calls: [Call]
  /// The calls that run text as code, each with the text.
  private(set) var evaluations: [(call: Call, code: PythonTree.Index)] = []
  /// The calls that hand a command to a shell or start a program, each with the command.
  private(set) var commands: [(call: Call, command: PythonTree.Index, isShell: Bool)] = []
  /// The calls that send, each with what is sent.
  private(set) var sendings: [(call: Call, data: [PythonTree.Index])] = []
  /// The calls by their path.
  private let byPath: [String: [Int]]

  init(_ source: [UInt8]) {
    let tree = PythonTree.parse(source)
    let evaluator = PythonEvaluator(tree)
    var calls: [Call] = []
    for raw in tree.records.indices where tree.records[raw].kind == .call {
      let node = PythonTree.Index(raw: Int32(truncatingIfNeeded: raw))
      let callee = tree.child(node, 0)
      var call = Call(
        node: node, path: nil, function: nil, arguments: evaluator.positional(node),
        span: tree.span(node))
      switch evaluator.value(callee) {
      case .path(let path): call.path = path
      case .function(let scope): call.function = scope
      case .type(let type):
        // A class is called: its parameters are those of `__init__`.
        call.function = tree.names.existing("__init__").flatMap { name in
          evaluator.bindings.member(name, of: type).compactMap { origin in
            if case .scope(let scope) = origin { scope } else { nil }
          }.first
        }
      default:
        if let callee, tree.kind(callee) == .attribute {
          call.path = "?." + tree.name(callee)
        }
      }
      calls.append(call)
    }
    calls.sort { $0.span.start < $1.span.start }
    var byPath: [String: [Int]] = [:]
    for (index, call) in calls.enumerated() {
      if let path = call.path { byPath[path, default: []].append(index) }
    }
    self.tree = tree
    self.evaluator = evaluator
    self.calls = calls
    self.byPath = byPath
    flow = PythonFlow(evaluator, calls: calls)
    evaluations = findEvaluations()
    commands = findCommands()
    sendings = findSendings()
  }

  /// The calls of what has one of these names, in the order of the text.
  func calls(of paths: Set<String>) -> [Call] {
    let found =
      paths.count < byPath.count
      ? paths.flatMap { byPath[$0] ?? [] }
      : byPath.flatMap { paths.contains($0.key) ? $0.value : [] }
    return found.sorted().map { calls[$0] }
  }

  /// The calls of methods of that name, of whatever object.
  func methods(_ names: Set<String>) -> [Call] {
    let found = byPath.flatMap { path, indices in
      path.lastIndex(of: ".").map { names.contains(String(path[path.index(after: $0)...])) }
        ?? false
        ? indices : []
    }
    return found.sorted().map { calls[$0] }
  }

  /// An argument by its name, or by its position.
  func argument(_ call: Call, _ name: String, _ position: Int? = nil) -> PythonTree.Index? {
    if let value = evaluator.keyword(name, of: call.node) { return value }
    guard let position, call.arguments.indices.contains(position) else { return nil }
    return call.arguments[position]
  }

  func isConstant(_ node: PythonTree.Index?) -> Bool { node.map(evaluator.isConstant) ?? true }

  func sources(_ node: PythonTree.Index?) -> Flow { node.map(flow.sources(of:)) ?? [] }

  /// What is called is not named where it is called: `getattr`, `__import__`, `__dict__`.
  func isDisguised(_ call: Call) -> Bool {
    guard let callee = tree.child(call.node, 0) else { return false }
    let text = tree.source(of: callee, limit: 300)
    return [
      "getattr", "__import__", "__dict__", "__getattribute__", "globals()", "import_module",
      "vars(", "sys.modules",
    ].contains { text.contains($0) }
  }
}
