import BulkheadSource

/// Python text as a tree of expressions, with the statements as a list: what flows where, not how it
/// branches.
struct PythonTree {
  /// What a node is. Children stand in the order of the text unless it is said otherwise.
  enum Kind: UInt8 {
    /// Text that is not understood.
    case broken
    case name, number, string, constant
    /// A string with expressions in it: strings and expressions.
    case format
    /// An object; the name is the node's.
    case attribute
    /// What is called, then the arguments.
    case call
    /// `name=value` among arguments: the value.
    case keyword
    /// `*a`, `**a`.
    case star
    case subscript_, slice
    /// Operands of one operator; a chain `a + b + c` is one node.
    case binary, unary, boolean, comparison
    /// The value if true, the condition, the value if false.
    case conditional
    /// The body.
    case lambda
    case tuple, list, set
    /// Keys and values in turn; a star stands for itself.
    case dictionary
    /// The element (for a dictionary key and value), then per `for` the target and what it goes over,
    /// then conditions.
    case comprehension
    case await, yield
    /// `name := value`.
    case walrus
    /// The targets, then the value.
    case assignment
    /// A target and a value: `a += b`.
    case augmented
    case expression, return_
    /// A target and what it goes over.
    case for_
    /// Expressions and their `as` targets in turn; a target that is not there is `broken`.
    case with
    /// Conditions, `raise`, `assert`, `del` and the like: their expressions.
    case other
    /// An import: no children; see ``PythonTree/imports``.
    case import_
    /// A definition: its decorators, then defaults or bases; see ``PythonTree/scopes``.
    case definition
  }

  struct Index: Hashable {
    let raw: Int32
  }

  struct Record {
    var kind: Kind
    /// The operator of `binary`, `augmented` and `comparison`; 0 otherwise.
    var mark: Int32 = 0
    /// The name of `name`, `attribute`, `keyword`; -1 otherwise.
    var name: Int32 = -1
    var start: Int32
    var end: Int32
    var first: Int32 = 0
    var count: Int32 = 0
  }

  /// A function, class or the module.
  struct Scope {
    enum Kind { case module, function, type }
    var kind: Kind
    var parent: Int
    var name: Int32
    var definition: Index?
    var parameters: [Parameter] = []
    var decorators: [Index] = []
    /// The values it returns or yields.
    var returns: [Index] = []
    /// The first string of the body.
    var documentation: Index?
  }

  struct Parameter {
    var name: Int32
    var span: Span
    var initial: Index?
  }

  /// `import a.b as c`, `from a import b as c`: the full path, and the name it gets.
  struct Import {
    var path: String
    /// The module alone.
    var module: String
    var alias: Int32
    var scope: Int
    var span: Span
  }

  struct Statement {
    var node: Index
    var scope: Int
  }

  let source: [UInt8]
  var names: PythonNames
  var records: [Record] = []
  var links: [Index] = []
  var statements: [Statement] = []
  var scopes: [Scope] = []
  var imports: [Import] = []
  /// The scope of each node that is a name or lambda, by node.
  var nodeScopes: [Int32] = []
  var hasErrors = false

  /// The tree of a text. Nothing is refused: what is not understood is left out, and
  /// ``hasErrors`` says so.
  static func parse(_ source: [UInt8]) -> PythonTree {
    var parser = PythonParser(PythonTree(source: source, names: PythonNames()))
    parser.run()
    return parser.tree
  }

  func kind(_ node: Index) -> Kind { records[Int(node.raw)].kind }
  func children(_ node: Index) -> ArraySlice<Index> {
    let record = records[Int(node.raw)]
    return links[Int(record.first)..<Int(record.first + record.count)]
  }
  func child(_ node: Index, _ position: Int) -> Index? {
    let record = records[Int(node.raw)]
    return position < record.count ? links[Int(record.first) + position] : nil
  }
  func name(_ node: Index) -> String {
    let number = records[Int(node.raw)].name
    return number < 0 ? "" : names.texts[Int(number)]
  }
  func span(_ node: Index) -> Span {
    let record = records[Int(node.raw)]
    return Span(start: Int(record.start), end: Int(record.end))
  }
  func mark(_ node: Index) -> Int32 { records[Int(node.raw)].mark }

