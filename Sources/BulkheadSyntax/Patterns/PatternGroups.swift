/// The groups of a pattern and the alternatives they stand in.
struct PatternGroups {
  enum Kind: UInt8 {
    /// Any group that matches text of its own.
    case group
    case lookahead
    case lookbehind
  }

  /// The place of a group name: a disjunction, and which of its alternatives.
  struct Place {
    /// An index of `groups`, or -1 for the pattern itself.
    var group: Int32
    var alternative: Int32
  }

  private struct Group {
    var kind: Kind
    var isOpen = true
    var openingOffset: Int
    /// Where the group stands. Once closed, this may be the place of any ancestor it stands in.
    var place: Place
    /// The alternative being read.
    var alternative: Int32 = 0
  }

  private var groups: [Group] = []
  private var current: Int32 = -1
  private var outermostAlternative: Int32 = 0

  /// A group is open.
  var isInside: Bool { current >= 0 }

  /// Where the innermost open group begins.
  var openingOffset: Int { isInside ? groups[Int(current)].openingOffset : 0 }

  /// The alternative being read.
  var here: Place { Place(group: current, alternative: alternative(of: current)) }

  mutating func open(_ kind: Kind, at offset: Int) {
    groups.append(Group(kind: kind, openingOffset: offset, place: here))
    current = Int32(groups.count - 1)
  }

  /// Closes the innermost group; `nil` if none is open.
  mutating func close() -> Kind? {
    guard isInside else { return nil }
    let index = Int(current)
    groups[index].isOpen = false
    current = groups[index].place.group
    return groups[index].kind
  }

  mutating func nextAlternative() {
    if isInside { groups[Int(current)].alternative += 1 } else { outermostAlternative += 1 }
  }

  /// One match can pass both through an earlier place and through here: they are not in
  /// different alternatives of one disjunction.
  mutating func canMatchTogether(_ earlier: Place) -> Bool {
    var place = earlier
    while place.group >= 0, !groups[Int(place.group)].isOpen {
      place = groups[Int(place.group)].place
    }
    // Shorten the path, so that names at great depth do not walk it again and again.
    var step = earlier.group
    while step >= 0, !groups[Int(step)].isOpen {
      let next = groups[Int(step)].place.group
      groups[Int(step)].place = place
      step = next
    }
    return place.alternative == alternative(of: place.group)
  }

  private func alternative(of group: Int32) -> Int32 {
    group >= 0 ? groups[Int(group)].alternative : outermostAlternative
  }
}
