/// What an expression of Python gives, as far as reading tells.
enum PythonValue {
  case text(String)
  case number(Double)
  case list([PythonTree.Index])
  /// Something of a module or built in, by its full name: `os.system`. What a call gives has `()` after
  /// it: `requests.Session().get`.
  case path(String)
  /// A function of the text.
  case function(Int)
  /// A class of the text, or an object of it.
  case type(Int)
  case unknown

  var text: String? {
    switch self {
    case .text(let text): text
    case .number(let number) where number == number.rounded() && abs(number) < 1e15:
      String(Int(number))
    default: nil
    }
  }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var path: String? { if case .path(let path) = self { path } else { nil } }
}

/// Folds constants and resolves names; bounded as ``Evaluator`` is.
final class PythonEvaluator {
  let tree: PythonTree
  let bindings: PythonBindings
  private var known: [PythonTree.Index: PythonValue] = [:]
  private var depth = 0
  private var work = 0

  private static let deepest = 64
  private static let longest = 65_536
  private static let mostWork = 64 << 20

  /// The modules of `from module import *`.
  private let starModules: [String]

  /// The built-in functions that rules know; other unbound names come from a star import if there is one.
  private static let builtIns: Set<String> = [
    "eval", "exec", "compile", "open", "input", "raw_input", "getattr", "setattr", "vars",
    "globals",
    "locals", "__import__", "print", "str", "bytes", "bytearray", "int", "float", "len", "dict",
    "list",
    "set", "tuple", "chr", "ord", "reversed", "range", "isinstance", "type", "execfile", "repr",
    "enumerate", "zip", "map", "filter", "super", "__builtins__", "__name__", "__file__",
  ]

  init(_ tree: PythonTree) {
    self.tree = tree
    starModules = tree.imports.filter { $0.alias < 0 && $0.path.hasSuffix(".*") }.map(\.module)
    bindings = PythonBindings(tree)
  }

  func value(_ node: PythonTree.Index?) -> PythonValue {
    guard let node else { return .unknown }
    if let value = known[node] { return value }
    guard depth < Self.deepest, work < Self.mostWork else { return .unknown }
    known[node] = .unknown
    depth += 1
    defer { depth -= 1 }
    let value = compute(node)
    if case .text(let text) = value { work += text.utf8.count }
    known[node] = value
    return value
  }

  func path(_ node: PythonTree.Index?) -> String? { value(node).path }

  /// Nothing about it is decided while it runs: a constant, or a collection of constants.
  func isConstant(_ node: PythonTree.Index) -> Bool {
    switch tree.kind(node) {
    case .constant, .number, .string: return true
    case .list, .tuple, .set, .dictionary, .keyword, .star:
      return tree.children(node).allSatisfy { isConstant($0) }
    case .unary: return tree.children(node).allSatisfy { isConstant($0) }
    default:
      switch value(node) {
      case .text, .number: return true
      case .list(let elements):
        return depth < 8 && elements.allSatisfy { $0 != node && isConstantElement($0) }
      default: return false
      }
    }
  }

  private func isConstantElement(_ node: PythonTree.Index) -> Bool {
    depth += 1
    defer { depth -= 1 }
    return isConstant(node)
  }

  private func compute(_ node: PythonTree.Index) -> PythonValue {
    switch tree.kind(node) {
    case .string: return .text(tree.text(node))
    case .number: return tree.number(node).map(PythonValue.number) ?? .unknown
    case .format: return joined(Array(tree.children(node)))
    case .binary: return binary(node)
    case .name: return name(node)
    case .attribute: return member(tree.name(node), of: tree.child(node, 0))
    case .subscript_: return element(node)
    case .call: return call(node)
    case .list, .tuple, .set: return .list(Array(tree.children(node)))
    case .await, .walrus, .keyword: return value(tree.children(node).last)
    case .conditional: return value(tree.child(node, 0))
    case .comprehension: return comprehension(node)
    case .unary:
      if tree.mark(node) == Marks.minus, let number = value(tree.child(node, 0)).number {
        return .number(-number)
      }
      return .unknown
    default: return .unknown
    }
  }

  private func joined(_ nodes: [PythonTree.Index]) -> PythonValue {
    var text = ""
    for node in nodes {
      guard let part = value(node).text, text.utf8.count <= Self.longest else { return .unknown }
      text += part
    }
    return .text(text)
  }

