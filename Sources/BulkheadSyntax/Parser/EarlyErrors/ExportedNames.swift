/// The names a module exports, checked when it ends.
struct ExportedNames {
  /// A local name that is exported by a list, and where.
  struct Use {
    var symbol: Symbol
    var node: NodeIndex
  }

  private var names: Set<Symbol> = []
  private(set) var uses: [Use] = []

  /// Notes a name; false when it is already exported.
  mutating func export(_ name: Symbol) -> Bool { names.insert(name).inserted }

  /// Notes that a list exports a local name, which must be declared by the end.
  mutating func use(_ local: Symbol, at node: NodeIndex) {
    uses.append(Use(symbol: local, node: node))
  }
}
