import BulkheadSource
import Glibc
import Testing

@Suite struct RunCommandTests {
  private static let permissions = """
    {"filesystem": [{"path": "notes/**", "access": "readwrite"}], "env": ["COLOUR"]}
    """

  private static func lab(_ script: String, more: String = "") throws -> Lab {
    let lab = try Lab()
    try lab.plugin(permissions: permissions, more: more, script: script)
    let output = try lab.bulkhead("install", "../sample", "--yes")
    #expect(output.code == 0, "\(output)")
    try lab.write("hello\n", to: "project/notes/a.txt")
    return lab
  }

  @Test("a plugin reads what it was granted, and its output is passed on")
  func granted() throws {
    let lab = try Self.lab(
      """
      const fs = require('fs');
      console.log(fs.readFileSync('notes/a.txt', 'utf8').trim(), process.env.COLOUR);
      console.error('to the error stream');
      """)
    let output = try lab.bulkhead("run", "sample", environment: ["COLOUR": "red"])
    #expect(output.code == 0, "\(output)")
    #expect(output.stdout == "hello red\n")
    #expect(output.stderr == "to the error stream\n")
  }

  @Test("arguments after -- reach the plugin, an entry replaces its main")
  func arguments() throws {
    let lab = try Self.lab("console.log(process.argv.slice(2).join('|'));")
    #expect(try lab.bulkhead("run", "sample", "--", "a", "--yes", "c d").stdout == "a|--yes|c d\n")
    #expect(try lab.bulkhead("run", "sample", "./main.js").code == 0)
    for entry in ["nothing.js", "../../x.js", "/etc/passwd"] {
      let output = try lab.bulkhead("run", "sample", entry)
      #expect(output.code == 125, "\(output)")
      #expect(output.stderr.contains("has no file"))
    }
  }

  @Test("the plugin's own exit code is passed on", arguments: [0, 1, 3, 42, 255])
  func exitCode(code: Int32) throws {
    let lab = try Self.lab("process.exit(Number(process.argv[2]))")
    #expect(try lab.bulkhead("run", "sample", "--", "\(code)").code == code)
  }

