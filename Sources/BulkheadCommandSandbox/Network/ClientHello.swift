/// The first bytes of a connection: which protocol they speak, and for TLS which host they ask for.
enum ClientHello {
  /// What the bytes say.
  enum Reading: Hashable, Sendable {
    /// A TLS handshake that names this host, or none.
    case tls(serverName: String?)
    /// A request of HTTP/1 or the preface of HTTP/2.
    case http
    /// Something else.
    case other
    /// Too few bytes to tell.
    case incomplete
  }

  /// Reads the bytes that a client has sent so far.
  static func read(_ bytes: [UInt8]) -> Reading {
    guard let first = bytes.first else { return .incomplete }
    if first == 22 { return readTLS(bytes) }
    let methods = ["GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS ", "PATCH ", "PRI "]
    for method in methods {
      let prefix = Array(method.utf8)
      if bytes.starts(with: prefix) { return .http }
      if prefix.starts(with: bytes) { return .incomplete }
    }
    return .other
  }

  /// RFC 8446 §4.1.2, RFC 6066 §3. The handshake message may be spread over several records.
  private static func readTLS(_ bytes: [UInt8]) -> Reading {
    var message: [UInt8] = []
    var at = 0
    while at + 5 <= bytes.count {
      guard bytes[at] == 22, bytes[at + 1] == 3 else { return .other }
      let length = Int(bytes[at + 3]) << 8 | Int(bytes[at + 4])
      guard length > 0, length <= 1 << 14 else { return .other }
      message += bytes[(at + 5)..<min(at + 5 + length, bytes.count)]
      at += 5 + length
      if message.count >= 4 {
        guard message[0] == 1 else { return .other }
        let size = Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3])
        guard size <= 1 << 16 else { return .other }
        if message.count >= 4 + size { return serverName(Array(message[4..<(4 + size)])) }
      }
    }
    return .incomplete
  }

  private static func serverName(_ hello: [UInt8]) -> Reading {
    var fields = Fields(hello)
    guard fields.skip(2 + 32), fields.skipVector(lengthBytes: 1),  // version, random, session
      fields.skipVector(lengthBytes: 2), fields.skipVector(lengthBytes: 1)  // ciphers, compression
    else { return .other }
    guard let extensions = fields.vector(lengthBytes: 2) else {
      return fields.isAtEnd ? .tls(serverName: nil) : .other
    }
    var list = Fields(extensions)
    while !list.isAtEnd {
      guard let type = list.number(2), let content = list.vector(lengthBytes: 2) else {
        return .other
      }
      guard type == 0 else { continue }
      var names = Fields(content)
      guard var entries = names.vector(lengthBytes: 2).map(Fields.init),
        entries.number(1) == 0, let name = entries.vector(lengthBytes: 2), entries.isAtEnd
      else { return .other }
      return .tls(serverName: String(decoding: name, as: UTF8.self).lowercased())
    }
    return .tls(serverName: nil)
  }

  /// Reads fields one after the other; nil where there are too few bytes.
  private struct Fields {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }

    mutating func number(_ count: Int) -> Int? {
      guard bytes.count - at >= count else { return nil }
      defer { at += count }
      return bytes[at..<(at + count)].reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func vector(lengthBytes: Int) -> [UInt8]? {
      let start = at
      guard let length = number(lengthBytes), bytes.count - at >= length else {
        at = start
        return nil
      }
      defer { at += length }
      return Array(bytes[at..<(at + length)])
    }

    mutating func skip(_ count: Int) -> Bool {
      guard bytes.count - at >= count else { return false }
      at += count
      return true
    }

    mutating func skipVector(lengthBytes: Int) -> Bool { vector(lengthBytes: lengthBytes) != nil }
  }
}