  private func binary(_ node: PythonTree.Index) -> PythonValue {
    let operands = Array(tree.children(node))
    switch tree.mark(node) {
    case Marks.plus:
      let values = operands.map(value)
      let numbers = values.compactMap(\.number)
      if numbers.count == values.count { return .number(numbers.reduce(0, +)) }
      return joined(operands)
    case Marks.percent:
      guard operands.count == 2, let format = value(operands[0]).text else { return .unknown }
      let arguments: [PythonTree.Index] =
        tree.kind(operands[1]) == .tuple ? Array(tree.children(operands[1])) : [operands[1]]
      let texts = arguments.compactMap { value($0).text }
      return texts.count == arguments.count ? .text(Self.fill(format, "%", texts)) : .unknown
    case Marks.star:
      guard operands.count == 2, let text = value(operands[0]).text,
        let count = value(operands[1]).number, count >= 0,
        Double(text.utf8.count) * count < Double(Self.longest)
      else { return .unknown }
      return .text(String(repeating: text, count: Int(count)))
    case Marks.caret, Marks.minus:
      guard operands.count == 2, let left = value(operands[0]).number,
        let right = value(operands[1]).number, abs(left) < 2e9, abs(right) < 2e9
      else { return .unknown }
      return .number(
        tree.mark(node) == Marks.minus ? left - right : Double(Int(left) ^ Int(right)))
    default: return .unknown
    }
  }

  /// A format with `%s` or `{}` filled in, as far as there are values.
  static func fill(_ format: String, _ mark: Character, _ values: [String]) -> String {
    var values = values[...]
    var text = ""
    var rest = format[...]
    while let start = rest.firstIndex(of: mark == "%" ? "%" : "{"), let value = values.first {
      text += rest[..<start]
      rest = rest[start...].dropFirst()
      if mark == "%" {
        rest = rest.drop { !$0.isLetter && $0 != "%" }.dropFirst()
      } else {
        rest = rest.drop { $0 != "}" }.dropFirst()
      }
      text += value
      values.removeFirst()
    }
    return text + rest
  }

  // MARK: - Names and members

  private func name(_ node: PythonTree.Index) -> PythonValue {
    let record = tree.records[Int(node.raw)]
    let origins = bindings.origins(of: record.name, in: Int(tree.nodeScopes[Int(node.raw)]))
    if origins.isEmpty {
      let name = tree.name(node)
      if let module = starModules.last, !Self.builtIns.contains(name) {
        return .path(module + "." + name)
      }
      return .path(name == "__builtins__" || name == "__builtin__" ? "builtins" : name)
    }
    let isGrown = origins.contains { if case .addition = $0 { true } else { false } }
    let values = origins.filter { if case .addition = $0 { false } else { true } }
      .map { value(of: $0, named: tree.name(node)) }
    if values.count == 1, let value = values.first {
      if isGrown, value.text != nil { return .unknown }
      return value
    }
    if let path = values.first(where: { $0.path != nil }) { return path }
    for value in values {
      switch value {
      case .function, .type: return value
      default: break
      }
    }
    return .unknown
  }

  private func value(of origin: PythonBindings.Origin, named name: String) -> PythonValue {
    switch origin {
    case .expression(let node): return value(node)
    case .path(let path): return .path(Self.normalized(path))
    case .scope(let scope):
      return tree.scopes[scope].kind == .type ? .type(scope) : .function(scope)
    case .parameter(let scope, let position):
      if position == 0, name == "self" || name == "cls" {
        let parent = tree.scopes[scope].parent
        if parent >= 0, tree.scopes[parent].kind == .type { return .type(parent) }
      }
      return .unknown
    case .element, .addition: return .unknown
    }
  }

  private static func normalized(_ path: String) -> String {
    if path == "__builtin__" || path == "builtins" { return "builtins" }
    for prefix in ["builtins.", "__builtin__."] where path.hasPrefix(prefix) {
      return String(path.dropFirst(prefix.count))
    }
    return path
  }

  func member(_ name: String, of node: PythonTree.Index?) -> PythonValue {
    switch value(node) {
    case .path(let path):
      if path == "builtins" { return .path(name) }
      if name == "__call__" || name == "__dict__" || name == "__wrapped__" { return .path(path) }
      return path.utf8.count > 200 ? .unknown : .path(path + "." + name)
    case .type(let type):
      guard let number = tree.names.existing(name) else { return .unknown }
      let origins = bindings.member(number, of: type) + bindings.members(named: number)
      let values = origins.map { value(of: $0, named: name) }
      return values.first { if case .unknown = $0 { false } else { true } } ?? .unknown
    case .text where node != nil: return .path("str." + name)
    default: return .unknown
    }
  }

