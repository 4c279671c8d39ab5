/// What has been read that is right in an expression or in a pattern, but not in both.
///
/// Offsets are of the first such place that is still open, or -1.
struct CoverGrammar {
  /// `{a = 1}`, right in patterns only.
  var initializer = -1
  /// A second `__proto__: a`, right in patterns only.
  var prototype = -1
  /// Where the last `yield` and `await` operators and the last name `await` stood; none of them
  /// may stand in the parameters of an arrow function.
  var lastYield = -1
  var lastAwait = -1
  var lastAwaitName = -1
  /// `await` was read as a name somewhere: the text may have been meant as a module.
  private(set) var sawAwaitName = false
  /// An assignment expression begins here, so an arrow function may.
  var assignmentStart = -1
  /// An arrow function ended here; no operator may follow it.
  var arrowEnd = -1

  mutating func noteAwaitName(_ start: Int) {
    lastAwaitName = start
    sawAwaitName = true
  }

  var isOpen: Bool { initializer >= 0 || prototype >= 0 }
}
