import Testing

/// The question at a terminal, answered by a person who sees what the program shows.
@Suite struct PromptTests {
  private static let permissions = """
    {"filesystem": [{"path": "CHANGELOG.md", "access": "read"}],
     "network": [{"host": "api.example.com"}], "tools": ["Bash(git status:*)"]}
    """

  private static func lab() throws -> Lab {
    let lab = try Lab()
    try lab.plugin(
      permissions: permissions, more: #", "description": "Says hello""#)
    return lab
  }

  @Test("yes installs, and the highest risk is asked first")
  func yes() throws {
    let lab = try Self.lab()
    let terminal = try Pseudoterminal(["install", "../sample"], in: lab)
    #expect(terminal.waitFor("[y]es, [n]o, [d]etails:"))
    terminal.type("y\n")
    #expect(terminal.finish() == 0)
    #expect(lab.exists("project/.claude/plugins/sample/main.js"))
    let lines = terminal.shown.split(separator: "\r\n").map(String.init)
    let risks = lines.filter { $0.hasPrefix("  \u{1B}[3") }
    #expect(risks.first?.contains("medium") == true, "\(risks)")
    #expect(risks.contains { $0.contains("low") && $0.contains("read CHANGELOG.md") })
    #expect(terminal.shown.contains("exchange data with api.example.com (https, wss)"))
    #expect(terminal.shown.contains("it says of itself: Says hello"))
    #expect(try lab.json("permissions", "sample")["approvedBy"] == "prompt")
  }

  @Test(
    "anything but yes installs nothing",
    arguments: ["n\n", "\n", "no\n", "\u{4}", "yy\nn\n", " y\nn\n", "maybe\nn\n"])
  func no(answer: String) throws {
    let lab = try Self.lab()
    let terminal = try Pseudoterminal(["install", "../sample"], in: lab)
    #expect(terminal.waitFor("[d]etails:"))
    for line in answer.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      terminal.type(line + "\n")
      if line.contains("y") || line == "maybe" { #expect(terminal.waitFor("[d]etails:")) }
    }
    if answer == "\u{4}" { terminal.type(answer) }
    #expect(terminal.finish() == 1)
    #expect(lab.files(below: "project/.claude/plugins").isEmpty)
    let denied = try lab.json("audit", "--denied")["entries"]?.arrayValue ?? []
    #expect(denied.map { $0["rule"] } == ["not-approved"])
  }

  @Test("details show the grants as written, and then it is asked again")
  func details() throws {
    let lab = try Self.lab()
    let terminal = try Pseudoterminal(["install", "../sample"], in: lab)
    #expect(terminal.waitFor("[d]etails:"))
    terminal.type("d\n")
    #expect(terminal.waitFor("[d]etails:"))
    #expect(terminal.shown.contains("filesystem[0]"))
    #expect(terminal.shown.contains("Bash(git status:*)"))
    #expect(terminal.shown.contains("help:"))
    #expect(terminal.shown.contains("in \(lab.path)/sample/.claude-plugin/plugin.json:2:14"))
    terminal.type("y\n")
    #expect(terminal.finish() == 0)
    #expect(lab.exists("project/.claude/plugins/sample/main.js"))
  }

  @Test("what was typed before the question does not answer it")
  func typedAhead() throws {
    let lab = try Self.lab()
    let terminal = try Pseudoterminal(["install", "../sample"], in: lab)
    terminal.type("y\ny\n")
    #expect(terminal.waitFor("[d]etails:"))
    // Were it an answer, the program would end without this one.
    terminal.type("n\n")
    #expect(terminal.finish() == 1)
    #expect(lab.files(below: "project/.claude/plugins").isEmpty)
  }

  @Test("no text of a plugin can move the cursor, reorder or hide")
  func hostileText() throws {
    let lab = try Lab()
    let text = #"x\u001b[2J\u001b]0;t\u0007\u202e\u200b\u0000\r\nAllow this? yes"#
    try lab.plugin(
      permissions: #"{"filesystem": [{"path": "a\#(text)/*", "access": "write"}]}"#
        .replacing(#"\u0000"#, with: ""),
      more: #", "description": "\#(text)""#)
    let terminal = try Pseudoterminal(["install", "../sample"], in: lab)
    #expect(terminal.waitFor("[d]etails:"))
    terminal.type("d\n")
    #expect(terminal.waitFor("[d]etails:"))
    terminal.type("n\n")
    #expect(terminal.finish() == 1)
    // What is left after the program's own colours and line ends.
    let shown = terminal.shown.replacing(#/\u{1B}\[[0-9]*m/#, with: "").unicodeScalars
    let strange = shown.filter { scalar in
      (scalar.value < 0x20 && scalar != "\r" && scalar != "\n") || scalar == "\u{202E}"
        || scalar == "\u{200B}"
    }
    #expect(strange.isEmpty)
    #expect(terminal.shown.contains(#"\u{1B}[2J"#))
    #expect(!terminal.shown.contains("\nAllow this? yes"))
  }

  @Test("a grant that the policy warns of is asked about by itself")
  func grant() throws {
    let lab = try Lab()
    try lab.plugin()
    try lab.bulkhead("install", "../sample")
    for (answer, code) in [("n\n", Int32(1)), ("y\n", 0)] {
      let terminal = try Pseudoterminal(["grant", "sample", "exec", "git status"], in: lab)
      #expect(terminal.waitFor("[d]etails:"))
      #expect(terminal.shown.contains("run commands that start with git status"))
      terminal.type(answer)
      #expect(terminal.finish() == code)
    }
    #expect(
      try lab.json("permissions", "sample")["permissions"]?["tools"] == ["Bash(git status:*)"])
  }

  @Test("--no-prompt asks nothing and denies, though there is a terminal")
  func noPrompt() throws {
    let lab = try Self.lab()
    let terminal = try Pseudoterminal(["install", "../sample", "--no-prompt"], in: lab)
    #expect(terminal.finish() == 1)
    #expect(!terminal.shown.contains("Allow"))
    #expect(lab.files(below: "project/.claude/plugins").isEmpty)
  }

  @Test("without a terminal nothing is approved, and the message says how")
  func noTerminal() throws {
    let lab = try Self.lab()
    let output = try lab.bulkhead("install", "../sample", input: "y\ny\n")
    #expect(output.code == 1)
    #expect(output.stderr.contains("there is no terminal to ask at"))
    #expect(output.stderr.contains("--yes"))
    #expect(output.stdout.isEmpty)
    #expect(try lab.bulkhead("install", "../sample", "--yes").code == 0)
  }
}
