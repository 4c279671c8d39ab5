/// Character classes without the flag `v`.
extension PatternChecker {
  /// `[…]`, from its bracket to after its end.
  mutating func characterClass() throws(PatternError) {
    let opening = position
    position += 1
    if byte(position) == UInt8(ascii: "^") { position += 1 }
    while !isAtClassEnd {
      let offset = position
      let first = try classAtom(opening)
      guard pendingTrail == nil, byte(position) == UInt8(ascii: "-"),
        byte(position + 1) != UInt8(ascii: "]")
      else { continue }
      position += 1
      let last = try classAtom(opening)
      if let first, let last {
        if first > last { throw error("this range is out of order", at: offset) }
      } else if flags.isUnicode {
        throw error("a set of characters cannot be the end of a range", at: offset)
      }
    }
    position += 1
  }

  private var isAtClassEnd: Bool {
    pendingTrail == nil && byte(position) == UInt8(ascii: "]")
  }

  /// One character of a class; `nil` for a set such as `\d`.
  private mutating func classAtom(_ opening: Int) throws(PatternError) -> UInt32? {
    guard position < end || pendingTrail != nil else {
      throw error("the class is not closed", at: opening)
    }
    guard pendingTrail == nil, bytes[position] == UInt8(ascii: "\\") else { return codeUnit() }
    position += 1
    switch byte(position) {
    case UInt8(ascii: "b"):
      position += 1
      return 0x08
    case UInt8(ascii: "-") where flags.isUnicode:
      position += 1
      return UInt32(UInt8(ascii: "-"))
    default:
      return try classEscape() ? nil : try characterEscape(inClass: true)
    }
  }
}
