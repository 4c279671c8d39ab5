/// The labels around a statement.
struct Labels {
  private struct Label {
    var isLoop: Bool
    var function: Int
  }

  private var labels = SymbolStack<Label>()
  private var function = 0

  /// How many labels are open.
  var count: Int { labels.count }

  /// A function begins: the labels around it are out of reach.
  mutating func enterFunction() { function += 1 }

  mutating func leaveFunction() { function -= 1 }

  /// Opens a label; false when one of that name is open.
  mutating func open(_ symbol: Symbol, isLoop: Bool) -> Bool {
    let isNew = find(symbol) == nil
    labels.push(symbol, Label(isLoop: isLoop, function: function))
    return isNew
  }

  mutating func close(to count: Int) { labels.pop(to: count) }

  /// A `break` or `continue` may name the label.
  func reaches(_ symbol: Symbol, isContinue: Bool) -> Bool {
    guard let label = find(symbol) else { return false }
    return label.isLoop || !isContinue
  }

  private func find(_ symbol: Symbol) -> Label? {
    guard let top = labels.top(symbol), labels[top].function == function else { return nil }
    return labels[top]
  }

  /// The state to return to.
  struct Mark {
    var count: Int
    var function: Int
  }

  /// The present state.
  var mark: Mark { Mark(count: labels.count, function: function) }

  mutating func rewind(to mark: Mark) {
    labels.pop(to: mark.count)
    function = mark.function
  }
}
