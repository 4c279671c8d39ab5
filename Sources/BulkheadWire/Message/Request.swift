/// A frame with the request layout, taken apart and checked.
public struct Request: Hashable, Sendable {
  /// What is asked for.
  public var operation: Operation
  /// 0 when the worker waits for the answer.
  public var id: UInt32
  /// As many as the operation has; valid UTF-8 without NUL.
  public var fields: [String]
  /// What follows the text; empty unless the operation carries bytes.
  public var bytes: [UInt8]

  /// Makes a request; for tests and for the worker's side.
  public init(operation: Operation, id: UInt32, fields: [String], bytes: [UInt8] = []) {
    self.operation = operation
    self.id = id
    self.fields = fields
    self.bytes = bytes
  }

  /// Takes a payload apart: `u32` text length, text of NUL-separated fields, bytes.
  public init(_ header: FrameHeader, payload: UnsafeRawBufferPointer) throws(WireError) {
    operation = header.operation
    id = header.id
    guard payload.count >= 4 else {
      throw WireError(.badPayload, "\(operation): no text length")
    }
    // SAFETY: the guard leaves four bytes.
    let textCount = unsafe Int(UInt32(littleEndian: payload.loadUnaligned(as: UInt32.self)))
    guard textCount <= payload.count - 4 else {
      throw WireError(.badPayload, "\(operation): text of \(textCount) bytes runs past the frame")
    }
    // SAFETY: both slices lie inside the payload by the guard above.
    fields = try unsafe Self.split(
      UnsafeRawBufferPointer(rebasing: payload[4..<(4 + textCount)]), for: header.operation)
    guard payload.count == 4 + textCount || header.operation.carriesBytes else {
      throw WireError(.badPayload, "\(operation): bytes after the text")
    }
    bytes = unsafe [UInt8](payload[(4 + textCount)...])
  }

  private static func split(
    _ text: UnsafeRawBufferPointer, for operation: Operation
  ) throws(WireError) -> [String] {
    let expected = operation.fieldCount
    guard expected > 0 else {
      guard text.count == 0 else { throw WireError(.badPayload, "\(operation): has no text") }
      return []
    }
    var fields: [String] = []
    fields.reserveCapacity(expected)
    var start = 0
    while true {
      var end = start
      // SAFETY: `end` stays below the count.
      while end < text.count, unsafe text[end] != 0 { end += 1 }
      guard let field = unsafe String(validating: text[start..<end], as: UTF8.self) else {
        throw WireError(.badPayload, "\(operation): text is not UTF-8")
      }
      fields.append(field)
      if end == text.count { break }
      guard fields.count < expected else { break }
      start = end + 1
    }
    guard fields.count == expected, unsafe text.lazy.filter({ $0 == 0 }).count == expected - 1
    else {
      throw WireError(.badPayload, "\(operation): takes \(expected) fields")
    }
    return fields
  }
}

extension FrameReader {
  /// The latest frame as a request.
  public borrowing func request(_ header: FrameHeader) throws(WireError) -> Request {
    try unsafe withPayload { (payload) throws(WireError) in
      try unsafe Request(header, payload: payload)
    }
  }
}
