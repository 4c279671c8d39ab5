import BulkheadSource
import Testing

@Suite struct ExecCommandTests {
  private static func lab() throws -> Lab {
    let lab = try Lab()
    try lab.plugin(
      permissions: """
        {"filesystem": [{"path": "data/**", "access": "readwrite"}], "tools": ["Bash(jq:*)"]}
        """)
    try lab.write("#!/bin/sh\nread -r line; echo \"hook $line\"; exit 2\n", to: "sample/hook.sh")
    try lab.write("granted\n", to: "project/data/a")
    try lab.write("topsecret\n", to: "project/secret")
    #expect(try lab.bulkhead("install", "../sample", "--yes").code == 0)
    return lab
  }

  @Test("streams and exit code are the command's own")
  func passesThrough() throws {
    let output = try Self.lab().bulkhead(
      "exec", "sample", "--", "sh", ".claude/plugins/sample/hook.sh", input: "{\"a\":1}\n")
    #expect(output.code == 2)
    #expect(output.stdout == "hook {\"a\":1}\n")
    #expect(output.stderr.isEmpty)
  }

  @Test("what is granted is reached, what is not is denied with a row that says how")
  func decides() throws {
    let lab = try Self.lab()
    let output = try lab.bulkhead(
      "exec", "sample", "--", "sh", "-c", "cat data/a; echo b > data/b; cat secret")
    #expect(output.stdout == "granted\n")
    #expect(try lab.text("project/data/b") == "b\n")
    let rows = try lab.json("audit", "sample", "--denied")["entries"]?.arrayValue ?? []
    #expect(rows.count == 1)
    #expect(rows.first?["resource"] == .string(lab.project + "/secret"))
    #expect(rows.first?["details"]?.stringValue?.contains("bulkhead grant sample") == true)
    #expect(try lab.bulkhead("audit", "verify").code == 0)
  }

  @Test("a program that is not granted is not run: 125, and nothing on stdout")
  func refuses() throws {
    let lab = try Self.lab()
    #expect(try lab.bulkhead("exec", "sample", "--", "jq", "-n", "1+1").stdout == "2\n")
    let output = try lab.bulkhead("exec", "sample", "--", "perl", "-e", "print 1")
    #expect(output.code == 125)
    #expect(output.stdout.isEmpty)
    #expect(output.stderr.contains("bulkhead grant sample"))
    #expect(try lab.bulkhead("exec", "sample", "--", "no-such-program").code == 127)
    #expect(try lab.bulkhead("exec", "other", "--", "true").code == 125)
    #expect(try lab.bulkhead("exec", "sample").code != 0)
  }

  @Test("a plugin whose files have changed is not run")
  func changed() throws {
    let lab = try Self.lab()
    try lab.write("echo evil\n", to: "project/.claude/plugins/sample/hook.sh")
    #expect(try lab.bulkhead("exec", "sample", "--", "true").code == 125)
  }

  @Test("a grant and a revocation hold for the next run")
  func granting() throws {
    let lab = try Self.lab()
    #expect(try lab.bulkhead("grant", "sample", "fs:read", "secret", "--yes").code == 0)
    #expect(try lab.bulkhead("exec", "sample", "--", "cat", "secret").stdout == "topsecret\n")
    #expect(try lab.bulkhead("revoke", "sample", "fs:read", "secret").code == 0)
    #expect(try lab.bulkhead("exec", "sample", "--", "cat", "secret").stdout.isEmpty)
  }

  @Test("a signal to it is one to the command, and its exit code says which")
  func signals() throws {
    let lab = try Self.lab()
    let script = """
      import os, signal, subprocess, sys, time
      def run(number, command):
        p = subprocess.Popen([sys.argv[1], 'exec', 'sample', '--', 'sh', '-c', command], stdout=subprocess.PIPE)
        p.stdout.readline()
        p.send_signal(number)
        return p.wait()
      print(run(signal.SIGTERM, 'echo ready; exec sleep 60'), run(signal.SIGINT, 'echo ready; exec sleep 60'),
        run(signal.SIGTERM, 'trap "exit 9" TERM; echo ready; while :; do sleep 0.1; done'))
      """
    let output = try Program.run(
      "/usr/bin/python3", ["-c", script, Program.bulkhead], directory: lab.project,
      environment: lab.environment)
    #expect(output.stdout == "143 130 9\n", "\(output.stderr)")
  }
}
