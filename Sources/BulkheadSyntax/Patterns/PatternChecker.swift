/// Reads one pattern and throws at the first early error.
///
/// Disjunctions, groups and quantifiers are here; escapes, classes and group names have files of
/// their own. Open groups and classes are kept in arrays, not on the stack.
struct PatternChecker {
  let bytes: SourceBytes
  let start: Int
  let end: Int
  let flags: PatternFlags
  /// The grammar's parameter NamedCaptureGroups: `\k` must be followed by a group name.
  let hasNamedGroups: Bool
  var position: Int
  /// The second half of a code point that a pattern without `u` and `v` reads as two units.
  var pendingTrail: UInt32?
  var groups = PatternGroups()
  var groupNames = GroupNames()
  private var captureCount = 0
  /// The greatest number in a `\1`, and where it stands.
  private var greatestReference = (number: 0, offset: 0)

  init(_ bytes: SourceBytes, _ range: Range<Int>, _ flags: PatternFlags, hasNamedGroups: Bool) {
    self.bytes = bytes
    start = range.lowerBound
    end = range.upperBound
    self.flags = flags
    self.hasNamedGroups = hasNamedGroups
    position = start
  }

  /// Reads the whole pattern.
  mutating func run() throws(PatternError) {
    while position < end { try term() }
    if groups.isInside { throw error("the group is not closed", at: groups.openingOffset) }
    if flags.isUnicode, greatestReference.number > captureCount {
      throw error("there is no group of this number", at: greatestReference.offset)
    }
    if hasNamedGroups, let offset = groupNames.firstUnresolvedReference {
      throw error("there is no group of this name", at: offset)
    }
  }

  /// Reads one piece of an alternative, or one of `|`, `(` and `)`.
  private mutating func term() throws(PatternError) {
    switch bytes[position] {
    case UInt8(ascii: "|"):
      groups.nextAlternative()
      position += 1
    case UInt8(ascii: "("): try openGroup()
    case UInt8(ascii: ")"):
      guard let kind = groups.close() else { throw error("no group is open here") }
      position += 1
      if kind == .group || (kind == .lookahead && !flags.isUnicode) { try quantifier() }
    case UInt8(ascii: "^"), UInt8(ascii: "$"): position += 1
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
      throw error("there is nothing to repeat")
    case UInt8(ascii: "{"):
      if flags.isUnicode { throw error("this brace needs a backslash in front") }
      if bracedQuantifier() != nil { throw error("there is nothing to repeat") }
      position += 1
      try quantifier()
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if flags.isUnicode { throw error("this bracket needs a backslash in front") }
      position += 1
      try quantifier()
    case UInt8(ascii: "["):
      if flags.hasClassSets { try classSet() } else { try characterClass() }
      try quantifier()
    case UInt8(ascii: "\\"): try escapedTerm()
    default:
      // The bytes after the first of a code point are none of the characters above.
      position += 1
      try quantifier()
    }
  }

  /// `\b`, `\1`, `\k<name>`, `\d`, `\n`: what a backslash begins outside a class.
  private mutating func escapedTerm() throws(PatternError) {
    let backslash = position
    position += 1
    switch byte(position) {
    case UInt8(ascii: "b"), UInt8(ascii: "B"):
      position += 1
      return
    case UInt8(ascii: "1")...UInt8(ascii: "9") where flags.isUnicode:
      // Without `u` and `v` a number without a group is an octal escape: no error either way.
      noteReference(to: decimal(), at: backslash)
    case UInt8(ascii: "k") where hasNamedGroups:
      position += 1
      groupNames.addReference(try groupName(), at: backslash)
    default:
      if try !classEscape() { _ = try characterEscape(inClass: false) }
      // Half a code point outside a class has no meaning of its own.
      pendingTrail = nil
    }
    try quantifier()
  }

  private mutating func noteReference(to number: Int, at offset: Int) {
    if number > greatestReference.number { greatestReference = (number, offset) }
  }

