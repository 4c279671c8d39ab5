import BulkheadSource

/// A text as the words a model reads: letters that only look different are one, what is not shown is
/// left out, sentences end where they end.
struct PromptWords {
  struct Word {
    /// Which of ``PromptWords/kinds`` it is.
    var kind: Int32
    var start: Int32
    var end: Int32
    var sentence: Int32
    /// A colon follows.
    var hasColon: Bool
  }

  private(set) var words: [Word] = []
  /// The classes of each distinct word that has any, by their numbers in ``PromptVocabulary``; the first
  /// is that of all other words.
  private(set) var kinds: [[UInt16]] = [[]]
  private let vocabulary: PromptVocabulary

  init(_ bytes: [UInt8], in range: Range<Int>? = nil, vocabulary: PromptVocabulary = .shared) {
    self.vocabulary = vocabulary
    read(bytes, range ?? 0..<bytes.count)
  }

  private mutating func read(_ bytes: [UInt8], _ range: Range<Int>) {
    var known: [ArraySlice<UInt8>: Int32] = [:]
    var letters: [UInt8] = []
    var start = range.lowerBound
    var sentence: Int32 = 0
    var offset = range.lowerBound
    func finish(_ end: Int) -> Word? {
      guard !letters.isEmpty else { return nil }
      let kind: Int32
      if let found = known[letters[...]] {
        kind = found
      } else {
        let classes = vocabulary.classes(of: letters)
        kind = classes.isEmpty ? 0 : Int32(truncatingIfNeeded: kinds.count)
        if !classes.isEmpty { kinds.append(classes) }
        known[letters[...]] = kind
      }
      letters.removeAll(keepingCapacity: true)
      return Word(
        kind: kind, start: Int32(truncatingIfNeeded: start),
        end: Int32(truncatingIfNeeded: end), sentence: sentence, hasColon: false)
    }
    while offset < range.upperBound {
      let byte = bytes[offset]
      if let letter = Self.letter(byte) {
        if letters.isEmpty { start = offset }
        if letters.count < 40 { letters.append(letter) }
        offset += 1
        continue
      }
      if byte >= 0x80 {
        let (value, length) = HiddenText.scalar(bytes, offset)
        switch Lookalikes.reading(of: value) {
        case .letter(let letter):
          if letters.isEmpty { start = offset }
          if letters.count < 40 { letters.append(letter) }
          offset += length
          continue
        case .nothing:
          offset += length
          continue
        case .other: break
        }
        if let word = finish(offset) { words.append(word) }
        if value == 0x3002 { sentence += 1 }
        offset += length
        continue
      }
      // `don't` is one word.
      if byte == UInt8(ascii: "'"), !letters.isEmpty {
        offset += 1
        continue
      }
      if let word = finish(offset) { words.append(word) }
      switch byte {
      case UInt8(ascii: ":"):
        if let last = words.indices.last, Int(words[last].end) == offset {
          words[last].hasColon = true
        }
        // The words of an address are names.
        if bytes[offset...].starts(with: "://".utf8) {
          while offset < range.upperBound, bytes[offset] > 0x20,
            !")>\"'`".utf8.contains(bytes[offset])
          {
            offset += 1
          }
          continue
        }
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
        if offset + 1 >= range.upperBound || bytes[offset + 1] <= 0x20 { sentence += 1 }
      case 0x0A:
        if Self.endsParagraph(bytes, offset + 1, range.upperBound) { sentence += 1 }
      default: break
      }
      offset += 1
    }
    if let word = finish(range.upperBound) { words.append(word) }
  }

  /// The word is of the class.
  func isOf(_ word: Int, _ wordClass: UInt16) -> Bool {
    kinds[Int(words[word].kind)].contains(wordClass)
  }

  private static func letter(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x61...0x7A, 0x30...0x39: byte
    case 0x41...0x5A: byte | 0x20
    default: nil
    }
  }

  /// A line that is empty, or starts an item, a heading or a quotation, is no continuation.
  private static func endsParagraph(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    var offset = start
    while offset < end, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
    guard offset < end else { return true }
    return "\n\r-*#>|`".utf8.contains(bytes[offset])
  }
}

/// Letters of other scripts that are drawn like Latin ones, and characters that are not drawn.
enum Lookalikes {
  enum Reading {
    case letter(UInt8)
    /// It is not shown, or only adds to the letter before it.
    case nothing
    case other
  }

  static func reading(of value: UInt32) -> Reading {
    switch value {
    // Zero width, soft hyphen, combining marks, variation selectors, tags.
    case 0x200B...0x200F, 0x2060...0x2064, 0xFEFF, 0xAD, 0x300...0x36F, 0xFE00...0xFE0F,
      0xE0100...0xE01EF, 0x202A...0x202E, 0x2066...0x2069, 0x1AB0...0x1AFF, 0x20D0...0x20FF:
      return .nothing
    case 0x2019, 0x2018: return .nothing
    // Full width, and the mathematical alphabets, which repeat A…Z a…z.
    case 0xFF21...0xFF3A: return .letter(UInt8(value - 0xFF21) + 0x61)
    case 0xFF41...0xFF5A: return .letter(UInt8(value - 0xFF41) + 0x61)
    case 0x1D400...0x1D6A3: return .letter(UInt8((value - 0x1D400) % 26) + 0x61)
    case 0x24D0...0x24E9: return .letter(UInt8(value - 0x24D0) + 0x61)
    case 0x1F1E6...0x1F1FF: return .letter(UInt8(value - 0x1F1E6) + 0x61)
    case 0xE0041...0xE005A: return .letter(UInt8(value - 0xE0041) + 0x61)
    case 0xE0061...0xE007A: return .letter(UInt8(value - 0xE0061) + 0x61)
    default: return letters[value].map(Reading.letter) ?? .other
    }
  }

  /// Cyrillic and Greek letters, and accented Latin ones.
  private static let letters: [UInt32: UInt8] = {
    let pairs: [(String, String)] = [
      ("аеорсухіјѕԁһӏԛԝѵ", "aeopcyxijsdhlqwv"), ("АВЕКМНОРСТХІЈЅ", "abekmhopctxijs"),
      ("αοινρτυκχ", "aoivptukx"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"),
      ("áàâäãåāéèêëēíìîïīóòôöõōúùûüūñçýÿ", "aaaaaaaeeeeeiiiiioooooouuuuuncyy"),
      ("ÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇ", "aaaaaaeeeeiiiiooooouuuunc"),
    ]
    var letters: [UInt32: UInt8] = [:]
    for (from, to) in pairs {
      for (scalar, letter) in zip(from.unicodeScalars, to.utf8) { letters[scalar.value] = letter }
    }
    return letters
  }()
}
