/// A name as a small number; equal names have equal symbols.
struct Symbol: Hashable {
  let rawValue: UInt32
}

/// Gives every distinct name a number, by the bytes that spell it.
struct SymbolTable {
  private struct Entry {
    var hash: UInt32
    var start: UInt32
    var count: UInt32
  }

  private var entries: [Entry] = []
  /// The bytes of all names, one behind the other.
  private var text: [UInt8] = []
  /// Open addressing: the number of a symbol plus one, or zero.
  private var buckets = [UInt32](repeating: 0, count: 64)

  /// Hashes differ from process to process, so that no text can make all its names collide.
  private static let seed = UInt64.random(in: .min ... .max) | 1

  /// How many names there are.
  var count: Int { entries.count }

  /// The symbol of the bytes between two offsets.
  mutating func symbol(in bytes: SourceBytes, _ start: Int, _ end: Int) -> Symbol {
    var hash = Self.seed
    for offset in start..<end { Self.mix(bytes[offset], into: &hash) }
    let folded = Self.fold(hash)
    var slot = Int(folded) & (buckets.count - 1)
    while buckets[slot] != 0 {
      let entry = entries[Int(buckets[slot]) - 1]
      if entry.hash == folded, Int(entry.count) == end - start,
        isEqual(entry, bytes, start)
      {
        return Symbol(rawValue: buckets[slot] - 1)
      }
      slot = (slot + 1) & (buckets.count - 1)
    }
    let first = text.count
    for offset in start..<end { text.append(bytes[offset]) }
    return insert(folded, first, end - start, slot)
  }

  /// The symbol of a name that is not spelt so in the text.
  mutating func symbol(_ name: String) -> Symbol {
    var hash = Self.seed
    for byte in name.utf8 { Self.mix(byte, into: &hash) }
    let folded = Self.fold(hash)
    var slot = Int(folded) & (buckets.count - 1)
    while buckets[slot] != 0 {
      let entry = entries[Int(buckets[slot]) - 1]
      let start = Int(entry.start)
      if entry.hash == folded, text[start..<start + Int(entry.count)].elementsEqual(name.utf8) {
        return Symbol(rawValue: buckets[slot] - 1)
      }
      slot = (slot + 1) & (buckets.count - 1)
    }
    let first = text.count
    text.append(contentsOf: name.utf8)
    return insert(folded, first, text.count - first, slot)
  }

  /// The name of a symbol.
  func name(_ symbol: Symbol) -> String {
    let entry = entries[Int(symbol.rawValue)]
    let start = Int(entry.start)
    return String(decoding: text[start..<start + Int(entry.count)], as: UTF8.self)
  }

  private func isEqual(_ entry: Entry, _ bytes: SourceBytes, _ start: Int) -> Bool {
    let first = Int(entry.start)
    for offset in 0..<Int(entry.count) where text[first + offset] != bytes[start + offset] {
      return false
    }
    return true
  }

  private mutating func insert(_ hash: UInt32, _ start: Int, _ count: Int, _ slot: Int) -> Symbol {
    entries.append(
      Entry(
        hash: hash, start: UInt32(truncatingIfNeeded: start),
        count: UInt32(truncatingIfNeeded: count)))
    buckets[slot] = UInt32(truncatingIfNeeded: entries.count)
    if entries.count * 2 > buckets.count { grow() }
    return Symbol(rawValue: UInt32(truncatingIfNeeded: entries.count - 1))
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

  @inline(__always)
  private static func mix(_ byte: UInt8, into hash: inout UInt64) {
    hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 29
  }

  @inline(__always)
  private static func fold(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}

/// For each symbol a stack of what it means at present, innermost first, so that asking for a
/// name takes one step however deep scopes nest.
struct SymbolStack<Value> {
  struct Entry {
    var symbol: Symbol
    var value: Value
    /// The entry this one hides, or -1.
    var hidden: Int32
  }

  private(set) var entries: [Entry] = []
  private var tops: [Int32] = []

  var count: Int { entries.count }

  /// The place of the innermost entry of a symbol.
  @inline(__always)
  func top(_ symbol: Symbol) -> Int? {
    let place = Int(symbol.rawValue)
    guard place < tops.count, tops[place] >= 0 else { return nil }
    return Int(tops[place])
  }

  subscript(place: Int) -> Value {
    get { entries[place].value }
    set { entries[place].value = newValue }
  }

  /// Takes the innermost entry of a symbol out of sight; it keeps its place.
  mutating func uncover(_ symbol: Symbol) {
    guard let top = top(symbol) else { return }
    tops[Int(symbol.rawValue)] = entries[top].hidden
  }

  mutating func push(_ symbol: Symbol, _ value: Value) {
    let place = Int(symbol.rawValue)
    while tops.count <= place { tops.append(-1) }
    entries.append(Entry(symbol: symbol, value: value, hidden: tops[place]))
    tops[place] = Int32(truncatingIfNeeded: entries.count - 1)
  }

  /// Takes away everything above a count.
  mutating func pop(to count: Int) {
    while entries.count > count {
      let entry = entries.removeLast()
      tops[Int(entry.symbol.rawValue)] = entry.hidden
    }
  }
}
