import BulkheadSource

/// Names and constant values.
extension SyntaxNode {
  /// The name of an identifier, escapes resolved; of a private identifier without its `#`.
  public var name: String? {
    switch kind {
    case .identifier:
      return flags.contains(.escaped) ? Cooking.identifier(tree.source[bytes]) : text
    case .privateIdentifier:
      let bytes = tree.source[bytes].dropFirst()
      return flags.contains(.escaped)
        ? Cooking.identifier(bytes) : String(decoding: bytes, as: UTF8.self)
    default: return nil
    }
  }

  /// What a literal stands for.
  public var literalKind: LiteralKind? {
    kind == .literal ? LiteralKind(rawValue: tree.record(index).detail) : nil
  }

  /// The value of a string literal, of a piece of a template, or of a template without
  /// substitutions, escapes resolved. Lone surrogates become U+FFFD.
  public var stringValue: String? {
    switch kind {
    case .literal where literalKind == .string:
      return Cooking.string(tree.source[bytes].dropFirst().dropLast())
    case .templateElement:
      return flags.contains(.malformedEscape) ? nil : Cooking.template(tree.source[bytes])
    case .templateLiteral where tree.record(index).childCount == 1:
      return child(0)?.stringValue
    default: return nil
    }
  }

  /// The value of a number literal.
  public var numberValue: Double? {
    literalKind == .number ? Cooking.number(tree.source[bytes]) : nil
  }

  /// The digits of a BigInt literal as decimal if they are written so, else as written.
  public var bigintValue: String? {
    literalKind == .bigint ? text.dropLast().filter { $0 != "_" } : nil
  }

  /// The value of `true` or `false`.
  public var booleanValue: Bool? { literalKind == .boolean ? text == "true" : nil }

  /// Pattern and flags of a regular expression, as written.
  public var regexp: (pattern: String, flags: String)? {
    guard literalKind == .regexp else { return nil }
    let bytes = tree.source[bytes]
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")), slash > bytes.startIndex else {
      return nil
    }
    return (
      String(decoding: bytes[bytes.startIndex + 1..<slash], as: UTF8.self),
      String(decoding: bytes[(slash + 1)...], as: UTF8.self)
    )
  }

  private var bytes: Range<Int> { span.start..<span.end }

  /// The property key a number converts to, for the numbers that occur as keys.
  static func propertyKey(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 9_007_199_254_740_992 {
      return String(Int64(number))
    }
    return "\(number)"
  }
}
