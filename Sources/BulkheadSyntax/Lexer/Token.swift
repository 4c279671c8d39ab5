public import BulkheadSource

/// One token: its kind and the bytes it covers.
public struct Token: Hashable, Sendable {
  /// What it is.
  public var kind: TokenKind
  /// What else is known about it.
  public var flags: TokenFlags
  /// The offset of its first byte.
  public var start: Int
  /// The offset after its last byte.
  public var end: Int

  /// The bytes it covers.
  public var span: Span { Span(start: start, end: end) }

  /// A line break stands between the previous token and this one.
  public var isAfterNewline: Bool { flags.contains(.afterNewline) }
}

/// Facts the lexer notes about a token.
public struct TokenFlags: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: UInt8

  /// The flags with these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A line break stands before the token.
  public static let afterNewline = TokenFlags(rawValue: 1 << 0)
  /// The token contains a backslash escape.
  public static let escaped = TokenFlags(rawValue: 1 << 1)
  /// A legacy octal literal or escape, an error in strict mode.
  public static let legacyOctal = TokenFlags(rawValue: 1 << 2)
  /// A template whose escapes have no cooked value.
  public static let malformedEscape = TokenFlags(rawValue: 1 << 3)
}
