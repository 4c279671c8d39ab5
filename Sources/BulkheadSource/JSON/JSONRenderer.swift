extension JSONValue {
  /// RFC 8259 text: the same for equal values, on one line or indented by two spaces. Numbers
  /// that JSON cannot say (NaN, infinities) become null, as `JSON.stringify` does. What a terminal
  /// would obey or hide is written as `\u…`: the same value, safe to look at.
  public func rendered(pretty: Bool = false) -> String {
    var text = ""
    write(to: &text, pretty: pretty, depth: 0)
    return text
  }

  private func write(to text: inout String, pretty: Bool, depth: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let number): text += String(number)
    case .number(let number): Self.write(number, to: &text)
    case .string(let string): Self.write(string, to: &text)
    case .array(let elements):
      Self.write(elements, brackets: ("[", "]"), to: &text, pretty: pretty, depth: depth) {
        element, text in
        element.write(to: &text, pretty: pretty, depth: depth + 1)
      }
    case .object(let object):
      Self.write(object.members, brackets: ("{", "}"), to: &text, pretty: pretty, depth: depth) {
        member, text in
        Self.write(member.key, to: &text)
        text += pretty ? ": " : ":"
        member.value.write(to: &text, pretty: pretty, depth: depth + 1)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], brackets: (String, String), to text: inout String, pretty: Bool, depth: Int,
    item write: (Item, inout String) -> Void
  ) {
    text += brackets.0
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      if pretty { text += "\n" + String(repeating: "  ", count: depth + 1) }
      write(item, &text)
    }
    if pretty && !items.isEmpty { text += "\n" + String(repeating: "  ", count: depth) }
    text += brackets.1
  }

  private static func write(_ number: Double, to text: inout String) {
    guard number.isFinite else {
      text += "null"
      return
    }
    if let integer = Int(exactly: number), integer.magnitude < 1 << 53 {
      text += String(integer)
    } else {
      text += "\(number)"
    }
  }

  private static func escape(_ unit: UInt16) -> String {
    let hex = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
  }

  /// Most texts need no escape, and are copied as a whole.
  private static func isPlain(_ string: String) -> Bool {
    string.utf8.allSatisfy { byte in
      byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
  }

  static func write(_ string: String, to text: inout String) {
    text += "\""
    if isPlain(string) {
      text += string
      text += "\""
      return
    }
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\u{20}"..<"\u{7F}": text.unicodeScalars.append(scalar)
      default:
        if SafeText.isVisible(scalar) {
          text.unicodeScalars.append(scalar)
        } else {
          for unit in String(scalar).utf16 { text += escape(unit) }
        }
      }
    }
    text += "\""
  }
}
