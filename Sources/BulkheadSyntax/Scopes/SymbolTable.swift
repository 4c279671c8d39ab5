/// A name as a small number; equal names have equal symbols.
struct Symbol: Hashable, Sendable {
  let rawValue: UInt32
}

/// Gives every distinct name a number, by the bytes that spell it.
struct SymbolTable: Sendable {
  private struct Entry: Sendable {
    var hash: UInt32
    var count: UInt32
    /// The first eight bytes, zeros behind a shorter name.
    var head: UInt64
    /// Where its bytes lie in `text`.
    var start: Int
  }

  private var entries: [Entry] = []
  /// The bytes of all names, one behind the other.
  private var text: [UInt8] = []
  /// Open addressing: the number of a symbol plus one, or zero.
  private var buckets = [UInt32](repeating: 0, count: 256)

  /// Hashes differ from process to process, so that no text can make all its names collide.
  private static let seed = UInt64.random(in: .min ... .max)

  private let seed = Self.seed

  /// How many names there are.
  var count: Int { entries.count }

  /// The symbol of the bytes between two offsets.
  mutating func symbol(in bytes: SourceBytes, _ start: Int, _ end: Int) -> Symbol {
    let count = end - start
    let head = bytes.word(at: start, count: min(count, 8))
    var mixed = mix(seed ^ UInt64(truncatingIfNeeded: count), head)
    var offset = start + 8
    while offset < end {
      mixed = mix(mixed, bytes.word(at: offset, count: min(end - offset, 8)))
      offset += 8
    }
    let hash = UInt32(truncatingIfNeeded: mixed ^ mixed >> 32)
    let mask = buckets.count - 1
    var slot = Int(hash) & mask
    while buckets[slot] != 0 {
      let entry = entries[Int(buckets[slot]) - 1]
      if entry.hash == hash, entry.head == head, Int(entry.count) == count,
        count <= 8 || hasEqualRest(entry, bytes, start)
      {
        return Symbol(rawValue: buckets[slot] - 1)
      }
      slot = (slot + 1) & mask
    }
    let first = text.count
    for offset in start..<end { text.append(bytes[offset]) }
    entries.append(
      Entry(hash: hash, count: UInt32(truncatingIfNeeded: count), head: head, start: first))
    buckets[slot] = UInt32(truncatingIfNeeded: entries.count)
    if entries.count * 2 > buckets.count { grow() }
    return Symbol(rawValue: UInt32(truncatingIfNeeded: entries.count - 1))
  }

  /// The symbol of a part of a text.
  mutating func symbol(in text: [UInt8], _ range: Range<Int>) -> Symbol {
    unsafe text.withUnsafeBufferPointer { buffer in
      // SAFETY: the bytes do not leave this closure.
      symbol(in: unsafe SourceBytes(buffer), range.lowerBound, range.upperBound)
    }
  }

  /// The symbol of a name that is not spelt so in the text.
  mutating func symbol(_ name: String) -> Symbol {
    let bytes = Array(name.utf8)
    return symbol(in: bytes, 0..<bytes.count)
  }

  /// The name of a symbol.
  func name(_ symbol: Symbol) -> String {
    let entry = entries[Int(symbol.rawValue)]
    return String(decoding: text[entry.start..<entry.start + Int(entry.count)], as: UTF8.self)
  }

  private func hasEqualRest(_ entry: Entry, _ bytes: SourceBytes, _ start: Int) -> Bool {
    for offset in 8..<Int(entry.count) where text[entry.start + offset] != bytes[start + offset] {
      return false
    }
    return true
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: buckets.count * 4)
    for (index, entry) in entries.enumerated() {
      var slot = Int(entry.hash) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
    buckets = larger
  }

  /// Multiplies to twice the width and folds, so that every bit of the word reaches every bit.
  @inline(__always)
  private func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15 ^ seed | 1)
    return product.high ^ product.low
  }
}