  private func element(_ node: PythonTree.Index) -> PythonValue {
    let object = tree.child(node, 0)
    let index = tree.child(node, 1)
    switch value(object) {
    case .list(let elements):
      if let number = value(index).number, abs(number) < 1e6 {
        let position = Int(number) < 0 ? elements.count + Int(number) : Int(number)
        return elements.indices.contains(position) ? value(elements[position]) : .unknown
      }
      return .unknown
    case .text(let text):
      // `'metsys'[::-1]` is the usual way to write a word backwards.
      if let index, tree.kind(index) == .slice, tree.children(index).count == 1,
        value(tree.child(index, 0)).number == -1
      {
        return .text(String(text.reversed()))
      }
      return .unknown
    case .path(let path):
      guard let key = value(index).text else {
        return path == "os.environ" ? .path("os.environ.?") : .unknown
      }
      switch path {
      case "sys.modules", "globals()", "locals()", "vars()":
        return key == "__builtins__" ? .path("builtins") : .path(key)
      case "builtins": return .path(key)
      case "os.environ": return .path("os.environ." + key)
      // `vars(os)['system']`, `os.__dict__['system']`.
      default:
        return path.hasSuffix("()") || path.contains("request") ? .unknown : .path(path + "." + key)
      }
    default: return .unknown
    }
  }

  private func comprehension(_ node: PythonTree.Index) -> PythonValue {
    // `chr(c) for c in [101, 118]`: only over constants, only with its own variable.
    let parts = Array(tree.children(node))
    guard tree.mark(node) == 1, parts.count == 3, tree.kind(parts[1]) == .name,
      case .list(let codes) = value(parts[2]), tree.kind(parts[0]) == .call,
      path(tree.child(parts[0], 0)) == "chr", let argument = tree.child(parts[0], 1)
    else { return .unknown }
    var text = ""
    for code in codes.prefix(4096) {
      guard let number = value(code).number else { return .unknown }
      var result = number
      if tree.kind(argument) == .binary {
        guard let last = tree.children(argument).last, let offset = value(last).number else {
          return .unknown
        }
        switch tree.mark(argument) {
        case Marks.caret where abs(number) < 1e6 && abs(offset) < 1e6:
          result = Double(Int(number) ^ Int(offset))
        case Marks.minus: result = number - offset
        case Marks.plus: result = number + offset
        default: return .unknown
        }
      } else if tree.kind(argument) != .name {
        return .unknown
      }
      guard result >= 0, result < 0x110000, let scalar = Unicode.Scalar(UInt32(result)) else {
        return .unknown
      }
      text.unicodeScalars.append(scalar)
    }
    return .text(text)
  }

  // MARK: - Calls

  /// The arguments without names.
  func positional(_ call: PythonTree.Index) -> [PythonTree.Index] {
    tree.children(call).dropFirst().filter { tree.kind($0) != .keyword }
  }

  func keyword(_ name: String, of call: PythonTree.Index) -> PythonTree.Index? {
    tree.children(call).dropFirst().first { tree.kind($0) == .keyword && tree.name($0) == name }
      .flatMap { tree.child($0, 0) }
  }

  private func call(_ node: PythonTree.Index) -> PythonValue {
    guard let callee = tree.child(node, 0) else { return .unknown }
    let arguments = positional(node)
    if tree.kind(callee) == .attribute, let result = method(callee, arguments) { return result }
    switch value(callee) {
    case .path(let path): return builtIn(path, arguments)
    case .type(let type): return .type(type)
    case .function(let scope):
      let returns = tree.scopes[scope].returns
      return returns.count == 1 && tree.scopes[scope].parameters.isEmpty
        ? value(returns[0]) : .unknown
    default: return .unknown
    }
  }