  /// The value of a string literal, or of a piece of `f'…'` (marked by 1), escapes decoded; of bytes as
  /// if they were text.
  func text(_ node: Index) -> String {
    let record = records[Int(node.raw)]
    let range = Int(record.start)..<Int(record.end)
    guard record.mark == 0 else {
      return PythonString.decode(source[range], isRaw: false)
        .replacing("{{", with: "{").replacing("}}", with: "}")
    }
    return PythonString(source, range).value
  }

  /// The source of a node, of a long one its first part.
  func source(of node: Index, limit: Int = 200) -> String {
    let span = span(node)
    return String(decoding: source[span.start..<min(span.end, span.start + limit)], as: UTF8.self)
  }

  func number(_ node: Index) -> Double? {
    let text = source(of: node, limit: 40).filter { $0 != "_" }.lowercased()
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
      return Int(text.dropFirst(2), radix: radix).map(Double.init)
    }
    return Double(text) ?? Int(text, radix: 8).map(Double.init)
  }
}

/// A string literal: prefix, quotes, content.
struct PythonString {
  private let source: [UInt8]
  let content: Range<Int>
  let isRaw: Bool
  let isFormat: Bool

  init(_ source: [UInt8], _ range: Range<Int>) {
    self.source = source
    var start = range.lowerBound
    var isRaw = false
    var isFormat = false
    while start < range.upperBound, PythonLexer.isNameStart(source[start]) {
      isRaw = isRaw || source[start] | 0x20 == UInt8(ascii: "r")
      isFormat = isFormat || source[start] | 0x20 == UInt8(ascii: "f")
      start += 1
    }
    self.isRaw = isRaw
    self.isFormat = isFormat
    guard start < range.upperBound else {
      content = start..<start
      return
    }
    let quote = source[start]
    let isTriple = source[start..<range.upperBound].starts(with: [quote, quote, quote])
    let width = isTriple && range.upperBound - start >= 6 ? 3 : 1
    start += width
    var end = range.upperBound
    if end - width >= start, source[end - 1] == quote { end -= width }
    content = start..<max(start, end)
  }

  var value: String { Self.decode(source[content], isRaw: isRaw) }

  static func decode(_ bytes: ArraySlice<UInt8>, isRaw: Bool) -> String {
    if isRaw || !bytes.contains(UInt8(ascii: "\\")) {
      return String(decoding: bytes, as: UTF8.self)
    }
    var text: [UInt8] = []
    var offset = bytes.startIndex
    func digits(_ count: Int, _ radix: Int) -> UInt32? {
      let end = min(offset + count, bytes.endIndex)
      guard let value = UInt32(String(decoding: bytes[offset..<end], as: UTF8.self), radix: radix)
      else { return nil }
      offset = end
      return value
    }
    func add(_ scalar: UInt32?) {
      if let scalar = scalar.flatMap(Unicode.Scalar.init) { text += Array(String(scalar).utf8) }
    }
    while offset < bytes.endIndex {
      let byte = bytes[offset]
      offset += 1
      guard byte == UInt8(ascii: "\\"), offset < bytes.endIndex else {
        text.append(byte)
        continue
      }
      let escape = bytes[offset]
      offset += 1
      switch escape {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case 0x0A: break
      case UInt8(ascii: "x"): add(digits(2, 16))
      case UInt8(ascii: "u"): add(digits(4, 16))
      case UInt8(ascii: "U"): add(digits(8, 16))
      case 0x30...0x37:
        offset -= 1
        var count = 0
        while count < 3, offset + count < bytes.endIndex,
          (0x30...0x37).contains(bytes[offset + count])
        {
          count += 1
        }
        add(digits(count, 8))
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): text.append(escape)
      default: text += [byte, escape]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
