/// The private names of the classes around, and uses that wait for a declaration.
struct PrivateNames {
  /// What a declared name stands for; a getter and a setter may share one.
  enum Element: Equatable {
    case other
    case getter(isStatic: Bool)
    case setter(isStatic: Bool)
    case pair
  }

  private struct Class {
    var declaredCount: Int
    /// The offset of its body.
    var start: Int
  }

  private struct Declared {
    var element: Element
    var depth: Int
  }

  private struct Use {
    var start: Int
    var end: Int
    var isResolved = false
  }

  private var classes: [Class] = []
  private var declared = SymbolStack<Declared>()
  private var uses = SymbolStack<Use>()

  var isInsideClass: Bool { !classes.isEmpty }

  mutating func enterClass(at start: Int) {
    classes.append(Class(declaredCount: declared.count, start: start))
  }

  /// Ends a class; gives the uses that no class around declares once the outermost one ends.
  mutating func leaveClass() -> [(start: Int, end: Int)] {
    guard let ended = classes.popLast() else { return [] }
    declared.pop(to: ended.declaredCount)
    return classes.isEmpty ? unresolved() : []
  }

  private mutating func unresolved() -> [(start: Int, end: Int)] {
    let left = uses.entries.map(\.value).filter { !$0.isResolved }.map { ($0.start, $0.end) }
    uses.pop(to: 0)
    return left
  }

  /// Declares a name in the innermost class; false when that is a second declaration.
  mutating func declare(_ symbol: Symbol, _ element: Element) -> Bool {
    let depth = classes.count
    if let top = declared.top(symbol), declared[top].depth == depth {
      switch (declared[top].element, element) {
      case (.getter(let first), .setter(let second)) where first == second,
        (.setter(let first), .getter(let second)) where first == second:
        declared[top].element = .pair
        return true
      default: return false
      }
    }
    declared.push(symbol, Declared(element: element, depth: depth))
    // Whatever used the name since this class began meant this declaration.
    let start = classes.last?.start ?? 0
    while let use = uses.top(symbol), uses[use].start >= start {
      uses[use].isResolved = true
      uses.uncover(symbol)
    }
    return true
  }

  /// Notes a use; false outside of classes.
  mutating func use(_ symbol: Symbol, _ start: Int, _ end: Int) -> Bool {
    guard isInsideClass else { return false }
    if declared.top(symbol) == nil { uses.push(symbol, Use(start: start, end: end)) }
    return true
  }

  /// The state to return to.
  struct Mark {
    var classes: Int
    var declared: Int
    var uses: Int
  }

  /// The present state.
  var mark: Mark { Mark(classes: classes.count, declared: declared.count, uses: uses.count) }

  /// Forgets the classes, declarations and uses that were added since.
  mutating func rewind(to mark: Mark) {
    classes.removeLast(max(0, classes.count - mark.classes))
    declared.pop(to: mark.declared)
    uses.pop(to: mark.uses)
  }
}
