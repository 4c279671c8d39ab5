/// Reads RFC 8259 JSON over bytes. Each `parse…` starts at the first byte of its value and ends
/// after the last; every loop consumes at least one byte.
struct JSONParser {
  let utf8: [UInt8]
  let file: String
  let lines: LineTable
  let limits: JSONLimits
  private var offset = 0
  private var depth = 0

  init(utf8: [UInt8], file: String, lines: LineTable, limits: JSONLimits) {
    self.utf8 = utf8
    self.file = file
    self.lines = lines
    self.limits = limits
  }

  mutating func parseDocument() throws(Diagnostic) -> JSONNode {
    if utf8.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw error(
        "json-byte-order-mark", "the file starts with a byte order mark", at: 0,
        help: "save it as UTF-8 without BOM")
    }
    if let invalid = firstInvalidUTF8() {
      throw error(
        "json-invalid-utf8", "byte 0x\(String(utf8[invalid], radix: 16)) is not UTF-8",
        at: invalid, help: "save the file as UTF-8")
    }
    skipSpace()
    if offset == utf8.count {
      throw error("json-empty", "the file has no JSON value", at: 0, help: "write at least {}")
    }
    let node = try parseValue()
    skipSpace()
    if offset < utf8.count {
      throw error(
        "json-trailing-text", "there is more text after the end of the JSON value", at: offset,
        help: "remove it")
    }
    return node
  }

  private mutating func parseValue() throws(Diagnostic) -> JSONNode {
    guard offset < utf8.count else { throw unexpectedEnd() }
    let start = offset
    let value: JSONNode.Value
    switch utf8[offset] {
    case UInt8(ascii: "{"): value = .object(try parseMembers())
    case UInt8(ascii: "["): value = .array(try parseElements())
    case UInt8(ascii: "\""): value = .string(try parseString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): value = try parseNumber()
    default: value = try parseWord()
    }
    return JSONNode(value: value, span: Span(start: start, end: offset))
  }

  private mutating func parseMembers() throws(Diagnostic) -> [JSONNode.Member] {
    try enter()
    var members: [JSONNode.Member] = []
    var seen: [String: Int] = [:]
    while try next(before: UInt8(ascii: "}"), isFirst: members.isEmpty) {
      let keyStart = offset
      guard utf8[offset] == UInt8(ascii: "\"") else {
        throw error(
          "json-key", "a key has to be a string in double quotes", at: offset,
          help: "write \"key\": value")
      }
      let key = try parseString()
      let keySpan = Span(start: keyStart, end: offset)
      if let first = seen.updateValue(keyStart, forKey: key) {
        let line = lines.position(at: first).line
        throw error(
          "json-duplicate-key",
          "the key \"\(SafeText.escaped(key))\" is there twice, first on line \(line)",
          at: keyStart, help: "remove one of the two")
      }
      skipSpace()
      guard offset < utf8.count, utf8[offset] == UInt8(ascii: ":") else {
        throw error("json-colon", "expected ':' after a key", at: offset, help: nil)
      }
      offset += 1
      skipSpace()
      members.append(.init(key: key, keySpan: keySpan, value: try parseValue()))
    }
    return members
  }

  private mutating func parseElements() throws(Diagnostic) -> [JSONNode] {
    try enter()
    var elements: [JSONNode] = []
    while try next(before: UInt8(ascii: "]"), isFirst: elements.isEmpty) {
      elements.append(try parseValue())
    }
    return elements
  }

  /// Steps over the opening bracket.
  private mutating func enter() throws(Diagnostic) {
    depth += 1
    if depth > limits.depth {
      throw error(
        "json-too-deep", "arrays and objects are nested more than \(limits.depth) deep",
        at: offset, help: "flatten the structure")
    }
    offset += 1
  }

  /// Moves to the next item of an array or object; false after its closing bracket.
  private mutating func next(before close: UInt8, isFirst: Bool) throws(Diagnostic) -> Bool {
    skipSpace()
    guard offset < utf8.count else { throw unexpectedEnd() }
    if utf8[offset] == close {
      offset += 1
      depth -= 1
      return false
    }
    if isFirst { return true }
    guard utf8[offset] == UInt8(ascii: ",") else {
      throw error(
        "json-comma", "expected ',' or '\(Character(Unicode.Scalar(close)))'", at: offset,
        help: nil)
    }
    let comma = offset
    offset += 1
    skipSpace()
    guard offset < utf8.count else { throw unexpectedEnd() }
    if utf8[offset] == close {
      throw error(
        "json-trailing-comma", "there is a comma after the last item", at: comma,
        help: "remove the comma")
    }
    return true
  }

  private mutating func parseWord() throws(Diagnostic) -> JSONNode.Value {
    for (word, value) in [
      ("true", JSONNode.Value.bool(true)), ("false", .bool(false)), ("null", .null),
    ] where utf8[offset...].starts(with: word.utf8) {
      offset += word.utf8.count
      return value
    }
    let help: String? =
      switch utf8[offset] {
      case UInt8(ascii: "'"): "write strings in double quotes"
      case UInt8(ascii: "/"), UInt8(ascii: "#"): "JSON has no comments: remove it"
      case UInt8(ascii: ","): "remove the comma, or write the value that is missing"
      case UInt8(ascii: "+"), UInt8(ascii: "."): "write the number as 1, -1 or 0.5"
      default: nil
      }
    throw error("json-value", "expected a value", at: offset, help: help)
  }

  private mutating func parseNumber() throws(Diagnostic) -> JSONNode.Value {
    let start = offset
    var isInteger = true
    if utf8[offset] == UInt8(ascii: "-") { offset += 1 }
    let integerStart = offset
    try skipDigits()
    if utf8[integerStart] == UInt8(ascii: "0"), offset - integerStart > 1 {
      throw error(
        "json-number", "a number may not start with 0", at: start, help: "remove the leading zeros")
    }
    if offset < utf8.count, utf8[offset] == UInt8(ascii: ".") {
      isInteger = false
      offset += 1
      try skipDigits()
    }
    if offset < utf8.count, utf8[offset] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      offset += 1
      if offset < utf8.count,
        utf8[offset] == UInt8(ascii: "+") || utf8[offset] == UInt8(ascii: "-")
      {
        offset += 1
      }
      try skipDigits()
    }
    let text = String(decoding: utf8[start..<offset], as: UTF8.self)
    if isInteger, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      throw error("json-number", "the number is too large", at: start, help: nil)
    }
    return .number(number)
  }

  private mutating func skipDigits() throws(Diagnostic) {
    let start = offset
    while offset < utf8.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(utf8[offset]) {
      offset += 1
    }
    if offset == start {
      throw error("json-number", "expected a digit", at: offset, help: nil)
    }
  }

  private mutating func skipSpace() {
    while offset < utf8.count {
      switch utf8[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return
      }
    }
  }

  private func firstInvalidUTF8() -> Int? {
    if String(validating: utf8, as: UTF8.self) != nil { return nil }
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = utf8.makeIterator()
    var consumed = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let encoded): consumed += encoded.count
      case .error: return consumed
      case .emptyInput: return nil
      }
    }
  }

  func unexpectedEnd() -> Diagnostic {
    error(
      "json-unexpected-end", "the file ends inside a value", at: utf8.count,
      help: "close what is open: a quote, a bracket or a brace")
  }

  func error(_ code: String, _ message: String, at offset: Int, help: String?) -> Diagnostic {
    Diagnostic(
      code: code, message, file: file, position: lines.position(at: offset), help: help)
  }
}

