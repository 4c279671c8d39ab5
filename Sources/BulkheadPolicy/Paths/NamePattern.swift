/// One name of a path pattern with wildcards; `?` and classes stand for one Unicode scalar, or one byte
/// where the name is not UTF-8.
struct NamePattern: Hashable, Sendable {
  enum Element: Hashable, Sendable {
    case byte(UInt8)
    case one
    case any
    case oneOf([ClosedRange<UInt32>], negated: Bool)
  }

  var elements: [Element]

  /// A name that it matches.
  func example(_ filler: String) -> String {
    var bytes: [UInt8] = []
    for element in elements {
      switch element {
      case .byte(let byte): bytes.append(byte)
      case .one: bytes.append(UInt8(ascii: "x"))
      case .any: bytes += Array(filler.utf8)
      case .oneOf(let ranges, let negated):
        let scalar = negated ? "x" : ranges.first.flatMap { Unicode.Scalar($0.lowerBound) } ?? "x"
        bytes += Array(String(scalar).utf8)
      }
    }
    return bytes.isEmpty ? "x" : String(decoding: bytes, as: UTF8.self)
  }

  func matches(_ name: ArraySlice<UInt8>) -> Bool {
    var position = name.startIndex
    var element = 0
    var retry: (element: Int, position: Int)?
    while position < name.endIndex {
      if element < elements.count {
        if elements[element] == .any {
          retry = (element, position)
          element += 1
          continue
        }
        if let next = step(elements[element], name, position) {
          (element, position) = (element + 1, next)
          continue
        }
      }
      guard let last = retry else { return false }
      // A whole scalar further: from inside one, its bytes would look like other characters.
      let next = scalar(name, last.position).end
      retry = (last.element, next)
      (element, position) = (last.element + 1, next)
    }
    while element < elements.count, elements[element] == .any { element += 1 }
    return element == elements.count
  }

  /// Where the name goes on after `element` took its part of it; nil if it cannot.
  private func step(_ element: Element, _ name: ArraySlice<UInt8>, _ position: Int) -> Int? {
    switch element {
    case .any: return nil
    case .byte(let byte): return name[position] == byte ? position + 1 : nil
    case .one: return scalar(name, position).end
    case .oneOf(let ranges, let negated):
      let (value, end) = scalar(name, position)
      return ranges.contains { $0.contains(value) } != negated ? end : nil
    }
  }

  private func scalar(_ name: ArraySlice<UInt8>, _ position: Int) -> (value: UInt32, end: Int) {
    if name[position] < 0x80 { return (UInt32(name[position]), position + 1) }
    var iterator = name[position...].makeIterator()
    var decoder = UTF8()
    if case .scalarValue(let scalar) = decoder.decode(&iterator) {
      return (scalar.value, position + UTF8.width(scalar))
    }
    // Beyond Unicode, so that no class contains it.
    return (0x11_0000 + UInt32(name[position]), position + 1)
  }
}
