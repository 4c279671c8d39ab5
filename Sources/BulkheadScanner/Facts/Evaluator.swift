import BulkheadSyntax

/// Folds constants and resolves aliases. Everything is bounded: an expression is evaluated once, to a
/// fixed depth, and no text grows beyond 64 KB.
final class Evaluator {
  private let bindings: Bindings
  /// What is known of each node, by its number.
  private var known: [Value?] = []
  private var texts: [NodeIndex: String] = [:]
  private var keys: [NodeIndex: [String: SyntaxNode]] = [:]
  private var depth = 0
  /// Bytes of text that were made so far.
  private var work = 0

  private static let deepest = 64
  static let longest = 65_536
  /// The most bytes of text that are made for one file.
  private static let mostWork = 64 << 20

  init(_ bindings: Bindings) { self.bindings = bindings }

  /// What the expression gives.
  func value(_ node: SyntaxNode?) -> Value {
    guard let node else { return .unknown }
    let number = Int(node.index.rawValue)
    if number >= known.count {
      known += Array(repeating: nil, count: node.tree.count - known.count)
    }
    if let value = known[number] { return value }
    guard depth < Self.deepest, work < Self.mostWork else { return .unknown }
    // A name that is defined by itself is unknown while it is looked at.
    known[number] = .unknown
    depth += 1
    defer { depth -= 1 }
    let value = compute(node)
    if case .string(let text) = value { work += text.utf8.count }
    if case .array(let elements) = value { work += elements.count }
    known[number] = value
    return value
  }

  /// The path of what is called, resolved.
  func path(_ node: SyntaxNode?) -> String? { value(node).path }

  private func compute(_ node: SyntaxNode) -> Value {
    switch node.kind {
    case .literal:
      if let text = node.stringValue { return .string(text) }
      return node.numberValue.map(Value.number) ?? .unknown
    case .templateLiteral: return template(node)
    case .binaryExpression: return binary(node)
    case .logicalExpression:
      let left = value(node.left)
      if case .unknown = left { return value(node.right) }
      return left
    case .arrayExpression: return array(node)
    case .objectExpression: return .object(node)
    case .functionExpression, .arrowFunctionExpression, .functionDeclaration, .classExpression,
      .classDeclaration:
      return .function(node)
    case .identifier: return identifier(node)
    case .memberExpression: return member(node)
    case .chainExpression: return value(node.expression)
    case .sequenceExpression: return value(node.expressions.last)
    case .awaitExpression: return value(node.argument)
    case .assignmentExpression: return node.operator == .assign ? value(node.right) : .unknown
    case .importExpression: return value(node.source).string.map(Value.module) ?? .unknown
    case .callExpression, .newExpression:
      return Calls.value(of: node, self)
    case .unaryExpression:
      return node.operator == .minus
        ? value(node.argument).number.map { .number(-$0) } ?? .unknown : .unknown
    default: return .unknown
    }
  }

  private func template(_ node: SyntaxNode) -> Value {
    var text = ""
    for child in node.children {
      guard let part = child.kind == .templateElement ? child.stringValue : value(child).string
      else { return .unknown }
      text += part
      if text.utf8.count > Self.longest { return .unknown }
    }
    return .string(text)
  }

  /// `a + b + c …` leans to the left as deep as the text is long, so its left spine is walked.
  private func binary(_ node: SyntaxNode) -> Value {
    guard node.operator == .plus else {
      guard let left = value(node.left).number, let right = value(node.right).number else {
        return .unknown
      }
      return Self.arithmetic(node, left, right)
    }
    var operands: [SyntaxNode] = []
    var current = node
    while current.kind == .binaryExpression, current.operator == .plus, let left = current.left,
      let right = current.right
    {
      operands.append(right)
      current = left
    }
    operands.append(current)
    var result: Value?
    for operand in operands.reversed() {
      let next = value(operand)
      guard let sum = result else {
        result = next
        continue
      }
      if let left = sum.number, let right = next.number {
        result = .number(left + right)
      } else if let left = sum.string, let right = next.string,
        left.utf8.count + right.utf8.count <= Self.longest
      {
        result = .string(left + right)
      } else {
        return .unknown
      }
    }
    return result ?? .unknown
  }

  private static func arithmetic(_ node: SyntaxNode, _ left: Double, _ right: Double) -> Value {
    switch node.operator {
    case .minus: return .number(left - right)
    case .star: return .number(left * right)
    case .slash: return .number(left / right)
    case .caret:
      guard abs(left) < 2e9, abs(right) < 2e9 else { return .unknown }
      return .number(Double(Int32(left) ^ Int32(right)))
    default: return .unknown
    }
  }

