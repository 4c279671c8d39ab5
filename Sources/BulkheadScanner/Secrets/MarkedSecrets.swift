import BulkheadSource

/// Credentials known by how they are built around a mark in their middle.
enum MarkedSecrets {
  private static let marks:
    [(text: ByteText, read: @Sendable ([UInt8], Int, Int) -> SecretMatch?)] = [
      (ByteText(".apps.googleusercontent.com"), googleClient),
      (ByteText(".webhook.office.com/webhookb2/"), teamsWebhook),
      (ByteText("$2a$"), passwordHash), (ByteText("$2b$"), passwordHash),
      (ByteText("$2y$"), passwordHash),
      (ByteText("-----begin openssh private key-----"), shortKey),
      (ByteText("\"type\": \"service_account\""), serviceAccount),
      (ByteText("_password="), npmPassword), (ByteText("access_token="), urlToken),
      (ByteText("client_secret="), urlToken), (ByteText(":aa"), telegram),
      (ByteText("-us"), mailchimp),
      (ByteText("root:"), shadow), (ByteText("|"), facebookApp),
      (ByteText("contribsys__com"), sidekiq),
    ]

  private static let search = ByteSearch(marks.map(\.text))

  static func matches(in bytes: [UInt8]) -> [SecretMatch] {
    var matches = discord(in: bytes)
    search.forEach(in: bytes) { number, start, end in
      if let match = marks[number].read(bytes, start, end) { matches.append(match) }
    }
    return matches
  }

  private static func match(
    _ id: String, _ type: String, _ start: Int, _ end: Int, _ confidence: Double
  )
    -> SecretMatch
  {
    SecretMatch(
      id: "secret-" + id, type: type, span: Span(start: start, end: end), confidence: confidence)
  }

