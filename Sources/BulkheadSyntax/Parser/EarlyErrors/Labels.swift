/// The labels around a statement.
struct Labels {
  private struct Label {
    var isLoop: Bool
    var function: Int
  }

  private var labels = SymbolStack<Label>()
  private var function = 0
  /// Where the statement begins that the last label names, and the first label that names it.
  private var statementStart = -1
  private var firstOfStatement = 0

  /// How many labels are open.
  var count: Int { labels.count }

  /// A function begins: the labels around it are out of reach.
  mutating func enterFunction() { function += 1 }

  mutating func leaveFunction() { function -= 1 }

  /// Opens a label that stands at an offset before the statement at another; false when one of
  /// that name is open.
  mutating func open(_ symbol: Symbol, at start: Int, before statement: Int) -> Bool {
    let isNew = find(symbol) == nil
    if statementStart != start { firstOfStatement = labels.count }
    statementStart = statement
    labels.push(symbol, Label(isLoop: false, function: function))
    return isNew
  }

  /// A loop begins at an offset: all labels directly before it name a loop.
  mutating func noteLoop(at start: Int) {
    guard statementStart == start, firstOfStatement <= labels.count else { return }
    for place in firstOfStatement..<labels.count { labels[place].isLoop = true }
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
