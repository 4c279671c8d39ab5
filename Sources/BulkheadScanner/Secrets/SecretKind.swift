/// A kind of credential that its issuer made recognisable: a prefix, an alphabet, a length, perhaps a
/// checksum.
struct SecretKind: Sendable {
  /// The id of the rule without `secret-`.
  let id: String
  /// What it is, in words.
  let type: String
  /// What the token starts with, one of these.
  let prefixes: [String]
  /// What may follow the prefix.
  let alphabet: Alphabet
  /// How many bytes follow the prefix.
  let length: ClosedRange<Int>
  /// How sure a match is, 0…1, by the whole token; nil where it is none.
  let confidence: @Sendable (_ token: ArraySlice<UInt8>, _ body: ArraySlice<UInt8>) -> Double?

  init(
    _ id: String, _ type: String, _ prefixes: [String], _ alphabet: Alphabet,
    _ length: ClosedRange<Int>,
    confidence: @escaping @Sendable (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Double? = {
      Randomness.entropy($1) >= 3 ? 0.9 : nil
    }
  ) {
    self.id = id
    self.type = type
    self.prefixes = prefixes
    self.alphabet = alphabet
    self.length = length
    self.confidence = confidence
  }

  /// Which bytes a token is made of.
  enum Alphabet: Sendable {
    case upperBase32, hex, alphanumeric
    /// Letters, digits, `_` and `-`.
    case word
    /// Letters, digits, `_`, `-` and `.`.
    case dotted
    /// Letters, digits, `+`, `/` and `=`.
    case base64
    /// Letters, digits, `_`, `-` and `/`.
    case slashedWord
    /// Letters, digits and `$`.
    case dollarWord

    func contains(_ byte: UInt8) -> Bool {
      switch (self, byte) {
      case (.upperBase32, 0x41...0x5A), (.upperBase32, 0x32...0x37): true
      case (.hex, 0x30...0x39), (.hex, 0x61...0x66): true
      case (.upperBase32, _), (.hex, _): false
      case (_, 0x30...0x39), (_, 0x41...0x5A), (_, 0x61...0x7A): true
      case (.word, UInt8(ascii: "_")), (.word, UInt8(ascii: "-")): true
      case (.dotted, UInt8(ascii: "_")), (.dotted, UInt8(ascii: "-")), (.dotted, UInt8(ascii: ".")):
        true
      case (.base64, UInt8(ascii: "+")), (.base64, UInt8(ascii: "/")), (.base64, UInt8(ascii: "=")):
        true
      case (.dollarWord, UInt8(ascii: "$")): true
      case (.slashedWord, UInt8(ascii: "_")), (.slashedWord, UInt8(ascii: "-")),
        (.slashedWord, UInt8(ascii: "/")):
        true
      default: false
      }
    }
  }
}

/// How random bytes look.
enum Randomness {
  /// Shannon's entropy in bits a byte.
  static func entropy(_ bytes: some Collection<UInt8>) -> Double {
    guard !bytes.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    let total = Double(bytes.count)
    var bits = 0.0
    for count in counts where count > 0 {
      let share = Double(count) / total
      bits -= share * log2Approximation(share)
    }
    return bits
  }

  /// log2 by the exponent and a series: the target does without the C library here.
  private static func log2Approximation(_ value: Double) -> Double {
    let significand = value.significand
    let t = (significand - 1) / (significand + 1)
    let square = t * t
    let series = t * (1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square / 9))))
    return Double(value.exponent) + 2 * series / 0.693147180559945
  }

  /// Text that says itself that it stands for a credential.
  static func isWordPlaceholder(_ bytes: some Collection<UInt8>) -> Bool {
    isTemplate(String(decoding: Array(bytes), as: UTF8.self).lowercased())
  }

  /// Text that stands for a credential in examples and templates.
  static func isPlaceholder(_ bytes: some Collection<UInt8>) -> Bool {
    let text = String(decoding: Array(bytes), as: UTF8.self).lowercased()
    if placeholderWords.contains(where: text.contains) { return true }
    if hasRun(Array(text.utf8)) { return true }
    return Set(text.utf8).count <= max(4, min(6, text.utf8.count / 5))
  }

  /// Text that stands for a value to be filled in.
  static func isTemplate(_ text: String) -> Bool { placeholderWords.contains(where: text.contains) }

  private static let placeholderWords = [
    "example", "xxxx", "your", "placeholder", "changeme", "change-me", "change_me", "dummy",
    "redacted", "replace", "insert", "todo", "fixme", "....", "****", "<", "${", "{{", "fake",
    "sample", "notreal", "not-a-real", "test-token", "my-secret", "mysecret", "secret-key",
  ]

  /// Eight bytes that only count up, or are one: `12345678`, `abcdefgh`, `00000000`.
  /// Or many short ones: `abc123def456`.
  private static func hasRun(_ bytes: [UInt8]) -> Bool {
    var rising = 1
    var same = 1
    var steps = 0
    for (byte, next) in zip(bytes, bytes.dropFirst()) {
      rising = next == byte &+ 1 ? rising + 1 : 1
      same = next == byte ? same + 1 : 1
      if next == byte &+ 1 { steps += 1 }
      if rising >= 8 || same >= 6 { return true }
    }
    return steps * 2 > bytes.count
  }
}
