import BulkheadPolicy

/// The bytes of a row that its hash covers, written into one buffer that is used again and again.
///
/// Every text is preceded by its length, so no two rows have the same bytes: the hash of the row
/// before (32), id, time (64-bit little endian), allowed (1 byte), then each text as a 32-bit length
/// and UTF-8; a text that is absent has the length 2³² − 1.
struct RowEncoder {
  /// The encoded row; texts are bound to SQLite from here without a copy.
  private(set) var bytes: [UInt8] = []
  /// Where each text is in `bytes`: plugin, context, action, resource, rule, user, session, details.
  private(set) var texts: [Range<Int>?] = []

  /// Most bytes of one text; what is longer is cut, and says so.
  static let textLimit = 8192

  /// The offset of the first text: the bytes before it change when the row gets another place.
  static let headerLength = Digest.length + 17

  mutating func encode(_ event: AuditEvent, user: String, session: String) {
    bytes.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: repeatElement(0, count: Self.headerLength))
    append(event.plugin)
    append(event.context)
    append(event.action)
    append(event.resource)
    append(event.rule)
    append(user)
    append(session)
    append(event.details)
    bytes[Self.headerLength - 1] = event.allowed ? 1 : 0
  }

  /// Puts the row at its place in the chain.
  mutating func place(after previous: [UInt8], id: Int64, time: Int64) {
    for index in 0..<Digest.length { bytes[index] = previous[index] }
    Self.write(id, into: &bytes, at: Digest.length)
    Self.write(time, into: &bytes, at: Digest.length + 8)
  }

  private mutating func append(_ text: String?) {
    guard var text else {
      bytes.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF])
      texts.append(nil)
      return
    }
    let start = bytes.count + 4
    bytes.append(contentsOf: [0, 0, 0, 0])
    text.withUTF8 { utf8 in
      // SAFETY: the buffer is read during the call only.
      unsafe bytes.append(contentsOf: utf8.prefix(Self.textLimit + 1))
    }
    if bytes.count - start > Self.textLimit { shorten(from: start) }
    // SQLite's texts end at the first NUL for most readers, which would hide what follows.
    for index in start..<bytes.count where bytes[index] == 0 { bytes[index] = UInt8(ascii: "?") }
    let length = UInt32(bytes.count - start)
    for index in 0..<4 {
      bytes[start - 4 + index] = UInt8(truncatingIfNeeded: length >> (8 * index))
    }
    texts.append(start..<bytes.count)
  }

  private mutating func shorten(from start: Int) {
    let mark = Array("… (cut)".utf8)
    var end = start + Self.textLimit - mark.count
    // Not inside a character: continuation bytes are 10xxxxxx.
    while end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    bytes.removeSubrange(end...)
    bytes.append(contentsOf: mark)
  }

  private static func write(_ number: Int64, into bytes: inout [UInt8], at offset: Int) {
    for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
  }
}
