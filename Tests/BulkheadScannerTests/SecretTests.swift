import Testing

@testable import BulkheadScanner

@Suite struct SecretTests {
  // Put together here so that no scanner takes this file for one with credentials.
  static let credentials: [(id: String, text: String)] = [
    ("secret-aws-access-key", "k = '" + "AKIA" + "Q3EGRY7DZL5OWMK2'"),
    ("secret-github-token", "ghp" + "_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"),
    (
      "secret-npm-token",
      "//registry.npmjs.org/:_authToken=npm" + "_pB5fHs9KQ2mXw7RzT4vLc8NyJ6dGa1EuVoWi"
    ),
    ("secret-anthropic-key", "sk-ant" + "-api03-Zx8Kq2Lm9Pw4Rt7Yv1Bn5Cd3Fg6Hj0Qs8Ua2We4Zr7"),
    ("secret-stripe-key", "sk" + "_live_4eC39HqLyjWDarjtT1zdp7dc"),
    ("secret-google-api-key", "AI" + "zaSyD9tSrke72PouQMnMX7bNGq5jQ2wEv3Lz0"),
    ("secret-slack-token", "xox" + "b-2418307951-4629385710-Zk8QpLm3Rt7Wv1Xy5Bn9Cd2F"),
    ("secret-gitlab-token", "gl" + "pat-8Qz3mK7pW2xR9tL5vB4n"),
    (
      "secret-sendgrid-key",
      "SG" + ".q8Zx3mK7pW2xR9tL5vB4nA.h7Jk2Lp9Qw4Er6Ty8Ui1Op3As5Df7Gh9Jk2Zx4Cv6Bn"
    ),
    (
      "secret-jwt",
      "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiI0MiIsIm4iOiJxIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r"
    ),
    ("secret-connection-string", "postgres://app:" + "tR7vQ2xK9m@db.corp.net/main"),
    ("secret-named-value", "const apiKey = \"" + "q8Zx3mK7pW2xR9tL5vB4nA7d\""),
    ("secret-named-value", "password: '" + "Tr0ub4dor&3x'"),
  ]

  @Test("a credential is found and never shown", arguments: credentials)
  func found(id: String, text: String) throws {
    let scan = CodeScanner().scanCode(text, path: "a.txt")
    let secret = try #require(scan.secrets.first)
    #expect(secret.rule == id)
    #expect(secret.redacted.prefix { $0 != "…" }.count <= 4)
    #expect(scan.securityScore < 100)
  }

  static let lookalikes: [String] = [
    "AKIAIOSFODNN7EXAMPLE", "apiKey = 'your-api-key-goes-here-1'", "token = process.env.TOKEN",
    "password = \"${DB_PASSWORD}\"", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "postgres://user:password@localhost/db", "https://user:pass@host.example.com",
    "secret: 'session-token-v2-name'", "sk_live_00000000000000000000000000",
    "const tokenType = 'Bearer'", "token: 'approval:order-1234567'",
    "password: 'Enter your password'", "key_id = '12345678'",
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    "\"integrity\": \"sha512-q8Zx3mK7pW2xR9tL5vB4nAh7Jk2Lp9Qw4Er6Ty8Ui1Op3As5Df7Gh9==\"",
  ]

  @Test("placeholders, references and hashes are not credentials", arguments: lookalikes)
  func harmless(text: String) {
    #expect(CodeScanner().scanCode(text, path: "a.txt").secrets.isEmpty)
  }

  @Test("GitHub's checksum tells an issued token from a mangled one")
  func checksum() throws {
    let issued = "ghp" + "_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"
    let mangled = "ghp" + "_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18"
    #expect(CodeScanner().scanCode(issued, path: "a").secrets.first?.confidence == 1)
    #expect(CodeScanner().scanCode(mangled, path: "a").secrets.first?.confidence == 0.5)
  }

  @Test("a private key is found as one credential")
  func privateKey() throws {
    let line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
    let text = "-----BEGIN " + "PRIVATE KEY-----\n\(line)\n-----END " + "PRIVATE KEY-----"
    let scan = CodeScanner().scanCode(text, path: "key.txt")
    #expect(scan.secrets.map(\.rule) == ["secret-private-key"])
    #expect(!scan.json.rendered().contains("MIIEv"))
  }
}
