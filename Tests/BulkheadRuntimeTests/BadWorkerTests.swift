import BulkheadLinux
import BulkheadPolicy
import BulkheadWire
import Foundation
import Testing

@testable import BulkheadRuntime

/// A program that stands where the worker should.
struct Impostor {
  let directory: String
  let path: String

  /// Writes a shell script; `mode` is that of its file.
  init(_ script: String, mode: Int = 0o755) throws {
    directory = NSTemporaryDirectory() + "impostor-" + UUID().uuidString
    path = directory + "/bulkhead-worker"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try ("#!/bin/sh\n" + script).write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  func remove() { try? FileManager.default.removeItem(atPath: directory) }
}

@Suite("A worker that is not what it should be")
struct BadWorkerTests {
  @Test(
    "the path of the worker is checked before anything is started",
    arguments: [
      ("relative/bulkhead-worker", "worker-relative"),
      ("/nowhere/bulkhead-worker", "worker-missing"),
      ("/tmp", "worker-not-executable"), ("/etc/passwd", "worker-not-executable"),
    ])
  func path(path: String, code: String) throws {
    let runtime = SandboxRuntime(recorder: MemoryRecorder(), options: .init(workerPath: path))
    let error = try #require(throws: RuntimeError.self) { try runtime.openTestContext() }
    #expect(error.code == code)
    #expect(error.message.contains(path))
    #expect(error.help?.contains("bulkhead-worker") == true)
    #expect(try workerPath().hasPrefix("/"))
  }

  @Test(
    "a program that does not become a confined worker of this build is refused, and its words escaped",
    arguments: [
      ("exit 0", "it ended, exit code 0"),
      ("printf 'no \\033[31mworker' >&2; exit 3", #"exit code 3: no \u{1B}[31mworker"#),
      ("kill -9 $$", "killed by SIGKILL"),
      // Frames: length, operation, id, then length of the text and text.
      ("printf 'hello world, this is no frame' >&4", "frame length"),
      (
        #"printf '\017\000\000\000\065\000\000\000\000\006\000\000\000{\042a\042:0' >&4"#, "no JSON"
      ),
      (
        #"printf '\020\000\000\000\065\000\000\000\000\007\000\000\000{\042a\042:0}' >&4"#,
        "another build"
      ),
      (
        #"printf '\013\000\000\000\064\000\000\000\000\002\000\000\000{}' >&4; cat"#,
        "no ready frame"
      ),
      (#"printf '\013\000' >&4"#, "channel closed inside a frame"),
    ])
  func impostor(script: String, reason: String) async throws {
    let impostor = try Impostor(script)
    defer { impostor.remove() }
    let laboratory = try Laboratory(options: .init(workerPath: impostor.path))
    let error = await #expect(throws: RuntimeError.self) { try await laboratory.run("1") }
    #expect(error?.message.contains(reason) == true, "\(error.map { "\($0)" } ?? "no error")")
    let row = try #require(laboratory.recorder.events.last)
    #expect(row.action == "isolation" && !row.allowed)
    await laboratory.runtime.destroyContext(laboratory.context.id)
  }

  @Test("a worker that says it is ready without being confined is refused, by the kernel's word")
  func liar() async throws {
    let layers = Layer.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    let ready = Array(
      #"{"isolation":[\#(layers)],"protocol":\#(WireProtocol.fingerprint)}"#.utf8)
    let octal = { (value: Int) in
      (0..<4).map { "\\" + String(format: "%03o", (value >> ($0 * 8)) & 255) }.joined()
    }
    let text = ready.map { "\\" + String(format: "%03o", $0) }.joined()
    let frame = octal(ready.count + 9) + "\\065" + octal(0) + octal(ready.count) + text
    let impostor = try Impostor("printf '\(frame)' >&4; cat <&3 >/dev/null")
    defer { impostor.remove() }
    let laboratory = try Laboratory(options: .init(workerPath: impostor.path))
    let error = await #expect(throws: RuntimeError.self) { try await laboratory.run("1") }
    #expect(error?.code == "isolation-incomplete")
    #expect(error?.message.contains("not confined: Seccomp is 0") == true)
  }

  @Test("a worker that announces less than all layers is refused unless that is accepted by name")
  func gaps() async throws {
    // The machine has all layers; what is accepted is not taken away.
    let options = SandboxRuntime.Options(
      workerPath: try workerPath(), unconfinedLayers: [.namespaces, .landlock])
    let result = try await Laboratory(options: options).run("1")
    #expect(result.value == 1)
    #expect(result.isolation.contains("namespaces"))
    #expect(WorkerConnection.gaps(in: result.isolation, accepting: []) == [])
    #expect(
      WorkerConnection.gaps(in: ["namespaces", "empty-root", "no-privileges"], accepting: []) == [
        .landlock, .resourceLimits, .seccomp,
      ])
    #expect(
      WorkerConnection.gaps(
        in: ["resource-limits", "no-privileges", "landlock-abi-4", "seccomp"], accepting: [])
        == [.namespaces, .emptyRoot])
    #expect(
      WorkerConnection.gaps(
        in: ["resource-limits", "no-privileges", "landlock-abi-4", "seccomp"],
        accepting: [.namespaces]) == [])
    #expect(WorkerConnection.gaps(in: ["seccomp-light"], accepting: []).contains(.landlock))
  }

