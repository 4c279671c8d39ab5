import BulkheadLinux
import BulkheadWire
import Glibc
import Synchronization
import Testing

@Suite("A worker's process")
struct WorkerProcessTests {
  private static let end: [UInt8] = [9, 0, 0, 0, 131, 0, 0, 0, 0, 0, 0, 0, 0]

  private func shutDown(_ worker: WorkerProcess) {
    #expect(write(worker.toWorker.rawValue, Self.end, Self.end.count) == Self.end.count)
  }

  @Test("that cannot be started says which program, and why")
  func notStarted() throws {
    for path in ["/none/bulkhead-worker", "bulkhead-worker", "/etc/passwd"] {
      let error = try #require(throws: LinuxError.self) { try WorkerProcess.start(path: path) }
      #expect(error.code == .start)
      #expect(error.message.contains(path))
    }
  }

  @Test("ends when it is told to, and its status can be asked for again")
  func exit() throws {
    let worker = try Programs.worker()
    _ = try Programs.firstField(of: worker)
    #expect(!worker.hasEnded)
    shutDown(worker)
    #expect(worker.wait() == .exited(0))
    #expect(worker.wait() == .exited(0))
    #expect(worker.hasEnded)
    worker.kill()
  }

  @Test("is killed from one thread while others wait for it")
  func kill() throws {
    let worker = try Programs.worker()
    let ends = Mutex<[WorkerProcess.ExitStatus]>([])
    // Threads of their own: waiting would keep the few that tasks share.
    let waiters = try (0..<2).map { _ in
      try Thread { ends.withLock { $0.append(worker.wait()) } }
    }
    worker.kill()
    for waiter in waiters { waiter.join() }
    #expect(ends.withLock { $0 } == Array(repeating: .signalled(SIGKILL), count: 2))
    #expect(worker.wait() == .signalled(SIGKILL))
  }

  @Test("does not outlive its last holder")
  func abandoned() throws {
    var worker: WorkerProcess? = try Programs.worker()
    let pid = try #require(worker?.pid)
    _ = try worker.map { try Programs.firstField(of: $0) }
    #expect(Glibc.kill(pid, 0) == 0)
    worker = nil
    #expect(Glibc.kill(pid, 0) != 0)
  }

  @Test("does not outlive a host that was killed, even in an endless loop")
  func orphan() throws {
    let host = try Programs.probe(["--host-of=\(Programs.path("bulkhead-worker"))"])
    let field = try #require(try Programs.firstField(of: host))
    let pid = try #require(Int32(field))
    try #require(ProcFile.text("/proc/\(pid)/status") != nil)
    host.kill()
    _ = host.wait()
    var isAlive = true
    for _ in 0..<3000 where isAlive {
      let state = ProcFile.text("/proc/\(pid)/status").flatMap { ProcFile.field("State", of: $0) }
      isAlive = state.map { !$0.hasPrefix("Z") } ?? false
      if isAlive { usleep(10_000) }
    }
    #expect(!isAlive)
  }

  @Test("lives on when the thread that asked for it ends")
  func starterEnds() throws {
    let started = Mutex<WorkerProcess?>(nil)
    try Thread { started.withLock { $0 = try? Programs.worker() } }.join()
    let worker = try #require(started.withLock { $0 })
    #expect(try Programs.firstField(of: worker) != nil)
    shutDown(worker)
    #expect(worker.wait() == .exited(0))
  }

  @Test("has five descriptors of its host's making and an environment of two variables")
  func surroundings() throws {
    // Any program will do that can be looked at.
    let process = try WorkerProcess.start(path: "/bin/sleep", arguments: ["600"])
    defer { process.kill() }
    var environment: String?
    for _ in 0..<3000 where environment?.isEmpty ?? true {
      environment = ProcFile.text("/proc/\(process.pid)/environ")
      if environment?.isEmpty ?? true { usleep(10_000) }
    }
    #expect(environment == "TZ=UTC\0GIGACAGE_ENABLED=0\0")
    let open = (0..<64).filter { access("/proc/\(process.pid)/fd/\($0)", F_OK) == 0 }
    #expect(open == [0, 1, 2, 3, 4])
    let fields = try #require(ProcFile.text("/proc/\(process.pid)/stat")).split(separator: " ")
    #expect(fields[5] == "\(process.pid)", "a session of its own")
  }

  @Test("its memory and time grow with what it does")
  func usage() throws {
    let worker = try Programs.worker()
    _ = try Programs.firstField(of: worker)
    let (memory, time) = (worker.currentMemory, worker.cpuNanoseconds)
    #expect(memory > 1 << 20)
    #expect(memory < 64 << 20)
    #expect(time > 0)
    let writer = FrameWriter(descriptor: worker.toWorker.rawValue)
    try writer.write(.start, fields: [#"{"cwd":"/","argv":["node"],"now":0}"#])
    try writer.write(
      .execute, id: 1, fields: [#"{"mode":"script","path":"/a.js","argv":[]}"#],
      bytes: Array(
        "globalThis.kept = new Uint8Array(64 << 20).fill(7); for (let i = 0; i < 2e7; i++);".utf8))
    #expect(try Programs.firstField(of: worker)?.contains("\"ok\":true") == true)
    #expect(worker.currentMemory > memory + 60 << 20)
    #expect(worker.peakMemory >= memory + 60 << 20)
    #expect(worker.cpuNanoseconds > time)
    let before = worker.cpuNanoseconds
    worker.kill()
    #expect(worker.wait() == .signalled(SIGKILL))
    #expect(worker.currentMemory == 0)
    #expect(worker.peakMemory >= memory + 60 << 20)
    #expect(worker.cpuNanoseconds >= before / 2)
  }

  @Test("what it says on its error stream is kept, up to a bound")
  func diagnostics() throws {
    let worker = try Programs.worker(["--unconfined"])
    #expect(worker.wait() == .exited(64))
    #expect(worker.diagnostics == "bulkhead-worker: unknown argument\n")
    let script =
      "i=0; while [ $i -lt 900 ]; do echo 0123456789012345678901234567890 >&2; i=$((i+1)); done"
    let loud = try WorkerProcess.start(path: "/bin/sh", arguments: ["-c", script])
    #expect(loud.wait() == .exited(0))
    #expect(loud.diagnostics.utf8.count == 16 << 10)
  }

  @Test("how it ended is said in words")
  func words() {
    #expect("\(WorkerProcess.ExitStatus.exited(70))" == "exit code 70")
    #expect("\(WorkerProcess.ExitStatus.signalled(SIGKILL))" == "killed by SIGKILL")
    #expect(
      "\(WorkerProcess.ExitStatus.signalled(SIGSYS))"
        == "killed by SIGSYS, a forbidden system call")
  }
}
