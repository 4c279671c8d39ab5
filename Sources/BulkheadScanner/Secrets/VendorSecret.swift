import BulkheadSource

/// A credential that has no mark of its own and is known by the issuer's name before it:
/// `SNYK_TOKEN = "…"`.
struct VendorSecret: Sendable {
  /// A part of the name, in lower case.
  let keyword: String
  let type: String
  let forms: [Form]

  /// What the value looks like.
  enum Form: Sendable {
    case uuid
    case hex(ClosedRange<Int>)
    case digits(ClosedRange<Int>)
    case alphanumeric(ClosedRange<Int>)
    /// Letters, digits, `_`, `-` and `=`.
    case word(ClosedRange<Int>)

    func fits(_ value: ArraySlice<UInt8>) -> Bool {
      switch self {
      case .uuid:
        let parts = value.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(Self.isHex)
      case .hex(let count): return count.contains(value.count) && value.allSatisfy(Self.isHex)
      case .digits(let count):
        return count.contains(value.count) && value.allSatisfy { (0x30...0x39).contains($0) }
      case .alphanumeric(let count):
        return count.contains(value.count) && value.contains { (0x30...0x39).contains($0) }
          && value.allSatisfy(SecretKind.Alphabet.alphanumeric.contains)
      case .word(let count):
        return count.contains(value.count) && value.contains { (0x30...0x39).contains($0) }
          && value.allSatisfy { SecretKind.Alphabet.word.contains($0) || $0 == UInt8(ascii: "=") }
      }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }
  }

  private static func kind(_ keyword: String, _ type: String, _ forms: Form...) -> VendorSecret {
    VendorSecret(keyword: keyword, type: type, forms: forms)
  }

  static let all: [VendorSecret] = [
    kind("adafruit", "Adafruit key", .word(32...32)),
    kind("adobe", "Adobe client id", .hex(32...32)),
    kind("airtable", "Airtable key", .alphanumeric(17...17)),
    kind("algolia", "Algolia key", .alphanumeric(32...32)),
    kind("asana", "Asana client id or secret", .digits(16...16), .alphanumeric(32...32)),
    kind("atlassian", "Atlassian token", .alphanumeric(24...24)),
    kind("jira", "Atlassian token", .alphanumeric(24...24)),
    kind("confluence", "Atlassian token", .alphanumeric(24...24)),
    kind("bitbucket", "Bitbucket client id or secret", .alphanumeric(32...32), .word(64...64)),
    kind("bittrex", "Bittrex key", .alphanumeric(32...32)),
    kind("codecov", "Codecov token", .alphanumeric(32...32)),
    kind("codeclimate", "Code Climate token", .hex(64...64)),
    kind("cohere", "Cohere key", .alphanumeric(40...40)),
    kind("coinbase", "Coinbase token", .word(64...64)),
    kind("confluent", "Confluent key", .alphanumeric(16...16), .alphanumeric(64...64)),
    kind("contentful", "Contentful token", .word(43...43)),
    kind("datadog", "Datadog key", .alphanumeric(40...40), .hex(32...32)),
    kind("discord", "Discord client id or secret", .digits(18...18), .hex(64...64), .word(32...32)),
    kind("droneci", "Drone CI token", .alphanumeric(32...32)),
    kind("dropbox", "Dropbox token", .alphanumeric(15...15), .word(130...152)),
    kind("etsy", "Etsy token", .alphanumeric(24...24)),
    kind("facebook", "Facebook app secret", .hex(32...32)),
    kind("fastly", "Fastly token", .word(32...32)),
    kind("finicity", "Finicity secret", .hex(32...32), .alphanumeric(20...20)),
    kind("finnhub", "Finnhub token", .alphanumeric(20...20)),
    kind("flickr", "Flickr token", .alphanumeric(32...32)),
    kind("freshbooks", "FreshBooks token", .alphanumeric(64...64)),
    kind("gitter", "Gitter token", .word(40...40)), kind("heroku", "Heroku key", .uuid),
    kind("hubspot", "HubSpot key", .uuid), kind("intercom", "Intercom token", .word(60...60)),
    kind("jfrog", "JFrog key", .alphanumeric(73...73), .alphanumeric(64...64)),
    kind("artifactory", "Artifactory key", .alphanumeric(73...73)),
    kind("kraken", "Kraken token", .word(80...90)),
    kind("kucoin", "KuCoin token", .hex(24...24), .uuid),
    kind("launchdarkly", "LaunchDarkly token", .word(40...40)),
    kind(
      "linkedin", "LinkedIn client id or secret", .alphanumeric(14...14), .alphanumeric(16...16)),
    kind("looker", "Looker client id or secret", .alphanumeric(20...20), .alphanumeric(24...24)),
    kind("mailgun", "Mailgun key", .hex(32...32)),
    kind("mapbox", "Mapbox token", .word(60...90)),
    kind("mattermost", "Mattermost token", .alphanumeric(26...26)),
    kind("meraki", "Cisco Meraki key", .hex(40...40)),
    kind("messagebird", "MessageBird token", .alphanumeric(25...25), .uuid),
    kind("netlify", "Netlify token", .word(40...46)),
    kind("nytimes", "New York Times key", .word(32...32)),
    kind("okta", "Okta token", .word(42...42)),
    kind("plaid", "Plaid client id or secret", .alphanumeric(24...24), .alphanumeric(30...30)),
    kind("privateai", "Private AI key", .alphanumeric(32...32)),
    kind("rapidapi", "RapidAPI key", .word(50...50)),
    kind("sendbird", "Sendbird token", .hex(40...40), .uuid),
    kind("sentry", "Sentry token", .hex(64...64)),
    kind("snyk", "Snyk token", .uuid),
    kind("sonar", "Sonar token", .alphanumeric(40...40), .word(44...44)),
    kind("sourcegraph", "Sourcegraph token", .hex(40...40)),
    kind("squarespace", "Squarespace token", .uuid),
    kind("sumo", "Sumo Logic access", .alphanumeric(14...14), .alphanumeric(64...64)),
    kind("travis", "Travis CI token", .alphanumeric(22...22)),
    kind("trello", "Trello token", .alphanumeric(32...32)),
    kind("twitch", "Twitch token", .alphanumeric(30...30)),
    kind(
      "twitter", "Twitter token", .alphanumeric(25...25), .alphanumeric(35...50), .word(80...120)),
    kind("yandex", "Yandex token", .word(40...120)),
    kind("zendesk", "Zendesk secret", .alphanumeric(40...40)),
    kind("codacy", "Codacy token", .hex(32...32)),
    kind("circleci", "CircleCI token", .hex(40...40)),
    kind("cloudflare", "Cloudflare key", .hex(37...37), .word(40...40)),
    kind("deepgram", "Deepgram key", .hex(40...40)),
    kind("elevenlabs", "ElevenLabs key", .hex(32...32)),
    kind("pagerduty", "PagerDuty key", .word(20...20)),
    kind("bugsnag", "Bugsnag key", .hex(32...32)),
    kind("segment", "Segment key", .alphanumeric(32...32)),
    kind("mixpanel", "Mixpanel secret", .hex(32...32)),
    kind("amplitude", "Amplitude key", .hex(32...32)),
    kind("pusher", "Pusher secret", .hex(20...20)),
    kind("vercel", "Vercel token", .alphanumeric(24...24)),
  ]