  @Test("what was denied is listed at the end, with what would allow it")
  func denied() throws {
    let lab = try Self.lab(
      """
      const fs = require('fs');
      for (const path of ['/etc/passwd', '/etc/passwd', 'secrets/x']) {
        try { fs.readFileSync(path); console.log('read ' + path) } catch (e) { console.log(e.code) }
      }
      console.log(fs.readFileSync('notes/a.txt', 'utf8').trim());
      """)
    let output = try lab.bulkhead("run", "sample")
    #expect(output.code == 0)
    #expect(output.stdout == "EACCES\nEACCES\nEACCES\nhello\n")
    #expect(
      output.stderr == """
        denied: read access to /etc/passwd is not granted (2 times)
          to allow it: bulkhead grant sample fs:read /etc/passwd
        denied: read access to \(lab.project)/secrets/x is not granted
          to allow it: bulkhead grant sample fs:read secrets/x

        """)
    let rows = try lab.json("audit", "sample", "--denied")["entries"]?.arrayValue ?? []
    #expect(rows.map { $0["action"] } == ["fs:read", "fs:read", "fs:read"])
  }

  @Test(
    "a limit ends the plugin with its own message",
    arguments: [
      ("for (;;) {}", #""timeoutMs": 700"#, "timeout"),
      ("for (;;) {}", #""cpuTimeMs": 300, "timeoutMs": 60000"#, "CPU time"),
      (
        "const a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1))",
        #""memoryLimit": "96MB""#, "memory limit"
      ),
      ("for (;;) console.log('x'.repeat(1000))", #""outputBytes": 5000"#, "output"),
      (
        "const fs = require('fs'); for (let i = 0; i < 9; i++) fs.readFileSync('notes/a.txt')",
        #""filesystemOps": 5"#, "filesystem operation limit"
      ),
    ])
  func limits(script: String, limit: String, message: String) throws {
    let lab = try Self.lab(script, more: #", "sandbox": {\#(limit)}"#)
    let output = try lab.bulkhead("run", "sample")
    #expect(output.code == 1, "\(output)")
    #expect(output.stderr.contains(message), "\(output.stderr)")
  }

  @Test("nothing that is not approved runs")
  func notApproved() throws {
    let lab = try Self.lab("console.log('ran')")
    func refusal(_ change: () throws -> Void) throws -> String {
      try change()
      let output = try lab.bulkhead("run", "sample")
      #expect(output.code == 125, "\(output)")
      #expect(output.stdout.isEmpty)
      return output.stderr
    }
    #expect(try lab.bulkhead("run", "sample").stdout == "ran\n")
    let main = "project/.claude/plugins/sample/main.js"
    let original = try lab.text(main)
    let store = "project/.claude/security/permissions.json"
    let records = try lab.text(store)
    #expect(
      try refusal { try lab.write("evil()", to: main) }.contains("main.js was changed since then"))
    try lab.write(original, to: main)
    let added = "project/.claude/plugins/sample/more.js"
    #expect(try refusal { try lab.write("", to: added) }.contains("more.js was added"))
    _ = try Program.run("/bin/rm", [lab.absolute(added)])
    #expect(
      try refusal { try lab.write(records.replacing("notes/**", with: "**"), to: store) }
        .contains("not what you approved: it was edited"))
    try lab.write(records, to: store)
    #expect(try lab.bulkhead("run", "sample").code == 0)
    #expect(try lab.bulkhead("run", "nobody").code == 125)
    #expect(try lab.bulkhead("run", "../sample").code == 125)
  }

  @Test("a worker that is missing is named, and nothing runs")
  func missingWorker() throws {
    let lab = try Self.lab("console.log('ran')")
    let output = try lab.bulkhead(
      "run", "sample", environment: ["BULKHEAD_WORKER": "/nowhere/bulkhead-worker"])
    #expect(output.code == 125)
    #expect(output.stdout.isEmpty)
    #expect(output.stderr.contains("/nowhere/bulkhead-worker"))
    let eval = try lab.bulkhead("eval", "1", environment: ["BULKHEAD_WORKER": "/nowhere/w"])
    #expect(eval.code == 2)
    let doctor = try lab.bulkhead("doctor", environment: ["BULKHEAD_WORKER": "/nowhere/w"])
    #expect(doctor.code == 1)
    #expect(doctor.stdout.contains("plugins would not run"))
  }

  @Test("a revocation by another process holds in a plugin that is running")
  func revokedWhileRunning() throws {
    let lab = try Self.lab(
      """
      const fs = require('fs');
      (async () => {
        console.log(fs.readFileSync('notes/a.txt', 'utf8').trim());
        fs.writeFileSync('notes/ready', '');
        for (;;) {
          try { fs.readFileSync('notes/a.txt') } catch (e) { console.log(e.code); return }
          await new Promise((done) => setTimeout(done, 20));
        }
      })();
      """, more: #", "sandbox": {"filesystemOps": 5000, "timeoutMs": 100000}"#)
    let pipe = try Program.Pipe()
    let child = try Child(
      Program.bulkhead, ["run", "sample"], directory: lab.project, environment: lab.environment,
      descriptors: [(pipe.writing, 1), (pipe.writing, 2)])
    pipe.closeWriting()
    while !lab.exists("project/notes/ready") { usleep(20_000) }
    #expect(try lab.bulkhead("revoke", "sample", "fs:read").code == 0)
    let output = String(decoding: pipe.readToEnd(), as: UTF8.self)
    #expect(child.wait() == 0, "\(output)")
    #expect(output.hasPrefix("hello\nEACCES\n"), "\(output)")
  }

  @Test("the JSON of a run has the keys of the contract")
  func json() throws {
    let lab = try Self.lab("console.log('out'); console.error('err');")
    let json = try lab.json("run", "sample")
    for key in ["success", "executionTimeMs", "usage", "violations", "isolation"] {
      #expect(json[key] != nil)
    }
    #expect(json["stdout"] == "out\n")
    #expect(json["stderr"] == "err\n")
  }

  @Test("no output of a plugin can move a terminal's cursor or draw over what was there")
  func hostileOutput() throws {
    let lab = try Self.lab(
      #"process.stdout.write('\x1b[31mred\x1b[0m \x1b[2J\x1b]52;c;eA==\x07\u202e\rhidden\n')"#)
    let terminal = try Pseudoterminal(["run", "sample"], in: lab, showsOutput: true)
    #expect(terminal.finish() == 0)
    #expect(terminal.shown.contains("\u{1B}[31mred\u{1B}[0m"))
    #expect(terminal.shown.contains(#"\u{1B}[2J\u{1B}]52;c;eA==\u{7}\u{202E}\u{D}hidden"#))
    #expect(!terminal.shown.contains("\u{1B}[2J"))
    #expect(!terminal.shown.contains("\u{1B}]"))
    // A pipe gets what the plugin wrote.
    #expect(try lab.bulkhead("run", "sample").stdout.contains("\u{1B}[2J"))
  }
}

@Suite struct EvalCommandTests {
  @Test(
    "a value is printed as a person expects it",
    arguments: [
      ("1+2", "3\n"), ("'text'", "text\n"), ("undefined", ""),
      ("({a: [1, 'b']})", "{ a: [ 1, 'b' ] }\n"),
      ("return await Promise.resolve(7)", "7\n"), ("console.log('x')", "x\n"),
    ])
  func value(code: String, output: String) throws {
    let result = try Lab().bulkhead("eval", code)
    #expect(result.code == 0, "\(result)")
    #expect(result.stdout == output)
  }

  @Test("the JSON has the keys of the contract")
  func json() throws {
    let lab = try Lab()
    let good = try lab.json("eval", "1+2")
    #expect(
      good.keys == [
        "success", "value", "executionTimeMs", "usage", "violations", "isolation", "stdout",
        "stderr",
      ])
    #expect(good["value"] == 3)
    #expect(
      good["usage"]?.keys == ["memoryBytes", "cpuTimeMs", "networkCalls", "filesystemOps"])
    #expect(good["isolation"]?.arrayValue?.contains("seccomp") == true)
    let bad = try lab.json("eval", "require('fs').readFileSync('/etc/passwd')", code: 1)
    #expect(bad["success"] == false)
    #expect(bad["error"]?.keys.starts(with: ["name", "message", "stack"]) == true)
    #expect(bad["error"]?["message"]?.stringValue?.contains("Permission denied") == true)
    let violation = try #require(bad["violations"]?.arrayValue?.first)
    #expect(violation["type"] == "permission")
    #expect(violation["location"] == "/etc/passwd")
    let slow = try lab.json("eval", "--limit", "timeoutMs=300", "for (;;) {}", code: 1)
    #expect(slow["error"]?["message"]?.stringValue?.contains("timeout") == true)
    #expect(slow["violations"]?.arrayValue?.first?["type"] == "timeout")
  }

  @Test("permissions come from a file, and the policy bounds them")
  func permissions() throws {
    let lab = try Lab()
    try lab.write("# Title\n", to: "project/README.md")
    try lab.write(
      #"{"filesystem": [{"path": "README.md", "access": "read"}]}"#, to: "project/p.json")
    let code = "require('fs').readFileSync('README.md', 'utf8').length"
    #expect(try lab.bulkhead("eval", code).code == 1)
    #expect(try lab.bulkhead("eval", "--permissions", "p.json", code).stdout == "8\n")
    try lab.write(#"{"filesystem": [{"path": "/**", "access": "read"}]}"#, to: "project/q.json")
    let refused = try lab.bulkhead("eval", "--permissions", "q.json", "1")
    #expect(refused.code == 2)
    #expect(refused.stderr.contains("q.json"))
    try lab.write(#"{"filesystem": [{"path": 1, "access": "read"}]}"#, to: "project/r.json")
    let broken = try lab.bulkhead("eval", "--permissions", "r.json", "1")
    #expect(broken.code == 2)
    #expect(broken.stderr.contains("r.json:1:26: error:"), "\(broken)")
    #expect(try lab.bulkhead("eval", "--permissions", "none.json", "1").code == 2)
  }

  @Test("code can come from standard input")
  func input() throws {
    #expect(try Lab().bulkhead("eval", "-", input: "const x = 20;\nx + 1\n").stdout == "21\n")
  }

  @Test("a limit that is none is an error", arguments: ["x", "timeoutMs", "timeoutMs=abc", "no=1"])
  func badLimit(limit: String) throws {
    let output = try Lab().bulkhead("eval", "--limit", limit, "1")
    #expect(output.code == 2)
    #expect(output.stderr.contains("help:"))
  }
}

@Suite struct DoctorCommandTests {
  @Test("doctor names the layers and what a worker was confined by")
  func doctor() throws {
    let lab = try Lab()
    let json = try lab.json("doctor")
    #expect(
      json.keys == [
        "kernel", "architecture", "canRun", "isolation", "refusal", "facilities",
      ])
    let names = json["facilities"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
    for name in ["user-namespace", "landlock", "seccomp-filter", "control-group"] {
      #expect(names.contains(name))
    }
    #expect(try lab.bulkhead("doctor").stdout.contains("plugins run, confined by"))
    #expect(lab.files(below: "project/.claude").isEmpty)
  }
}
