import BulkheadSyntax

/// What calls of pure built-in functions give.
enum Calls {
  static func value(of node: SyntaxNode, _ evaluator: Evaluator) -> Value {
    let arguments = node.arguments
    if let callee = node.callee, callee.kind == .memberExpression,
      let name = evaluator.key(of: callee)
    {
      let object = evaluator.value(callee.object)
      if let result = method(name, of: object, arguments, evaluator) { return result }
    }
    switch evaluator.value(node.callee) {
    case .path(let path): return builtIn(path, arguments, evaluator)
    case .function(let function): return result(of: function, evaluator)
    default: return .unknown
    }
  }

  /// A function without parameters that only returns something.
  private static func result(of function: SyntaxNode, _ evaluator: Evaluator) -> Value {
    guard function.params.isEmpty, let body = function.body else { return .unknown }
    if body.kind != .blockStatement { return evaluator.value(body) }
    guard let last = body.statements.last, last.kind == .returnStatement else { return .unknown }
    return evaluator.value(last.argument)
  }

  private static func builtIn(
    _ path: String, _ arguments: [SyntaxNode], _ evaluator: Evaluator
  ) -> Value {
    func text(_ index: Int) -> String? {
      arguments.indices.contains(index) ? evaluator.value(arguments[index]).string : nil
    }
    switch path {
    case "require", "process.getBuiltinModule":
      return text(0).map(Value.module) ?? .unknown
    case "module:module.createRequire", "module:module.Module.createRequire":
      return .path("require")
    case "process.binding", "process._linkedBinding":
      return text(0).map { .path("binding:" + $0) } ?? .unknown
    case "String.fromCharCode", "String.fromCodePoint":
      return characters(arguments.flatMap { list($0, evaluator) })
    case "atob": return decoded(text(0), "base64")
    case "Buffer.from", "Buffer", "module:buffer.Buffer.from":
      if case .array(let codes)? = arguments.first.map(evaluator.value), !codes.isEmpty {
        return characters(codes)
      }
      return decoded(text(0), text(1) ?? "utf8")
    case "decodeURIComponent", "unescape", "decodeURI":
      return text(0).map(percentDecoded) ?? .unknown
    case "String": return text(0).map(Value.string) ?? .unknown
    case "parseInt", "Number":
      guard let radix = Int(text(1) ?? "10"), (2...36).contains(radix) else { return .unknown }
      return text(0).flatMap { Int($0, radix: radix) }
        .map { .number(Double($0)) } ?? .unknown
    case "Reflect.get":
      guard let key = text(1) else { return .unknown }
      return evaluator.value(arguments[0]).member(key)
    case "module:util.promisify", "Object.freeze": return evaluator.value(arguments.first)
    case "module:os.homedir": return .string("~")
    case "module:path.join" where arguments.allSatisfy({ evaluator.value($0).string != nil }):
      return .string(arguments.compactMap { evaluator.value($0).string }.joined(separator: "/"))
    default: return .unknown
    }
  }

  /// The values of an argument, of a spread one all of them.
  private static func list(_ node: SyntaxNode, _ evaluator: Evaluator) -> [Value] {
    guard node.kind == .spreadElement else { return [evaluator.value(node)] }
    if case .array(let elements) = evaluator.value(node.argument) { return elements }
    return [.unknown]
  }

  private static func characters(_ codes: [Value]) -> Value {
    var text = ""
    for code in codes.prefix(Evaluator.longest) {
      guard let number = code.number, number >= 0, number < 0x110000,
        let scalar = Unicode.Scalar(UInt32(number))
      else { return .unknown }
      text.unicodeScalars.append(scalar)
    }
    return .string(text)
  }

