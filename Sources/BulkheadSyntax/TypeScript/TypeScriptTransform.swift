import BulkheadSource

/// Rewrites what TypeScript adds at run time, each piece on the lines it had: enums, namespaces,
/// parameters that are fields, `import a = b` and `export = a`.
struct TypeScriptTransform {
  let tree: SyntaxTree
  let finder: ScopeFinder
  var edits: SourceEdits
  /// Every identifier, in the order of the text.
  let identifiers: [NodeIndex]
  /// Names that a list of statements has declared so far; enums and namespaces merge with them.
  var declared: [NodeIndex: Set<String>] = [:]
  var enums: [MergeKey: EnumNames] = [:]
  var namespaces: [MergeKey: [String]] = [:]

  /// Declarations that merge: those of one name in one list of statements.
  struct MergeKey: Hashable {
    var list: NodeIndex
    var name: String
  }

  /// The members of an enum.
  struct EnumNames {
    var all: Set<IdentifierName> = []
    /// Those whose values are strings, which are not mapped back to names.
    var strings: Set<IdentifierName> = []
  }

  init(_ tree: SyntaxTree, _ edits: SourceEdits) {
    self.tree = tree
    self.edits = edits
    finder = ScopeFinder(tree)
    identifiers = tree.indices.filter { tree.kind(of: $0) == .identifier }
      .sorted { tree.record($0).start < tree.record($1).start }
  }

  /// The text's changes, those before included.
  mutating func run() -> SourceEdits {
    noteDeclarations()
    let nodes = tree.indices.filter(isTransformed).sorted {
      (tree.record($0).start, tree.record($1).end) < (tree.record($1).start, tree.record($0).end)
    }
    for index in nodes {
      let node = SyntaxNode(tree: tree, index: index)
      switch node.kind {
      case .tsEnumDeclaration: lower(enum: node)
      case .tsModuleDeclaration: lower(namespace: node)
      case .tsImportEqualsDeclaration: lower(importEquals: node)
      case .tsExportAssignment: lower(exportAssignment: node)
      default: lower(exportInNamespace: node)
      }
    }
    lowerParameterProperties()
    return edits
  }

  private func isTransformed(_ index: NodeIndex) -> Bool {
    switch tree.kind(of: index) {
    case .tsEnumDeclaration, .tsModuleDeclaration, .tsImportEqualsDeclaration,
      .tsExportAssignment, .exportNamedDeclaration:
      true
    default: false
    }
  }

  /// Functions and classes are there before the namespaces that merge with them.
  private mutating func noteDeclarations() {
    for index in tree.indices {
      let kind = tree.kind(of: index)
      guard kind == .functionDeclaration || kind == .classDeclaration,
        let name = SyntaxNode(tree: tree, index: index).id?.name
      else { continue }
      declared[place(of: index).list, default: []].insert(name)
    }
  }

  // MARK: Places

  /// Where a declaration stands.
  struct Place {
    /// The program, block or case.
    var list: NodeIndex
    /// `export` and the declaration together.
    var export: NodeIndex?
  }

  func place(of node: NodeIndex) -> Place {
    let parent = tree.record(node).parent
    guard parent != .none else { return Place(list: .none, export: nil) }
    switch tree.kind(of: parent) {
    case .exportNamedDeclaration, .exportDefaultDeclaration:
      return Place(list: tree.record(parent).parent, export: parent)
    default: return Place(list: parent, export: nil)
    }
  }

  /// The namespace whose body a list of statements is.
  func namespace(of list: NodeIndex) -> NodeIndex? {
    guard list != .none else { return nil }
    let parent = tree.record(list).parent
    return parent != .none && tree.kind(of: parent) == .tsModuleDeclaration ? parent : nil
  }

  /// What an exported member of the list's namespace is a property of.
  func owner(of place: Place) -> String? {
    guard place.export != nil, let namespace = namespace(of: place.list) else { return nil }
    return parameter(of: namespace)
  }