  private func builtIn(_ path: String, _ arguments: [PythonTree.Index]) -> PythonValue {
    func text(_ index: Int) -> String? {
      index < arguments.count ? value(arguments[index]).text : nil
    }
    switch path {
    case "getattr":
      if let name = text(1) { return member(name, of: arguments[0]) }
      return .path("getattr()")
    case "__import__", "importlib.import_module", "importlib.__import__":
      guard let name = text(0) else { return .path(path + "()") }
      return .path(
        Self.normalized(path == "__import__" ? String(name.prefix { $0 != "." }) : name))
    case "vars" where arguments.count == 1, "functools.partial", "staticmethod", "classmethod":
      return value(arguments.first)
    case "chr":
      guard let number = arguments.first.flatMap({ value($0).number }), number >= 0,
        number < 0x110000, let scalar = Unicode.Scalar(UInt32(number))
      else { return .unknown }
      return .text(String(Character(scalar)))
    case "ord": return text(0)?.unicodeScalars.first.map { .number(Double($0.value)) } ?? .unknown
    case "str", "bytes", "bytearray", "int", "repr":
      if case .list(let codes)? = arguments.first.map(value) {
        let scalars = codes.compactMap { value($0).number }.filter { $0 >= 0 && $0 < 256 }
          .map { UInt8($0) }
        return scalars.count == codes.count && !codes.isEmpty
          ? .text(String(decoding: scalars, as: UTF8.self)) : .unknown
      }
      return text(0).map(PythonValue.text) ?? .unknown
    case "base64.b64decode", "base64.urlsafe_b64decode", "base64.standard_b64decode":
      guard let text = text(0), let bytes = Base64.decode(text.utf8) else {
        return .path(path + "()")
      }
      return .text(String(decoding: bytes, as: UTF8.self))
    case "bytes.fromhex", "bytearray.fromhex", "binascii.unhexlify", "binascii.a2b_hex":
      guard let bytes = text(0).flatMap(Self.hex) else { return .path(path + "()") }
      return .text(String(decoding: bytes, as: UTF8.self))
    case "codecs.decode":
      guard let text = text(0), let codec = self.value(arguments.dropFirst().first).text else {
        return .path("codecs.decode()")
      }
      if codec.lowercased().hasPrefix("rot") { return .text(Self.rot13(text)) }
      return .path("codecs.decode()")
    case "os.path.join":
      let parts = arguments.compactMap { value($0).text }
      return parts.count == arguments.count
        ? .text(parts.joined(separator: "/")) : .path(path + "()")
    case "os.path.expanduser", "pathlib.Path", "os.path.abspath", "os.path.realpath",
      "os.path.normpath", "os.fspath", "pathlib.Path().expanduser":
      if let text = text(0) { return .text(text) }
      return .path(path + "()")
    case "operator.attrgetter", "operator.itemgetter":
      return text(0).map { .path("operator.attrgetter:" + $0) } ?? .unknown
    case let path where path.hasPrefix("operator.attrgetter:"):
      return member(String(path.dropFirst("operator.attrgetter:".count)), of: arguments.first)
    default: return path.utf8.count > 200 ? .unknown : .path(path + "()")
    }
  }

  /// Methods of constant texts and the ways around the dot.
  private func method(_ callee: PythonTree.Index, _ arguments: [PythonTree.Index]) -> PythonValue? {
    let name = tree.name(callee)
    let object = tree.child(callee, 0)
    if name == "__getattribute__" || name == "__getattr__",
      let key = arguments.last.map(value)?.text
    {
      return member(key, of: object)
    }
    guard case .text(let text) = value(object) else { return nil }
    func argument(_ index: Int) -> String? {
      index < arguments.count ? value(arguments[index]).text : nil
    }
    switch name {
    case "join":
      if case .list(let elements)? = arguments.first.map(value) {
        let parts = elements.compactMap { value($0).text }
        guard parts.count == elements.count,
          parts.reduce(0, { $0 + $1.utf8.count + text.utf8.count }) < Self.longest
        else { return nil }
        return .text(parts.joined(separator: text))
      }
      // `''.join(reversed('metsys'))` and `''.join(chr(c) for c in …)`.
      if let argument = argument(0) { return text.isEmpty ? .text(argument) : nil }
      guard let inner = arguments.first, tree.kind(inner) == .call,
        path(tree.child(inner, 0)) == "reversed", let word = value(tree.child(inner, 1)).text
      else { return nil }
      return .text(String(word.reversed()))
    case "replace":
      guard let old = argument(0), let new = argument(1), !old.isEmpty else { return nil }
      let result = text.split(separator: old, omittingEmptySubsequences: false)
        .joined(separator: new)
      return result.utf8.count < Self.longest ? .text(result) : nil
    case "format":
      let texts = arguments.compactMap { value($0).text }
      return texts.count == arguments.count && !texts.isEmpty
        ? .text(Self.fill(text, "{", texts)) : nil
    case "decode", "encode":
      let codec = argument(0)?.lowercased() ?? ""
      if codec.hasPrefix("rot") { return .text(Self.rot13(text)) }
      if codec == "hex" { return Self.hex(text).map { .text(String(decoding: $0, as: UTF8.self)) } }
      if codec == "base64" {
        return Base64.decode(text.utf8).map { .text(String(decoding: $0, as: UTF8.self)) }
      }
      return .text(text)
    case "strip", "lstrip", "rstrip", "lower", "upper", "title", "swapcase", "expanduser",
      "resolve":
      switch name {
      case "lower": return .text(text.lowercased())
      case "upper": return .text(text.uppercased())
      default: return .text(text)
      }
    default: return nil
    }
  }

