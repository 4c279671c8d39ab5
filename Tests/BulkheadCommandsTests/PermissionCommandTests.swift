import BulkheadSource
import Testing

@Suite struct PermissionCommandTests {
  private static func lab() throws -> Lab {
    let lab = try Lab()
    try lab.plugin(
      permissions: """
        {"filesystem": [{"path": "CHANGELOG.md", "access": "read"},
                        {"path": ".claude/notes/**", "access": "readwrite"}],
         "network": [{"host": "api.github.com"}]}
        """)
    #expect(try lab.bulkhead("install", "../sample", "--yes").code == 0)
    return lab
  }

  @Test("an installation says what the plugin may do, risk first")
  func install() throws {
    let lab = try Lab()
    try lab.plugin(
      permissions: #"{"env": ["API_TOKEN"], "filesystem": [{"path": "a.md", "access": "read"}]}"#)
    let output = try lab.bulkhead("install", "../sample", "--yes")
    #expect(output.code == 0)
    #expect(
      output.stdout == """
        installed sample 1.0.0 in \(lab.plugins)/sample
          security score 100/100, 2 files pinned, policy default, approved by --yes
          it may:
            high  read the environment variable API_TOKEN, which looks like a credential
            low   read a.md
          next: bulkhead run sample

        """)
  }

