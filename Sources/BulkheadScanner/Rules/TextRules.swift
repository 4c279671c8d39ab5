import BulkheadSource

extension Rules {
  /// Faults of any text that a person or a model reads.
  static let text: [Rule] = [hiddenTags, bidirectionalText, zeroWidthRun]

  private static let everywhere: Set<Language> = [
    .markdown, .json, .text, .javascript, .typescript, .python, .shell,
  ]

  static let hiddenTags = Rule(
    "text-hidden-tags", .critical, everywhere,
    title: "hides text in invisible tag characters",
    why: "A person sees nothing; a model reads the characters as instructions.",
    help: "remove the characters U+E0000 to U+E007F",
    positives: [
      "Write the notes.\u{E0073}\u{E0065}\u{E006E}\u{E0064}\u{E0020}\u{E0061}\u{E006C}\u{E006C}"
    ],
    // A flag is an emoji followed by a few tags: England, Scotland, Wales.
    negatives: ["\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "plain text"],
    check: .text { bytes, report in
      for run in HiddenText.runs(in: bytes, of: { (0xE0000...0xE007F).contains($0) })
      where !HiddenText.isFlag(run, bytes) {
        report.add(run)
      }
    })

  static let bidirectionalText = Rule(
    "text-bidirectional-override", .high, everywhere,
    title: "reorders text so that it reads differently from what it is",
    why: "With bidirectional overrides a comment can look like code and code like a comment.",
    help: "remove the characters U+202A to U+202E and U+2066 to U+2069",
    positives: ["if (user) { /*\u{202E} } \u{2066}if (isAdmin)\u{2069} \u{2066} begin */"],
    negatives: ["\u{5E9}\u{5DC}\u{5D5}\u{5DD}", "plain text"],
    check: .text { bytes, report in
      let isOverride = { (value: UInt32) in
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
      }
      for run in HiddenText.runs(in: bytes, of: isOverride) { report.add(run) }
    })

  static let zeroWidthRun = Rule(
    "text-zero-width-run", .high, everywhere,
    title: "hides data in zero-width characters",
    why: "A long row of invisible characters is a message that nobody sees.",
    help: "remove the invisible characters",
    positives: ["a\u{200B}\u{200C}\u{200B}\u{200C}\u{200B}\u{200C}\u{200B}\u{200C}b"],
    evasions: ["a\u{FE00}\u{FE01}\u{FE02}\u{FE03}\u{FE04}\u{FE05}\u{FE06}\u{FE07}\u{FE08}"],
    negatives: ["a\u{200B}b", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{2764}\u{FE0F}"],
    check: .text { bytes, report in
      let isInvisible = { (value: UInt32) in
        (0x200B...0x200F).contains(value) || (0x2060...0x2064).contains(value) || value == 0xFEFF
          || (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value)
      }
      for run in HiddenText.runs(in: bytes, of: isInvisible)
      where HiddenText.scalarCount(run, bytes) >= 8 {
        report.add(run)
      }
    })
}

/// Finds characters and texts that are not shown.
enum HiddenText {
  /// The rows of scalars for which the test holds.
  static func runs(in bytes: [UInt8], of test: (UInt32) -> Bool) -> [Span] {
    var runs: [Span] = []
    var start: Int?
    var offset = 0
    while offset < bytes.count {
      let (value, length) = bytes[offset] < 0xE2 ? (0, 1) : scalar(bytes, offset)
      if test(value) {
        start = start ?? offset
      } else if let first = start {
        runs.append(Span(start: first, end: offset))
        start = nil
      }
      offset += length
    }
    if let start { runs.append(Span(start: start, end: bytes.count)) }
    return runs
  }

  static func scalarCount(_ span: Span, _ bytes: [UInt8]) -> Int {
    bytes[span.start..<span.end].count { $0 & 0xC0 != 0x80 }
  }

  /// The tags of a regional flag: at most six after U+1F3F4, closed by U+E007F (UTS #51).
  static func isFlag(_ run: Span, _ bytes: [UInt8]) -> Bool {
    run.start >= 4 && bytes[(run.start - 4)..<run.start].elementsEqual([0xF0, 0x9F, 0x8F, 0xB4])
      && scalarCount(run, bytes) <= 7
  }

  /// The HTML comments of a Markdown text.
  static func comments(in bytes: [UInt8]) -> [Span] {
    var comments: [Span] = []
    var offset = 0
    while offset < bytes.count {
      guard bytes[offset] == UInt8(ascii: "<"), bytes[offset...].starts(with: "<!--".utf8) else {
        offset += 1
        continue
      }
      let start = offset
      offset += 4
      while offset < bytes.count, !bytes[offset...].starts(with: "-->".utf8) { offset += 1 }
      offset = min(offset + 3, bytes.count)
      comments.append(Span(start: start, end: offset))
    }
    return comments
  }

  static func scalar(_ bytes: [UInt8], _ offset: Int) -> (UInt32, Int) {
    let length = bytes[offset] >= 0xF0 ? 4 : bytes[offset] >= 0xE0 ? 3 : 2
    guard offset + length <= bytes.count else { return (0, 1) }
    var value = UInt32(bytes[offset]) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
    for byte in bytes[(offset + 1)..<(offset + length)] {
      guard byte & 0xC0 == 0x80 else { return (0, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (value, length)
  }
}