  private static func decoded(_ text: String?, _ encoding: String) -> Value {
    guard let text, text.utf8.count <= Evaluator.longest else { return .unknown }
    switch encoding.lowercased() {
    case "base64", "base64url":
      return Base64.decode(text.utf8).map { .string(String(decoding: $0, as: UTF8.self)) }
        ?? .unknown
    case "hex":
      let digits = Array(text.utf8)
      var bytes: [UInt8] = []
      for index in stride(from: 0, to: digits.count - 1, by: 2) {
        guard
          let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16)
        else { return .unknown }
        bytes.append(byte)
      }
      return .string(String(decoding: bytes, as: UTF8.self))
    default: return .string(text)
    }
  }

  private static func percentDecoded(_ text: String) -> Value {
    var bytes: [UInt8] = []
    let source = Array(text.utf8.prefix(Evaluator.longest))
    var index = 0
    while index < source.count {
      if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
        let byte = UInt8(
          String(decoding: source[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        bytes.append(byte)
        index += 3
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    return .string(String(decoding: bytes, as: UTF8.self))
  }

  // MARK: - Methods of strings, arrays and functions

  private static func method(
    _ name: String, of object: Value, _ arguments: [SyntaxNode], _ evaluator: Evaluator
  ) -> Value? {
    func argument(_ index: Int) -> Value {
      arguments.indices.contains(index) ? evaluator.value(arguments[index]) : .unknown
    }
    switch (object, name) {
    case (.path(let path), "bind"): return .path(path)
    case (.path("String.fromCharCode"), "apply"):
      if case .array(let codes) = argument(1) { return characters(codes) }
      return nil
    case (.path(let path), "call"):
      return builtIn(path, Array(arguments.dropFirst()), evaluator)
    case (.string(let text), _): return method(name, of: text, arguments, argument)
    case (.array(let elements), "join"):
      let parts = elements.compactMap(\.string)
      let separator = arguments.isEmpty ? "," : argument(0).string
      guard parts.count == elements.count, let separator,
        parts.reduce(separator.utf8.count * parts.count, { $0 + $1.utf8.count })
          <= Evaluator.longest
      else { return .unknown }
      return .string(parts.joined(separator: separator))
    case (.array(let elements), "reverse"): return .array(elements.reversed())
    case (.array(let elements), "concat"):
      guard case .array(let more) = argument(0), elements.count + more.count <= 8192 else {
        return .unknown
      }
      return .array(elements + more)
    case (.array(let elements), "map"): return mapped(elements, argument(0), evaluator)
    case (.array(let elements), "pop"): return elements.last ?? .unknown
    default: return nil
    }
  }

  /// `codes.map(c => String.fromCharCode(c))`, with an offset that is not followed.
  private static func mapped(_ elements: [Value], _ function: Value, _ evaluator: Evaluator)
    -> Value
  {
    var callee = function.path
    if case .function(let node) = function, let body = node.body, body.kind == .callExpression {
      let passesParameter = body.arguments.first?.name == node.params.first?.name
      callee = passesParameter && body.arguments.count == 1 ? evaluator.path(body.callee) : nil
    }
    guard callee == "String.fromCharCode" else { return .unknown }
    return .array(elements.map { characters([$0]) })
  }

  private static func method(
    _ name: String, of text: String, _ arguments: [SyntaxNode], _ argument: (Int) -> Value
  ) -> Value? {
    switch name {
    case "toString", "valueOf", "trim":
      // Of a Buffer that was folded to its text already.
      return .string(text)
    case "toLowerCase": return .string(text.lowercased())
    case "toUpperCase": return .string(text.uppercased())
    case "concat":
      let parts = arguments.indices.compactMap { argument($0).string }
      let size = parts.reduce(text.utf8.count) { $0 + $1.utf8.count }
      return parts.count == arguments.count && size <= Evaluator.longest
        ? .string(text + parts.joined()) : .unknown
    case "split":
      guard let separator = argument(0).string else { return .unknown }
      if separator.isEmpty { return .array(text.prefix(8192).map { .string(String($0)) }) }
      return .array(
        text.split(separator: separator, omittingEmptySubsequences: false).map {
          .string(String($0))
        })
    case "replace", "replaceAll":
      guard let old = argument(0).string, let new = argument(1).string, !old.isEmpty,
        text.utf8.count * max(new.utf8.count, 1) <= 16 * Evaluator.longest
      else { return .unknown }
      return .string(text.replacing(old, with: new, maxReplacements: name == "replace" ? 1 : .max))
    case "slice", "substring", "substr":
      guard let start = argument(0).index else { return .unknown }
      let characters = Array(text.unicodeScalars)
      let first = min(max(start < 0 ? characters.count + start : start, 0), characters.count)
      var end = characters.count
      if let given = argument(1).index {
        end = name == "substr" ? first + given : given < 0 ? end + given : given
      }
      let range = first..<min(max(end, first), characters.count)
      return .string(String(String.UnicodeScalarView(characters[range])))
    case "charAt", "at":
      return argument(0).index.map { Value.string(text).member(String($0)) } ?? .unknown
    case "charCodeAt":
      guard text.utf8.count <= 4096, let index = argument(0).index, index >= 0,
        index < text.utf16.count
      else { return .unknown }
      return .number(Double(Array(text.utf16)[index]))
    default: return nil
    }
  }
}
