import Glibc
import Testing

/// What a person or an attacker may hand to the program: each is a clear error, and nothing is left half
/// done.
@Suite struct BadInputTests {
  /// A manifest, what the message names, and the line.
  private static let manifests: [(name: String, bytes: [UInt8], message: String)] = [
    ("empty", [], "plugin.json:1:1: error: the file has no JSON value"),
    ("not JSON", Array("{ name: 'x' }".utf8), "plugin.json:1:3: error: a key has to be a string"),
    ("wrong type", Array("{\n \"name\": 5 }".utf8), "plugin.json:2:10: error:"),
    ("no name", Array("{}".utf8), "the manifest has no \"name\""),
    ("name with a path", Array(#"{"name": "../x"}"#.utf8), "cannot be named \"../x\""),
    (
      "duplicate key", Array("{\"name\": \"a\",\n\"name\": \"b\"}".utf8),
      "plugin.json:2:1: error: the key \"name\" is there twice"
    ),
    (
      "unknown key", Array(#"{"name": "a", "permissions": {"filesytem": []}}"#.utf8),
      "permissions has no key \"filesytem\""
    ),
    (
      "invalid UTF-8", Array(#"{"name": "a"#.utf8) + [0xFF] + Array("\"}".utf8), "0xff is not UTF-8"
    ),
    ("BOM", [0xEF, 0xBB, 0xBF] + Array(#"{"name": "a"}"#.utf8), "byte order mark"),
    (
      "deep nesting",
      Array((String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)).utf8),
      "nested more than 64 deep"
    ),
    ("too large", [UInt8](repeating: 0x20, count: 2 << 20), "more than the 1048576 that are read"),
    (
      "sandbox off", Array(#"{"name": "a", "sandbox": {"enabled": false}}"#.utf8),
      "cannot turn its own sandbox off"
    ),
  ]

  @Test("a broken manifest is named with its place, and nothing is installed", arguments: manifests)
  func manifest(name: String, bytes: [UInt8], message: String) throws {
    let lab = try Lab()
    try lab.write(bytes, to: "sample/.claude-plugin/plugin.json")
    try lab.write("1", to: "sample/main.js")
    let install = try lab.bulkhead("install", "../sample", "--yes")
    #expect(install.code != 0, "\(install)")
    #expect(install.stderr.contains(message), "\(install.stderr)")
    #expect(!install.stderr.contains(".staging"))
    #expect(lab.files(below: "project/.claude/plugins").isEmpty)
    #expect(!lab.exists("project/.claude/security/permissions.json"))
    let scan = try lab.bulkhead("scan", "../sample")
    #expect(scan.code == 1)
    #expect(scan.stdout.contains("Why it would not be installed"))
  }

  @Test("a plugin without a manifest says so, and can be named")
  func missingManifest() throws {
    let lab = try Lab()
    try lab.write("1", to: "sample/main.js")
    let output = try lab.bulkhead("install", "../sample", "--yes")
    #expect(output.code == 1)
    #expect(output.stderr.contains("has no .claude-plugin/plugin.json"))
    #expect(output.stderr.contains("--name"))
    #expect(try lab.bulkhead("install", "../sample", "--name", "../x").code == 1)
    #expect(try lab.bulkhead("install", "../sample", "--name", "x", "--yes").code == 0)
  }

  @Test(
    "a tree with what no plugin needs is refused",
    arguments: [
      ("mkfifo sample/pipe", "is a FIFO"), ("ln -s /etc sample/etc", "leads out of the plugin"),
      ("ln -s b sample/a && ln -s a sample/b", "leads in a circle"),
      ("chmod 0 sample/main.js", "Permission denied"),
      ("truncate -s 300M sample/big.js", "more than 200 MB"),
      (
        "cd sample && seq 100000 | xargs touch",
        "more than 20000"
      ),
      ("mkdir -p sample/$(printf 'd/%.0s' $(seq 40))", "more than 32 directories deep"),
    ])
  func tree(command: String, message: String) throws {
    let lab = try Lab()
    try lab.plugin()
    let shell = try Program.run("/bin/sh", ["-c", command], directory: lab.path)
    #expect(shell.code == 0, "\(shell)")
    // Root reads what nobody may.
    if command.hasPrefix("chmod"), geteuid() == 0 { return }
    let output = try lab.bulkhead("install", "../sample", "--yes")
    #expect(output.code != 0)
    #expect(output.stderr.contains(message), "\(output.stderr)")
    #expect(lab.files(below: "project/.claude/plugins").isEmpty)
  }

  @Test("a scan survives the same trees, and says what it left out")
  func scan() throws {
    let lab = try Lab()
    try lab.plugin()
    let command = """
      mkfifo sample/pipe; ln -s b sample/a; ln -s a sample/b; ln -s / sample/root
      truncate -s 100M sample/big.js; printf '\\377\\376' > sample/odd.js
      cd sample && mkdir zz && cd zz && seq 100000 | xargs touch
      """
    #expect(try Program.run("/bin/sh", ["-c", command], directory: lab.path).code == 0)
    let json = try lab.json("scan", "../sample", code: 1)
    let skipped = json["skipped"]?.arrayValue?.compactMap { $0["path"]?.stringValue } ?? []
    for name in ["pipe", "a", "b", "root", "big.js"] { #expect(skipped.contains(name), "\(name)") }
    #expect(skipped.contains("zz"))
    #expect(
      json["reasons"]?.arrayValue?.contains { $0.stringValue?.contains("big.js") == true } == true)
  }

  @Test(
    "a source that is none is named", arguments: ["/nowhere", "../file", "https://x.example/p"])
  func source(path: String) throws {
    let lab = try Lab()
    try lab.write("x", to: "file")
    for command in ["install", "scan"] where !(command == "scan" && path == "../file") {
      let output = try lab.bulkhead(command, path)
      #expect(output.code != 0)
      #expect(output.stderr.contains("error:"), "\(output)")
    }
    #expect(lab.files(below: "project/.claude/plugins").isEmpty)
  }

  @Test("a full disk or a project that cannot be written fails, and leaves nothing")
  func unwritable() throws {
    let lab = try Lab()
    try lab.plugin()
    // In a mount namespace of its own, so that root is stopped as well.
    let script = """
      mount -t tmpfs -o size=256k none \(lab.project) && mkdir \(lab.project)/.claude || exit 77
      head -c 200k /dev/urandom > \(lab.path)/sample/data.bin
      $BULKHEAD install ../sample --yes --project \(lab.project); full=$?
      find \(lab.project)/.claude/plugins -name sample | wc -l
      mount -o remount,ro \(lab.project) || exit 77
      $BULKHEAD install ../sample --yes --project \(lab.project); ro=$?
      echo codes $full $ro
      """
    let output = try Program.run(
      "/usr/bin/unshare", ["-rm", "/bin/sh", "-c", script], directory: lab.home,
      environment: lab.environment.merging(["BULKHEAD": Program.bulkhead]) { $1 })
    #expect(output.stdout.contains("0\n"), "\(output)")
    #expect(output.stdout.contains("codes 2 2"), "\(output)")
    #expect(output.stderr.contains("[disk-full]"), "\(output)")
    #expect(output.stderr.contains("Read-only file system"), "\(output)")
  }

  @Test("a policy file with errors is named with its lines")
  func policy() throws {
    let lab = try Lab()
    try lab.write("extends: strict\nfilesystemGrants: many\nnonsense: 1\n", to: "project/p.yaml")
    let check = try lab.bulkhead("policy", "check", "p.yaml")
    #expect(check.code == 1)
    #expect(check.stderr.contains("p.yaml:2:"))
    #expect(check.stderr.contains("p.yaml:3:"))
    #expect(try lab.bulkhead("policy", "check", "none.yaml").code == 2)
    #expect(try lab.bulkhead("scan", ".", "--policy", "p.yaml").code == 2)
    #expect(try lab.bulkhead("policy", "check", "strict").code == 0)
  }
}
