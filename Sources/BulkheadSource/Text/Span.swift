/// A half-open range of UTF-8 offsets in one source text.
public struct Span: Hashable, Sendable {
  /// Offset of the first byte.
  public var start: Int
  /// Offset after the last byte.
  public var end: Int

  /// A range of offsets; `start` is at most `end`.
  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// Length in bytes.
  public var count: Int { end - start }
}

/// A place as a person counts it.
public struct SourcePosition: Hashable, Sendable {
  /// The first line is 1.
  public var line: Int
  /// The first column is 1; counted in UTF-16 code units, as editors and SARIF do.
  public var column: Int

  /// A place in a text.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
