/// The names of a pattern's groups and the references to them.
///
/// Names are compared by code points, as ECMA-262 does; equal Strings may differ in them.
struct GroupNames {
  /// Where each name was given last. Earlier places need not be kept: two places of one name are
  /// in different alternatives, and whatever can match together with the earlier one after the
  /// later one was read can match together with the later one as well.
  private var places: [[UInt32]: PatternGroups.Place] = [:]
  private var references: [(name: [UInt32], offset: Int)] = []

  /// No group has a name.
  var isEmpty: Bool { places.isEmpty }

  /// Notes a name given here; `false` if a group that can match with this one has it already.
  mutating func define(_ name: [UInt32], in groups: inout PatternGroups) -> Bool {
    if let earlier = places[name], groups.canMatchTogether(earlier) { return false }
    places[name] = groups.here
    return true
  }

  mutating func addReference(_ name: [UInt32], at offset: Int) {
    references.append((name, offset))
  }

  /// The offset of the first reference to a name that no group has.
  var firstUnresolvedReference: Int? {
    references.first { places[$0.name] == nil }?.offset
  }
}

extension PatternChecker {
  /// `<name>`: an identifier name that may be written with unicode escapes.
  mutating func groupName() throws(PatternError) -> [UInt32] {
    guard byte(position) == UInt8(ascii: "<") else {
      throw error("`\\k` is followed by the name of a group in angle brackets")
    }
    position += 1
    var name: [UInt32] = []
    while byte(position) != UInt8(ascii: ">") {
      let offset = position
      guard let scalar = Unicode.Scalar(try groupNameCodePoint()),
        name.isEmpty ? Characters.isIdentifierStart(scalar) : Characters.isIdentifierPart(scalar)
      else { throw error("the name of a group is an identifier", at: offset) }
      name.append(scalar.value)
    }
    guard !name.isEmpty else { throw error("the name of this group is missing") }
    position += 1
    return name
  }

  /// One code point of a name; escapes work as under `u` here, whatever the flags.
  private mutating func groupNameCodePoint() throws(PatternError) -> UInt32 {
    guard position < end else { throw error("the name of this group is not closed") }
    if bytes[position] == UInt8(ascii: "\\") {
      guard byte(position + 1) == UInt8(ascii: "u"),
        let escape = unicodeEscape(at: position + 2, isUnicode: true)
      else { throw error("in the name of a group only unicode escapes may stand") }
      position = escape.end
      return escape.value
    }
    return codePoint()
  }
}
