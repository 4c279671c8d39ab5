/// The host's answer to one request.
public enum Reply: Hashable, Sendable {
  /// What the operation returns: raw bytes, possibly none.
  case bytes([UInt8])
  /// What the operation returns: text, or JSON text.
  case text(String)
  /// The operation failed or was denied. `code` is `ENOENT`, `EACCES`, `ERR_…`.
  case error(code: String, message: String)

  /// The answer of an operation that returns nothing.
  public static let done = Reply.bytes([])

  /// The answer to `envGet`: a present value may be empty, an absent one is not the empty string.
  public static func optional(_ value: String?) -> Reply {
    guard let value else { return .bytes([0]) }
    return .bytes([1] + Array(value.utf8))
  }

  /// The answer to `fetch` and `moduleLoad`: a JSON text, NUL, bytes.
  public static func document(_ json: String, body: [UInt8]) -> Reply {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.utf8.count + 1 + body.count)
    bytes.append(contentsOf: json.utf8)
    bytes.append(0)
    bytes.append(contentsOf: body)
    return .bytes(bytes)
  }
}

extension Reply {
  private static let okStatus: [UInt8] = [0]

  /// Takes a `.reply` payload apart, for tests; the worker reads it in place.
  public init(payload: [UInt8]) throws(WireError) {
    switch payload.first {
    case 0:
      self = .bytes(Array(payload.dropFirst()))
    case 1:
      let parts = payload.dropFirst().split(
        separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw WireError(.badPayload, "reply: error without message") }
      self = .error(
        code: String(decoding: parts[0], as: UTF8.self),
        message: String(decoding: parts[1], as: UTF8.self))
    default:
      throw WireError(.badPayload, "reply: no status")
    }
  }

  fileprivate func withParts(
    _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(WireError) -> Void
  ) throws(WireError) {
    switch self {
    case .bytes(let bytes):
      try unsafe Self.join(Self.okStatus, bytes, body)
    case .text(let text):
      try unsafe Self.join(Self.okStatus, Array(text.utf8), body)
    case .error(let code, let message):
      // A NUL inside the code would move the boundary between the two.
      let safeCode = code.utf8.filter { $0 != 0 }
      try unsafe Self.join([1] + safeCode + [0], Array(message.utf8), body)
    }
  }

  private static func join(
    _ first: [UInt8], _ second: [UInt8],
    _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(WireError) -> Void
  ) throws(WireError) {
    var failure: WireError?
    unsafe first.withUnsafeBytes { first in
      unsafe second.withUnsafeBytes { second in
        do throws(WireError) {
          try unsafe body(first, second)
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
  }
}

extension FrameWriter {
  /// Answers the request with this id; a reply longer than the limit becomes an `EFBIG` error.
  ///
  /// - Parameter whenFull: called when a non-blocking descriptor takes no more; it returns once
  ///   there may be room, or throws to give up.
  public func write(
    _ reply: Reply, id: UInt32, whenFull: (() throws(WireError) -> Void)? = nil
  ) throws(WireError) {
    do {
      try unsafe reply.withParts { (first, second) throws(WireError) in
        try unsafe write(.reply, id: id, first: first, second: second, whenFull: whenFull)
      }
    } catch  where error.code == .badLength {
      let tooLarge = Reply.error(
        code: "EFBIG", message: "EFBIG: file too large: the answer exceeds one message")
      try unsafe tooLarge.withParts { (first, second) throws(WireError) in
        try unsafe write(.reply, id: id, first: first, second: second, whenFull: whenFull)
      }
    }
  }
}