  /// `var A;`, `let A;` or nothing, for a name that an enum or namespace declares.
  mutating func declaration(of name: String, in place: Place) -> String {
    guard declared[place.list, default: []].insert(name).inserted else { return ";" }
    let isInBlock = place.list != tree.rootIndex && tree.kind(of: place.list) != .program
    let isExported = place.export != nil && namespace(of: place.list) == nil
    return (isExported ? "export " : "") + (isInBlock ? "let " : "var ") + name + ";"
  }

  /// The end of a function that fills an object: called with the object, made if need be.
  func call(with name: String, owner: String?) -> String {
    guard let owner else { return "})(\(name)||(\(name)={}));" }
    return "})(\(name)=\(owner).\(name)||(\(owner).\(name)={}));"
  }

  // MARK: Text

  /// The first token of a kind from an offset on.
  func token(_ kind: TokenKind, from start: Int) -> Token? {
    unsafe tree.source.withUnsafeBufferPointer { buffer in
      // SAFETY: the lexer does not leave this closure.
      var lexer = unsafe Lexer(bytes: SourceBytes(buffer))
      lexer.position = start
      while true {
        let token = lexer.next()
        if token.kind == kind { return token }
        if token.kind == .endOfFile { return nil }
      }
    }
  }

  /// The identifiers of a part of the text.
  func identifiers(in range: Range<Int>) -> ArraySlice<NodeIndex> {
    func place(of offset: Int) -> Int {
      var low = 0
      var high = identifiers.count
      while low < high {
        let middle = (low + high) / 2
        if Int(tree.record(identifiers[middle]).start) < offset {
          low = middle + 1
        } else {
          high = middle
        }
      }
      return low
    }
    return identifiers[place(of: range.lowerBound)..<place(of: range.upperBound)]
  }

  /// Writes an object before each use of a name that means a property of it.
  mutating func qualify(_ uses: [ImportReferences.Use], with object: String) {
    for use in uses {
      let range = finder.range(use.node)
      let name = String(decoding: tree.source[range], as: UTF8.self)
      edits.insert(
        use.isShorthand ? "\(name):\(object)." : "\(object).", at: range.lowerBound)
    }
  }

  // MARK: Small ones

  private mutating func lower(importEquals node: SyntaxNode) {
    let start = node.span.start
    edits.replace(start, start + 6, with: "const ")
    let place = place(of: node.index)
    guard let owner = owner(of: place), let name = node.children.first?.name,
      let export = place.export
    else { return }
    edits.blank(finder.range(export).lowerBound, start)
    edits.insert(";\(owner).\(name)=\(name);", at: node.span.end)
  }

  private mutating func lower(exportAssignment node: SyntaxNode) {
    guard let assign = token(.assign, from: node.span.start) else { return }
    edits.blank(node.span.start, assign.end, leaving: "module.exports =")
  }

  /// `constructor(private a) {}`: the fields are declared first and set where the constructor
  /// begins, or behind `super()`.
  private mutating func lowerParameterProperties() {
    var names: [NodeIndex: [String]] = [:]
    var functions: [NodeIndex] = []
    for parameter in tree.types.parameterProperties {
      let node = SyntaxNode(tree: tree, index: parameter)
      guard let name = node.name,
        let function = node.ancestors.first(where: { $0.kind.isFunction })?.index
      else { continue }
      if names[function] == nil { functions.append(function) }
      names[function, default: []].append(name)
    }
    for function in functions {
      let node = SyntaxNode(tree: tree, index: function)
      guard let names = names[function], let body = node.body,
        let members = node.ancestors.first(where: { $0.kind == .classBody })
      else { continue }
      let fields = names.map { $0 + ";" }.joined()
      edits.insert(fields, at: members.span.start + 1)
      let assignments = names.map { "this.\($0)=\($0);" }.joined()
      edits.insert(";" + assignments, at: beginning(ofConstructor: body))
    }
  }

  private func beginning(ofConstructor body: SyntaxNode) -> Int {
    let statements = body.statements
    let call = statements.first {
      $0.expression?.kind == .callExpression && $0.expression?.callee?.kind == .super
    }
    let directive = statements.prefix { $0.isDirective }.last
    return (call ?? directive)?.span.end ?? body.span.start + 1
  }
}
