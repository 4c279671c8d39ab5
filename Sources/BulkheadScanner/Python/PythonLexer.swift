/// A token of Python text.
struct PythonToken {
  enum Kind: UInt8 {
    /// The start of a logical line; `value` is its indentation in columns.
    case line
    /// A name or keyword; `value` is its number in the table of names.
    case name
    case number, string
    /// A punctuator; `value` is its bytes, packed.
    case mark
    case end
  }

  var kind: Kind
  var value: Int32
  var start: Int32
  var end: Int32

  /// A punctuator of one or two characters as a number.
  static func mark(_ first: Unicode.Scalar, _ second: Unicode.Scalar? = nil) -> Int32 {
    guard let second else { return Int32(first.value) }
    return Int32(first.value) << 8 | Int32(second.value)
  }
}

/// The distinct names of a text as small numbers; the keywords come first.
struct PythonNames {
  private(set) var texts: [String] = []
  private var numbers: [UInt64: Int32] = [:]

  init() {
    for keyword in PythonKeyword.allCases { _ = number(Array(keyword.text.utf8)[...]) }
  }

  /// The number of a name. Names are told apart by a hash of 64 bits that is seeded in each process.
  mutating func number(_ bytes: ArraySlice<UInt8>) -> Int32 {
    let hash = Self.hash(bytes)
    if let number = numbers[hash] { return number }
    let number = Int32(truncatingIfNeeded: texts.count)
    texts.append(String(decoding: bytes, as: UTF8.self))
    numbers[hash] = number
    return number
  }

  /// The number of a name that is in the text; nil where it is not.
  func existing(_ name: String) -> Int32? { numbers[Self.hash(Array(name.utf8)[...])] }

  private static let seed = UInt64.random(in: .min ... .max)

  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = seed
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash ^ hash >> 29
  }
}

/// The reserved words that the reader looks for, in the order of their numbers.
enum PythonKeyword: UInt8, CaseIterable {
  case and, or, not, `in`, `is`, `if`, `else`, lambda, await, yield, from, `for`, async, `def`,
    `class`, `return`, `import`, `as`, with, `while`, elif, except, raise, del, assert, global,
    nonlocal, pass, `break`, `continue`, `try`, finally, none, yes, no, print, exec, match, `case`

  /// As it is written.
  var text: String {
    switch self {
    case .none: "None"
    case .yes: "True"
    case .no: "False"
    default: String(describing: self)
    }
  }

  /// Its number in ``PythonNames``.
  var number: Int32 { Int32(rawValue) }

  /// How many there are.
  static let count: Int32 = Int32(Self.case.rawValue) + 1
}

/// Splits Python text into tokens, after section 2 of the language reference.
struct PythonLexer {
  private let bytes: [UInt8]
  private let end: Int
  private var offset: Int
  private var depth = 0
  private var names: PythonNames
  private var tokens: [PythonToken] = []

  /// The tokens of a part of a text, and the names that were added.
  static func tokens(
    of bytes: [UInt8], in range: Range<Int>, names: inout PythonNames, isExpression: Bool = false
  ) -> [PythonToken] {
    var lexer = PythonLexer(
      bytes: bytes, end: range.upperBound, offset: range.lowerBound, names: names)
    if isExpression { lexer.depth = 1 } else { lexer.startLine() }
    lexer.run()
    names = lexer.names
    return lexer.tokens
  }

  private init(bytes: [UInt8], end: Int, offset: Int, names: PythonNames) {
    self.bytes = bytes
    self.end = end
    self.offset = offset
    self.names = names
    tokens.reserveCapacity((end - offset) / 4)
  }

  private mutating func add(_ kind: PythonToken.Kind, _ value: Int32, _ start: Int) {
    tokens.append(
      PythonToken(
        kind: kind, value: value, start: Int32(truncatingIfNeeded: start),
        end: Int32(truncatingIfNeeded: offset)))
  }

