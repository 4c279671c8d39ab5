/// A host of a URL or a grant in one form: an address literal in any spelling is an address, a name is
/// lower-case ASCII without its final dot, international labels in Punycode.
public enum Host: Hashable, Sendable {
  case name(String)
  case address(IPAddress)

  /// Normalises a host; nil for what cannot be one.
  public init?(_ text: String) {
    if let address = IPAddress(text) {
      self = .address(address)
      return
    }
    var labels = text.split(separator: ".", omittingEmptySubsequences: false)
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    var ascii: [String] = []
    for label in labels {
      guard let label = Self.normalised(label) else { return nil }
      ascii.append(label)
    }
    // A name that ends in a number is an address that did not parse (WHATWG URL, "ends in a number").
    guard let last = ascii.last, !last.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      !(last.hasPrefix("0x") && last.dropFirst(2).allSatisfy(\.isHexDigit)),
      ascii.joined(separator: ".").utf8.count <= 253
    else { return nil }
    self = .name(ascii.joined(separator: "."))
  }

  private static func normalised(_ label: Substring) -> String? {
    var scalars: [Unicode.Scalar] = []
    for scalar in String(label).lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "-", "_": scalars.append(scalar)
      // Full-width forms fold to ASCII (UTS #46), or they would dodge a comparison.
      case "\u{FF01}"..."\u{FF5E}":
        guard let folded = Unicode.Scalar(scalar.value - 0xFEE0),
          "abcdefghijklmnopqrstuvwxyz0123456789-_".unicodeScalars.contains(folded)
        else { return nil }
        scalars.append(folded)
      default:
        guard scalar.value >= 0x80, SafeHostScalars.contains(scalar) else { return nil }
        scalars.append(scalar)
      }
    }
    let text: String
    if scalars.allSatisfy(\.isASCII) {
      text = String(String.UnicodeScalarView(scalars))
    } else {
      guard let encoded = Punycode.encode(scalars) else { return nil }
      text = "xn--" + encoded
    }
    guard (1...63).contains(text.utf8.count), !text.hasPrefix("-"), !text.hasSuffix("-") else {
      return nil
    }
    return text
  }

  /// The host as text: `example.org`, `10.0.0.1`, `::1`.
  public var text: String {
    switch self {
    case .name(let name): name
    case .address(let address): address.text
    }
  }

  /// The host as it stands in a URL: IPv6 in brackets.
  public var urlText: String {
    if case .address(.v6) = self { "[\(text)]" } else { text }
  }
}

/// What an international label may contain: letters, marks and digits; nothing invisible.
private enum SafeHostScalars {
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark,
      .decimalNumber:
      true
    default: false
    }
  }
}
