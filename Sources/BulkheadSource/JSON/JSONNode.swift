/// A JSON value together with the bytes it was read from, so that errors about what it means can
/// name its place.
public struct JSONNode: Sendable {
  /// The value; a string is decoded, an object keeps its members in order.
  public enum Value: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONNode])
    case object([Member])
  }

  /// One member of an object; keys are distinct within it.
  public struct Member: Sendable {
    /// The decoded key.
    public let key: String
    /// The bytes of the key with its quotes.
    public let keySpan: Span
    /// The value.
    public let value: JSONNode

    /// A member read from another format.
    public init(key: String, keySpan: Span, value: JSONNode) {
      self.key = key
      self.keySpan = keySpan
      self.value = value
    }
  }

  /// The value.
  public let value: Value
  /// The bytes it was read from.
  public let span: Span

  /// A value read from another format.
  public init(value: Value, span: Span) {
    self.value = value
    self.span = span
  }

  /// The value of a member, where this is an object that has it.
  public subscript(key: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The value without its places.
  public var plain: JSONValue {
    switch value {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let number): .integer(number)
    case .number(let number): .number(number)
    case .string(let text): .string(text)
    case .array(let elements): .array(elements.map(\.plain))
    case .object(let members):
      .object(
        members.reduce(into: JSONObject()) { object, member in
          object.append(key: member.key, value: member.value.plain)
        })
    }
  }

  /// What it is, in words: `a string`, `an object`.
  public var kindInWords: String {
    switch value {
    case .null: "null"
    case .bool: "true or false"
    case .integer: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// A JSON text that was read: its root and what turns spans into places.
public struct JSONDocument: Sendable {
  /// The file as the user named it.
  public let file: String
  /// The outermost value.
  public let root: JSONNode
  private let lines: LineTable

  /// Reads RFC 8259 JSON strictly: no byte order mark, comments, trailing commas, duplicate keys,
  /// lone surrogates or invalid UTF-8.
  ///
  /// - Throws: a `Diagnostic` with code `json-…`, its place and what to change.
  public init(_ utf8: [UInt8], file: String, limits: JSONLimits = .manifest) throws(Diagnostic) {
    self.file = file
    guard utf8.count <= limits.bytes else {
      throw Diagnostic(
        code: "json-too-large",
        "the file has \(utf8.count) bytes, more than the \(limits.bytes) that are read",
        file: file, help: "remove what does not belong in it")
    }
    lines = LineTable(utf8)
    var parser = JSONParser(utf8: utf8, file: file, lines: lines, limits: limits)
    root = try parser.parseDocument()
  }

  /// A document that was read from another format with the same values, such as YAML; the spans
  /// are in `utf8`.
  public init(root: JSONNode, utf8: [UInt8], file: String) {
    self.file = file
    self.root = root
    lines = LineTable(utf8)
  }

  /// An error about a part of this document.
  public func diagnostic(
    _ severity: Diagnostic.Severity = .error, code: String, _ message: String, at span: Span,
    help: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      severity, code: code, message, file: file, position: lines.position(at: span.start),
      help: help)
  }

  /// The place of a part of this document.
  public func position(of span: Span) -> SourcePosition { lines.position(at: span.start) }
}

/// How large a JSON text may be.
public struct JSONLimits: Sendable {
  /// Most bytes that are read.
  public var bytes: Int
  /// Most arrays and objects inside each other.
  public var depth: Int

  /// Whether half of a surrogate pair becomes U+FFFD instead of an error: strings of JavaScript may
  /// hold one, and `JSON.stringify` writes it as an escape.
  public var replacesLoneSurrogates: Bool

  /// Limits of one's own.
  public init(bytes: Int, depth: Int, replacesLoneSurrogates: Bool = false) {
    self.bytes = bytes
    self.depth = depth
    self.replacesLoneSurrogates = replacesLoneSurrogates
  }

  /// For files that a person writes: 1 MiB, 64 deep.
  public static let manifest = JSONLimits(bytes: 1 << 20, depth: 64)
  /// For what programs write: 64 MiB, 256 deep, lone surrogates replaced.
  public static let data = JSONLimits(
    bytes: 64 << 20, depth: 256, replacesLoneSurrogates: true)
}
