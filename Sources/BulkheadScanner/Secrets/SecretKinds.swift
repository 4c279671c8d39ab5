extension SecretKind {
  /// Every kind that a prefix tells, most common first.
  static let all: [SecretKind] = [
    SecretKind(
      "aws-access-key", "AWS access key", ["AKIA", "ASIA", "ABIA", "ACCA"], .upperBase32, 16...16),
    SecretKind(
      "github-token", "GitHub token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], .alphanumeric,
      36...36, confidence: checksummed),
    SecretKind("github-fine-grained-token", "GitHub token", ["github_pat_"], .word, 82...82),
    SecretKind(
      "npm-token", "npm token", ["npm_"], .alphanumeric, 36...36, confidence: checksummed),
    SecretKind(
      "anthropic-key", "Anthropic API key",
      ["sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-", "sk-ant-sid01-"], .word, 40...140),
    SecretKind(
      "openai-key", "OpenAI API key", ["sk-proj-", "sk-svcacct-", "sk-admin-"], .word, 40...200),
    SecretKind(
      "openai-key", "OpenAI API key", ["sk-"], .alphanumeric, 48...48,
      confidence: { token, body in
        String(decoding: body, as: UTF8.self).contains("T3BlbkFJ") ? 1 : nil
      }),
    SecretKind(
      "openrouter-key", "OpenRouter API key", ["sk-or-v1-"], .hex, 64...64),
    SecretKind(
      "slack-token", "Slack token",
      ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe.", "xapp-"],
      .dotted, 20...260,
      confidence: { _, body in
        body.contains { (0x30...0x39).contains($0) } && Randomness.entropy(body) >= 3 ? 0.9 : nil
      }),
    SecretKind(
      "stripe-key", "Stripe key", ["sk_live_", "rk_live_", "sk_prod_", "rk_prod_", "whsec_"],
      .alphanumeric, 16...110),
    SecretKind(
      "stripe-test-key", "Stripe test key", ["sk_test_", "rk_test_"], .alphanumeric, 16...110,
      confidence: { Randomness.entropy($1) >= 3 ? 0.5 : nil }),
    SecretKind("google-api-key", "Google API key", ["AIza"], .word, 35...35),
    SecretKind("google-oauth-secret", "Google OAuth secret", ["GOCSPX-"], .word, 28...28),
    SecretKind(
      "gitlab-token", "GitLab token", ["glpat-", "gldt-", "glptt-", "glrt-"], .word, 20...64),
    SecretKind(
      "twilio-key", "Twilio API key", ["SK"], .hex, 32...32,
      confidence: { Randomness.entropy($1) >= 3 ? 0.7 : nil }),
    SecretKind(
      "sendgrid-key", "SendGrid API key", ["SG."], .dotted, 66...66,
      confidence: { _, body in
        body.dropFirst(22).first == UInt8(ascii: ".") && Randomness.entropy(body) >= 3.5 ? 1 : nil
      }),
    SecretKind("huggingface-token", "Hugging Face token", ["hf_"], .alphanumeric, 34...40),
    SecretKind("pypi-token", "PyPI token", ["pypi-AgEIcHlwaS5vcmc"], .word, 50...1000),
    SecretKind(
      "digitalocean-token", "DigitalOcean token", ["dop_v1_", "doo_v1_", "dor_v1_"], .hex, 64...64),
    SecretKind(
      "shopify-token", "Shopify token", ["shpat_", "shpca_", "shppa_", "shpss_"], .hex, 32...32),
    SecretKind("databricks-token", "Databricks token", ["dapi"], .hex, 32...32),
    SecretKind("linear-key", "Linear API key", ["lin_api_"], .alphanumeric, 40...40),
    SecretKind("groq-key", "Groq API key", ["gsk_"], .alphanumeric, 52...52),
    SecretKind("grafana-token", "Grafana token", ["glsa_", "glc_"], .word, 32...400),
    SecretKind("vault-token", "Vault token", ["hvs.", "hvb."], .word, 60...300),
    SecretKind("doppler-token", "Doppler token", ["dp.pt."], .alphanumeric, 43...43),
    SecretKind("postman-key", "Postman API key", ["PMAK-"], .word, 59...59),
    SecretKind("sentry-token", "Sentry token", ["sntrys_", "sntryu_"], .base64, 60...300),
    SecretKind("new-relic-key", "New Relic key", ["NRAK-"], .alphanumeric, 27...27),
    SecretKind("square-token", "Square token", ["sq0atp-", "sq0csp-", "EAAA"], .word, 22...60),
    SecretKind("age-key", "age secret key", ["AGE-SECRET-KEY-1"], .alphanumeric, 58...58),
    SecretKind("perplexity-key", "Perplexity API key", ["pplx-"], .alphanumeric, 48...48),
    SecretKind("notion-token", "Notion token", ["ntn_"], .alphanumeric, 40...50),
    SecretKind(
      "jwt", "JSON web token", ["eyJ"], .dotted, 30...4000,
      confidence: { token, _ in JSONWebToken.isToken(token) ? 0.6 : nil }),
    SecretKind(
      "slack-webhook", "Slack webhook", ["hooks.slack.com/services/"], .base64, 40...80),
    SecretKind(
      "discord-webhook", "Discord webhook",
      ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"], .slashedWord, 70...120),
  ]

  /// GitHub and npm end their tokens with the CRC-32 of the random part in base 62. A token whose
  /// checksum does not fit was never issued, but may have been mangled to hide it.
  private static let checksummed: @Sendable (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Double? = {
    _, body in
    if Array(body.suffix(6)) == CRC32.base62(CRC32.of(body.dropLast(6))) { return 1 }
    return Randomness.entropy(body) >= 3.5 ? 0.5 : nil
  }
}

/// The checksum of ISO 3309, as in zip and PNG.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { value, byte in
      table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8)
    }
  }

  /// Six digits of base 62, zeros in front.
  static func base62(_ value: UInt32) -> [UInt8] {
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    var rest = Int(value)
    var text: [UInt8] = []
    for _ in 0..<6 {
      text.append(digits[rest % 62])
      rest /= 62
    }
    return text.reversed()
  }
}

/// RFC 7519 tokens: three parts in base64url, the first a JSON object that names an algorithm.
enum JSONWebToken {
  static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].count >= 10, parts[2].count >= 10,
      let header = Base64.decode(parts[0])
    else { return false }
    return String(decoding: header, as: UTF8.self).contains("\"alg\"")
  }
}

/// Base64 in either alphabet, padding optional.
enum Base64 {
  /// The bytes; nil where a byte is of neither alphabet.
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in text {
      let digit: UInt32
      switch byte {
      case 0x41...0x5A: digit = UInt32(byte) - 0x41
      case 0x61...0x7A: digit = UInt32(byte) - 0x61 + 26
      case 0x30...0x39: digit = UInt32(byte) - 0x30 + 52
      case UInt8(ascii: "+"), UInt8(ascii: "-"): digit = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): digit = 63
      case UInt8(ascii: "="), 0x0A, 0x0D, 0x20: continue
      default: return nil
      }
      buffer = (buffer << 6 | digit) & 0xFF_FFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return bytes
  }
}
