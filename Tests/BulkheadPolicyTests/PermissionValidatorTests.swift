import BulkheadPolicy
import BulkheadSource
import Testing

private let locations = Locations.demo

private func codes(_ grant: Grant, _ policy: SecurityPolicy = .strict) -> [String] {
  PermissionValidator(policy: policy, locations: locations)
    .review(grant, rule: "x[0]").concerns.map { "\($0.severity.rawValue) \($0.code)" }
}

private func file(
  _ path: String, _ access: PermissionSet.FileGrant.Access = .read
) -> Grant { .filesystem(.init(path: path, access: access)) }

private func host(_ name: String, protocols: [String] = []) -> Grant {
  .network(.init(host: name, protocols: protocols))
}

@Suite struct PermissionValidatorTests {
  @Test(
    "a path is refused when it is over-broad, the system's, governing, or no path",
    arguments: [
      ("/**", "over-broad-path"), ("/*", "over-broad-path"), ("/home/**", "over-broad-path"),
      ("/home/*/x", "over-broad-path"), ("~/**", "over-broad-path"), ("~/*/x", "over-broad-path"),
      ("/work/**", "over-broad-path"), ("/etc/passwd", "system-path"),
      ("/proc/self/**", "protected-path"),
      ("/usr/lib/*", "system-path"), ("../x", "bad-path"), ("a/../../x", "bad-path"),
      ("~/.ssh/**", "protected-path"), (".git/hooks/*", "protected-path"),
      (".claude/security/audit.db", "protected-path"), ("~/.config/bulkhead/key", "protected-path"),
      ("${CLAUDE_PLUGIN_ROOT}/**", "own-files"), ("{a,/etc}/x[", "bad-path"),
      ("**/.env", "protected-path"), ("certs/*.pem", "protected-path"),
      ("**/.git/hooks/*", "protected-path"),
    ])
  func refusedPath(path: String, code: String) {
    #expect(codes(file(path, .readwrite)).contains("error \(code)"))
  }

  @Test(
    "a narrow path is granted without a question",
    arguments: [
      "CHANGELOG.md", "docs/**", ".claude/**", "src/*.ts", "${CLAUDE_PLUGIN_ROOT}/**",
      "${CLAUDE_PLUGIN_DATA}/**", "${CLAUDE_PROJECT_DIR}/x",
    ])
  func narrowPath(path: String) {
    #expect(codes(file(path)).isEmpty)
  }

  @Test(
    "an elevated path is a warning",
    arguments: [
      ("output/*.json", PermissionSet.FileGrant.Access.write, "elevated-write"),
      ("**", .read, "elevated-read"), ("~/notes/**", .read, "elevated-read"),
      ("~/*.txt", .read, "elevated-read"), ("/tmp/x", .write, "elevated-write"),
      (".env", .read, "protected-path"), (".git/hooks/pre-commit", .write, "protected-path"),
    ])
  func elevatedPath(path: String, access: PermissionSet.FileGrant.Access, code: String) {
    #expect(codes(file(path, access)) == ["warning \(code)"])
  }

  @Test("a pattern of which just some names are protected is granted for the others")
  func partlyProtected() {
    for path in ["config/*", "config/.env*", "src/**/*.ts"] {
      #expect(codes(file(path, .write)) == ["warning elevated-write"], "\(path)")
    }
  }

  @Test("in a home directory that is the project, everything is too much")
  func homeIsProject() {
    let home = Locations(
      project: "/home/ada", pluginRoot: "/home/ada/.claude/plugins/demo",
      pluginData: "/home/ada/.claude/plugin-data/demo", home: "/home/ada", pluginName: "demo")
    let validator = PermissionValidator(policy: .default, locations: home)
    #expect(!validator.validate(PermissionSet([file("**")])).valid)
    #expect(validator.validate(PermissionSet([file("notes/**")])).valid)
  }

  @Test("the plugin's data directory may be written without a question")
  func ownData() {
    #expect(codes(file("${CLAUDE_PLUGIN_DATA}/**", .write)).isEmpty)
  }

  @Test(
    "a private host is refused, unless the policy allows private networks",
    arguments: [
      "localhost", "127.0.0.1", "2130706433", "0x7f.1", "::1", "[::ffff:10.0.0.1]", "10.1.2.3",
      "169.254.169.254", "printer.local", "metadata.google.internal", "router", "*.corp.lan",
    ])
  func privateHost(name: String) {
    #expect(codes(host(name)).contains("error private-host"))
    #expect(codes(host(name), .development).allSatisfy { $0.hasPrefix("warning") })
  }