// MARK: - Strings

extension JSONParser {
  mutating func parseString() throws(Diagnostic) -> String {
    let start = offset
    offset += 1
    var decoded: [UInt8] = []
    while offset < utf8.count {
      let byte = utf8[offset]
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try parseEscape(into: &decoded)
      case 0..<0x20:
        throw error(
          "json-control-character", "a string may not span lines or contain control characters",
          at: offset, help: "write \\n, \\t or \\u00XX")
      default:
        decoded.append(byte)
        offset += 1
      }
    }
    throw error("json-unexpected-end", "a string is never closed", at: start, help: "add a \"")
  }

  private mutating func parseEscape(into decoded: inout [UInt8]) throws(Diagnostic) {
    let start = offset
    offset += 1
    guard offset < utf8.count else { throw unexpectedEnd() }
    let byte = utf8[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try parseUnicodeEscape(from: start)
      decoded.append(contentsOf: Array(String(scalar).utf8))
    default:
      throw error(
        "json-escape", "there is no such escape", at: start,
        help: "write \\\\ for a backslash")
    }
  }

  private mutating func parseUnicodeEscape(from start: Int) throws(Diagnostic) -> Unicode.Scalar {
    let first = try parseHex4()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, utf8[offset...].starts(with: "\\u".utf8) {
      let resume = offset
      offset += 2
      let second = try parseHex4()
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
      offset = resume
    }
    if limits.replacesLoneSurrogates { return "\u{FFFD}" }
    throw error(
      "json-lone-surrogate", "half of a surrogate pair stands alone", at: start,
      help: "write the character itself, or both halves")
  }

  private mutating func parseHex4() throws(Diagnostic) -> UInt32 {
    guard offset + 4 <= utf8.count,
      let value = UInt32(String(decoding: utf8[offset..<offset + 4], as: UTF8.self), radix: 16),
      utf8[offset] != UInt8(ascii: "+"), utf8[offset] != UInt8(ascii: "-")
    else {
      throw error("json-escape", "expected four hexadecimal digits", at: offset, help: nil)
    }
    offset += 4
    return value
  }
}