  @Test(
    "what no worker sends ends it and is a violation",
    arguments: [
      ("not a frame at all", "protocol"),
      // No such operation.
      (#"\005\000\000\000\377\000\000\000\000"#, "protocol"),
      // A reply, which is the host's.
      (#"\005\000\000\000\202\000\000\000\000"#, "protocol"),
      // 2 GB.
      (#"\377\377\377\177\001\000\000\000\000"#, "protocol"),
      // ReadFile without a path.
      (#"\005\000\000\000\001\000\000\000\000"#, "protocol"),
      // Ready again.
      (#"\013\000\000\000\065\001\000\000\000\002\000\000\000{}"#, "protocol"),
      // Result of another.
      (#"\013\000\000\000\064\007\000\000\000\002\000\000\000{}"#, "protocol"),
      // No result in it.
      (#"\013\000\000\000\064\001\000\000\000\002\000\000\000{}"#, "protocol"),
      // Exit code 99.
      (#"\013\000\000\000\062\000\000\000\000\002\000\000\00099"#, "exit"),
      // Exit code 999.
      (#"\014\000\000\000\062\000\000\000\000\003\000\000\000999"#, "protocol"),
      // Half a frame.
      (#"\013\000\000\000\062"#, "crash"),
      ("", "crash"),
    ])
  func protocolViolation(frame: String, code: String) throws {
    let impostor = try Impostor("head -c 1 <&3 >/dev/null; printf '\(frame)' >&4; exit 5")
    defer { impostor.remove() }
    let recorder = MemoryRecorder()
    let session = try Session.unconfined(impostor, recorder)
    let result = try session.execute(.script("1")).get()
    #expect(result.error?.code == code)
    #expect(result.stateLost)
    #expect(session.worker == nil)
    if code == "exit" {
      #expect(result.exitCode == 99)
      #expect(recorder.violations == [])
    } else {
      #expect(result.violations.map(\.type) == [.crash])
      #expect(recorder.violations == result.violations)
      #expect(recorder.events.last?.rule == code)
    }
  }

  @Test(
    "a worker that does anything while nobody asks is ended",
    arguments: [
      ("exit 0", "it ended or spoke"), ("printf x >&4; read line <&3", "it ended or spoke"),
      ("while :; do :; done", "it computed"),
    ])
  func idle(script: String, reason: String) async throws {
    let impostor = try Impostor(script)
    defer { impostor.remove() }
    let recorder = MemoryRecorder()
    let mailbox: Mailbox
    do {
      // From here on it belongs to its thread.
      nonisolated(unsafe) let session = try Session.unconfined(impostor, recorder)
      mailbox = session.mailbox
      try ServingThread.start { session.run() }
    }
    for _ in 0..<3000 where recorder.violations.isEmpty {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(recorder.violations.map(\.type) == [.crash])
    #expect(recorder.violations.first?.message.contains(reason) == true)
    #expect(recorder.events.map(\.rule) == ["idle-worker"])
    mailbox.post(.close {})
  }

  @Test("a worker that sends requests for ever and reads nothing is ended by the limits")
  func flood() throws {
    // readFile of /x with an id, again and again.
    let impostor = try Impostor(
      #"while :; do printf '\013\000\000\000\001\001\000\000\000\002\000\000\000/x' >&4; done"#)
    defer { impostor.remove() }
    let session = try Session.unconfined(
      impostor, MemoryRecorder(), limits: .patient(cpuTimeMs: 60_000, timeoutMs: 1000))
    let result = try session.execute(.script("1")).get()
    #expect(result.error?.code == "timeout")
  }
}

extension Session {
  /// A session, on the calling thread, whose worker is an impostor.
  static func unconfined(
    _ impostor: Impostor, _ recorder: MemoryRecorder, limits: ResourceLimits = .patient(),
    services: any HostServices = TinyServices()
  ) throws -> Session {
    // Threads that serve block it; this one is of the tests.
    signal(SIGPIPE, SIG_IGN)
    let context = SandboxContext(id: "test", plugin: "sample")
    let session = Session(
      settings: SessionSettings(
        context: context, limits: limits,
        worker: WorkerSettings(
          path: impostor.path, justInTime: true, memoryBytes: 64 << 20, acceptedGaps: []),
        pluginRoot: "/plugin", start: "{}", services: services,
        reporter: ViolationReporter(context: context, recorder: recorder, onViolation: nil)),
      mailbox: try Mailbox())
    session.worker = try WorkerConnection(unconfined: session.settings.worker)
    return session
  }
}

extension Job {
  static func script(_ code: String) -> Job {
    Job(id: 1, program: .script(code: code, name: nil), arguments: [], onOutput: nil) { _ in }
  }
}