  /// `(` and what says which kind of group it is.
  private mutating func openGroup() throws(PatternError) {
    let opening = position
    position += 1
    guard byte(position) == UInt8(ascii: "?") else {
      captureCount += 1
      groups.open(.group, at: opening)
      return
    }
    position += 1
    switch byte(position) {
    case UInt8(ascii: ":"):
      position += 1
      groups.open(.group, at: opening)
    case UInt8(ascii: "="), UInt8(ascii: "!"):
      position += 1
      groups.open(.lookahead, at: opening)
    case UInt8(ascii: "<"):
      let next = byte(position + 1)
      if next == UInt8(ascii: "=") || next == UInt8(ascii: "!") {
        position += 2
        groups.open(.lookbehind, at: opening)
        return
      }
      captureCount += 1
      let nameOffset = position + 1
      guard groupNames.define(try groupName(), in: &groups) else {
        throw error("another group that can match with this one has its name", at: nameOffset)
      }
      groups.open(.group, at: opening)
    default:
      try modifiers()
      groups.open(.group, at: opening)
    }
  }

  /// `i`, `m`, `s` to turn on, then `-` and those to turn off, then a colon: `(?i-m:`.
  private mutating func modifiers() throws(PatternError) {
    let first = position
    var seen: UInt8 = 0
    var isRemoving = false
    while true {
      let letter: UInt8
      switch byte(position) {
      case UInt8(ascii: "i"): letter = 1
      case UInt8(ascii: "m"): letter = 2
      case UInt8(ascii: "s"): letter = 4
      case UInt8(ascii: "-") where !isRemoving:
        isRemoving = true
        position += 1
        continue
      case UInt8(ascii: ":") where position > first:
        if seen == 0 { throw error("these modifiers change nothing", at: first) }
        position += 1
        return
      default:
        throw error("after `(?` come `:`, `=`, `!`, `<` or modifiers of i, m, s and a colon")
      }
      if seen & letter != 0 { throw error("this modifier was given before") }
      seen |= letter
      position += 1
    }
  }

  // MARK: Quantifiers

  /// `*`, `+`, `?`, `{2}`, `{2,}`, `{2,3}`, each with an optional `?`, if one is here.
  private mutating func quantifier() throws(PatternError) {
    switch byte(position) {
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): position += 1
    case UInt8(ascii: "{"):
      guard let braces = bracedQuantifier() else {
        if flags.isUnicode { throw error("this brace begins no quantifier") }
        return
      }
      guard braces.isOrdered else { throw error("the numbers of this quantifier are reversed") }
      position = braces.end
    default: return
    }
    if byte(position) == UInt8(ascii: "?") { position += 1 }
  }

  /// The quantifier in braces that begins here: the offset after it, and whether its least
  /// number is at most its greatest.
  private func bracedQuantifier() -> (end: Int, isOrdered: Bool)? {
    let least = digits(from: position + 1)
    guard !least.isEmpty else { return nil }
    var offset = least.upperBound
    var isOrdered = true
    if byte(offset) == UInt8(ascii: ",") {
      let greatest = digits(from: offset + 1)
      offset = greatest.upperBound
      isOrdered = greatest.isEmpty || isAtMost(least, greatest)
    }
    return byte(offset) == UInt8(ascii: "}") ? (offset + 1, isOrdered) : nil
  }

  private func digits(from first: Int) -> Range<Int> {
    var offset = first
    while Characters.isDigit(byte(offset)) { offset += 1 }
    return first..<offset
  }

  /// Compares numbers of any length by their digits.
  private func isAtMost(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    let left = withoutLeadingZeros(left)
    let right = withoutLeadingZeros(right)
    if left.count != right.count { return left.count < right.count }
    for (one, other) in zip(left, right) where bytes[one] != bytes[other] {
      return bytes[one] < bytes[other]
    }
    return true
  }

  private func withoutLeadingZeros(_ digits: Range<Int>) -> Range<Int> {
    var first = digits.lowerBound
    while first < digits.upperBound, bytes[first] == UInt8(ascii: "0") { first += 1 }
    return first..<digits.upperBound
  }

  // MARK: Reading

  /// The byte at an offset, zero after the pattern's end.
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 { offset < end ? bytes[offset] : 0 }

  /// Moves past decimal digits and gives their value, a great number if there are many.
  mutating func decimal() -> Int {
    var value = 0
    while Characters.isDigit(byte(position)) {
      value = min(value * 10 + Int(byte(position) - UInt8(ascii: "0")), 1 << 32)
      position += 1
    }
    return value
  }

  func error(_ message: String, at offset: Int? = nil) -> PatternError {
    PatternError(offset: offset ?? position, message: message)
  }
}