  private func array(_ node: SyntaxNode) -> Value {
    var elements: [Value] = []
    for element in node.elements.prefix(8192) {
      if let element, element.kind == .spreadElement {
        guard case .array(let inner) = value(element.argument) else { return .unknown }
        elements += inner
        if elements.count > 8192 { return .unknown }
      } else {
        elements.append(value(element))
      }
    }
    return elements.count > 8192 ? .unknown : .array(elements)
  }

  private func member(_ node: SyntaxNode) -> Value {
    guard let name = key(of: node) else { return .unknown }
    let object = value(node.object)
    if case .object(let literal) = object, let property = property(name, of: literal) {
      return value(property)
    }
    return object.member(name)
  }

  /// The key of a member access, folded.
  func key(of node: SyntaxNode) -> String? {
    node.propertyName ?? (node.isComputed ? value(node.property).string : nil)
  }

  /// The value of a property of an object literal; the last one counts.
  func property(_ name: String, of literal: SyntaxNode) -> SyntaxNode? {
    if let members = keys[literal.index] { return members[name] }
    // Computed keys may name the literal itself, so it has none while they are looked at.
    keys[literal.index] = [:]
    var members: [String: SyntaxNode] = [:]
    for property in literal.properties where property.kind == .property {
      let key = property.keyName ?? (property.isComputed ? value(property.key).string : nil)
      if let key { members[key] = property.value }
    }
    keys[literal.index] = members
    return members[name]
  }

  // MARK: - Names

  private func identifier(_ node: SyntaxNode) -> Value {
    guard let binding = bindings.binding(of: node) else { return global(node.name ?? "") }
    let values = binding.origins.map(value)
    // A name that is assigned several times may be any of them; what is of the engine matters most.
    if values.count == 1 { return values[0] }
    return values.first { $0.path != nil } ?? .unknown
  }

  private func global(_ name: String) -> Value {
    switch name {
    case "globalThis", "global", "window", "self": .path("globalThis")
    case "undefined", "NaN", "exports", "": .unknown
    default: .path(name)
    }
  }

  private func value(_ origin: Binding.Origin) -> Value {
    switch origin {
    case .expression(let node): return value(node)
    case .property(let node, let keys):
      return keys.reduce(value(node)) { result, key in
        guard let key = name(of: key) else { return .unknown }
        if case .object(let literal) = result, let property = property(key, of: literal) {
          return value(property)
        }
        return result.member(key)
      }
    case .module(let module, let name):
      let value = Value.module(module)
      return name.map(value.member) ?? value
    case .declaration(let node): return .function(node)
    case .parameter, .iteration, .other: return .unknown
    }
  }

  private func name(of key: Binding.Key) -> String? {
    switch key {
    case .name(let name): name
    case .computed(let node): value(node).string
    }
  }

  /// Where the name of an identifier gets its values from.
  func origins(of identifier: SyntaxNode) -> [Binding.Origin] {
    bindings.binding(of: identifier)?.origins ?? []
  }

  /// Whether the name is declared in the script.
  func isBound(_ identifier: SyntaxNode) -> Bool { bindings.binding(of: identifier) != nil }

  /// The text of an expression with U+FFFC for each part that is not known; `~` for the home directory.
  func spelled(_ node: SyntaxNode?) -> String {
    guard let node, depth < Self.deepest else { return "\u{FFFC}" }
    if let text = texts[node.index] { return text }
    texts[node.index] = "\u{FFFC}"
    depth += 1
    defer { depth -= 1 }
    // No path or address is longer; what is cut off cannot grow from name to name.
    let text = String((value(node).string ?? pieces(node)).prefix(2048))
    texts[node.index] = text
    return text
  }

  private func pieces(_ node: SyntaxNode) -> String {
    switch node.kind {
    case .templateLiteral:
      return node.children.map { child in
        child.kind == .templateElement ? child.stringValue ?? "" : spelled(child)
      }.joined()
    case .binaryExpression where node.operator == .plus:
      return spelled(node.left) + spelled(node.right)
    case .logicalExpression: return spelled(node.left)
    case .callExpression:
      switch path(node.callee) {
      case "module:path.join", "module:path.resolve", "module:path.posix.join":
        return node.arguments.map(spelled).joined(separator: "/")
      case "module:os.homedir": return "~"
      case "URL": return spelled(node.arguments.first)
      default: return "\u{FFFC}"
      }
    case .newExpression:
      return path(node.callee) == "URL" ? spelled(node.arguments.first) : "\u{FFFC}"
    case .identifier:
      if case .expression(let source)? = origins(of: node).first { return spelled(source) }
      return "\u{FFFC}"
    case .memberExpression:
      let path = path(node)
      return path == "process.env.HOME" || path == "process.env.USERPROFILE" ? "~" : "\u{FFFC}"
    case .awaitExpression: return spelled(node.argument)
    default: return "\u{FFFC}"
    }
  }
}
