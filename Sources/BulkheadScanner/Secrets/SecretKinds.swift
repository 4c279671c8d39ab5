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
    SecretKind(
      "pypi-token", "PyPI token", ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"], .word,
      70...1000),
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
    SecretKind("huggingface-org-token", "Hugging Face token", ["api_org_"], .alphanumeric, 34...34),
    SecretKind("infracost-key", "Infracost key", ["ico-"], .alphanumeric, 32...32),
    SecretKind("adobe-secret", "Adobe client secret", ["p8e-", "p8-"], .alphanumeric, 32...32),
    SecretKind("kolide-key", "Kolide key", ["k2sk_v1_"], .alphanumeric, 24...24),
    SecretKind(
      "onfido-token", "Onfido token", ["api_live.", "api_live_ca.", "api_live_us."], .dotted,
      36...60, confidence: form),
    SecretKind("sourcegraph-token", "Sourcegraph token", ["sgp_"], .word, 40...64),
    SecretKind("openshift-token", "OpenShift token", ["sha256~"], .word, 43...43),
    SecretKind(
      "sonar-token", "Sonar token", ["squ_", "sqp_", "sqa_"], .alphanumeric, 40...40,
      confidence: form),
    SecretKind(
      "bedrock-key", "Amazon Bedrock key", ["ABSKQmVkcm9ja0FQSUtleS1"], .base64, 100...140,
      confidence: form),
    SecretKind("atlassian-token", "Atlassian token", ["ATATT3", "ATCTT3"], .base64, 180...200),
    SecretKind("alibaba-key", "Alibaba access key", ["LTAI"], .alphanumeric, 20...20),
    SecretKind("airtable-token", "Airtable token", ["patn", "pata", "patb"], .dotted, 70...90),
    SecretKind("clojars-token", "Clojars token", ["CLOJARS_"], .alphanumeric, 60...60),
    SecretKind("cloudflare-origin", "Cloudflare origin CA key", ["v1.0-"], .word, 140...180),
    SecretKind("duffel-token", "Duffel token", ["duffel_test_", "duffel_live_"], .word, 43...43),
    SecretKind("dynatrace-token", "Dynatrace token", ["dt0c01."], .dotted, 89...89),
    SecretKind("easypost-token", "EasyPost key", ["EZAK", "EZTK"], .alphanumeric, 54...54),
    SecretKind("fly-token", "Fly.io token", ["fo1_", "fm1_", "fm2_"], .base64, 43...600),
    SecretKind(
      "flutterwave-key", "Flutterwave key", ["FLWSECK_TEST-", "FLWSECK-"], .word, 12...45),
    SecretKind("frameio-token", "Frame.io token", ["fio-u-"], .word, 64...64),
    SecretKind("harness-token", "Harness token", ["pat.", "sat."], .dotted, 60...70),
    SecretKind("lob-key", "Lob key", ["live_", "test_"], .hex, 35...35),
    SecretKind("mailgun-key", "Mailgun key", ["key-", "pubkey-"], .hex, 32...32),
    SecretKind("nuget-key", "NuGet key", ["oy2"], .alphanumeric, 43...43),
    SecretKind("octopus-key", "Octopus Deploy key", ["API-"], .alphanumeric, 26...26),
    SecretKind(
      "planetscale-token", "PlanetScale token", ["pscale_tkn_", "pscale_pw_", "pscale_oauth_"],
      .dotted, 32...64),
    SecretKind("prefect-token", "Prefect token", ["pnu_"], .alphanumeric, 36...36),
    SecretKind("pulumi-token", "Pulumi token", ["pul-"], .hex, 40...40),
    SecretKind("readme-token", "ReadMe token", ["rdme_"], .alphanumeric, 70...70),
    SecretKind("rubygems-key", "RubyGems key", ["rubygems_"], .hex, 48...48),
    SecretKind("brevo-key", "Brevo key", ["xkeysib-"], .word, 80...90),
    SecretKind("shippo-token", "Shippo token", ["shippo_live_", "shippo_test_"], .hex, 40...40),
    SecretKind("typeform-token", "Typeform token", ["tfp_"], .dotted, 59...59),
    SecretKind("scalingo-token", "Scalingo token", ["tk-us-"], .word, 48...48),
    SecretKind("onepassword-token", "1Password token", ["ops_eyJ"], .base64, 250...3000),
    SecretKind("yandex-key", "Yandex key", ["AQVN"], .word, 35...38),
    SecretKind(
      "settlemint-token", "SettleMint token", ["sm_pat_", "sm_aat_", "sm_sat_"], .alphanumeric,
      16...16),
    SecretKind("cerebras-key", "Cerebras key", ["csk-"], .alphanumeric, 48...48),
    SecretKind("xai-key", "xAI key", ["xai-"], .alphanumeric, 80...80),
    SecretKind("replicate-token", "Replicate token", ["r8_"], .alphanumeric, 37...37),
    SecretKind("supabase-token", "Supabase token", ["sbp_"], .hex, 40...40),
    SecretKind("tavily-key", "Tavily key", ["tvly-"], .word, 32...60),
    SecretKind("langsmith-key", "LangSmith key", ["lsv2_pt_", "lsv2_sk_"], .word, 40...50),
    SecretKind("figma-token", "Figma token", ["figd_"], .word, 40...50),
    SecretKind("asana-token", "Asana token", ["1/12"], .slashedWord, 30...60),
    SecretKind("mapbox-token", "Mapbox secret token", ["sk.eyJ"], .dotted, 60...110),
    SecretKind("terraform-token", "Terraform Cloud token", ["atlasv1."], .word, 60...70),
    SecretKind("contentful-token", "Contentful token", ["CFPAT-"], .word, 43...43),
    SecretKind("buildkite-token", "Buildkite token", ["bkua_"], .hex, 40...40),
    SecretKind("artifactory-token", "Artifactory key", ["AKCp"], .alphanumeric, 69...69),
    SecretKind(
      "slack-config-token", "Slack configuration token", ["xoxe-1-", "xoxe-2-"], .word, 60...300,
      confidence: form),
    SecretKind(
      "slack-legacy-token", "Slack token", ["xoxa-", "xoxr-", "xoxo-", "xoxs-"], .word, 12...80,
      confidence: form),
    SecretKind(
      "facebook-token", "Facebook access token", ["EAAC", "EAAM", "EAAA"], .alphanumeric, 80...400),
    SecretKind("amazon-mws-token", "Amazon MWS token", ["amzn.mws."], .word, 36...36),
    SecretKind(
      "braintree-token", "Braintree token", ["access_token$production$"], .dollarWord, 40...60),
    SecretKind(
      "jwt", "JSON web token", ["eyJ"], .dotted, 30...4000,
      confidence: { token, _ in JSONWebToken.isToken(token) ? 0.6 : nil }),
    SecretKind(
      "slack-webhook", "Slack webhook", ["hooks.slack.com/services/"], .base64, 40...80),
    SecretKind(
      "discord-webhook", "Discord webhook",
      ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"], .slashedWord, 70...120),
  ]

  /// The form alone tells it: a value that looks made up is one all the same, but less surely.
  private static let form: @Sendable (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Double? = {
    _, body in
    Randomness.isPlaceholder(body) ? 0.2 : 0.7
  }

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
    guard (2...3).contains(parts.count), parts[1].count >= 10,
      parts.count == 2 || parts[2].count >= 10,
      let header = Base64.decode(parts[0]), isObject(header)
    else { return false }
    let hasAlgorithm = String(decoding: header, as: UTF8.self).contains("\"alg\"")
    // Without a signature the claims have to be there.
    return hasAlgorithm && (parts.count == 3 || Base64.decode(parts[1]).map(isObject) ?? false)
  }
}

extension JSONWebToken {
  private static func isObject(_ bytes: [UInt8]) -> Bool {
    bytes.first == UInt8(ascii: "{") && bytes.last { $0 > 0x20 } == UInt8(ascii: "}")
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
