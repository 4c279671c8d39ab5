import BulkheadSource
import BulkheadWire

/// A response as its lines come in.
struct FetchResponse {
  private(set) var status = 0
  private(set) var statusText = ""
  private(set) var headers: [FetchRequest.Header] = []
  private(set) var body: [UInt8] = []
  private(set) var headBytes = 0
  /// Whether something was longer than may be.
  private(set) var isTooLarge = false
  let maximumBodyBytes: Int

  /// Most bytes of all heads of one exchange.
  static let maximumHeadBytes = 256 << 10

  init(maximumBodyBytes: Int) { self.maximumBodyBytes = maximumBodyBytes }

  /// Takes a line of the head; a new status line begins a new head, as after 103 Early Hints.
  mutating func addHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    headBytes += line.count
    guard headBytes <= Self.maximumHeadBytes else {
      isTooLarge = true
      return false
    }
    // Bytes are characters here (Fetch standard, "isomorphic decode").
    var text = ""
    // SAFETY: the buffer is valid for this call.
    for byte in unsafe Array(line) where byte != 0x0D && byte != 0x0A {
      text.unicodeScalars.append(Unicode.Scalar(byte))
    }
    if text.hasPrefix("HTTP/") {
      let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      status = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
      statusText = parts.count > 2 ? String(parts[2]) : ""
      headers = []
    } else if let colon = text.firstIndex(of: ":") {
      let name = text[..<colon].lowercased()
      let value = text[colon...].dropFirst().drop { $0 == " " || $0 == "\t" }
      let end = value.lastIndex { $0 != " " && $0 != "\t" }
      let trimmed = end.map { String(value[...$0]) } ?? ""
      if FetchRequest.isToken(name), FetchRequest.isFieldValue(trimmed) {
        headers.append(.init(name: name, value: trimmed))
      }
    }
    return true
  }

  /// Takes a piece of the body, after decompression.
  mutating func addBody(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard body.count + piece.count <= maximumBodyBytes else {
      isTooLarge = true
      return false
    }
    unsafe body.append(contentsOf: piece)
    return true
  }

  /// The value of the first header of that name, given in lower case.
  func first(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The answer to the script.
  func reply(url: RequestURL, isRedirected: Bool) -> Reply {
    let pairs = headers.map { JSONValue.array([.string($0.name), .string($0.value)]) }
    let info: JSONValue = [
      "status": .integer(status), "statusText": .string(statusText), "headers": .array(pairs),
      "url": .string(url.text), "redirected": .bool(isRedirected),
    ]
    return .document(info.rendered(), body: body)
  }
}