  @Test("the JSON of an installation has its keys")
  func installJSON() throws {
    let lab = try Lab()
    try lab.plugin()
    let json = try lab.json("install", "../sample")
    #expect(
      json.keys == [
        "plugin", "version", "directory", "replaced", "securityScore", "policy", "approvedBy",
        "inferred", "permissions", "limits", "denied", "warnings", "findings", "leftOut",
      ])
    #expect(json["replaced"] == false)
  }

  @Test("permissions shows grants and limits, in words and for programs")
  func permissions() throws {
    let lab = try Self.lab()
    let text = try lab.bulkhead("permissions", "sample").stdout
    #expect(text.hasPrefix("sample 1.0.0\n  approved 20"))
    #expect(
      text.contains(
        """
        It may
          medium  read and write any file under .claude/notes/
          low     read CHANGELOG.md
          low     exchange data with api.github.com (https, wss)

        It may use
          memoryLimit    256MB
        """), "\(text)")
    let json = try lab.json("permissions", "sample")
    #expect(
      json.keys == [
        "plugin", "version", "source", "approvedAt", "approvedBy", "policy", "securityScore",
        "intact", "problem", "permissions", "limits",
      ])
    #expect(json["permissions"]?["network"] == [["host": "api.github.com"]])
    #expect(json["intact"] == true)
  }

  @Test("a changed file shows, and the exit code says no")
  func changed() throws {
    let lab = try Self.lab()
    try lab.write("evil()", to: "project/.claude/plugins/sample/main.js")
    let output = try lab.bulkhead("permissions", "sample")
    #expect(output.code == 1)
    #expect(output.stdout.contains("it would not run: the plugin sample is not what you approved"))
    #expect(output.stdout.contains("main.js"))
    #expect(try lab.bulkhead("permissions").code == 1)
  }

  @Test("an edited grant is refused by every command that reads it")
  func edited() throws {
    let lab = try Self.lab()
    let file = "project/.claude/security/permissions.json"
    try lab.write(lab.text(file).replacing("CHANGELOG.md", with: "**"), to: file)
    for arguments in [
      ["permissions", "sample"], ["explain", "sample", "fs:read", "x"],
      ["grant", "sample", "fs:read", "y"], ["revoke", "sample", "--all"],
    ] {
      let output = try Program.run(
        Program.bulkhead, arguments, directory: lab.project, environment: lab.environment)
      #expect(output.code == 1, "\(arguments)")
      #expect(output.stderr.contains("is not what you approved"), "\(output)")
    }
  }

  @Test("a record copied from another project counts for nothing")
  func copied() throws {
    let lab = try Self.lab()
    try lab.write(
      lab.text("project/.claude/security/permissions.json"),
      to: "clone/.claude/security/permissions.json")
    let output = try lab.bulkhead("permissions", "sample", "--project", lab.path + "/clone")
    #expect(output.code == 1)
    #expect(output.stderr.contains("comes from another project or user"))
  }

  @Test(
    "explain agrees with the grants",
    arguments: [
      ("fs:read", "CHANGELOG.md", 0), ("fs:write", "CHANGELOG.md", 1),
      ("fs:read", "/etc/passwd", 1),
      ("fs:write", ".claude/notes/a", 0), ("fs:read", ".claude/security/permissions.json", 1),
      ("network:fetch", "https://api.github.com/x", 0),
      ("network:fetch", "http://api.github.com", 1),
      ("network:fetch", "https://github.com", 1), ("exec", "git status", 1),
      ("env:read", "HOME", 1),
    ])
  func explain(action: String, resource: String, code: Int32) throws {
    let lab = try Self.lab()
    let json = try lab.json("explain", "sample", action, resource, code: code)
    #expect(json["allowed"] == .bool(code == 0))
    #expect(json.keys.starts(with: ["plugin", "action", "resource", "policy", "allowed", "rule"]))
    let last = try #require(json["steps"]?.arrayValue?.last)
    #expect(last["outcome"] == (code == 0 ? "allowed" : "denied"))
  }

  @Test("explain follows links to what would really be read")
  func links() throws {
    let lab = try Self.lab()
    _ = try Program.run("/bin/ln", ["-s", "/etc/passwd", lab.project + "/CHANGELOG.md"])
    let output = try lab.bulkhead("explain", "sample", "fs:read", "CHANGELOG.md")
    #expect(output.code == 1)
    #expect(output.stdout.contains("/etc/passwd"))
  }

  @Test("grant and revoke change what explain says, and each is recorded")
  func changes() throws {
    let lab = try Self.lab()
    #expect(try lab.bulkhead("explain", "sample", "fs:read", "docs/a").code == 1)
    #expect(
      try lab.bulkhead("grant", "sample", "fs:read", "docs/**").stdout
        == "granted: sample may read any file under docs/\n")
    #expect(try lab.bulkhead("explain", "sample", "fs:read", "docs/a").code == 0)
    #expect(
      try lab.bulkhead("revoke", "sample", "fs:read", "docs/**").stdout
        == "revoked from sample:\n  filesystem: read docs/**\n")
    #expect(try lab.bulkhead("explain", "sample", "fs:read", "docs/a").code == 1)
    #expect(try lab.bulkhead("revoke", "sample", "fs:read", "docs/**").code == 1)
    #expect(
      try lab.bulkhead("revoke", "sample", "--all").stdout.hasPrefix(
        "all permissions revoked for sample:\n"))
    #expect(try lab.bulkhead("explain", "sample", "fs:read", "CHANGELOG.md").code == 1)
    let rows = try lab.json("audit", "sample")["entries"]?.arrayValue ?? []
    #expect(
      rows.map { $0["action"]?.stringValue } == [
        "install", "grant", "revoke", "revoke", "revoke",
      ])
  }

  @Test(
    "what the policy forbids cannot be granted, even with --yes",
    arguments: [
      ("fs:read", "/etc/**"), ("fs:write", "/**"), ("fs:read", "../x"),
      ("network:fetch", "http://127.0.0.1:1"), ("network:fetch", "169.254.169.254"),
    ])
  func forbidden(action: String, resource: String) throws {
    let lab = try Self.lab()
    let before = try lab.text("project/.claude/security/permissions.json")
    let output = try lab.bulkhead("grant", "sample", action, resource, "--yes")
    #expect(output.code == 1 || output.code == 2, "\(output)")
    #expect(output.stderr.contains("error:"))
    #expect(try lab.text("project/.claude/security/permissions.json") == before)
  }

  @Test("uninstall removes the files and the approval")
  func uninstall() throws {
    let lab = try Self.lab()
    #expect(try lab.bulkhead("uninstall", "sample").stdout == "sample is uninstalled\n")
    #expect(lab.files(below: "project/.claude/plugins").isEmpty)
    #expect(try lab.bulkhead("permissions", "sample").code == 1)
    #expect(try lab.bulkhead("uninstall", "sample").code == 1)
  }

  @Test("infer writes the block that a manifest needs")
  func infer() throws {
    let lab = try Lab()
    try lab.plugin(
      permissions: nil,
      script:
        "const fs = require('fs'); fs.readFileSync('notes.txt'); fetch('https://api.example.com/x');\n"
    )
    let json = try lab.json("infer", "../sample")
    #expect(json.keys == ["permissions"])
  }
}
