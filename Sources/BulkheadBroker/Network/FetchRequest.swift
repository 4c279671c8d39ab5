import BulkheadSource
import BulkheadWire

/// A fetch as a script asked for it, taken apart and checked; changed by redirects.
struct FetchRequest {
  /// What is done on a redirect.
  enum RedirectMode: String {
    case follow, manual, error
  }

  var method: String
  var url: RequestURL
  var headers: [Header]
  /// Nil for none, which is not the same as an empty one.
  var body: [UInt8]?
  let redirectMode: RedirectMode

  /// A field of a message's head.
  struct Header: Equatable {
    let name: String
    let value: String
  }

  /// - Parameter url: the request's URL, which is decided on by itself.
  init(_ request: Request, url: RequestURL) throws(Refusal) {
    let method = request.fields[0]
    guard Self.isToken(method), method.utf8.count <= 32 else {
      throw Refusal(code: "ERR_INVALID_ARG_VALUE", "the method is not an HTTP token")
    }
    // Fetch standard, "forbidden method": they make a proxy connect, or echo credentials.
    guard !["CONNECT", "TRACE", "TRACK"].contains(method.uppercased()) else {
      throw Refusal(code: "ERR_INVALID_ARG_VALUE", "the method \(method) cannot be fetched")
    }
    guard let mode = RedirectMode(rawValue: request.fields[3]) else {
      throw Refusal(code: "ERR_INVALID_ARG_VALUE", "redirect must be follow, manual or error")
    }
    self.method = method
    self.url = url
    redirectMode = mode
    headers = try Self.headers(request.fields[2])
    let needsBody = ["POST", "PUT", "PATCH"].contains(method)
    body = request.bytes.isEmpty && !needsBody ? nil : request.bytes
    if method == "GET" || method == "HEAD", body != nil {
      throw Refusal(code: "ERR_INVALID_ARG_VALUE", "a \(method) request cannot have a body")
    }
  }

  private static let maximumHeaderBytes = 64 << 10

  private static func headers(_ text: String) throws(Refusal) -> [Header] {
    guard text.utf8.count <= maximumHeaderBytes else {
      throw Refusal(
        code: "ERR_INVALID_ARG_VALUE", "the headers have more than \(maximumHeaderBytes) bytes")
    }
    let invalid = Refusal(code: "ERR_INVALID_ARG_VALUE", "the headers are not a list of pairs")
    let root: JSONNode
    do throws(Diagnostic) {
      root = try JSONDocument(Array(text.utf8), file: "headers", limits: .data).root
    } catch {
      throw invalid
    }
    guard case .array(let pairs) = root.value, pairs.count <= 256 else { throw invalid }
    var headers: [Header] = []
    for pair in pairs {
      guard case .array(let parts) = pair.value, parts.count == 2,
        case .string(let name) = parts[0].value, case .string(let value) = parts[1].value
      else { throw invalid }
      guard isToken(name), isFieldValue(value) else {
        throw Refusal(
          code: "ERR_INVALID_CHAR",
          "the header \(SafeText.escaped(name, limit: 80)) is not valid in a request")
      }
      if !isForbidden(name) { headers.append(Header(name: name, value: value)) }
    }
    return headers
  }

  /// RFC 9110 §5.6.2.
  static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
  }

  /// A value ends a line in no reader's eyes, and is bytes: characters up to U+00FF.
  static func isFieldValue(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar.value == 9 || (scalar.value >= 0x20 && scalar.value <= 0xFF && scalar.value != 0x7F)
    }
  }

  /// Headers that say where a message ends, where it goes or by which way: the broker's own. As the
  /// Fetch standard has it they are left out without a word.
  private static func isForbidden(_ name: String) -> Bool {
    let name = name.lowercased()
    return forbidden.contains(name) || name.hasPrefix("proxy-") || name.hasPrefix("sec-")
  }

  private static let forbidden: Set<String> = [
    "accept-encoding", "connection", "content-length", "expect", "host", "http2-settings",
    "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "via",
  ]
}

// MARK: - Redirects

extension FetchRequest {
  static let maximumRedirects = 20

  /// Whether a status asks for another request (Fetch standard, "redirect status").
  static func isRedirect(_ status: Int) -> Bool { [301, 302, 303, 307, 308].contains(status) }

  /// The request after a redirect (Fetch standard, "HTTP-redirect fetch").
  mutating func redirect(to location: RequestURL, status: Int) {
    let becomesGet =
      (status == 303 && method != "GET" && method != "HEAD")
      || ((status == 301 || status == 302) && method == "POST")
    if becomesGet {
      method = "GET"
      body = nil
      headers.removeAll { Self.describesBody.contains($0.name.lowercased()) }
    }
    // What was meant for one server is no other's.
    if location.origin != url.origin {
      headers.removeAll { Self.isCredential($0.name) }
    }
    url = location
  }

  private static let describesBody: Set<String> = [
    "content-encoding", "content-language", "content-location", "content-type",
  ]

  /// `Authorization` and cookies; and what tokens are sent in besides, which the standard lets through.
  private static func isCredential(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["authorization", "cookie", "cookie2", "x-api-key", "private-token"].contains(name)
      || name.hasSuffix("-token") || name.hasSuffix("-api-key")
  }
}
