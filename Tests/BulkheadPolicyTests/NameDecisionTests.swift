import BulkheadPolicy
import Testing

@Suite struct NameDecisionTests {
  private func runs(_ tool: String, _ arguments: [String]) -> Bool {
    Authority(tools: [tool]).decide(.exec, .command(arguments)).isAllowed
  }

  @Test("a command rule covers its words and what follows, as the kernel will get them")
  func commands() {
    #expect(runs("Bash(git:*)", ["git"]))
    #expect(runs("Bash(git:*)", ["git", "commit", "-m", "a; b"]))
    #expect(runs("Bash(git status:*)", ["git", "status", "-s"]))
    #expect(runs("Bash(npm run *)", ["npm", "run", "build"]))
    #expect(runs("Bash", ["anything"]))
    #expect(runs("Bash(ls -l)", ["ls", "-l"]))
  }

  @Test(
    "a command rule covers nothing else",
    arguments: [
      ("Bash(git:*)", ["gitk"]), ("Bash(git:*)", ["./git"]), ("Bash(git:*)", ["/tmp/git", "x"]),
      ("Bash(git status:*)", ["git", "push"]), ("Bash(git status:*)", ["git status"]),
      ("Bash(git status:*)", ["git"]), ("Bash(ls -l)", ["ls", "-l", "-a"]), ("Read", ["Read"]),
      ("Bash(git:*)", ["sh", "-c", "git status"]), ("Bash(g*)", ["git"]), ("Bash(git:*)", []),
      ("Bash(git:*)", [""]),
    ] as [(String, [String])])
  func otherCommands(rule: String, arguments: [String]) {
    #expect(!runs(rule, arguments))
  }

  @Test("a tool rule covers a shell line only without metacharacters")
  func toolLines() {
    let authority = Authority(tools: ["Bash(git status:*)", "Read", "WebFetch(domain:example.org)"])
    func uses(_ tool: String, _ argument: String) -> Bool {
      authority.decide(.tool(tool), .name(argument)).isAllowed
    }
    #expect(uses("Bash", "git status -s"))
    for line in [
      "git status; rm -rf ~", "git status && x", "git status | x", "git statusx", "git status $(x)",
      "git status `x`", "git status\nx", "git status > f", "git",
    ] {
      #expect(!uses("Bash", line), "\(line)")
    }
    #expect(uses("Read", "/any"))
    #expect(!uses("read", "/any"))
    #expect(!uses("Write", "/any"))
    #expect(uses("WebFetch", "https://example.org/x"))
    #expect(!uses("WebFetch", "https://example.org.evil.net/x"))
  }

  @Test("variables and servers are granted by their exact names")
  func names() {
    let authority = Authority(env: ["HOME", "GITHUB_TOKEN"], mcpServers: ["github"])
    #expect(authority.decide(.envRead, .name("HOME")) == .allowed(by: "env[0] HOME"))
    for name in ["home", "HOM", "HOME2", "", "*"] {
      #expect(!authority.decide(.envRead, .name(name)).isAllowed, "\(name)")
    }
    #expect(authority.decide(.mcp("github"), .name("search")).isAllowed)
    #expect(!authority.decide(.mcp("gitlab"), .name("search")).isAllowed)
  }

  @Test("an action on the wrong kind of resource is denied")
  func mismatch() {
    let authority = Authority([("/**", .readwrite)], tools: ["Bash"], env: ["A"])
    #expect(!authority.decide(.fsRead, .name("A")).isAllowed)
    #expect(!authority.decide(.exec, .path("/work/app/a")).isAllowed)
    #expect(!authority.decide(.envRead, .path("A")).isAllowed)
  }

  @Test("the line that would allow it can be pasted into a shell")
  func help() {
    guard case .denied(let denial) = Authority().decide(.exec, .command(["git", "push"])) else {
      Issue.record("allowed")
      return
    }
    #expect(denial.help == "bulkhead grant demo 'tool:Bash(git:*)'")
    guard case .denied(let other) = Authority().decide(.fsRead, .path("/a\u{1B}]0;x")) else {
      Issue.record("allowed")
      return
    }
    #expect(other.help == #"bulkhead grant demo fs:read $'/a\x1b]0;x'"#)
    #expect(!other.message.unicodeScalars.contains("\u{1B}"))
  }

  @Test(
    "actions have names that can be read back",
    arguments: [
      "fs:read", "fs:write", "network:fetch", "network:connect", "exec", "env:read",
      "tool:Bash(a:*)",
      "mcp:x",
    ])
  func actionNames(name: String) {
    #expect(Action(name: name)?.name == name)
  }

  @Test("other words are no actions", arguments: ["", "fs", "tool:", "mcp:", "FS:read", "net:x"])
  func noAction(name: String) {
    #expect(Action(name: name) == nil)
  }
}