  @Test("a trusted host needs no question, another does, and one in clear text does twice")
  func trust() {
    #expect(codes(host("api.github.com"), .default).isEmpty)
    #expect(codes(host("api.github.com"), .strict) == ["warning elevated-host"])
    #expect(codes(host("evilgithub.com"), .default) == ["warning elevated-host"])
    #expect(codes(host("*.github.com"), .default) == ["warning elevated-host"])
    #expect(
      codes(host("x.example.org", protocols: ["http"]), .default)
        == ["warning elevated-host", "warning unencrypted"])
    #expect(codes(host("*.co.uk"), .default) == ["error bad-host"])
  }

  @Test("tools are known, or refused; commands are a question")
  func tools() {
    #expect(codes(.tool("Read")).isEmpty)
    #expect(codes(.tool("read")) == ["error unknown-tool"])
    #expect(codes(.tool("mcp__github__search")).isEmpty)
    #expect(codes(.tool("Bash")) == ["warning elevated-command"])
    #expect(codes(.tool("Bash(git status:*)")) == ["warning elevated-command"])
    #expect(codes(.tool("Bash(git")) == ["error bad-tool"])
  }

  @Test("a credential in the environment is a warning, another variable is not")
  func environment() {
    for name in ["GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "DATABASE_URL", "NPM_AUTH", "MYTOKEN"] {
      #expect(codes(.env(name)) == ["warning elevated-env"], "\(name)")
    }
    for name in ["LANG", "EDITOR", "PWD", "KEYBOARD", "PASSENGER_COUNT"] {
      #expect(codes(.env(name)).isEmpty, "\(name)")
    }
  }

  @Test("grants over the maximum of the policy are refused, those before are not")
  func maxima() {
    let grants = (0..<7).map { PermissionSet.FileGrant(path: "d\($0)/x", access: .read) }
    let result = PermissionValidator(policy: .strict, locations: locations)
      .validate(PermissionSet(filesystem: grants))
    #expect(result.errors.map(\.code) == ["too-many-grants", "too-many-grants"])
    #expect(result.approved.filesystem.count == 5)
    #expect(result.denied.filesystem.map(\.path) == ["d5/x", "d6/x"])
    #expect(
      PermissionValidator(policy: .default, locations: locations)
        .validate(PermissionSet(filesystem: grants)).valid)
  }

  @Test("development asks nothing, other policies ask about warnings")
  func prompting() {
    let set = PermissionSet(tools: ["Bash(git:*)"])
    #expect(PermissionValidator(policy: .strict).validate(set).needsApproval)
    #expect(!PermissionValidator(policy: .development).validate(set).needsApproval)
    #expect(!PermissionValidator(policy: .strict).validate(.none).needsApproval)
  }

  @Test(
    "a grant is said in words a person can judge",
    arguments: [
      (file("output/*.json", .write), "write any file directly in output/ ending in .json"),
      (file(".claude/**"), "read any file under .claude/"),
      (file("docs/**/*.md"), "read any file under docs/ ending in .md"),
      (file("**", .readwrite), "read and write any file of the project"),
      (file("a/b.txt"), "read a/b.txt"), (file("/srv/x/*"), "read any file directly in /srv/x/"),
      (file("${CLAUDE_PLUGIN_DATA}/**", .write), "write any file of its own data directory"),
      (file("a/{b,c}/*.ts"), "read files that match a/{b,c}/*.ts"),
      (host("*.github.com"), "exchange data with every host below github.com (https, wss)"),
      (.tool("Bash(git:*)"), "run git with any arguments"),
      (.tool("Bash(git status:*)"), "run commands that start with git status"),
      (.tool("Bash"), "run any command"), (.tool("Read"), "use the agent's tool Read"),
      (.env("X_TOKEN"), "read the environment variable X_TOKEN, which looks like a credential"),
      (file("a\u{202E}b\u{1B}c"), "read a\\u{202E}b\\u{1B}c"),
    ] as [(Grant, String)])
  func sentences(grant: Grant, sentence: String) {
    let review = PermissionValidator(locations: locations).review(grant, rule: "x[0]")
    #expect(review.sentence == sentence)
  }

  @Test("reviews come with the highest risk first")
  func order() {
    let set = PermissionSet(
      filesystem: [.init(path: "a", access: .read), .init(path: "~/.netrc", access: .read)],
      tools: ["Bash(git:*)"])
    let risks = PermissionValidator(locations: locations).validate(set).reviewsByRisk.map(\.risk)
    #expect(risks == [.high, .medium, .low])
  }

  @Test("a limit above the policy's bound is capped with a warning")
  func limits() {
    var limits = ResourceLimits()
    limits.memoryBytes = 1 << 30
    let result = PermissionValidator(policy: .strict).validate(.none, limits: limits)
    #expect(result.warnings.map(\.code) == ["limit-capped"])
    #expect(result.limits.memoryBytes == 256 << 20)
    #expect(
      PermissionValidator(policy: .permissive).validate(.none, limits: limits).warnings.isEmpty)
  }

  @Test("checkPermission answers for text, and no to what it cannot read")
  func checkPermission() {
    let validator = PermissionValidator(policy: .default, locations: locations)
    let set = PermissionSet(
      filesystem: [.init(path: "docs/**", access: .read)], network: [.init(host: "api.github.com")])
    #expect(validator.checkPermission("fs:read", "docs/a.md", set))
    #expect(!validator.checkPermission("fs:read", "docs/../secret", set))
    #expect(!validator.checkPermission("fs:write", "docs/a.md", set))
    #expect(validator.checkPermission("network:fetch", "https://api.github.com/x", set))
    #expect(!validator.checkPermission("network:fetch", "https://u@api.github.com/x", set))
    #expect(!validator.checkPermission("fly", "docs/a.md", set))
  }
}
