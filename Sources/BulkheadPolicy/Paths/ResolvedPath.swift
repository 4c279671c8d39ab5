/// An absolute path cut into its names, made once for everything it is compared with.
///
/// The bytes are as the kernel sees them; empty names and `.` are left out, and `..` must have been
/// resolved before: only the kernel knows where it leads.
public struct ResolvedPath: Hashable, Sendable {
  /// `/a/b`, without a slash at the end; empty for the root.
  private let bytes: [UInt8]
  /// Where each name ends.
  private let ends: [Int]

  /// Cuts an absolute path.
  public init(_ path: String) { self.init(Array(path.utf8)) }

  /// Cuts an absolute path given in bytes, which need not be UTF-8.
  public init(_ path: [UInt8]) {
    let path = path.first == Self.slash ? path : [Self.slash] + path
    var clean: [UInt8] = []
    var ends: [Int] = []
    ends.reserveCapacity(12)
    var start = 0
    var isClean = true
    for index in 0...path.count where index == path.count || path[index] == Self.slash {
      let isName = index > start && !(index == start + 1 && path[start] == Self.dot)
      if isName {
        if !isClean { clean += [Self.slash] + path[start..<index] }
        ends.append(isClean ? index : clean.count)
      } else if isClean, index > 0 {
        // From here on, the bytes differ from those given.
        isClean = false
        clean = Array(path[..<(ends.last ?? 0)])
      }
      start = index + 1
    }
    bytes = isClean ? path : clean
    self.ends = ends
  }

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  /// The number of names; 0 for the root.
  public var count: Int { ends.count }

  /// The bytes of a name.
  public subscript(index: Int) -> ArraySlice<UInt8> { bytes[start(of: index)..<ends[index]] }

  /// The path as text, repaired where it is not UTF-8.
  public var text: String { count == 0 ? "/" : String(decoding: bytes, as: UTF8.self) }

  /// Whether this is `other` or below it.
  public func isInside(_ other: ResolvedPath) -> Bool {
    let length = other.bytes.count
    guard other.count <= count, bytes.count >= length else { return false }
    if bytes.count > length, other.count > 0, bytes[length] != Self.slash { return false }
    // From the end: paths on one machine begin alike.
    var index = length
    while index > 0 {
      index -= 1
      if bytes[index] != other.bytes[index] { return false }
    }
    return true
  }

  /// Whether a name has exactly these bytes.
  func name(_ index: Int, equals name: [UInt8]) -> Bool {
    let start = start(of: index)
    guard ends[index] - start == name.count else { return false }
    for offset in 0..<name.count where bytes[start + offset] != name[offset] { return false }
    return true
  }

  private func start(of index: Int) -> Int { (index == 0 ? 0 : ends[index - 1]) + 1 }
}

// MARK: - Names that differ only in ways some file systems ignore

extension ResolvedPath {
  /// A hash of a name folded as `FoldedName` folds it; no allocation for ASCII.
  func foldedHash(_ index: Int) -> UInt32 {
    var hash = FoldedName.emptyHash
    let range = foldedRange(index)
    for offset in range {
      let byte = bytes[offset]
      if byte >= 0x80 { return FoldedName.hash(FoldedName.fold(bytes[range])) }
      hash = FoldedName.hash(hash, FoldedName.lowercase(byte))
    }
    return hash
  }

  /// Whether a name folds to `name`, which is folded.
  func name(_ index: Int, foldsTo name: [UInt8]) -> Bool {
    let range = foldedRange(index)
    var matched = 0
    for offset in range {
      let byte = bytes[offset]
      if byte >= 0x80 { return FoldedName.fold(bytes[range]) == name }
      guard matched < name.count, FoldedName.lowercase(byte) == name[matched] else { return false }
      matched += 1
    }
    return matched == name.count
  }

  /// The folded bytes of a name.
  func foldedName(_ index: Int) -> [UInt8] { FoldedName.fold(bytes[foldedRange(index)]) }

  /// The name without what NTFS and FAT, mounted on Linux, leave out: a stream (`:…`), and dots and
  /// spaces at the end.
  private func foldedRange(_ index: Int) -> Range<Int> {
    let start = start(of: index)
    var end = ends[index]
    var colon = start + 1
    while colon < end, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
    end = min(end, max(colon, start + 1))
    while end > start + 1, bytes[end - 1] == Self.dot || bytes[end - 1] == 0x20 { end -= 1 }
    return start..<end
  }
}

/// A name as the most forgiving file system compares it: without case and without code points that
/// do not show (ext4 and f2fs with casefold, NTFS, FAT, HFS+).
enum FoldedName {
  static let emptyHash: UInt32 = 2_166_136_261

  /// One step of FNV-1a.
  static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 16_777_619
  }

  static func hash(_ name: some Sequence<UInt8>) -> UInt32 { name.reduce(emptyHash, Self.hash) }

  static func lowercase(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  static func fold(_ name: ArraySlice<UInt8>) -> [UInt8] {
    if name.allSatisfy({ $0 < 0x80 }) { return name.map(lowercase) }
    var folded = ""
    for scalar in String(decoding: name, as: UTF8.self).unicodeScalars
    where !scalar.properties.isDefaultIgnorableCodePoint {
      // Upper first: ſ and the Kelvin sign have no lower case of their own but an upper one.
      for upper in scalar.properties.uppercaseMapping.unicodeScalars {
        folded += upper.properties.lowercaseMapping
      }
    }
    return Array(folded.utf8)
  }
}
