import BulkheadSource

/// Namespaces: functions that fill an object with what they export.
extension TypeScriptTransform {
  /// `namespace A { … }` becomes `var A;(function(A){ … })(A||(A={}));`.
  mutating func lower(namespace node: SyntaxNode) {
    let names = node.children.dropLast().compactMap(\.name)
    guard let first = names.first, let body = node.lastChild else { return }
    let place = place(of: node.index)
    let start = place.export.map { finder.range($0).lowerBound } ?? node.span.start
    let owner = owner(of: place)
    var head = declaration(of: first, in: place)
    var tail = call(with: first, owner: owner)
    for (number, name) in names.enumerated() {
      let isLast = number == names.count - 1
      head += "(function(\(isLast ? parameter(of: node.index) : name)){"
      if number > 0 { tail = call(with: name, owner: names[number - 1]) + tail }
      if !isLast { head += "let \(names[number + 1]);" }
    }
    edits.blank(start, body.span.start + 1, leaving: head)
    edits.replace(body.span.end - 1, body.span.end, with: tail)
    useEarlierExports(names, body, place)
  }

  /// The name that a namespace's object has in its body: its own, unless the body declares that.
  func parameter(of namespace: NodeIndex) -> String {
    let node = SyntaxNode(tree: tree, index: namespace)
    guard let name = node.children.dropLast().last?.name, let body = node.lastChild else {
      return ""
    }
    let inside = identifiers(in: body.span.start..<body.span.end)
    let key = IdentifierName(name)
    let isTaken = inside.contains { index in
      guard IdentifierName(index, in: tree) == key, case .binding = finder.role(of: index) else {
        return false
      }
      return true
    }
    guard isTaken else { return name }
    var number = 1
    while inside.contains(where: { IdentifierName($0, in: tree).text == "\(name)_\(number)" }) {
      number += 1
    }
    return "\(name)_\(number)"
  }

  /// What an earlier part of the same namespace exports is visible here by its bare name.
  private mutating func useEarlierExports(_ names: [String], _ body: SyntaxNode, _ place: Place) {
    let key = MergeKey(list: place.list, name: names.joined(separator: "."))
    var earlier = Set((namespaces[key] ?? []).map(IdentifierName.init))
    if names.count == 1, let members = enums[key] { earlier.formUnion(members.all) }
    let own = exports(of: body)
    namespaces[key, default: []] += own
    earlier.subtract(own.map(IdentifierName.init))
    guard !earlier.isEmpty else { return }
    let range = body.span.start..<body.span.end
    let uses = ImportReferences(of: earlier, in: finder, among: identifiers(in: range))
    qualify(uses.uses, with: parameter(of: body.parent?.index ?? .none))
  }

  private func exports(of body: SyntaxNode) -> [String] {
    body.statements.flatMap { statement -> [String] in
      guard statement.kind == .exportNamedDeclaration, let declaration = statement.declaration
      else { return [] }
      switch declaration.kind {
      case .tsEnumDeclaration, .tsModuleDeclaration, .tsImportEqualsDeclaration:
        return declaration.children.first?.name.map { [$0] } ?? []
      default: return declaration.boundNames
      }
    }
  }

  /// `export const a = 1` in a namespace also makes a property of its object.
  mutating func lower(exportInNamespace node: SyntaxNode) {
    guard let parent = node.parent, let namespace = namespace(of: parent.index),
      let declaration = node.declaration
    else { return }
    switch declaration.kind {
    case .variableDeclaration, .functionDeclaration, .classDeclaration: break
    default: return
    }
    let object = parameter(of: namespace)
    edits.blank(node.span.start, declaration.span.start)
    let isConstant = declaration.declarationKind.map { $0 == .const } ?? true
    let range = finder.range(namespace)
    let properties = declaration.boundNames.map { name in
      guard !isConstant, isWritten(name, in: range) else { return "\(object).\(name)=\(name);" }
      let value = name == "value" ? "value_1" : "value"
      return "Object.defineProperty(\(object),\(LoweredText.quoted(name)),{enumerable:true,"
        + "configurable:true,get:()=>\(name),set:\(value)=>{\(name)=\(value)}});"
    }
    edits.insert(";" + properties.joined(), at: node.span.end)
  }

  /// Some code assigns to the name after its declaration.
  private func isWritten(_ name: String, in range: Range<Int>) -> Bool {
    let key = IdentifierName(name)
    return identifiers(in: range).contains { index in
      guard IdentifierName(index, in: tree) == key, case .reference = finder.role(of: index) else {
        return false
      }
      var node = index
      while true {
        let parent = tree.record(node).parent
        guard parent != .none else { return false }
        switch tree.kind(of: parent) {
        case .updateExpression: return true
        case .assignmentExpression, .forInStatement, .forOfStatement:
          return finder.slot(parent, 0) == node
        case .arrayPattern, .objectPattern, .restElement, .property, .assignmentPattern:
          node = parent
        default: return false
        }
      }
    }
  }
}
