import Foundation
import Testing

@Suite("limits of a command")
struct LimitTests {
  static let python = ["--tool", "Bash(python3:*)"]

  @Test("exit codes are the command's own", arguments: [0, 1, 2, 42, 125, 126, 127, 255])
  func exitCodes(code: Int32) throws {
    #expect(try Workshop().run(["sh", "-c", "exit \(code)"]).code == code)
  }

  @Test("a signal is 128 and its number", arguments: [("KILL", 137), ("TERM", 143), ("SEGV", 139)])
  func signals(signal: String, code: Int32) throws {
    #expect(try Workshop().run(["sh", "-c", "kill -\(signal) $$"]).code == code)
  }

  @Test("what is not there is 127, what may not run 125")
  func notRun() throws {
    #expect(try Workshop().run(["no-such-program"]).code == 127)
    #expect(try Workshop().run(["./granted/none"]).code == 127)
    #expect(try Workshop().run(["perl", "-e", "1"]).code == 125)
  }

  @Test("wall clock time", arguments: Workshop.User.allCases)
  func wallTime(user: Workshop.User) throws {
    let outcome = try Workshop(user).run(
      ["sleep", "100"], Workshop.usualGrants + ["--limit", "timeoutMs=500"])
    #expect(outcome.code == 137)
    #expect(outcome.result.contains("timeoutMs"))
    #expect(outcome.rows.contains { $0.starts(with: ["violation", "timeout"]) })
  }

  @Test("CPU time of a loop", arguments: Workshop.User.allCases)
  func cpuTime(user: Workshop.User) throws {
    let outcome = try Workshop(user).run(
      ["sh", "-c", "while :; do :; done"], Workshop.usualGrants + ["--limit", "cpuTimeMs=300"])
    #expect(outcome.code == 137)
    #expect(outcome.result.contains("cpuTimeMs"))
  }

  @Test("CPU time of children that nobody waits for", arguments: Workshop.User.allCases)
  func hiddenCPUTime(user: Workshop.User) throws {
    let script = """
      import os, signal, time
      signal.signal(signal.SIGCHLD, signal.SIG_IGN)
      while True:
        if os.fork() == 0:
          end = time.process_time() + 0.05
          while time.process_time() < end: pass
          os._exit(0)
        time.sleep(0.06)
      """
    let outcome = try Workshop(user).run(
      ["python3", "-c", script], Workshop.usualGrants + Self.python + ["--limit", "cpuTimeMs=800"])
    #expect(outcome.code == 137)
    #expect(outcome.result.contains("cpuTimeMs"))
  }

  static let hogs = [
    "x = bytearray(700 << 20); import time; time.sleep(30)",
    "import mmap, time; m = mmap.mmap(-1, 700 << 20); m.write(b'x' * (700 << 20)); time.sleep(30)",
    "import os, time\nfor i in range(7):\n  if os.fork() == 0:\n    x = bytearray(100 << 20)\n    time.sleep(30)\n    os._exit(0)\nos.wait()",
  ]

  @Test(
    "memory: private, shared, and of many processes together", arguments: hogs,
    Workshop.User.allCases)
  func memory(script: String, user: Workshop.User) throws {
    let outcome = try Workshop(user).run(
      ["python3", "-c", script],
      Workshop.usualGrants + Self.python + ["--limit", "memoryLimit=256MB"])
    #expect(outcome.code == 137)
    #expect(outcome.result.contains("memoryLimit"), "\(outcome.result)")
  }

  @Test("memory within the limit is left alone", arguments: Workshop.User.allCases)
  func memoryWithin(user: Workshop.User) throws {
    let outcome = try Workshop(user).run(
      ["python3", "-c", "x = bytearray(100 << 20); print(len(x))"],
      Workshop.usualGrants + Self.python + ["--limit", "memoryLimit=256MB"])
    #expect(outcome.output == "104857600\n")
  }

  @Test("output is cut at the limit, and not before")
  func output() throws {
    let options = Workshop.usualGrants + ["--limit", "outputBytes=100000"]
    let over = try Workshop().run(["sh", "-c", "yes | head -c 200000; sleep 60"], options)
    #expect(over.output.utf8.count == 100_000)
    #expect(over.code == 137)
    let within = try Workshop().run(["sh", "-c", "yes | head -c 100000"], options)
    #expect(within.output.utf8.count == 100_000)
    #expect(within.code == 0)
  }

  @Test("file operations run out with EDQUOT")
  func fileOperations() throws {
    let script = "for i in 1 2 3 4 5 6 7 8 9; do cat readonly/file || exit 7; done"
    let outcome = try Workshop().run(
      ["sh", "-c", script], Workshop.usualGrants + ["--limit", "filesystemOps=5"])
    #expect(outcome.code == 7)
    #expect(outcome.errors.contains("Disk quota exceeded"))
  }

  @Test("a fork bomb meets the limit of processes and dies with its command")
  func forkBomb() throws {
    let script = "b() { b | b & }; b 2>/dev/null; sleep 1; echo over"
    let outcome = try Workshop().run(
      ["bash", "-c", script],
      Workshop.usualGrants + ["--processes", "60", "--limit", "timeoutMs=20000"])
    #expect(outcome.code == 0 || outcome.code == 137 || outcome.code == 254)
    #expect(try Self.count("b() { b | b & }") == 0)
  }

  @Test("no process outlives its command: in the background, in a session of its own, orphaned")
  func daemons() throws {
    let marker = "1\(UInt32.random(in: 100_000...999_999))"
    let script = """
      sleep \(marker) & (setsid sleep \(marker) &) ; nohup setsid sh -c 'sleep \(marker) & sleep \(marker)' &
      sleep 0.3
      """
    let options = Workshop.usualGrants + ["--tool", "Bash(setsid:*)"]
    #expect(try Workshop().run(["bash", "-c", script], options).code == 0)
    #expect(try Self.count("sleep \(marker)") == 0)
  }

  @Test("a supervisor that is killed takes everything with it")
  func supervisorKilled() throws {
    let workshop = try Workshop()
    let marker = "1\(UInt32.random(in: 100_000...999_999))"
    for _ in 0..<20 {
      let process = Process()
      let arguments = workshop.probeArguments(
        ["bash", "-c", "(setsid sleep \(marker) &); sleep \(marker)"],
        Workshop.usualGrants + ["--tool", "Bash(setsid:*)"], log: "/dev/null")
      process.executableURL = URL(fileURLWithPath: arguments[0])
      process.arguments = Array(arguments.dropFirst())
      try process.run()
      usleep(UInt32.random(in: 0...120_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    var rest = 1
    for _ in 0..<100 where rest > 0 {
      usleep(100_000)
      rest = try Self.count(marker)
    }
    #expect(rest == 0)
  }

  static func count(_ text: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").count { name in
      guard name.first?.isNumber == true,
        let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
      else { return false }
      return String(decoding: line.map { $0 == 0 ? 32 : $0 }, as: UTF8.self).contains(text)
    }
  }
}
