/// What the parser notes of TypeScript beyond the tree.
struct TypeNotes {
  /// A piece of the text that is not JavaScript.
  struct Erasure: Hashable, Sendable {
    var start: Int
    var end: Int
    /// The character that its first byte becomes: a space, or what keeps the rest in shape.
    var filler: UInt8
  }

  /// In the order they were read; outer ones stand behind those they contain.
  private(set) var erasures: [Erasure] = []
  /// Parameters that are fields as well: `constructor(private a)`.
  private(set) var parameterProperties: [NodeIndex] = []

  /// `extends` ends the type that is being read.
  var noConditional = false
  /// Declarations are being read that do not exist when the program runs.
  var isAmbient = false
  /// The innermost module or namespace is a namespace.
  var isInNamespace = false
  /// The parameter that is being read is a field as well.
  var isParameterProperty = false
  /// Where parentheses begin that were tried as the parameters of an arrow function in vain.
  var notArrows: Set<Int> = []
  /// Where the parentheses of the last arrow function with a return type began, or -1.
  var lastAnnotatedArrow = -1
  /// Bytes that were read as types and then again as something else.
  var wasted = 0

  mutating func erase(_ start: Int, _ end: Int, filler: UInt8 = UInt8(ascii: " ")) {
    erasures.append(Erasure(start: start, end: end, filler: filler))
  }

  /// Leaves a semicolon of what was erased last: an empty statement.
  mutating func keepSemicolon() {
    guard !erasures.isEmpty else { return }
    erasures[erasures.count - 1].filler = UInt8(ascii: ";")
  }

  mutating func noteParameterProperty(_ parameter: NodeIndex) {
    parameterProperties.append(parameter)
  }

  /// How much has been noted, to return to.
  struct Mark {
    var erasures: Int
    var parameterProperties: Int
    var noConditional: Bool
  }

  /// The present state.
  var mark: Mark {
    Mark(
      erasures: erasures.count, parameterProperties: parameterProperties.count,
      noConditional: noConditional)
  }

  /// Forgets what was noted since.
  mutating func rewind(to mark: Mark) {
    erasures.removeLast(erasures.count - mark.erasures)
    parameterProperties.removeLast(parameterProperties.count - mark.parameterProperties)
    noConditional = mark.noConditional
  }
}