  private mutating func run() {
    while offset < end {
      let start = offset
      let byte = bytes[offset]
      if Self.isNameStart(byte) {
        while offset < end, Self.isNamePart(bytes[offset]) { offset += 1 }
        if offset < end, bytes[offset] == UInt8(ascii: "'") || bytes[offset] == UInt8(ascii: "\""),
          Self.isPrefix(bytes[start..<offset])
        {
          string(start)
        } else {
          add(.name, names.number(bytes[start..<offset]), start)
        }
        continue
      }
      switch byte {
      case 0x0A:
        offset += 1
        if depth == 0 { startLine() }
      case 0x20, 0x09, 0x0D, 0x0C: offset += 1
      case UInt8(ascii: "#"): while offset < end, bytes[offset] != 0x0A { offset += 1 }
      case UInt8(ascii: "\\"): offset += offset + 1 < end && bytes[offset + 1] == 0x0D ? 3 : 2
      case UInt8(ascii: "'"), UInt8(ascii: "\""): string(start)
      case 0x30...0x39: number(start)
      case UInt8(ascii: "."):
        if offset + 1 < end, (0x30...0x39).contains(bytes[offset + 1]) {
          number(start)
        } else {
          punctuator(start)
        }
      default: punctuator(start)
      }
    }
    offset = end
    add(.end, 0, end)
  }

  /// Notes the indentation of the line that starts here; empty lines have none.
  private mutating func startLine() {
    var column: Int32 = 0
    let start = offset
    while offset < end {
      switch bytes[offset] {
      case 0x20: column += 1
      case 0x09: column = (column / 8 + 1) * 8
      case 0x0D, 0x0C: break
      case 0x0A, UInt8(ascii: "#"): return
      default:
        // Of two starts in a row, as after an empty line, the last one counts.
        if tokens.last?.kind == .line { tokens.removeLast() }
        return add(.line, column, start)
      }
      offset += 1
    }
  }

  private mutating func number(_ start: Int) {
    while offset < end {
      let byte = bytes[offset]
      let isExponent =
        (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
        && (bytes[offset - 1] | 0x20) == UInt8(ascii: "e") && bytes[start..<offset].count < 32
        && !bytes[start..<min(start + 2, end)].elementsEqual("0x".utf8)
      guard Self.isNamePart(byte) || byte == UInt8(ascii: ".") || isExponent else { break }
      offset += 1
    }
    add(.number, 0, start)
  }

  /// A string with its prefix and quotes.
  private mutating func string(_ start: Int) {
    let quote = bytes[offset]
    let isTriple =
      offset + 2 < end && bytes[offset + 1] == quote && bytes[offset + 2] == quote
    offset += isTriple ? 3 : 1
    while offset < end {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\\") {
        offset += 2
      } else if byte == quote {
        if !isTriple {
          offset += 1
          break
        }
        if offset + 2 < end, bytes[offset + 1] == quote, bytes[offset + 2] == quote {
          offset += 3
          break
        }
        offset += 1
      } else if byte == 0x0A, !isTriple {
        break
      } else {
        offset += 1
      }
    }
    offset = min(offset, end)
    add(.string, 0, start)
  }

  private mutating func punctuator(_ start: Int) {
    let byte = bytes[offset]
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(depth - 1, 0)
    default: break
    }
    var value = Int32(byte)
    offset += 1
    while offset < end, offset - start < 3, Self.isDouble(value, bytes[offset]) {
      value = value << 8 | Int32(bytes[offset])
      offset += 1
    }
    add(.mark, value, start)
  }

  /// Whether a byte continues a punctuator.
  private static func isDouble(_ first: Int32, _ next: UInt8) -> Bool {
    switch (UInt8(truncatingIfNeeded: first), next) {
    case (UInt8(ascii: "-"), UInt8(ascii: ">")), (UInt8(ascii: "<"), UInt8(ascii: ">")): first < 256
    case (UInt8(ascii: "*"), UInt8(ascii: "*")), (UInt8(ascii: "/"), UInt8(ascii: "/")),
      (UInt8(ascii: "<"), UInt8(ascii: "<")), (UInt8(ascii: ">"), UInt8(ascii: ">")):
      first < 256
    case (_, UInt8(ascii: "=")):
      "=<>!+-*/%@&|^:".utf8.contains(UInt8(truncatingIfNeeded: first))
    default: false
    }
  }

  static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == 0x5F || byte >= 0x80
  }

  static func isNamePart(_ byte: UInt8) -> Bool {
    isNameStart(byte) || (byte >= 0x30 && byte <= 0x39)
  }

  /// `r`, `b`, `f`, `u`, `t` and pairs of them stand before a string.
  private static func isPrefix(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count <= 2 && bytes.allSatisfy { "rbfut".utf8.contains($0 | 0x20) }
  }
}
