import Foundation
import Testing

@Suite("streams and environment of a command")
struct StreamTests {
  @Test("bytes pass unchanged both ways")
  func bytes() throws {
    var data = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) })
    data.append(contentsOf: [0, 10, 13, 0xFF, 0xFE])
    let workshop = try Workshop()
    let outcome = try workshop.run(
      ["sh", "-c", "cat > granted/copy; cat granted/copy | wc -c"], input: data)
    #expect(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines) == "300005")
    #expect(FileManager.default.contents(atPath: workshop.path("granted/copy")) == data)
  }

  @Test("stdout and stderr stay apart")
  func separate() throws {
    let outcome = try Workshop().run(["sh", "-c", "echo out; echo err >&2"])
    #expect(outcome.output == "out\n")
    #expect(outcome.errors == "err\n")
  }

  @Test("a request and its answer, again and again, as an MCP server does")
  func requests() throws {
    let lines = (1...200).map { "{\"id\":\($0)}" }.joined(separator: "\n") + "\n"
    let outcome = try Workshop().run(
      ["sh", "-c", "while read -r line; do echo \"$line\"; done"], input: Data(lines.utf8))
    #expect(outcome.output == lines)
  }

  @Test("a reader that goes away ends the writer")
  func brokenPipe() throws {
    let workshop = try Workshop()
    let arguments = workshop.probeArguments(["yes"], Workshop.usualGrants, log: "/dev/null")
    let line = arguments.map { "'\($0)'" }.joined(separator: " ") + " | head -c 10"
    let (code, output, _) = try Workshop.start(
      ["/bin/bash", "-c", line], input: nil, in: workshop.project)
    #expect(code == 0)
    #expect(output == "y\ny\ny\ny\ny\n")
  }

  @Test("only granted variables are there")
  func variables() throws {
    let options = [
      "--variable", "GRANTED", "--environment",
      "GRANTED=yes,SECRET_TOKEN=no,LD_PRELOAD=/x.so,NODE_OPTIONS=--x,BASH_ENV=/x,GIT_DIR=/x,LANG=C",
    ]
    let outcome = try Workshop().run(["env"], options)
    #expect(outcome.output.contains("GRANTED=yes\n"))
    #expect(outcome.output.contains("LANG=C\n"))
    for name in ["SECRET_TOKEN", "LD_PRELOAD", "NODE_OPTIONS", "BASH_ENV", "GIT_DIR"] {
      #expect(!outcome.output.contains(name))
    }
    #expect(outcome.has("allowed", "env:read", "GRANTED"))
  }

  @Test("descriptors of whoever started it do not reach the command")
  func leakedDescriptors() throws {
    let workshop = try Workshop()
    let arguments = workshop.probeArguments(
      ["sh", "-c", "ls /proc/self/fd | sort -n | tr '\\n' ' '"], Workshop.usualGrants,
      log: "/dev/null")
    let line =
      "exec 7< '\(workshop.secret)' 9> /dev/null; exec "
      + arguments.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
    let (_, output, _) = try Workshop.start(
      ["/bin/bash", "-c", line], input: nil, in: workshop.project)
    // 3 is the directory that ls reads.
    #expect(output == "0 1 2 3 ")
  }

  @Test("a terminal is passed through")
  func terminal() throws {
    let workshop = try Workshop()
    let arguments = workshop.probeArguments(
      ["sh", "-c", "test -t 0 && test -t 1 && stty size"], Workshop.usualGrants, log: "/dev/null")
    let script = """
      import os, pty, sys, fcntl, termios, struct
      pid, fd = pty.fork()
      if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 33, 77, 0, 0))
        os.execv(sys.argv[1], sys.argv[1:])
      text = b''
      try:
        while True:
          part = os.read(fd, 1000)
          if not part: break
          text += part
      except OSError: pass
      print(text.decode().strip(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """
    let (_, output, errors) = try Workshop.start(
      ["/usr/bin/python3", "-c", script] + arguments, input: nil, in: workshop.project)
    #expect(output == "33 77 0\n", "\(errors)")
  }
}
