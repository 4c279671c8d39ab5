import Glibc

/// What a digest does with one block after the other.
protocol CompressionFunction {
  var isBigEndian: Bool { get }
  /// The state as bytes.
  var output: [UInt8] { get }
  /// Takes in one block.
  mutating func take(_ block: UnsafeRawBufferPointer)
}

/// A word of SHA-2, with the rotations and shifts of its width (FIPS 180-4, sections 4.1.2, 4.1.3).
protocol DigestWord: FixedWidthInteger, UnsignedInteger {
  static var roundCount: Int { get }
  static var bigSigma0: (Int, Int, Int) { get }
  static var bigSigma1: (Int, Int, Int) { get }
  /// Two rotations and a shift.
  static var smallSigma0: (Int, Int, Int) { get }
  static var smallSigma1: (Int, Int, Int) { get }
}

extension UInt32: DigestWord {
  static var roundCount: Int { 64 }
  static var bigSigma0: (Int, Int, Int) { (2, 13, 22) }
  static var bigSigma1: (Int, Int, Int) { (6, 11, 25) }
  static var smallSigma0: (Int, Int, Int) { (7, 18, 3) }
  static var smallSigma1: (Int, Int, Int) { (17, 19, 10) }
}

extension UInt64: DigestWord {
  static var roundCount: Int { 80 }
  static var bigSigma0: (Int, Int, Int) { (28, 34, 39) }
  static var bigSigma1: (Int, Int, Int) { (14, 18, 41) }
  static var smallSigma0: (Int, Int, Int) { (1, 8, 7) }
  static var smallSigma1: (Int, Int, Int) { (19, 61, 6) }
}

extension FixedWidthInteger {
  @inline(__always)
  fileprivate func rotatedRight(_ count: Int) -> Self {
    self &>> Self(count) | self &<< Self(Self.bitWidth - count)
  }

  @inline(__always)
  fileprivate func rotatedLeft(_ count: Int) -> Self { rotatedRight(Self.bitWidth - count) }
}

/// SHA-224 to SHA-512: one algorithm for two widths of words.
struct SHA2<Word: DigestWord>: CompressionFunction {
  private var state: [Word]
  private let constants: [Word]
  private var schedule: [Word]

  init(_ state: [Word], _ constants: [Word]) {
    self.state = state
    self.constants = constants
    schedule = Array(repeating: 0, count: Word.roundCount)
  }

  var isBigEndian: Bool { true }

  var output: [UInt8] { state.flatMap { $0.bytes } }

  mutating func take(_ block: UnsafeRawBufferPointer) {
    for index in 0..<16 {
      // SAFETY: a block is sixteen words.
      schedule[index] = unsafe Word(
        bigEndian: block.loadUnaligned(fromByteOffset: index * Word.bitWidth / 8, as: Word.self))
    }
    for index in 16..<Word.roundCount {
      let (early, late) = (schedule[index - 15], schedule[index - 2])
      schedule[index] =
        schedule[index - 16] &+ mixed(early, Word.smallSigma0) &+ schedule[index - 7]
        &+ mixed(late, Word.smallSigma1)
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for round in 0..<Word.roundCount {
      let first =
        h &+ rotated(e, Word.bigSigma1) &+ (e & f ^ ~e & g) &+ constants[round] &+ schedule[round]
      let second = rotated(a, Word.bigSigma0) &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }

  @inline(__always)
  private func rotated(_ word: Word, _ counts: (Int, Int, Int)) -> Word {
    word.rotatedRight(counts.0) ^ word.rotatedRight(counts.1) ^ word.rotatedRight(counts.2)
  }

  @inline(__always)
  private func mixed(_ word: Word, _ counts: (Int, Int, Int)) -> Word {
    word.rotatedRight(counts.0) ^ word.rotatedRight(counts.1) ^ word &>> Word(counts.2)
  }
}

extension FixedWidthInteger {
  /// The most significant first.
  fileprivate var bytes: [UInt8] {
    stride(from: Self.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: self &>> Self($0))
    }
  }
}

/// FIPS 180-4, section 6.1.
struct SHA1: CompressionFunction {
  private var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
  private var schedule = [UInt32](repeating: 0, count: 80)

  var isBigEndian: Bool { true }

  var output: [UInt8] { state.flatMap { $0.bytes } }

  mutating func take(_ block: UnsafeRawBufferPointer) {
    for index in 0..<16 {
      // SAFETY: a block is sixteen words.
      schedule[index] = unsafe UInt32(
        bigEndian: block.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
    }
    for index in 16..<80 {
      let word =
        schedule[index - 3] ^ schedule[index - 8] ^ schedule[index - 14] ^ schedule[index - 16]
      schedule[index] = word.rotatedLeft(1)
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for round in 0..<80 {
      let (choice, constant): (UInt32, UInt32) =
        switch round {
        case ..<20: (b & c | ~b & d, 0x5a82_7999)
        case ..<40: (b ^ c ^ d, 0x6ed9_eba1)
        case ..<60: (b & c | b & d | c & d, 0x8f1b_bcdc)
        default: (b ^ c ^ d, 0xca62_c1d6)
        }
      let next = a.rotatedLeft(5) &+ choice &+ e &+ constant &+ schedule[round]
      (a, b, c, d, e) = (next, a, b.rotatedLeft(30), c, d)
    }
    for (index, word) in [a, b, c, d, e].enumerated() { state[index] &+= word }
  }
}

/// RFC 1321.
struct MD5: CompressionFunction {
  private var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]

  private static let constants = (1...64).map { UInt32(abs(Glibc.sin(Double($0))) * 0x1p32) }
  private static let shifts = [
    [7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21],
  ]

  var isBigEndian: Bool { false }

  var output: [UInt8] { state.flatMap { $0.byteSwapped.bytes } }

  mutating func take(_ block: UnsafeRawBufferPointer) {
    // SAFETY: a block is sixteen words.
    let words = (0..<16).map { index in
      unsafe UInt32(
        littleEndian: block.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    for round in 0..<64 {
      let (choice, place): (UInt32, Int) =
        switch round {
        case ..<16: (b & c | ~b & d, round)
        case ..<32: (d & b | ~d & c, 5 * round + 1)
        case ..<48: (b ^ c ^ d, 3 * round + 5)
        default: (c ^ (b | ~d), 7 * round)
        }
      let sum = a &+ choice &+ Self.constants[round] &+ words[place % 16]
      let shift = Self.shifts[round / 16][round % 4]
      (a, b, c, d) = (d, b &+ sum.rotatedLeft(shift), b, c)
    }
    for (index, word) in [a, b, c, d].enumerated() { state[index] &+= word }
  }
}
