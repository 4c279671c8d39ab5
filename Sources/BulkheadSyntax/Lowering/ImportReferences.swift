/// Finds where a text uses the names it imports, inner variables of the same names left out.
struct ImportReferences {
  /// A use of an imported name.
  struct Use {
    var node: NodeIndex
    /// `{a}`: the key is the same node.
    var isShorthand: Bool
  }

  /// All uses, in the order of the nodes.
  private(set) var uses: [Use] = []

  /// Looks for names, given as they are bound in the text.
  init(of names: Set<IdentifierName>, in finder: ScopeFinder) {
    let tree = finder.tree
    self.init(
      of: names, in: finder, among: tree.indices.lazy.filter { tree.kind(of: $0) == .identifier })
  }

  /// Looks for names among some of the text's identifiers.
  init(
    of names: Set<IdentifierName>, in finder: ScopeFinder,
    among identifiers: some Sequence<NodeIndex>
  ) {
    guard !names.isEmpty else { return }
    var found: [(name: IdentifierName, use: Use)] = []
    var shadows: [IdentifierName: [Range<Int>]] = [:]
    for node in identifiers {
      let name = IdentifierName(node, in: finder.tree)
      guard names.contains(name) else { continue }
      switch finder.role(of: node) {
      case .name: break
      case .reference(let isShorthand):
        found.append((name, Use(node: node, isShorthand: isShorthand)))
      case .binding(let declaration, let kind):
        if let scope = finder.scope(of: declaration, kind) {
          shadows[name, default: []].append(scope)
        }
      }
    }
    let hidden = shadows.mapValues(OffsetSet.init)
    uses = found.compactMap { name, use in
      let start = finder.range(use.node).lowerBound
      return hidden[name]?.contains(start) == true ? nil : use
    }
  }
}

/// The name of an identifier as ECMA-262 compares it: by its code points.
///
/// Strings would do but that two of them are equal when Unicode calls them so.
struct IdentifierName: Hashable {
  let bytes: ArraySlice<UInt8>

  init(_ node: NodeIndex, in tree: SyntaxTree) {
    let record = tree.record(node)
    let slice = tree.source[Int(record.start)..<Int(record.end)]
    bytes = record.flags.contains(.escaped) ? Array(Cooking.identifier(slice).utf8)[...] : slice
  }

  init(_ name: String) { bytes = Array(name.utf8)[...] }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}
