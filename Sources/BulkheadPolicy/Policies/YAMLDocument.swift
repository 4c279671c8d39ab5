import BulkheadSource
import Yams

/// YAML read into the values and places of JSON, so that one reader checks both.
///
/// Only what JSON can say: anchors and aliases are refused, because they are how readers of YAML are
/// made to use all memory, and a policy has no use for them.
enum YAMLDocument {
  static func read(_ utf8: [UInt8], file: String) throws(Diagnostic) -> JSONDocument {
    guard utf8.count <= maximumBytes else {
      throw Diagnostic(
        code: "yaml-too-large",
        "the file has \(utf8.count) bytes, more than the \(maximumBytes) that are read", file: file,
        help: "remove what does not belong in it")
    }
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw Diagnostic(
        code: "yaml-invalid-utf8", "the file is not UTF-8", file: file, help: "save it as UTF-8")
    }
    let (parser, root) = try compose(text, file: file)
    var converter = Converter(file: file, lines: LineTable(utf8), utf8: utf8)
    // An anchor is a weak reference into the parser: gone with it, and then not seen.
    let node: JSONNode
    do throws(Diagnostic) {
      node = try converter.convert(root, depth: 0)
    } catch {
      withExtendedLifetime(parser) {}
      throw error
    }
    withExtendedLifetime(parser) {}
    return JSONDocument(root: node, utf8: utf8, file: file)
  }

  /// A policy has some dozens of lines.
  private static let maximumBytes = 64 << 10

  private static func compose(
    _ text: String, file: String
  ) throws(Diagnostic) -> (Yams.Parser, Node) {
    let parser: Yams.Parser
    let root: Node?
    do {
      parser = try Yams.Parser(yaml: text)
      root = try parser.singleRoot()
    } catch {
      throw syntaxError(error, file: file)
    }
    guard let root else {
      throw Diagnostic(
        code: "yaml-empty", "the file is empty", file: file, help: "write extends: strict")
    }
    return (parser, root)
  }

  private static func syntaxError(_ error: any Error, file: String) -> Diagnostic {
    var message = String(describing: error).split(separator: "\n").joined(separator: " ")
    var position: SourcePosition?
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      message = problem
      position = SourcePosition(line: mark.line, column: mark.column)
    case .duplicatedKeysInMapping(_, let context):
      message = "a key is there twice"
      position = SourcePosition(line: context.mark.line, column: context.mark.column)
    default: break
    }
    return Diagnostic(
      code: "yaml-syntax", SafeText.escaped(message), file: file, position: position,
      help: "see https://yaml.org/spec/1.2.2 or write the policy as JSON")
  }
}

/// Turns the nodes of one YAML text into those of JSON.
private struct Converter {
  let file: String
  let lines: LineTable
  let utf8: [UInt8]
  /// Values left before the text is taken for an attack.
  private var budget = 10_000

  init(file: String, lines: LineTable, utf8: [UInt8]) {
    self.file = file
    self.lines = lines
    self.utf8 = utf8
  }

  mutating func convert(_ node: Node, depth: Int) throws(Diagnostic) -> JSONNode {
    budget -= 1
    if budget < 0 || depth > JSONLimits.manifest.depth {
      throw error("yaml-too-deep", "the file has too many values or levels", node, "flatten it")
    }
    if node.anchor != nil { throw anchorError(node) }
    switch node {
    case .mapping(let mapping): return try convert(mapping, node, depth: depth)
    case .sequence(let sequence):
      var elements: [JSONNode] = []
      for element in sequence { elements.append(try convert(element, depth: depth + 1)) }
      return JSONNode(value: .array(elements), span: span(node))
    case .scalar(let scalar): return JSONNode(value: value(scalar, node), span: span(node))
    case .alias: throw anchorError(node)
    }
  }

  private mutating func convert(
    _ mapping: Node.Mapping, _ node: Node, depth: Int
  ) throws(Diagnostic) -> JSONNode {
    var members: [JSONNode.Member] = []
    var seen: Set<String> = []
    for (key, value) in mapping {
      guard case .scalar(let name) = key, key.anchor == nil else {
        throw error("yaml-key", "a key has to be a plain string", key, "write key: value")
      }
      guard seen.insert(name.string).inserted else {
        throw error(
          "yaml-duplicate-key", "the key \"\(SafeText.escaped(name.string))\" is there twice", key,
          "remove one of the two")
      }
      members.append(
        JSONNode.Member(
          key: name.string, keySpan: span(key), value: try convert(value, depth: depth + 1)))
    }
    return JSONNode(value: .object(members), span: span(node))
  }

  private func value(_ scalar: Node.Scalar, _ node: Node) -> JSONNode.Value {
    guard scalar.style == .plain else { return .string(scalar.string) }
    if node.null != nil { return .null }
    if let value = node.bool { return .bool(value) }
    // Decimal only: 0644 and 1:30 are numbers to some readers of YAML and not to others.
    if let number = Int(scalar.string), String(number) == scalar.string { return .integer(number) }
    return .string(scalar.string)
  }

  private func anchorError(_ node: Node) -> Diagnostic {
    error(
      "yaml-anchor", "anchors and aliases are not allowed in a policy", node,
      "write the value where it is needed")
  }

  private func error(
    _ code: String, _ message: String, _ node: Node, _ help: String
  ) -> Diagnostic {
    Diagnostic(
      code: code, message, file: file, position: lines.position(at: span(node).start), help: help)
  }

  /// Where a node starts; YAML marks do not say where it ends. Their columns count code points.
  private func span(_ node: Node) -> Span {
    guard let mark = node.mark else { return Span(start: 0, end: 0) }
    let line = lines.lineSpan(mark.line)
    var offset = line.start
    var column = 1
    while offset < line.end, column < mark.column {
      offset += 1
      while offset < line.end, utf8[offset] & 0xC0 == 0x80 { offset += 1 }
      column += 1
    }
    return Span(start: offset, end: min(offset + 1, utf8.count))
  }
}
