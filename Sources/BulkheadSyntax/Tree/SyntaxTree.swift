public import BulkheadSource

/// A position in the node list of one ``SyntaxTree``.
public struct NodeIndex: Hashable, Sendable, Comparable {
  /// The offset in ``SyntaxTree/indices``.
  public let rawValue: UInt32

  /// The node at an offset.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// No node: a hole of an array, an omitted part of a `for` head.
  public static let none = NodeIndex(rawValue: .max)

  /// Children come before their parents.
  @inlinable
  public static func < (left: NodeIndex, right: NodeIndex) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// One node as it lies in memory.
struct NodeRecord: Sendable {
  var kind: SyntaxKind
  /// The raw value of a TokenKind (operators), LiteralKind, DeclarationKind or MemberKind.
  var detail: UInt8
  var flags: NodeFlags
  var start: UInt32
  var end: UInt32
  /// Where its children begin. Identifiers have none: of one that may be the name of a variable this is its
  /// symbol, else `max`.
  var firstChild: UInt32
  var childCount: UInt32
  var parent: NodeIndex
}

/// The syntax of one source text: all nodes in one array, children before their parents.
///
/// The tree of a long chain (`a + b + c …`, `a.b.c…`) can be as deep as the text is long, so
/// whoever walks it must not recurse: scan ``indices``, or use ``SyntaxNode/descendants``.
public final class SyntaxTree: Sendable {
  /// The text, as it was given.
  public let source: [UInt8]
  /// The outermost node, always a `program`.
  public let rootIndex: NodeIndex
  let records: [NodeRecord]
  let childIndices: [NodeIndex]
  /// The names of variables.
  let symbols: SymbolTable
  /// What was noted of TypeScript.
  let types: TypeNotes

  init(
    source: [UInt8], records: [NodeRecord], childIndices: [NodeIndex], rootIndex: NodeIndex,
    symbols: SymbolTable, types: TypeNotes
  ) {
    self.types = types
    self.source = source
    self.symbols = symbols
    self.records = records
    self.childIndices = childIndices
    self.rootIndex = rootIndex
  }

  /// The program.
  public var root: SyntaxNode { SyntaxNode(tree: self, index: rootIndex) }

  /// Every node, children before parents; nodes of kind `missing` among them.
  public var indices: some Sequence<NodeIndex> {
    (0..<UInt32(records.count)).lazy.map { NodeIndex(rawValue: $0) }
  }

  /// How many nodes there are.
  public var count: Int { records.count }

  /// The memory its nodes take.
  public var byteCount: Int {
    records.count * MemoryLayout<NodeRecord>.stride
      + childIndices.count * MemoryLayout<NodeIndex>.stride
  }

  /// Every node of one kind, in order of their ends, inner ones first.
  public func nodes(of kind: SyntaxKind) -> some Sequence<SyntaxNode> {
    indices.lazy.filter { self.kind(of: $0) == kind }.map { SyntaxNode(tree: self, index: $0) }
  }

  /// The kind of a node, without making a view of it.
  public func kind(of index: NodeIndex) -> SyntaxKind { records[Int(index.rawValue)].kind }

  /// The bytes a node covers, without making a view of it.
  public func span(of index: NodeIndex) -> Span {
    let record = records[Int(index.rawValue)]
    return Span(start: Int(record.start), end: Int(record.end))
  }

  /// The text between two offsets; bytes that are not UTF-8 become U+FFFD.
  public func text(_ span: Span) -> String {
    String(decoding: source[span.start..<span.end], as: UTF8.self)
  }

  func record(_ index: NodeIndex) -> NodeRecord { records[Int(index.rawValue)] }

  /// The children of a node, holes included.
  func slots(_ index: NodeIndex) -> ArraySlice<NodeIndex> {
    let record = records[Int(index.rawValue)]
    guard record.childCount > 0 else { return [] }
    let first = Int(record.firstChild)
    return childIndices[first..<first + Int(record.childCount)]
  }
}
