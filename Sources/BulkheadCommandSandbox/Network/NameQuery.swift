import BulkheadPolicy

/// A question to a name server and its answer (RFC 1035).
struct NameQuery: Sendable {
  /// The name in lower case.
  let name: String
  /// 1 for an IPv4 address.
  let type: UInt16
  private let head: [UInt8]
  private let question: [UInt8]

  /// What is not one plain question about a host name is not understood, and not answered.
  init?(_ message: [UInt8]) {
    guard message.count >= 17, message.count <= 512, message[2] & 0xF8 == 0,
      message[4...5].elementsEqual([0, 1])
    else { return nil }
    var labels: [String] = []
    var at = 12
    while at < message.count, message[at] != 0 {
      let length = Int(message[at])
      guard length < 64, at + 1 + length < message.count else { return nil }
      let label = message[(at + 1)...(at + length)]
      guard label.allSatisfy(Self.isNameByte) else { return nil }
      labels.append(String(decoding: label, as: UTF8.self).lowercased())
      at += 1 + length
    }
    guard !labels.isEmpty, at + 5 <= message.count,
      case .name(let name)? = Host(labels.joined(separator: "."))
    else { return nil }
    self.name = name
    type = UInt16(message[at + 1]) << 8 | UInt16(message[at + 2])
    head = Array(message[..<4])
    question = Array(message[12..<(at + 5)])
  }

  /// Letters, digits, hyphen, and the underscore of service names. Nothing else: the name is decided on
  /// as text and resolved by libc, and both have to see the same (CVE-2024-21891 and its kin).
  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  /// The answer with one IPv4 address, or with none: the name exists, but has no such record.
  func answer(_ address: UInt32?) -> [UInt8] {
    var message = head
    message[2] = 0x84 | (message[2] & 1)  // an answer, authoritative
    message[3] = 0x80
    message += [0, 1, 0, address == nil ? 0 : 1, 0, 0, 0, 0] + question
    guard let address else { return message }
    message += [0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4]
    message += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: address >> $0) }
    return message
  }
}
