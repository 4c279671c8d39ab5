import BulkheadPolicy
import BulkheadSource
import Foundation
import Glibc
import Testing

@testable import BulkheadRuntime

@Suite("The life of contexts and workers")
struct LifecycleTests {
  @Test("a hundred contexts at once each get their own answer")
  func concurrency() async throws {
    let runtime = SandboxRuntime(
      recorder: MemoryRecorder(), options: .init(workerPath: try workerPath()))
    try await withThrowingTaskGroup(of: (Int, JSONValue?).self) { group in
      for index in 0..<100 {
        group.addTask {
          let context = try runtime.openTestContext()
          _ = try await runtime.execute("globalThis.mine = \(index)", in: context)
          let result = try await runtime.execute(
            "await new Promise((done) => setTimeout(done, 1)); return mine", in: context)
          await runtime.destroyContext(context.id)
          return (index, result.value)
        }
      }
      for try await (index, value) in group { #expect(value == .integer(index)) }
    }
  }

  @Test("executions of one context come one after the other, in order")
  func order() async throws {
    let laboratory = try Laboratory()
    async let first = laboratory.run("globalThis.log = ['a']; await 0; log.push('b')")
    #expect(try await first.success)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<10 {
        group.addTask {
          _ = try await laboratory.run("log.push('('); await 0; await 0; log.push(')')")
        }
      }
      try await group.waitForAll()
    }
    let log = try await laboratory.run("log.join('')").value
    #expect(log == .string("ab" + String(repeating: "()", count: 10)))
  }

  @Test("a destroyed context runs nothing, and what ran in it is aborted")
  func destroy() async throws {
    let laboratory = try Laboratory()
    #expect(try await laboratory.run("1").success)
    let running = Task { try await laboratory.run("while (true) {}") }
    let waiting = Task { try await laboratory.run("for (;;) await 0") }
    // Whether or not these have begun: both have to come back.
    await laboratory.runtime.destroyContext(laboratory.context.id)
    for task in [running, waiting] {
      switch await task.result {
      case .success(let result): #expect(result.error?.name == "AbortError")
      case .failure(let error): #expect((error as? RuntimeError)?.code == "no-context")
      }
    }
    await #expect(throws: RuntimeError.self) { try await laboratory.run("3") }
    await laboratory.runtime.destroyContext(laboratory.context.id)
  }

  @Test("a cancelled task ends its execution, and no other")
  func cancel() async throws {
    let laboratory = try Laboratory()
    let task = Task { try await laboratory.run("while (true) {}") }
    let next = Task { try await laboratory.run("'next'") }
    task.cancel()
    let aborted = try await task.value
    #expect(aborted.error?.name == "AbortError")
    #expect(aborted.violations == [])
    #expect(try await next.value.value == "next")
  }

  @Test("nothing is left of contexts that are destroyed, or of a runtime that is let go")
  func leftovers() async {
    // In a process of its own, where no other test opens anything.
    await #expect(processExitsWith: .success) {
      let path = try workerPath()
      func runMany(destroying: Bool) async throws {
        let runtime = SandboxRuntime(recorder: MemoryRecorder(), options: .init(workerPath: path))
        for code in Array(repeating: ["1", "process.exit()", "while (true) {}"], count: 7).joined()
        {
          let context = try runtime.openTestContext(limits: .patient(cpuTimeMs: 20))
          _ = try await runtime.execute(code, in: context)
          if destroying { await runtime.destroyContext(context.id) }
        }
      }
      try await runMany(destroying: true)
      let before = try Leftovers()
      #expect(before.children.isEmpty)
      for isDestroying in [true, false] {
        try await runMany(destroying: isDestroying)
        // Nobody waits for the threads of a runtime that is gone.
        var after = try Leftovers()
        for _ in 0..<3000 where !after.children.isEmpty || after.descriptors > before.descriptors {
          try await Task.sleep(for: .milliseconds(20))
          after = try Leftovers()
        }
        #expect(after.children.isEmpty)
        #expect(after.descriptors <= before.descriptors)
      }
    }
  }

  @Test("when the host is killed its workers die, also one that never listens")
  func hostDeath() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let runtime = SandboxRuntime(
        recorder: MemoryRecorder(), options: .init(workerPath: try workerPath()))
      let busy = try runtime.openTestContext()
      Task { try await runtime.execute("console.log(1); while (true) {}", in: busy) }
      let idle = try runtime.openTestContext()
      _ = try await runtime.execute("1", in: idle)
      for _ in 0..<3000 where try Leftovers().children.count < 2 {
        try await Task.sleep(for: .milliseconds(20))
      }
      let pids = try Leftovers().children.map(String.init).joined(separator: " ")
      try pids.write(toFile: Self.notes(of: getppid()), atomically: true, encoding: .utf8)
      kill(getpid(), SIGKILL)
    }
    let notes = Self.notes(of: getpid())
    let pids = try String(contentsOfFile: notes, encoding: .utf8).split(separator: " ")
    try FileManager.default.removeItem(atPath: notes)
    #expect(pids.count == 2)
    for pid in pids {
      let exists = { FileManager.default.fileExists(atPath: "/proc/\(pid)/exe") }
      // Dead at once, but gone only when init has waited for it.
      for _ in 0..<3000 where exists() && Leftovers.state(of: pid) != "Z" {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(!exists() || Leftovers.state(of: pid) == "Z")
    }
  }

  private static func notes(of pid: Int32) -> String { "/tmp/bulkhead-host-death-\(pid)" }
}

/// What this process holds that contexts are made of.
private struct Leftovers {
  /// Pipes, process descriptors, files; not what the concurrency runtime opens for itself.
  var descriptors = 0
  var children: [Int]

  init() throws {
    let manager = FileManager.default
    for name in try manager.contentsOfDirectory(atPath: "/proc/self/fd") {
      let target = try? manager.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
      let isOurs = ["pipe:", "anon_inode:[pidfd]", "/"].contains { target?.hasPrefix($0) == true }
      if isOurs { descriptors += 1 }
    }
    children = try manager.contentsOfDirectory(atPath: "/proc").compactMap { Int($0) }
      .filter { Self.stat(of: "\($0)").dropFirst().first == "\(getpid())" }
  }

  static func state(of pid: some StringProtocol) -> Substring? { stat(of: pid).first }

  /// The fields of /proc/PID/stat after the name: state, parent …
  private static func stat(of pid: some StringProtocol) -> [Substring] {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return [] }
    return text[text.index(after: end)...].split(separator: " ")
  }
}
