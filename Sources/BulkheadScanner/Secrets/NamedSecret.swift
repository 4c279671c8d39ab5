import BulkheadSource

/// A random-looking text that is given to something called a password, secret, token or key.
enum NamedSecret {
  private static let names = [
    "password", "passwd", "pwd", "passphrase", "secret", "secretkey", "apikey", "accesskey",
    "authtoken", "accesstoken", "refreshtoken", "token", "privatekey", "clientsecret",
    "encryptionkey", "signingkey", "secretaccesskey", "accountkey",
  ]

  /// A quote at the offset opens a text that has such a name before it: `name = "…"`,
  /// `"name": "…"`, `name="…"`.
  static func match(in bytes: [UInt8], quoteAt quote: Int) -> SecretMatch? {
    guard let name = name(before: quote, in: bytes) else { return nil }
    var end = quote + 1
    while end < bytes.count, bytes[end] != bytes[quote], bytes[end] > 0x20, end - quote < 512 {
      end += 1
    }
    guard end < bytes.count, bytes[end] == bytes[quote] else { return nil }
    return match(name: name, Span(start: quote + 1, end: end), bytes)
  }

  /// Lines such as `NAME=value` and `export NAME=value`, as in `.env` files.
  static func assignments(in bytes: [UInt8]) -> [SecretMatch] {
    var matches: [SecretMatch] = []
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
      var words = line[..<equals].split(separator: 0x20)
      if words.first?.elementsEqual("export".utf8) == true { words.removeFirst() }
      guard words.count == 1, let word = words.first, let name = name(word) else { continue }
      let value = line[(equals + 1)...].prefix { $0 > 0x20 }
      guard let first = value.first, first != UInt8(ascii: "\""), first != UInt8(ascii: "'"),
        let match = match(name: name, Span(start: value.startIndex, end: value.endIndex), bytes)
      else { continue }
      matches.append(match)
    }
    return matches
  }

  private static func match(name: String, _ span: Span, _ bytes: [UInt8]) -> SecretMatch? {
    let value = bytes[span.start..<span.end]
    let isPassword = name.hasPrefix("pass") || name == "pwd"
    guard value.count >= (isPassword ? 8 : 16), looksRandom(value, isPassword: isPassword),
      !Randomness.isPlaceholder(value)
    else { return nil }
    return SecretMatch(
      id: "secret-named-value", type: isPassword ? "password" : "secret value", span: span,
      confidence: isPassword ? 0.5 : 0.6)
  }

  private static func looksRandom(_ value: ArraySlice<UInt8>, isPassword: Bool) -> Bool {
    // Variables, calls, paths, addresses and prose are references to a credential, not one.
    guard let first = value.first, first != UInt8(ascii: "$"), first != UInt8(ascii: "/"),
      first != UInt8(ascii: "~"), first != UInt8(ascii: "%"),
      !value.contains(where: { $0 >= 0x80 || "(){}[]<>,;".utf8.contains($0) }),
      !String(decoding: value, as: UTF8.self).contains("://")
    else { return false }
    let digits = value.count { (0x30...0x39).contains($0) }
    let upper = value.count { (0x41...0x5A).contains($0) }
    let lower = value.count { (0x61...0x7A).contains($0) }
    guard digits > 0, upper + lower > 0 else { return false }
    // `session-token-v2` is a name: words with separators and few digits.
    let separators = value.count { "_-.:".utf8.contains($0) }
    if upper == 0, separators > 0, isWordsAndNumbers(value) { return false }
    let symbols = value.count - digits - upper - lower - separators
    if isPassword {
      return Randomness.entropy(value) >= 2.75 && (upper > 0 && lower > 0 || symbols > 0)
    }
    return Randomness.entropy(value) >= 3.5
  }

  /// `approval:order-123`: every part between separators is all letters or all digits.
  private static func isWordsAndNumbers(_ value: ArraySlice<UInt8>) -> Bool {
    value.split { "_-.:".utf8.contains($0) }.allSatisfy { part in
      let digits = part.count { (0x30...0x39).contains($0) }
      return digits == 0 || digits == part.count || part.count <= 3
    }
  }

  private static func name(before quote: Int, in bytes: [UInt8]) -> String? {
    var offset = quote - 1
    func skipSpaces() {
      while offset >= 0, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset -= 1 }
    }
    skipSpaces()
    guard offset >= 0, bytes[offset] == UInt8(ascii: "=") || bytes[offset] == UInt8(ascii: ":")
    else { return nil }
    while offset >= 0, "=:!>".utf8.contains(bytes[offset]) { offset -= 1 }
    skipSpaces()
    while offset >= 0, "\"'`]".utf8.contains(bytes[offset]) { offset -= 1 }
    let end = offset + 1
    while offset >= 0, SecretKind.Alphabet.word.contains(bytes[offset]), end - offset < 64 {
      offset -= 1
    }
    return name(bytes[(offset + 1)..<max(end, offset + 1)])
  }

  /// The name a credential may have, that this one ends with.
  private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
    let letters = bytes.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
    let text = String(decoding: letters, as: UTF8.self).lowercased()
    return names.first { text.hasSuffix($0) }
  }
}

