import BulkheadSource

/// A credential with its bytes, before it is redacted.
struct SecretMatch: Sendable {
  var id: String
  var type: String
  var span: Span
  var confidence: Double

  /// A form that an issuer gave says more than the name of a variable.
  fileprivate var rank: Double { confidence + (id == "secret-named-value" ? 0 : 1) }
}

/// Finds credentials in the bytes of any text, in linear time.
enum SecretScanner {
  /// What is less sure than this has the form of a credential and the looks of an example: it is told as
  /// a finding of low weight.
  static let leastConfidence = 0.4

  /// The credentials in the order of the text; of those that overlap, the surest.
  static func matches(in bytes: [UInt8], language: Language) -> [SecretMatch] {
    var found: [SecretMatch] = []
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      let prefixes = byFirstByte[Int(byte)]
      if !prefixes.isEmpty, isBoundary(bytes, offset) {
        if let match = token(in: bytes, at: offset, prefixes) {
          found.append(match)
          offset = match.span.end
          continue
        }
      }
      switch byte {
      case UInt8(ascii: "-"):
        if let match = PrivateKeyText.match(in: bytes, at: offset) {
          found.append(match)
          offset = match.span.end
          continue
        }
      case UInt8(ascii: ":"):
        if let match = ConnectionString.match(in: bytes, at: offset) { found.append(match) }
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        // Documents are full of made-up values; there only forms that an issuer gave count.
        if language != .markdown, let match = NamedSecret.match(in: bytes, quoteAt: offset) {
          found.append(match)
        }
      default: break
      }
      offset += 1
    }
    found += VendorSecret.matches(in: bytes) + MarkedSecrets.matches(in: bytes)
    if language == .shell || language == .text { found += NamedSecret.assignments(in: bytes) }
    return withoutOverlaps(found)
  }

  private struct Prefix: Sendable {
    var bytes: [UInt8]
    var kind: SecretKind
  }

  /// The prefixes of all kinds by their first byte.
  private static let byFirstByte: [[Prefix]] = {
    var prefixes: [[Prefix]] = Array(repeating: [], count: 256)
    for kind in SecretKind.all {
      for prefix in kind.prefixes {
        let bytes = Array(prefix.utf8)
        prefixes[Int(bytes[0])].append(Prefix(bytes: bytes, kind: kind))
      }
    }
    return prefixes
  }()

  /// No token continues from before the offset. A point continues one too: otherwise a row of
  /// `eyJ.eyJ.eyJ.` would be read again from each.
  private static func isBoundary(_ bytes: [UInt8], _ offset: Int) -> Bool {
    offset == 0 || !SecretKind.Alphabet.dotted.contains(bytes[offset - 1])
      || (offset > 1 && bytes[offset - 2] == UInt8(ascii: "\\"))
  }

  private static func token(in bytes: [UInt8], at start: Int, _ prefixes: [Prefix]) -> SecretMatch?
  {
    candidates: for prefix in prefixes {
      let kind = prefix.kind
      let bodyStart = start + prefix.bytes.count
      guard bodyStart < bytes.count else { continue }
      for index in 1..<prefix.bytes.count where bytes[start + index] != prefix.bytes[index] {
        continue candidates
      }
      var end = bodyStart
      while end < bytes.count, end - bodyStart <= kind.length.upperBound,
        kind.alphabet.contains(bytes[end])
      {
        end += 1
      }
      guard kind.length.contains(end - bodyStart),
        !Randomness.isWordPlaceholder(bytes[bodyStart..<end]),
        let confidence = kind.confidence(bytes[start..<end], bytes[bodyStart..<end]),
        confidence < leastConfidence || !Randomness.isPlaceholder(bytes[bodyStart..<end])
      else { continue }
      return SecretMatch(
        id: "secret-" + kind.id, type: kind.type, span: Span(start: start, end: end),
        confidence: confidence)
    }
    return nil
  }

  private static func withoutOverlaps(_ matches: [SecretMatch]) -> [SecretMatch] {
    var kept: [SecretMatch] = []
    let sorted = matches.sorted { ($0.span.start, -$0.rank) < ($1.span.start, -$1.rank) }
    for match in sorted {
      guard let last = kept.last, last.span.end > match.span.start else {
        kept.append(match)
        continue
      }
      if match.rank > last.rank { kept[kept.count - 1] = match }
    }
    return kept
  }
}

/// Takes credentials out of texts that are shown.
struct Redactor: Sendable {
  private let secrets: [(text: String, shown: String)]

  init(_ matches: [SecretMatch], in bytes: [UInt8]) {
    secrets = matches.map { match in
      let text = String(decoding: bytes[match.span.start..<match.span.end], as: UTF8.self)
      return (text, Self.redacted(text))
    }
  }

  /// The first characters, at most four and a quarter of all, and how many there are.
  static func redacted(_ text: String) -> String {
    let shown = min(4, text.count / 4)
    return "\(text.prefix(shown))… (\(text.count) characters)"
  }

  /// The text without the credentials of the file.
  func redact(_ text: String) -> String {
    var text = text
    for secret in secrets where text.contains(secret.text) {
      text = text.split(separator: secret.text, omittingEmptySubsequences: false)
        .joined(separator: secret.shown)
    }
    return text
  }
}
