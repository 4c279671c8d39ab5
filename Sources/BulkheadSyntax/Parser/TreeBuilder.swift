/// Collects the nodes of a tree while its text is parsed, children before parents.
struct TreeBuilder {
  private(set) var records: [NodeRecord] = []
  private(set) var childIndices: [NodeIndex] = []
  /// Finished nodes whose parent is still being read. A production remembers the count when it
  /// begins and makes a node of everything above that mark when it ends.
  var pending: [NodeIndex] = []

  /// Room for a text of this many bytes.
  init(sourceCount: Int) {
    records.reserveCapacity(sourceCount / 5 + 16)
    childIndices.reserveCapacity(sourceCount / 5 + 16)
    pending.reserveCapacity(256)
  }

  subscript(index: NodeIndex) -> NodeRecord {
    @inline(__always) get { records[Int(index.rawValue)] }
    @inline(__always) _modify { yield &records[Int(index.rawValue)] }
  }

  /// The children of a node, holes included.
  func slots(_ index: NodeIndex) -> Range<Int> {
    let record = self[index]
    guard record.childCount > 0 else { return 0..<0 }
    let first = Int(record.firstChild)
    return first..<first + Int(record.childCount)
  }

  /// The child in a slot.
  func child(_ index: NodeIndex, _ slot: Int) -> NodeIndex {
    childIndices[Int(self[index].firstChild) + slot]
  }

  /// Adds a node without children.
  @inline(__always)
  mutating func leaf(
    _ kind: SyntaxKind, detail: UInt8 = 0, flags: NodeFlags = [], _ start: Int, _ end: Int
  ) -> NodeIndex {
    add(kind, detail, flags, start, end, childCount: 0)
  }

  /// Adds an identifier; one that may be the name of a variable has a symbol.
  @inline(__always)
  mutating func identifier(
    _ symbol: Symbol?, flags: NodeFlags, _ start: Int, _ end: Int
  ) -> NodeIndex {
    let index = NodeIndex(rawValue: UInt32(truncatingIfNeeded: records.count))
    records.append(
      NodeRecord(
        kind: .identifier, detail: 0, flags: flags, start: UInt32(truncatingIfNeeded: start),
        end: UInt32(truncatingIfNeeded: end), firstChild: symbol?.rawValue ?? .max, childCount: 0,
        parent: .none))
    return index
  }

  /// Adds a node with one child.
  @inline(__always)
  mutating func node(
    _ kind: SyntaxKind, detail: UInt8 = 0, flags: NodeFlags = [], _ start: Int, _ end: Int,
    _ child: NodeIndex
  ) -> NodeIndex {
    let index = add(kind, detail, flags, start, end, childCount: 1)
    adopt(child, by: index)
    return index
  }

  /// Adds a node with two children.
  @inline(__always)
  mutating func node(
    _ kind: SyntaxKind, detail: UInt8 = 0, flags: NodeFlags = [], _ start: Int, _ end: Int,
    _ first: NodeIndex, _ second: NodeIndex
  ) -> NodeIndex {
    let index = add(kind, detail, flags, start, end, childCount: 2)
    adopt(first, by: index)
    adopt(second, by: index)
    return index
  }

  /// Adds a node whose children are the pending nodes above a mark, and takes those away.
  mutating func node(
    _ kind: SyntaxKind, detail: UInt8 = 0, flags: NodeFlags = [], _ start: Int, _ end: Int,
    pendingFrom mark: Int
  ) -> NodeIndex {
    let index = add(kind, detail, flags, start, end, childCount: pending.count - mark)
    for place in mark..<pending.count { adopt(pending[place], by: index) }
    pending.removeLast(pending.count - mark)
    return index
  }

  @inline(__always)
  private mutating func add(
    _ kind: SyntaxKind, _ detail: UInt8, _ flags: NodeFlags, _ start: Int, _ end: Int,
    childCount: Int
  ) -> NodeIndex {
    let index = NodeIndex(rawValue: UInt32(truncatingIfNeeded: records.count))
    records.append(
      NodeRecord(
        kind: kind, detail: detail, flags: flags, start: UInt32(truncatingIfNeeded: start),
        end: UInt32(truncatingIfNeeded: end),
        firstChild: UInt32(truncatingIfNeeded: childIndices.count),
        childCount: UInt32(truncatingIfNeeded: childCount), parent: .none))
    return index
  }

  @inline(__always)
  private mutating func adopt(_ child: NodeIndex, by parent: NodeIndex) {
    childIndices.append(child)
    if child != .none { records[Int(child.rawValue)].parent = parent }
  }

  /// How much has been collected, to return to.
  struct Mark {
    var records: Int
    var childIndices: Int
    var pending: Int
  }

  /// The present state.
  var mark: Mark {
    Mark(records: records.count, childIndices: childIndices.count, pending: pending.count)
  }

  /// Forgets everything that was added since.
  mutating func rewind(to mark: Mark) {
    records.removeLast(records.count - mark.records)
    childIndices.removeLast(childIndices.count - mark.childIndices)
    pending.removeLast(max(0, pending.count - mark.pending))
  }

  /// Throws away what was added after the parser gave up, keeping the first pending nodes.
  mutating func abandon(after mark: Mark, keeping count: Int) {
    rewind(to: Mark(records: mark.records, childIndices: mark.childIndices, pending: count))
    orphan(from: UInt32(truncatingIfNeeded: mark.records))
  }

  /// Makes children of nodes that are gone roots of their own.
  private mutating func orphan(from gone: UInt32) {
    for place in records.indices where records[place].parent.rawValue >= gone {
      records[place].parent = .none
    }
  }
}
