import BulkheadPolicy
import Testing

@testable import BulkheadRuntime

/// Each program here is one of those that a limit inside the engine does not reach, or reaches late.
@Suite("Limits hold, whatever the program does")
struct LimitTests {
  @Test(
    "CPU time",
    arguments: [
      "while (true) {}",
      "for (;;) { try { while (true) {} } finally { continue } }",
      "const f = () => { Promise.resolve().then(f) }; f(); return 1",
      "for (;;) await 0",
      "const f = async () => { await 0; return f() }; await f()",
      "for await (const x of (async function* () { for (;;) yield 1 })()) {}",
      "function* g() { for (;;) yield 1 } for (const x of g()) {}",
      "(function f() { try { f() } finally { f() } })()",
      "/(a+)+$/.test('a'.repeat(40) + 'b')",
      "for (;;) Array.from({ length: 100000 }, Math.random).sort()",
      "const o = Array(1e5).fill({ a: 1 }); for (;;) JSON.parse(JSON.stringify(o))",
      "let n = 3n; for (;;) n = n * n % (1n << 4000n)",
      "for (;;) { try { require('fs').readFileSync('/x') } catch {} }",
      "const f = () => { for (let i = 0; i < 1000; i++) setTimeout(f, 0) }; f()",
      "const f = () => setImmediate(f); f()",
      "process.on('exit', () => { while (true) {} }); process.exit(0)",
      "process.on('uncaughtException', () => { for (;;) {} }); setTimeout(() => { throw 1 }, 0)",
    ])
  func cpuTime(code: String) async throws {
    let laboratory = try Laboratory(limits: .patient(memoryBytes: 1 << 30, cpuTimeMs: 250))
    let result = try await laboratory.run(code)
    #expect(result.error?.message == "timeout: the plugin used more than 250 ms of CPU time")
    #expect(result.error?.name == "TimeoutError")
    #expect(result.usage.cpuTimeMs > 250)
    #expect(result.stateLost)
    #expect(result.violations.map(\.type) == [.timeout])
    #expect(laboratory.recorder.violations == result.violations)
    let row = laboratory.recorder.events.last
    #expect(row?.action == "execute" && row?.allowed == false && row?.rule == "cpu-timeout")
    // The control: the same context, with a new worker, runs what keeps the limit.
    let next = try await laboratory.run("let n = 0; for (let i = 0; i < 1e4; i++) n += i; return n")
    #expect(next.value == 49_995_000)
    #expect(!next.stateLost)
  }

  @Test(
    "wall clock time, which passes while nothing is done, too",
    arguments: [
      "await new Promise((done) => setTimeout(done, 1e8))",
      "setInterval(() => {}, 50); await new Promise(() => {})",
      "await fetch('https://example.com')",
    ])
  func wallTime(code: String) async throws {
    let laboratory = try Laboratory(limits: .patient(timeoutMs: 300))
    let result = try await laboratory.run(code)
    #expect(result.error?.message == "timeout: the plugin ran longer than 300 ms")
    #expect(result.executionTimeMs > 300)
    #expect(result.violations.map(\.type) == [.timeout])
    #expect(laboratory.recorder.events.last?.rule == "timeout")
    let next = try await laboratory.run(
      "await new Promise((done) => setTimeout(done, 1)); return 1")
    #expect(next.value == 1)
  }

  @Test(
    "memory, wherever it is taken from",
    arguments: [
      "const a = []; for (;;) a.push({ x: [1, 2, 3] })",
      "const a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1))",
      "const a = []; for (;;) { try { a.push(new Uint8Array(1 << 22).fill(1)) } catch {} }",
      "const a = []; for (;;) a.push(Buffer.alloc(1 << 16, 1))",
      "let s = 'x'; for (;;) { s += s; s.charCodeAt(0) }",
      "const a = []; for (;;) a.push('x'.repeat(1000) + a.length)",
      "const m = new Map(); for (let i = 0;; i++) m.set(i, 'v' + i)",
      "const s = new Set(); for (;;) s.add(Symbol())",
      "let a = [1]; for (;;) a = a.concat(a)",
      "new Array(1e9).fill(0)",
      "const a = []; for (;;) a.push(Promise.reject(1))",
      "const a = []; for (;;) a.push(() => a)",
      "for (let i = 0;; i++) globalThis['k' + i] = new Uint8Array(1000)",
      "for (;;) setTimeout(() => {}, 1e6)",
      "for (;;) require('fs').promises.readFile('/x').catch(() => {})",
    ])
  func memory(code: String) async throws {
    let laboratory = try Laboratory(limits: .patient(memoryBytes: 64 << 20))
    let result = try await laboratory.run(code)
    #expect(result.error?.message == "memory limit: the plugin used more than 64 MB")
    #expect(result.stateLost)
    #expect(result.violations.map(\.type) == [.resource])
    #expect(laboratory.recorder.events.last?.rule == "memory-limit")
    #expect(result.usage.memoryBytes < 128 << 20)
    let next = try await laboratory.run("return new Uint8Array(16 << 20).fill(1).length")
    #expect(next.value == 16_777_216)
    #expect(next.usage.memoryBytes > 16 << 20)
  }

  @Test(
    "an allocation larger than the limit is an exception that names it",
    arguments: [
      "new ArrayBuffer(1 << 30)", "new Uint8Array(1 << 30).fill(1)",
      "'x'.repeat(2 ** 29).split('')",
    ])
  func largeAllocation(code: String) async throws {
    let laboratory = try Laboratory(limits: .patient(memoryBytes: 64 << 20))
    let result = try await laboratory.run("globalThis.kept = 1; " + code)
    #expect(
      result.error?.message
        == "memory limit: the plugin asked for more at once than is left of 64 MB")
    #expect(result.violations.map(\.type) == [.resource])
    let caught = try await laboratory.run(
      "try { \(code) } catch (error) { return [kept, error.name] }")
    #expect(caught.value == [1, "RangeError"])
  }

  @Test(
    "output, over both streams",
    arguments: [
      "for (;;) console.log('x'.repeat(1000))", "for (;;) console.error('x')",
      "for (;;) { process.stdout.write('a'); process.stderr.write('b') }",
      "process.stdout.write('x'.repeat(50_001))",
    ])
  func output(code: String) async throws {
    let laboratory = try Laboratory(limits: .patient(outputBytes: 50_000))
    let result = try await laboratory.run(code)
    #expect(result.error?.message == "output limit: the plugin printed more than 50000 bytes")
    #expect(result.stdout.utf8.count + result.stderr.utf8.count <= 50_000)
    #expect(result.violations.map(\.type) == [.resource])
    let next = try await laboratory.run("process.stdout.write('x'.repeat(50_000))")
    #expect(next.success)
    #expect(next.stdout.utf8.count == 50_000)
  }

  @Test("limits hold while the worker reads no answers")
  func unreadAnswers() async throws {
    let services = TinyServices(files: ["/big": String(repeating: "x", count: 1 << 20)])
    let laboratory = try Laboratory(
      limits: .patient(memoryBytes: 1 << 30, cpuTimeMs: 250), services: services)
    let result = try await laboratory.run(
      "for (let i = 0; i < 20; i++) require('fs').promises.readFile('/big'); while (true) {}")
    #expect(result.error?.name == "TimeoutError")
  }
}
