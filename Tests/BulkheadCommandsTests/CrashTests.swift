import BulkheadSource
import Glibc
import Testing

/// Hosts that are killed, and hosts that share a project.
@Suite struct CrashTests {
  private static func lab() throws -> Lab {
    let lab = try Lab()
    try lab.plugin(
      permissions: #"{"filesystem": [{"path": "notes/**", "access": "read"}]}"#,
      more: #", "sandbox": {"filesystemOps": 20000, "timeoutMs": 100000}"#,
      script: """
        const fs = require('fs');
        const count = Number(process.argv[2]);
        for (let i = 0; i < count; i++) {
          fs.readFileSync('notes/a.txt');
          console.log(i);
        }
        """)
    #expect(try lab.bulkhead("install", "../sample", "--yes").code == 0)
    try lab.write("hello\n", to: "project/notes/a.txt")
    return lab
  }

  private static func reads(_ lab: Lab) throws -> Int {
    let output = try lab.bulkhead("audit", "export", "sample")
    let rows = try JSONDocument(Array(output.stdout.utf8), file: "export", limits: .data).root.plain
    return rows.arrayValue?.count {
      $0["action"] == "fs:read" && $0["resource"]?.stringValue?.hasSuffix("a.txt") == true
    } ?? 0
  }

  @Test("a host that is killed at any moment loses no decision that was acted on")
  func killed() throws {
    let lab = try Self.lab()
    var seen = 0
    for round in 0..<6 {
      let pipe = try Program.Pipe()
      let child = try Child(
        Program.bulkhead, ["run", "sample", "--", "5000"], directory: lab.project,
        environment: lab.environment, descriptors: [(pipe.writing, 1)])
      pipe.closeWriting()
      usleep(UInt32.random(in: 0...200_000) + UInt32(round) * 20_000)
      child.kill(SIGKILL)
      child.wait()
      // Each line that came out was printed after its read.
      seen += pipe.readToEnd().count { $0 == UInt8(ascii: "\n") }
      #expect(try Self.reads(lab) >= seen)
      let verify = try lab.bulkhead("audit", "verify")
      #expect(verify.code == 0, "\(verify)")
    }
    #expect(try lab.bulkhead("run", "sample", "--", "1").code == 0)
  }

  @Test("two hosts at once share the log and the approvals")
  func shared() throws {
    let lab = try Self.lab()
    let pipes = try (0..<2).map { _ in try Program.Pipe() }
    let children = try pipes.map { pipe in
      try Child(
        Program.bulkhead, ["run", "sample", "--", "300"], directory: lab.project,
        environment: lab.environment, descriptors: [(pipe.writing, 1), (pipe.writing, 2)])
    }
    for pipe in pipes { pipe.closeWriting() }
    for number in 0..<5 {
      #expect(try lab.bulkhead("grant", "sample", "fs:read", "docs/\(number)").code == 0)
    }
    for pipe in pipes { #expect(pipe.readToEnd().count { $0 == UInt8(ascii: "\n") } == 300) }
    for child in children { #expect(child.wait() == 0) }
    #expect(try Self.reads(lab) == 600)
    #expect(try lab.bulkhead("audit", "verify").code == 0)
    let grants = try lab.json("permissions", "sample")["permissions"]?["filesystem"]?.arrayValue
    #expect(grants?.count == 6)
  }
}