  private static func hex(_ text: String) -> [UInt8]? {
    let digits = text.utf8.filter { $0 > 0x20 }
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard
        let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  static func rot13(_ text: String) -> String {
    String(
      decoding: text.utf8.map { byte in
        switch byte {
        case 0x41...0x5A: (byte - 0x41 + 13) % 26 + 0x41
        case 0x61...0x7A: (byte - 0x61 + 13) % 26 + 0x61
        default: byte
        }
      }, as: UTF8.self)
  }

  /// The text of an expression with U+FFFC for each part that is not known.
  func spelled(_ node: PythonTree.Index?) -> String {
    guard let node, depth < 16 else { return "\u{FFFC}" }
    if let text = value(node).text { return String(text.prefix(2048)) }
    depth += 1
    defer { depth -= 1 }
    let parts: String
    switch tree.kind(node) {
    case .format: parts = tree.children(node).map { spelled($0) }.joined()
    case .binary:
      let operands = Array(tree.children(node))
      switch tree.mark(node) {
      case Marks.plus: parts = operands.map { spelled($0) }.joined()
      case Marks.slash: parts = operands.map { spelled($0) }.joined(separator: "/")
      case Marks.percent: parts = spelled(operands[0])
      default: parts = "\u{FFFC}"
      }
    case .conditional, .await: parts = spelled(tree.child(node, 0))
    case .name:
      let origins = bindings.origins(
        of: tree.records[Int(node.raw)].name, in: Int(tree.nodeScopes[Int(node.raw)]))
      if case .expression(let source)? = origins.first {
        parts = spelled(source)
      } else {
        parts = "\u{FFFC}"
      }
    case .call: parts = spelledCall(node)
    case .attribute:
      // `Path.home().parent`, `path.resolve()` lead on from what stands before them.
      parts = path(node) == "os.environ.HOME" ? "~" : "\u{FFFC}"
    case .subscript_: parts = path(node) == "os.environ.HOME" ? "~" : "\u{FFFC}"
    default: parts = "\u{FFFC}"
    }
    return String(parts.prefix(2048))
  }

  private func spelledCall(_ node: PythonTree.Index) -> String {
    guard let callee = tree.child(node, 0) else { return "\u{FFFC}" }
    let arguments = positional(node)
    switch path(callee) {
    case "os.path.join": return arguments.map { spelled($0) }.joined(separator: "/")
    case "os.path.expanduser", "pathlib.Path", "os.path.abspath", "os.path.realpath", "str",
      "os.fspath", "os.path.normpath", "os.path.expandvars":
      return arguments.map { spelled($0) }.joined(separator: "/")
    case "pathlib.Path.home": return "~"
    case "os.environ.get", "os.getenv":
      return arguments.first.map { value($0).text } == "HOME" ? "~" : "\u{FFFC}"
    default:
      guard tree.kind(callee) == .attribute else { return "\u{FFFC}" }
      let name = tree.name(callee)
      if name == "format" { return spelled(tree.child(callee, 0)) }
      if name == "joinpath" {
        return ([spelled(tree.child(callee, 0))] + arguments.map { spelled($0) })
          .joined(separator: "/")
      }
      if ["expanduser", "resolve", "absolute", "strip", "encode", "decode"].contains(name) {
        return spelled(tree.child(callee, 0))
      }
      return "\u{FFFC}"
    }
  }
}
