/// For each symbol a stack of what it means at present, innermost first, so that asking for a
/// name takes one step however deep scopes nest.
struct SymbolStack<Value> {
  struct Entry {
    var symbol: Symbol
    var value: Value
    /// The entry this one hides, or -1.
    var hidden: Int32
  }

  private(set) var entries: [Entry] = []
  private var tops: [Int32] = []

  var count: Int { entries.count }

  /// The place of the innermost entry of a symbol.
  @inline(__always)
  func top(_ symbol: Symbol) -> Int? {
    let place = Int(symbol.rawValue)
    guard place < tops.count, tops[place] >= 0 else { return nil }
    return Int(tops[place])
  }

  subscript(place: Int) -> Value {
    get { entries[place].value }
    set { entries[place].value = newValue }
  }

  /// Takes the innermost entry of a symbol out of sight; it keeps its place.
  mutating func uncover(_ symbol: Symbol) {
    guard let top = top(symbol) else { return }
    tops[Int(symbol.rawValue)] = entries[top].hidden
  }

  mutating func push(_ symbol: Symbol, _ value: Value) {
    let place = Int(symbol.rawValue)
    while tops.count <= place { tops.append(-1) }
    entries.append(Entry(symbol: symbol, value: value, hidden: tops[place]))
    tops[place] = Int32(truncatingIfNeeded: entries.count - 1)
  }

  /// Takes away everything above a count.
  mutating func pop(to count: Int) {
    while entries.count > count {
      let entry = entries.removeLast()
      tops[Int(entry.symbol.rawValue)] = entry.hidden
    }
  }
}
