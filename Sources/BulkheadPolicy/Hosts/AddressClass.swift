extension IPAddress {
  /// Ranges that are not the public internet (IANA special-purpose registries).
  public enum SpecialRange: String, Sendable {
    case unspecified = "an unspecified address"
    case loopback = "a loopback address"
    case privateNetwork = "a private address"
    case carrierGradeNAT = "a carrier-grade NAT address"
    case linkLocal = "a link-local address"
    case metadata = "a cloud metadata address"
    case multicast = "a multicast address"
    case reserved = "a reserved address"
  }

  /// The range this address is in; nil for the public internet. What an IPv6 address embeds counts.
  public var specialRange: SpecialRange? {
    if let embedded = embeddedV4 { return embedded.specialRange ?? embeddingRange }
    switch self {
    case .v4(let bits): return Self.rangeOfV4(bits)
    case .v6(let high, let low): return Self.rangeOfV6(high, low)
    }
  }

  /// IPv4-mapped addresses are refused as such: no honest name resolves to one.
  private var embeddingRange: SpecialRange? {
    guard case .v6(0, _) = self else { return nil }
    return .reserved
  }

  private static func rangeOfV4(_ bits: UInt32) -> SpecialRange? {
    if bits == 0xA9FE_A9FE || bits == 0xA9FE_AA02 || bits == 0x6464_64C8 { return .metadata }
    let table: [(prefix: UInt32, length: UInt32, range: SpecialRange)] = [
      (0x0000_0000, 8, .unspecified), (0x7F00_0000, 8, .loopback),
      (0x0A00_0000, 8, .privateNetwork), (0xAC10_0000, 12, .privateNetwork),
      (0xC0A8_0000, 16, .privateNetwork), (0x6440_0000, 10, .carrierGradeNAT),
      (0xA9FE_0000, 16, .linkLocal), (0xE000_0000, 4, .multicast),
      (0xC000_0000, 24, .reserved), (0xC000_0200, 24, .reserved),
      (0xC612_0000, 15, .reserved), (0xC633_6400, 24, .reserved),
      (0xCB00_7100, 24, .reserved), (0xF000_0000, 4, .reserved),
    ]
    return table.first { bits >> (32 - $0.length) == $0.prefix >> (32 - $0.length) }?.range
  }

  private static func rangeOfV6(_ high: UInt64, _ low: UInt64) -> SpecialRange? {
    if high == 0, low == 0 { return .unspecified }
    if high == 0, low == 1 { return .loopback }
    if high == 0xFD00_0EC2_0000_0000, low == 0x254 { return .metadata }
    if high >> 57 == 0xFC >> 1 { return .privateNetwork }
    if high >> 54 == 0xFE80 >> 6 || high >> 54 == 0xFEC0 >> 6 { return .linkLocal }
    if high >> 56 == 0xFF { return .multicast }
    // Only 2000::/3 is global unicast (RFC 4291 §2.4); 2001:db8::/32 is for documentation.
    if high >> 61 != 1 || high >> 32 == 0x2001_0DB8 { return .reserved }
    return nil
  }
}