  private static let search = ByteSearch(all.map { ByteText($0.keyword) })

  /// The credentials after a vendor's name. One whose random part is no random text is an example, and
  /// gets a confidence below ``SecretScanner/leastConfidence``.
  static func matches(in bytes: [UInt8]) -> [SecretMatch] {
    var matches: [SecretMatch] = []
    search.forEach(in: bytes) { number, _, end in
      guard let value = value(after: end, in: bytes) else { return }
      if let last = matches.last, last.span.start == value.lowerBound { return }
      let kind = all[number]
      guard let form = kind.forms.first(where: { $0.fits(bytes[value]) }) else { return }
      let isDigits = if case .digits = form { true } else { false }
      let isRandom = isDigits || Randomness.entropy(bytes[value]) >= 3
      guard isRandom, !Randomness.isWordPlaceholder(bytes[value]) else { return }
      matches.append(
        SecretMatch(
          id: "secret-vendor-token", type: kind.type,
          span: Span(start: value.lowerBound, end: value.upperBound),
          confidence: Randomness.isPlaceholder(bytes[value]) ? 0.2 : isDigits ? 0.3 : 0.6))
    }
    return matches
  }

  /// What is assigned to a name that goes on from the offset: `_TOKEN = "…"`, `.accessId: …`.
  private static func value(after start: Int, in bytes: [UInt8]) -> Range<Int>? {
    var offset = start
    func skip(_ most: Int, _ test: (UInt8) -> Bool) {
      let limit = min(offset + most, bytes.count)
      while offset < limit, test(bytes[offset]) { offset += 1 }
    }
    skip(24) { SecretKind.Alphabet.dotted.contains($0) }
    skip(3) { " \"'`\t".utf8.contains($0) }
    let mark = offset
    skip(4) { ":=?>|".utf8.contains($0) }
    guard offset > mark else { return nil }
    skip(6) { " \"'`=\t".utf8.contains($0) }
    let first = offset
    skip(200) {
      SecretKind.Alphabet.word.contains($0) || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "%")
    }
    guard offset - first >= 14, offset == bytes.count || !":/.(".utf8.contains(bytes[offset]) else {
      return nil
    }
    return first..<offset
  }
}
