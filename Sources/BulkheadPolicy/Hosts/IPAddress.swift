/// An IPv4 or IPv6 address in one form, whatever spelling it came in.
public enum IPAddress: Hashable, Sendable {
  /// The 32 bits in host order.
  case v4(UInt32)
  /// The 128 bits as two halves in host order.
  case v6(UInt64, UInt64)

  /// Reads an address literal in every spelling that resolvers and browsers take: dotted, short,
  /// hexadecimal and octal IPv4 (inet_aton(3), WHATWG URL "IPv4 parser"), IPv6 with `::`, an embedded
  /// IPv4 tail, brackets and a zone. Nil for what is not an address.
  public init?(_ text: String) {
    var text = text[...]
    if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
    if let zone = text.firstIndex(of: "%") { text = text[..<zone] }
    if text.contains(":") {
      guard let halves = Self.parseV6(text) else { return nil }
      self = .v6(halves.0, halves.1)
    } else if let bits = Self.parseV4(text) {
      self = .v4(bits)
    } else {
      return nil
    }
  }

  private static func parseV4(_ text: Substring) -> UInt32? {
    var parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
    guard (1...4).contains(parts.count) else { return nil }
    var numbers: [UInt64] = []
    for part in parts {
      guard let number = parseV4Part(part) else { return nil }
      numbers.append(number)
    }
    let last = numbers.removeLast()
    guard numbers.allSatisfy({ $0 < 256 }), last < 1 << (8 * (4 - numbers.count)) else {
      return nil
    }
    var bits = last
    for (index, number) in numbers.enumerated() { bits |= number << (8 * (3 - index)) }
    return UInt32(truncatingIfNeeded: bits)
  }

  private static func parseV4Part(_ part: Substring) -> UInt64? {
    guard let first = part.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else {
      return nil
    }
    if part.hasPrefix("0x") || part.hasPrefix("0X") {
      let digits = part.dropFirst(2)
      return digits.isEmpty ? 0 : UInt64(digits, radix: 16)
    }
    return first == UInt8(ascii: "0") ? UInt64(part, radix: 8) : UInt64(part, radix: 10)
  }

  private static func parseV6(_ text: Substring) -> (UInt64, UInt64)? {
    let sides = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard sides.count <= 2, let head = groups(sides[0], mayEmbedV4: sides.count == 1) else {
      return nil
    }
    var all = head
    if sides.count == 2 {
      guard let tail = groups(sides[1], mayEmbedV4: true), head.count + tail.count < 8 else {
        return nil
      }
      all += Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }
    guard all.count == 8 else { return nil }
    let high = all[..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    let low = all[4...].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    return (high, low)
  }

  private static func groups(_ text: Substring, mayEmbedV4: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var groups: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if part.contains(".") {
        guard mayEmbedV4, index == parts.count - 1,
          part.split(separator: ".", omittingEmptySubsequences: false).count == 4,
          let bits = parseV4(part)
        else { return nil }
        groups += [UInt16(bits >> 16), UInt16(bits & 0xFFFF)]
      } else {
        guard (1...4).contains(part.count), let group = UInt16(part, radix: 16),
          part.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") })
        else { return nil }
        groups.append(group)
      }
    }
    return groups
  }

  /// The IPv4 address that this IPv6 address leads to: mapped, compatible, NAT64 (RFC 6052, 8215),
  /// 6to4 (RFC 3056) or Teredo's server-obscured client (RFC 4380).
  public var embeddedV4: IPAddress? {
    guard case .v6(let high, let low) = self else { return nil }
    let low32 = UInt32(truncatingIfNeeded: low)
    if high == 0, low >> 32 == 0xFFFF || (low >> 32 == 0 && low > 1) { return .v4(low32) }
    if high == 0, low >> 48 == 0xFFFF { return .v4(low32) }
    if high == 0x0064_FF9B_0000_0000 || high >> 16 == 0x0064_FF9B_0001 { return .v4(low32) }
    if high >> 48 == 0x2002 { return .v4(UInt32(truncatingIfNeeded: high >> 16)) }
    if high >> 32 == 0x2001_0000 { return .v4(~low32) }
    return nil
  }

  /// `10.0.0.1`, or IPv6 as RFC 5952 writes it.
  public var text: String {
    switch self {
    case .v4(let bits):
      return [24, 16, 8, 0].map { String((bits >> $0) & 0xFF) }.joined(separator: ".")
    case .v6(let high, let low):
      let groups = [high, low].flatMap { half in
        [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> $0) }
      }
      return Self.compress(groups)
    }
  }

  private static func compress(_ groups: [UInt16]) -> String {
    var best = 0..<0
    var start = 0
    for index in 0...groups.count where index == groups.count || groups[index] != 0 {
      if index - start > max(best.count, 1) { best = start..<index }
      start = index + 1
    }
    let hex = groups.map { String($0, radix: 16) }
    if best.isEmpty { return hex.joined(separator: ":") }
    let head = hex[..<best.lowerBound].joined(separator: ":")
    return head + "::" + hex[best.upperBound...].joined(separator: ":")
  }
}
