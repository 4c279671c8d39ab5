import BulkheadPolicy
import Testing

@Suite struct NetworkDecisionTests {
  static let authority = Authority(network: [
    .init(host: "api.example.org"), .init(host: "*.github.com", ports: [443, 8443]),
    .init(host: "plain.example.org", protocols: ["http"]),
    .init(host: "db.example.org", ports: [5432], protocols: ["tcp"]),
  ])

  @Test(
    "what is granted is allowed",
    arguments: [
      "https://api.example.org/x?y", "https://API.Example.ORG", "https://api.example.org./",
      "https://api.example.org:443/", "wss://api.example.org/", "https://raw.github.com/",
      "https://a.b.github.com:8443/", "http://plain.example.org/", "tcp://db.example.org:5432",
    ])
  func allowed(url: String) {
    #expect(Self.authority.fetches(url) == "allowed")
    #expect(Self.authority.fetches(url, at: "93.184.216.34") == "allowed")
  }

  @Test(
    "what is not granted is denied",
    arguments: [
      "http://api.example.org/", "https://api.example.org:8443/", "https://github.com/",
      "https://evilgithub.com/", "https://api.example.org.evil.org/", "https://xapi.example.org/",
      "https://plain.example.org/", "http://plain.example.org:8080", "tcp://db.example.org:5433",
      "https://github.com.evil.org/", "https://93.184.216.34/",
    ])
  func denied(url: String) {
    #expect(Self.authority.fetches(url) == "not-granted")
  }

  @Test(
    "what two readers of a URL would understand differently is no URL",
    arguments: [
      "https://api.example.org@evil.org/", "https://evil.org\\@api.example.org/",
      "ftp://api.example.org/",
      "https://api.example.org\r\nHost: x/", "https://api.example.org:99999/", "https:///x",
      "https://api.example.org%2eevil.org/", "https://api.example.org\u{0}.evil.org/",
      "https://[::1/", "https://a:b:c/", "file:///etc/passwd", "api.example.org",
      "https://1.2.3.4.5/",
      "https://256.256.256.256/", "https://foo.0x7f/", "https://08.0.0.1/", "tcp://db.example.org",
      "https://api.exa mple.org/", "https://api.example.org:+443/", "https://a..b/",
    ])
  func notURL(url: String) {
    #expect(Self.authority.fetches(url) == "bad-url")
  }

  static let specialAddresses = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.0.0.1", "0", "0.0.0.0",
    "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "240.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::10.0.0.1]", "[2002:7f00:1::]",
    "[2001:0:1234::f5ff:fffe]", "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]",
    "[ff02::1]",
    "[2001:db8::1]", "[::ffff:8.8.8.8]", "[100::1]",
  ]

  @Test("special addresses are denied although granted by name", arguments: specialAddresses)
  func special(host: String) {
    let authority = Authority(network: [.init(host: host), .init(host: "x.example.org")])
    #expect(authority.fetches("https://\(host)/") == "private-address")
    #expect(authority.fetches("https://x.example.org/", at: host) == "private-address")
    #expect(
      Authority(network: [.init(host: host)], policy: .development).fetches("https://\(host)/")
        == "allowed")
  }

  @Test(
    "public addresses are allowed",
    arguments: [
      "8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "[2606:4700::1111]", "[2002:808:808::]",
    ])
  func publicAddress(host: String) {
    let authority = Authority(network: [.init(host: host)])
    #expect(authority.fetches("https://\(host)/") == "allowed")
  }

  @Test("on a policy with private networks, only a grant that names the host exactly counts")
  func privateNetworks() {
    let authority = Authority(
      network: [.init(host: "*.corp.example"), .init(host: "db.corp.example")], policy: .development
    )
    #expect(authority.fetches("https://db.corp.example/", at: "10.0.0.1") == "allowed")
    #expect(authority.fetches("https://x.corp.example/", at: "10.0.0.1") == "private-address")
    #expect(
      authority.fetches("https://db.corp.example/", at: "169.254.169.254") == "private-address")
    #expect(authority.fetches("https://x.corp.example/", at: "93.184.216.34") == "allowed")
  }

  @Test("localhost is not even resolved under a policy without private networks")
  func localhost() {
    for name in ["localhost", "api.localhost", "LOCALHOST."] {
      let authority = Authority(network: [.init(host: name)])
      #expect(authority.fetches("https://\(name)/") == "private-address")
    }
    let development = Authority(network: [.init(host: "localhost")], policy: .development)
    #expect(development.fetches("https://localhost/", at: "127.0.0.1") == "allowed")
  }

  @Test(
    "hosts have one form",
    arguments: [
      ("EXAMPLE.org.", "example.org"), ("bücher.example", "xn--bcher-kva.example"),
      ("BÜCHER.example", "xn--bcher-kva.example"), ("127.1", "127.0.0.1"), ("[0:0::1]", "::1"),
      ("ｅｘａｍｐｌｅ.org", "example.org"), ("[::FFFF:1.2.3.4]", "::ffff:102:304"),
      ("日本語.jp", "xn--wgv71a119e.jp"), ("[fe80::1%eth0]", "fe80::1"),
    ])
  func normalised(text: String, form: String) {
    #expect(Host(text)?.text == form)
  }

  @Test(
    "what is no host is none",
    arguments: [
      "", ".", "a..b", "-a.org", "a-.org", "a b", "a/b", "a\u{200B}b.org", "a@b", "a:b",
      "１２７.0.0.1",
      String(repeating: "a", count: 64) + ".org", "exa\u{202E}mple.org", "a%00b", "1.2.3.256",
      "0x.org.0",
    ])
  func noHost(text: String) {
    #expect(Host(text) == nil)
  }

  @Test(
    "a host pattern that would grant too much is refused",
    arguments: [
      "*", "*.*", "*.com", "*.com.au", "*.amazonaws.com", "*.ngrok.app", "*.co.uk", "*.github.io",
      "a.*", "a*.org", "*.1.2.3.4", "https://a.org",
      "",
      "a.org/x", "*", "**.a.org", "*.localhost",
    ])
  func badPattern(text: String) {
    #expect(throws: HostPatternError.self) { try HostPattern(text) }
  }

  @Test("a wildcard means sub-domains, never the domain itself")
  func wildcard() throws {
    let pattern = try HostPattern("*.Example.org")
    for (name, expected) in [
      ("a.example.org", true), ("a.b.example.org", true), ("example.org", false),
      ("aexample.org", false), ("a.example.org.evil.net", false),
    ] {
      #expect(Host(name).map(pattern.matches) == expected, "\(name)")
    }
  }
}
