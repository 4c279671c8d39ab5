/// Character classes under the flag `v`: unions, intersections, differences, strings.
extension PatternChecker {
  /// `[…]` with whatever classes nest in it, from its bracket to after its end.
  mutating func classSet() throws(PatternError) {
    var enclosing: [OpenClass] = []
    var current = openClass()
    while true {
      guard position < end else {
        throw error("the class is not closed", at: current.openingOffset)
      }
      switch bytes[position] {
      case UInt8(ascii: "["):
        try beginOperand(of: &current)
        enclosing.append(current)
        current = openClass()
      case UInt8(ascii: "]"):
        try finish(current)
        guard var outer = enclosing.popLast() else { return }
        outer.add(mayContainStrings: current.mayContainStrings)
        current = outer
      case UInt8(ascii: "&") where byte(position + 1) == UInt8(ascii: "&"):
        try classOperator(.intersection, of: &current)
      case UInt8(ascii: "-") where byte(position + 1) == UInt8(ascii: "-"):
        try classOperator(.subtraction, of: &current)
      default:
        try beginOperand(of: &current)
        try classOperand(of: &current)
      }
    }
  }

  private mutating func openClass() -> OpenClass {
    let opening = position
    position += 1
    let isNegated = byte(position) == UInt8(ascii: "^")
    if isNegated { position += 1 }
    return OpenClass(openingOffset: opening, isNegated: isNegated)
  }

  private mutating func finish(_ closed: OpenClass) throws(PatternError) {
    if closed.needsOperand { throw error("the operand after this operator is missing") }
    if closed.isNegated, closed.mayContainStrings {
      throw error("a class with strings has no complement", at: closed.openingOffset)
    }
    position += 1
  }

  /// A second operand without an operator makes the class a union.
  private func beginOperand(of current: inout OpenClass) throws(PatternError) {
    guard current.hasOperand, !current.needsOperand else {
      current.needsOperand = false
      return
    }
    switch current.operation {
    case .none: current.operation = .union
    case .union: break
    case .intersection, .subtraction: throw error(Self.mixedOperators)
    }
  }

  private mutating func classOperator(
    _ operation: OpenClass.Operation, of current: inout OpenClass
  ) throws(PatternError) {
    guard current.hasOperand, !current.needsOperand else {
      throw error("the operand before this operator is missing")
    }
    guard current.operation == .none || current.operation == operation else {
      throw error(Self.mixedOperators)
    }
    current.operation = operation
    current.needsOperand = true
    position += 2
    if operation == .intersection, byte(position) == UInt8(ascii: "&") {
      throw error("the operand after this operator is missing")
    }
  }

  private static let mixedOperators =
    "the operators of a class cannot be mixed: put one part into brackets"

  /// A character, a range, a set such as `\d`, or `\q{strings}`.
  private mutating func classOperand(of current: inout OpenClass) throws(PatternError) {
    let offset = position
    if bytes[position] == UInt8(ascii: "\\") {
      position += 1
      switch byte(position) {
      case UInt8(ascii: "q") where byte(position + 1) == UInt8(ascii: "{"):
        current.add(mayContainStrings: try stringAlternatives())
        return
      case UInt8(ascii: "p"), UInt8(ascii: "P"):
        current.add(mayContainStrings: try propertyEscape())
        return
      default:
        if try classEscape() {
          current.add(mayContainStrings: false)
          return
        }
        position = offset
      }
    }
    let first = try classSetCharacter()
    current.add(mayContainStrings: false)
    guard byte(position) == UInt8(ascii: "-"), byte(position + 1) != UInt8(ascii: "-") else {
      return
    }
    if current.operation == .intersection || current.operation == .subtraction {
      throw error(Self.mixedOperators)
    }
    current.operation = .union
    position += 1
    guard position < end else { throw error("the class is not closed", at: current.openingOffset) }
    if try classSetCharacter() < first { throw error("this range is out of order", at: offset) }
  }

  /// `q{abc|d|}` after its backslash; whether any of the strings is not one character long.
  private mutating func stringAlternatives() throws(PatternError) -> Bool {
    let opening = position - 1
    position += 2
    var hasStrings = false
    var length = 0
    while true {
      guard position < end else { throw error("`\\q{` is not closed", at: opening) }
      switch bytes[position] {
      case UInt8(ascii: "|"), UInt8(ascii: "}"):
        if length != 1 { hasStrings = true }
        length = 0
        position += 1
        if bytes[position - 1] == UInt8(ascii: "}") { return hasStrings }
      default:
        _ = try classSetCharacter()
        length += 1
      }
    }
  }

  /// One character of a class, escaped where the grammar reserves it.
  private mutating func classSetCharacter() throws(PatternError) -> UInt32 {
    let letter = byte(position)
    if letter == UInt8(ascii: "\\") {
      position += 1
      let escaped = byte(position)
      if escaped == UInt8(ascii: "b") {
        position += 1
        return 0x08
      }
      if Self.isReservedPunctuator(escaped) {
        position += 1
        return UInt32(escaped)
      }
      return try characterEscape(inClass: true)
    }
    switch letter {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "-"),
      UInt8(ascii: "|"):
      throw error("this character needs a backslash in front under the flag v")
    default: break
    }
    if letter == byte(position + 1), Self.isReservedDouble(letter) {
      throw error("this doubled character is reserved under the flag v")
    }
    return codeUnit()
  }

  /// ClassSetReservedPunctuator: may be escaped without need.
  private static func isReservedPunctuator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "-"), UInt8(ascii: "!"), UInt8(ascii: "#"),
      UInt8(ascii: "%"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"),
      UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "@"),
      UInt8(ascii: "`"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// ClassSetReservedDoublePunctuator: may not stand twice in a row.
  private static func isReservedDouble(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "$"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "?"), UInt8(ascii: "^"):
      true
    default: byte != UInt8(ascii: "-") && isReservedPunctuator(byte)
    }
  }
}

/// A class under the flag `v` whose end has not been read.
private struct OpenClass {
  enum Operation { case none, union, intersection, subtraction }

  var openingOffset: Int
  var isNegated: Bool
  var operation = Operation.none
  var hasOperand = false
  /// An operator was read last.
  var needsOperand = false
  /// The operands so far may match strings of other than one character.
  var mayContainStrings = false

  /// Takes one more operand into account: ECMA-262 section 22.2.1.8, MayContainStrings.
  mutating func add(mayContainStrings other: Bool) {
    switch operation {
    case .none, .union: mayContainStrings = mayContainStrings || other
    case .intersection: mayContainStrings = mayContainStrings && other
    case .subtraction: break
    }
    hasOperand = true
  }
}