  /// How far back or forward bytes are of an alphabet.
  private static func back(_ bytes: [UInt8], _ end: Int, _ alphabet: SecretKind.Alphabet) -> Int {
    var start = end
    while start > 0, end - start < 200, alphabet.contains(bytes[start - 1]) { start -= 1 }
    return start
  }
  private static func forth(
    _ bytes: [UInt8], _ start: Int, _ alphabet: SecretKind.Alphabet, _ most: Int = 400
  )
    -> Int
  {
    var end = start
    while end < bytes.count, end - start < most, alphabet.contains(bytes[end]) { end += 1 }
    return end
  }
  private static func isDigits(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func googleClient(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    let first = back(bytes, start, .word)
    guard start - first >= 40, let dash = bytes[first..<start].firstIndex(of: UInt8(ascii: "-")),
      isDigits(bytes[first..<dash]), dash > first, !Randomness.isPlaceholder(bytes[dash..<start])
    else { return nil }
    // A client id is no secret by itself.
    return match("google-oauth-client", "Google OAuth client id", first, end, 0.3)
  }

  private static func teamsWebhook(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    let last = forth(bytes, end, .dotted)
    guard last - end >= 32 else { return nil }
    return match("teams-webhook", "Microsoft Teams webhook", end, last, 0.6)
  }

  private static func passwordHash(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    guard end + 2 < bytes.count, isDigits(bytes[end..<(end + 2)]),
      bytes[end + 2] == UInt8(ascii: "$")
    else {
      return nil
    }
    var last = end + 3
    while last < bytes.count,
      SecretKind.Alphabet.base64.contains(bytes[last]) || bytes[last] == UInt8(ascii: ".")
    {
      last += 1
    }
    guard last - end - 3 == 53 else { return nil }
    return match("password-hash", "bcrypt hash of a password", start, last, 0.3)
  }

  /// A key whose content is too short to be one, as in tests.
  private static func shortKey(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    var first = end
    while first < bytes.count, bytes[first] <= 0x20 { first += 1 }
    let last = forth(bytes, first, .base64)
    guard last - first >= 40 else { return nil }
    return match("private-key", "private key", start, last, 0.3)
  }

  private static func serviceAccount(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    match("gcp-service-account", "Google service account file", start, end, 0.3)
  }

  private static func npmPassword(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    guard start > 0, bytes[start - 1] == UInt8(ascii: ":") else { return nil }
    let last = forth(bytes, end, .base64)
    guard last - end >= 8, !Randomness.isPlaceholder(bytes[end..<last]) else { return nil }
    return match("npm-password", "npm registry password", end, last, 0.6)
  }

  private static func urlToken(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    guard start > 0, bytes[start - 1] == UInt8(ascii: "&") || bytes[start - 1] == UInt8(ascii: "?")
    else {
      return nil
    }
    let last = forth(bytes, end, .dotted)
    guard last - end >= 20, Randomness.entropy(bytes[end..<last]) >= 3,
      bytes[end..<last].contains(where: { (0x30...0x39).contains($0) }),
      !Randomness.isPlaceholder(bytes[end..<last])
    else { return nil }
    return match("url-token", "credential in an address", end, last, 0.6)
  }

  private static func telegram(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    let first = back(bytes, start, .alphanumeric)
    let last = forth(bytes, start + 1, .word)
    guard (8...10).contains(start - first), isDigits(bytes[first..<start]), last - start - 1 == 35,
      !Randomness.isPlaceholder(bytes[(start + 1)..<last])
    else { return nil }
    return match("telegram-token", "Telegram bot token", first, last, 0.8)
  }

  private static func mailchimp(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    let last = forth(bytes, end, .alphanumeric)
    let first = back(bytes, start, .hex)
    guard (1...2).contains(last - end), isDigits(bytes[end..<last]), start - first == 32,
      Randomness.entropy(bytes[first..<start]) >= 3
    else { return nil }
    return match("mailchimp-key", "Mailchimp key", first, last, 0.9)
  }

  /// A line of /etc/shadow: eight colons.
  private static func shadow(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    guard start == 0 || bytes[start - 1] == 0x0A else { return nil }
    let line = bytes[start...].prefix(300).prefix { $0 != 0x0A }
    let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard fields.count == 9, fields[2].count >= 4, isDigits(fields[2]) else { return nil }
    return match("shadow-file", "line of a password file", start, line.endIndex, 0.5)
  }

  /// `1308742762612587|rhoK1cbv0DOU_RTX_87O4MkX7AI`
  private static func facebookApp(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    let first = back(bytes, start, .alphanumeric)
    let last = forth(bytes, end, .word)
    guard (15...16).contains(start - first), isDigits(bytes[first..<start]), last - end == 27,
      Randomness.entropy(bytes[end..<last]) >= 3.5
    else { return nil }
    return match("facebook-app-token", "Facebook app token", first, last, 0.7)
  }

  private static func sidekiq(_ bytes: [UInt8], _ start: Int, _ end: Int) -> SecretMatch? {
    var first = end
    while first < bytes.count, first - end < 6, " :=\"'".utf8.contains(bytes[first]) { first += 1 }
    let value = bytes[first...].prefix(17)
    guard value.count == 17, value[first + 8] == UInt8(ascii: ":"),
      value.enumerated().allSatisfy({ $0 == 8 || SecretKind.Alphabet.hex.contains($1) })
    else { return nil }
    return match("sidekiq-secret", "Sidekiq credential", first, first + 17, 0.5)
  }

  /// Discord tokens: a user's number in base64, a time, a signature.
  private static func discord(in bytes: [UInt8]) -> [SecretMatch] {
    var matches: [SecretMatch] = []
    var offset = 0
    while let dot = bytes[offset...].firstIndex(of: UInt8(ascii: ".")) {
      offset = dot + 1
      guard dot + 7 < bytes.count, bytes[dot + 7] == UInt8(ascii: ".") else { continue }
      let first = back(bytes, dot, .alphanumeric)
      guard (24...26).contains(dot - first), "MNO".utf8.contains(bytes[first]),
        forth(bytes, dot + 1, .word, 8) == dot + 7
      else { continue }
      let last = forth(bytes, dot + 8, .word, 60)
      guard (27...45).contains(last - dot - 8) else { continue }
      matches.append(match("discord-token", "Discord token", first, last, 0.9))
    }
    return matches
  }
}