/// PEM private keys (RFC 7468) with their content.
enum PrivateKeyText {
  static func match(in bytes: [UInt8], at start: Int) -> SecretMatch? {
    guard bytes[start...].starts(with: "-----BEGIN ".utf8) else { return nil }
    var end = start + 11
    while end < bytes.count, end - start < 64, bytes[end] != UInt8(ascii: "-") { end += 1 }
    let label = String(decoding: bytes[(start + 11)..<end], as: UTF8.self)
    guard label.hasSuffix("PRIVATE KEY") || label.hasSuffix("PRIVATE KEY BLOCK"),
      bytes[end...].starts(with: "-----".utf8)
    else { return nil }
    end += 5
    var content: [UInt8] = []
    var line = 0
    var longest = 0
    while end < bytes.count, bytes[end] != UInt8(ascii: "-"), end - start < 16_384 {
      let isContent = SecretKind.Alphabet.base64.contains(bytes[end])
      if isContent { content.append(bytes[end]) }
      line = isContent ? line + 1 : 0
      longest = max(longest, line)
      end += 1
    }
    // A header in a regular expression or a guide is followed by words, not by lines of base64.
    guard longest >= 40 else { return nil }
    guard content.count >= 64, Randomness.entropy(content) >= 4, !Randomness.isPlaceholder(content)
    else { return nil }
    return SecretMatch(
      id: "secret-private-key", type: "private key", span: Span(start: start, end: end),
      confidence: 1)
  }
}

/// Addresses that carry a password: `scheme://user:password@host`.
enum ConnectionString {
  private static let localHosts = [
    "localhost", "127.0.0.1", "host", "hostname", "proxy", "db", "server",
  ]

  static func match(in bytes: [UInt8], at colon: Int) -> SecretMatch? {
    guard bytes[colon...].starts(with: "://".utf8), colon > 1 else { return nil }
    var start = colon
    while start > 0, colon - start < 24,
      SecretKind.Alphabet.alphanumeric.contains(bytes[start - 1])
        || bytes[start - 1] == UInt8(ascii: "+")
    {
      start -= 1
    }
    let authorityStart = colon + 3
    var end = authorityStart
    while end < bytes.count, end - authorityStart < 300,
      bytes[end] > 0x20, !"/?#\"'`<>\\".utf8.contains(bytes[end])
    {
      end += 1
    }
    let authority = bytes[authorityStart..<end]
    guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
      let separator = authority[..<at].firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    let password = authority[(separator + 1)..<at]
    let host = String(
      decoding: authority[(at + 1)...].prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    guard password.count >= 6, isPassword(password), !host.isEmpty, !localHosts.contains(host),
      !host.contains("example"), !host.hasSuffix(".test"), !host.hasSuffix(".invalid"),
      !Randomness.isPlaceholder(password)
    else { return nil }
    return SecretMatch(
      id: "secret-connection-string", type: "address with a password",
      span: Span(start: separator + 1, end: at), confidence: 0.7)
  }

  /// Not a variable, and not one of the words that documents use.
  private static func isPassword(_ bytes: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    if "$%{[(".contains(text.prefix(1)) { return false }
    return !["password", "passwd", "secret", "token", "pass"].contains { text.contains($0) }
  }
}
