import BulkheadPolicy
import BulkheadSource
import Testing

private func grant(_ action: String, _ text: String?) throws -> Grant {
  let action = try #require(Action(name: action))
  return try Grant(action, text)
}

@Suite struct GrantTests {
  @Test("a grant is read from an action and a text")
  func reads() throws {
    #expect(try grant("fs:read", "docs/**") == .filesystem(.init(path: "docs/**", access: .read)))
    #expect(try grant("fs:write", "~/x") == .filesystem(.init(path: "~/x", access: .write)))
    #expect(
      try grant("network:fetch", "API.example.org") == .network(.init(host: "api.example.org")))
    #expect(try grant("network:fetch", "*.example.org") == .network(.init(host: "*.example.org")))
    #expect(
      try grant("network:fetch", "http://127.0.0.1:8473/x")
        == .network(.init(host: "127.0.0.1", ports: [8473], protocols: ["http"])))
    #expect(
      try grant("network:fetch", "example.org:8443")
        == .network(.init(host: "example.org", ports: [8443])))
    #expect(
      try grant("network:connect", "db.example.org:5432")
        == .network(.init(host: "db.example.org", ports: [5432], protocols: ["tcp"])))
    #expect(
      try grant("network:fetch", "[::1]:80") == .network(.init(host: "::1", ports: [80])))
    #expect(try grant("exec", "git  status") == .tool("Bash(git status:*)"))
    #expect(try grant("tool:Bash(git:*)", nil) == .tool("Bash(git:*)"))
    #expect(try grant("env:read", "HOME") == .env("HOME"))
    #expect(try grant("mcp:github", nil) == .mcpServer("github"))
  }

  @Test(
    "what is no grant is refused",
    arguments: [
      ("fs:read", nil), ("fs:read", "../x"), ("fs:read", ""), ("network:fetch", "*"),
      ("network:fetch", "https://u@x.org/"), ("network:fetch", "x.org:99999"), ("env:read", "A*"),
      ("exec", nil), ("tool:Bash(", nil), ("network:fetch", "a b"),
    ] as [(String, String?)])
  func refuses(action: String, text: String?) {
    #expect(throws: Diagnostic.self) { try grant(action, text) }
  }

  @Test(
    "the line that a denial names grants exactly what was denied",
    arguments: [
      "/work/app/docs/a.md", "/work/app/a[1].txt", "/work/app/we{i}rd*?\\x", "/srv/x y",
      "/work/app",
      "/work/app/~/x", "/work/app/${HOME}", "/home/ada/it's",
    ])
  func helpGrants(path: String) throws {
    guard case .denied(let denial) = Authority().decide(.fsRead, .path(path)) else {
      Issue.record("allowed")
      return
    }
    let help = try #require(denial.help)
    var word = String(help.dropFirst("bulkhead grant demo fs:read ".count))
    if word.hasPrefix("'") {
      word = String(word.dropFirst().dropLast()).split(separator: #"'\''"#).joined(separator: "'")
    }
    let authority = Authority(
      permissions: PermissionSet([try grant("fs:read", word)]), policy: .strict, locations: .demo)
    #expect(authority.reads(path))
    #expect(!authority.reads(path + "x"))
  }

  @Test("revoking takes back what is named and leaves the rest")
  func revoking() {
    var set = PermissionSet(
      filesystem: [
        .init(path: "a", access: .readwrite), .init(path: "b", access: .write),
        .init(path: "c", access: .read),
      ],
      network: [.init(host: "x.org"), .init(host: "y.org", ports: [1], protocols: ["tcp"])],
      tools: ["Read", "Bash(git:*)", "Bash(ls:*)"], mcpServers: ["m"], env: ["A", "B"])
    #expect(set.revoke(.fsWrite).count == 2)
    #expect(set.filesystem == [.init(path: "a", access: .read), .init(path: "c", access: .read)])
    #expect(set.revoke(.fsRead, "a") == [.filesystem(.init(path: "a", access: .read))])
    #expect(set.revoke(.fsRead, "nothing").isEmpty)
    #expect(set.revoke(.networkFetch, "https://x.org/path").count == 1)
    #expect(set.network.map(\.host) == ["y.org"])
    #expect(set.revoke(.networkConnect).count == 1)
    #expect(set.revoke(.exec, "git push") == [.tool("Bash(git:*)")])
    #expect(set.revoke(.tool("Bash")) == [.tool("Bash(ls:*)")])
    #expect(set.revoke(.envRead, "A") == [.env("A")])
    #expect(set.revoke(.mcp("m")) == [.mcpServer("m")])
    #expect(set.grants == [.filesystem(.init(path: "c", access: .read)), .tool("Read"), .env("B")])
  }

  @Test("a directory may be made where a grant to write below needs it, and nowhere else")
  func makingDirectories() {
    let authority = Authority([
      ("out/a/*.json", .write), ("x/y.txt", .write), ("r/**", .read), (".git/x", .write),
    ])
    for path in ["out", "out/a", "x"] {
      #expect(authority.decideMakingDirectory("/work/app/" + path).isAllowed, "\(path)")
      #expect(!authority.writes("/work/app/" + path), "\(path)")
    }
    for path in ["out/b", "x/y", "r", "outer", ".git", "out/a/b"] {
      #expect(!authority.decideMakingDirectory("/work/app/" + path).isAllowed, "\(path)")
    }
  }

  @Test("a validated manifest says where the doubtful grant is")
  func positions() throws {
    let text = "{\"name\":\"a\",\n\"permissions\":{\"tools\":[\"Read\",\n  \"Bash\"]}}"
    let manifest = try PluginManifest.parse(Array(text.utf8), file: "plugin.json")
    let warning = PermissionValidator(policy: .default).validate(manifest).warnings.first
    #expect(warning?.place == "plugin.json:3:3")
  }
}
