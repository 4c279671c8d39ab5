/// What is wrong with a regular expression, and where.
struct PatternError: Error, Equatable {
  /// UTF-8 offset in the source text.
  var offset: Int
  /// A sentence without a full stop.
  var message: String
}

/// The early errors of regular expression literals: ECMA-262 sections 22.2.1 and B.1.2.
enum RegularExpressionPattern {
  /// Checks the literal whose pattern and flags lie in these ranges of a source text; `nil` when
  /// it is valid.
  ///
  /// Takes time in proportion to the length of the pattern and does not recurse, however deep
  /// its groups and classes nest. Patterns without groups cost no allocation.
  static func check(
    _ bytes: SourceBytes, pattern: Range<Int>, flags: Range<Int>
  ) -> PatternError? {
    do throws(PatternError) {
      let flags = try PatternFlags(bytes, flags)
      var checker = PatternChecker(bytes, pattern, flags, hasNamedGroups: flags.isUnicode)
      try checker.run()
      // `\k` is an ordinary letter until a pattern names a group: section 22.2.3.4.
      if !checker.groupNames.isEmpty, !flags.isUnicode {
        checker = PatternChecker(bytes, pattern, flags, hasNamedGroups: true)
        try checker.run()
      }
      return nil
    } catch {
      return error
    }
  }
}

/// What the flags of a regular expression change about its syntax.
struct PatternFlags {
  /// `u` or `v`: the pattern is made of code points, and nothing is left to leniency.
  let isUnicode: Bool
  /// `v`: classes can nest, intersect, subtract and hold strings.
  let hasClassSets: Bool

  /// Reads flags; each of `dgimsuvy` may stand once, and not both of `u` and `v`.
  init(_ bytes: SourceBytes, _ range: Range<Int>) throws(PatternError) {
    var seen: UInt32 = 0
    for offset in range {
      switch bytes[offset] {
      case UInt8(ascii: "d"), UInt8(ascii: "g"), UInt8(ascii: "i"), UInt8(ascii: "m"),
        UInt8(ascii: "s"), UInt8(ascii: "u"), UInt8(ascii: "v"), UInt8(ascii: "y"):
        let bit = Self.bit(bytes[offset])
        guard seen & bit == 0 else {
          throw PatternError(offset: offset, message: "this flag was given before")
        }
        seen |= bit
      default:
        throw PatternError(
          offset: offset, message: "the flags of a regular expression are d, g, i, m, s, u, v, y")
      }
    }
    hasClassSets = seen & Self.bit(UInt8(ascii: "v")) != 0
    isUnicode = hasClassSets || seen & Self.bit(UInt8(ascii: "u")) != 0
    if hasClassSets, seen & Self.bit(UInt8(ascii: "u")) != 0 {
      throw PatternError(
        offset: range.lowerBound, message: "the flags u and v exclude each other")
    }
  }

  private static func bit(_ letter: UInt8) -> UInt32 { 1 << UInt32(letter & 31) }
}
