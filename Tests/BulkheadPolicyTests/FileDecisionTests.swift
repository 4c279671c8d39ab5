import BulkheadPolicy
import Testing

@Suite struct FileDecisionTests {
  @Test("what is granted is allowed by the rule that grants it, the rest is denied with a way out")
  func basics() {
    let authority = Authority([("docs/**", .read), ("out/*.json", .write)])
    #expect(
      authority.decide(.fsRead, .path("/work/app/docs/a"))
        == .allowed(by: "filesystem[0] read docs/**"))
    #expect(!authority.writes("/work/app/docs/a"))
    #expect(authority.writes("/work/app/out/a.json"))
    #expect(!authority.reads("/work/app/out/a.json"))
    #expect(!authority.writes("/work/app/out/a/b.json"))
    guard case .denied(let denial) = authority.decide(.fsWrite, .path("/work/app/it's")) else {
      Issue.record("allowed")
      return
    }
    #expect(denial.message.hasPrefix("Permission denied"))
    #expect(denial.help == #"bulkhead grant demo fs:write 'it'\''s'"#)
    #expect(denial.canBeGranted)
  }

  @Test("no grant, no access: absent and empty lists are the same")
  func empty() {
    #expect(!Authority().reads("/work/app/a"))
    #expect(!Authority([("a", .read)]).reads("/work/app/b"))
    #expect(Authority([("a", .read)]).reads("/work/app/a"))
  }

  @Test("a plugin reads its own root and never writes it, whatever is granted")
  func ownRoot() {
    let authority = Authority([("/**", .readwrite), (".claude/plugins/demo/main.js", .readwrite)])
    #expect(authority.reads("/work/app/.claude/plugins/demo/main.js"))
    #expect(Authority().reads("/work/app/.claude/plugins/demo/.env"))
    #expect(!Authority().reads("/work/app/.claude/plugins/demo2/main.js"))
    #expect(!authority.writes("/work/app/.claude/plugins/demo/main.js"))
    #expect(!authority.writes("/work/app/.claude/plugins/demo"))
  }

  @Test("a plugin run in place reads its files, and not the project's credentials beside them")
  func runInPlace() {
    var locations = Locations.demo
    locations.pluginRoot = "/work/app"
    let authority = Authority(locations: locations)
    #expect(authority.reads("/work/app/main.js"))
    #expect(!authority.reads("/work/app/.env"))
    #expect(!authority.reads("/work/app/.ssh/id_ed25519"))
  }

  static let closedToWriting = [
    ".claude/settings.json", ".claude/settings.local.json", ".claude/hooks/x",
    ".claude/commands/a.md",
    ".claude/agents/a.md", ".claude/skills/x/SKILL.md", ".claude/plugins/other/main.js",
    ".claude/security/permissions.json", "CLAUDE.md", "sub/CLAUDE.md", "AGENTS.md", ".mcp.json",
    ".git", ".git/hooks/pre-commit", ".git/config", "sub/.git/hooks/x", ".git/modules/m/config",
    ".git/info/attributes", ".gitattributes", "sub/.gitattributes", ".gitmodules", "x/HEAD",
    "logs/HEAD", ".git/x/HEAD",
    ".vscode/tasks.json", ".vscode/settings.json", ".idea/x.xml", ".envrc", ".env", ".env.local",
    ".husky/pre-commit", ".github/workflows/ci.yml", ".devcontainer/devcontainer.json",
    "bulkhead.json", "deploy/server.pem", ".npmrc", "a/b/c/.claude/settings.json",
  ]

  @Test(
    "paths that govern or run later are closed inside a broader grant", arguments: closedToWriting)
  func closed(path: String) {
    let authority = Authority([("**", .readwrite), ("/**", .readwrite)])
    guard case .denied(let denial) = authority.decide(.fsWrite, .path("/work/app/" + path)) else {
      Issue.record("\(path) can be written")
      return
    }
    #expect(denial.code == "protected-path")
  }

  @Test(
    "upper case, invisible characters and what NTFS leaves out do not open them",
    arguments: [
      ".CLAUDE/Settings.JSON", ".Git/Hooks/x", ".GIT/config", "Claude.MD", ".\u{200C}git/hooks/x",
      ".g\u{0131}t/../x/.git./config", ".git /config", ".git::$INDEX_ALLOCATION/config",
      "git~1/config", ".env\u{200B}", ".ENV.Local", ".claude/\u{17F}ettings.json",
      ".VSCode/tasks.json", "CLAUDE.md.", "claude.md:stream", ".\u{212A}ube/config",
    ])
  func aliases(path: String) {
    #expect(!Authority([("/**", .readwrite)]).writes("/work/app/" + path))
  }

  @Test(
    "ordinary neighbours stay open",
    arguments: [
      "src/config", ".github/README.md", ".gitignore", "settings.json", ".claude/cache/x",
      "environment.ts", ".env.example", ".environment", "head", "docs/git/hooks/x", "HEADER",
      "claude.markdown", "skills/x", ".git/index", ".git/HEAD", ".git/refs/heads/main",
      ".git/logs/HEAD", "sub/.git/refs/remotes/origin/HEAD",
      ".git/objects/ab/cd", "my.claude/settings.json", "key.ts", "pem", ".bashrc.md",
    ])
  func open(path: String) {
    #expect(Authority([("**", .readwrite)]).writes("/work/app/" + path))
  }

  @Test(
    "keys and credentials are closed to reading too",
    arguments: [
      "/home/ada/.ssh/id_rsa", "/home/ada/.aws/credentials", "/home/ada/.npmrc", "/home/ada/.netrc",
      "/home/ada/.gnupg/x", "/home/ada/.config/gh/hosts.yml", "/home/ada/.docker/config.json",
      "/home/ada/.config/bulkhead/key", "/home/ada/.claude.json", "/home/ada/.bash_history",
      "/home/ada/.claude/.credentials.json", "/work/app/.env", "/work/app/certs/tls.key",
      "/work/app/.claude/security/audit.db", "/home/ada/.claude/plugins/data/other/x",
      "/proc/self/environ", "/sys/kernel/x", "/dev/mem", "/var/run/docker.sock",
    ])
  func secrets(path: String) {
    #expect(!Authority([("/**", .read), ("~/**", .read)]).reads(path))
    #expect(Authority([("/**", .read), ("~/**", .read)]).reads("/home/ada/notes.md"))
  }

  @Test("a grant that names a protected path exactly opens that path alone")
  func exact() {
    let authority = Authority([
      (".env", .read), ("{CLAUDE.md,.mcp.json}", .write), ("~/.ssh", .read),
    ])
    #expect(authority.reads("/work/app/.env"))
    #expect(!authority.writes("/work/app/.env"))
    #expect(!authority.reads("/work/app/sub/.env"))
    #expect(authority.writes("/work/app/CLAUDE.md"))
    #expect(authority.writes("/work/app/.mcp.json"))
    #expect(authority.reads("/home/ada/.ssh"))
    #expect(!authority.reads("/home/ada/.ssh/id_rsa"))
  }

  @Test("nothing opens Bulkhead's own files")
  func store() {
    let authority = Authority([
      (".claude/security/permissions.json", .readwrite), ("~/.config/bulkhead/key", .read),
    ])
    guard
      case .denied(let denial) = authority.decide(
        .fsRead, .path("/work/app/.claude/security/permissions.json"))
    else {
      Issue.record("allowed")
      return
    }
    #expect(!denial.canBeGranted)
    #expect(!authority.reads("/home/ada/.config/bulkhead/key"))
  }

  @Test("a plugin's own data directory is open to a grant, what runs later inside it is not")
  func ownData() {
    let authority = Authority([("${CLAUDE_PLUGIN_DATA}/**", .readwrite)])
    #expect(authority.writes("/home/ada/.claude/plugins/data/demo/cache.json"))
    #expect(authority.reads("/home/ada/.claude/plugins/data/demo/cache.json"))
    #expect(!authority.writes("/home/ada/.claude/plugins/data/demo2/cache.json"))
    #expect(!authority.writes("/home/ada/.claude/plugins/data/demo/.git/hooks/x"))
  }

  @Test(
    "a path that is relative or has a NUL is denied",
    arguments: ["docs/a", "", "/work/app/docs\0/a"])
  func malformed(path: String) {
    #expect(!Authority([("/**", .readwrite)]).reads(path))
  }

  @Test("an explanation goes through the rules and ends with the decision")
  func explanation() {
    let authority = Authority([("src/**", .read), ("docs/**", .write), ("docs/*", .read)])
    let steps = authority.explain(.fsRead, .path("/work/app/docs/a"))
    #expect(
      steps.map { "\($0.rule): \($0.outcome.rawValue)" } == [
        "protected paths: skipped", "filesystem[0] read src/**: skipped",
        "filesystem[1] write docs/**: skipped", "filesystem[2] read docs/*: allowed",
      ])
    #expect(steps[1].reason == "its pattern does not match")
    #expect(steps[2].reason == "it does not grant read access")
    let denied = authority.explain(.fsWrite, .path("/work/app/docs/.git/hooks/x"))
    #expect(denied.last?.outcome == .denied)
    #expect(denied[2].reason == "its pattern matches, but does not name the path exactly")
  }
}
