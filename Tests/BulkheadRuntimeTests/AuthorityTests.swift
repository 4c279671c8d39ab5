import BulkheadBroker
import BulkheadPolicy
import BulkheadSource
import Foundation
import Testing

@testable import BulkheadRuntime

/// A project directory with a plugin in it.
struct Project {
  let root: String
  let locations: Locations

  init() throws {
    let made = NSTemporaryDirectory() + "bulkhead-runtime-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: made + "/plugin/lib", withIntermediateDirectories: true)
    // The real path: /tmp may be a link.
    root = URL(fileURLWithPath: made).resolvingSymlinksInPath().path
    locations = Locations(
      project: root, pluginRoot: root + "/plugin", pluginData: root + "/data", home: root + "/home",
      pluginName: "sample")
  }

  func write(_ text: String, to path: String) throws {
    try text.write(toFile: root + "/" + path, atomically: false, encoding: .utf8)
  }

  func remove() { try? FileManager.default.removeItem(atPath: root) }
}

extension SecurityPolicy {
  /// Strict but for the time it allows.
  static var patient: SecurityPolicy {
    var policy = strict
    policy.limits = .patient(filesystemOps: 1_000_000)
    return policy
  }
}

@Suite("A context under the authority of its plugin")
struct AuthorityTests {
  let project: Project
  let recorder = MemoryRecorder()
  let runtime: SandboxRuntime

  init() throws {
    project = try Project()
    runtime = SandboxRuntime(recorder: recorder, options: .init(workerPath: try workerPath()))
    try project.write("open", to: "notes.txt")
    try project.write("closed", to: "secret.txt")
  }

  private func context(
    _ permissions: PermissionSet, limits: ResourceLimits = .patient(),
    surroundings: Surroundings = Surroundings()
  ) throws -> SandboxContext {
    try runtime.createContext(
      plugin: "sample", permissions: permissions, policy: .patient, locations: project.locations,
      limits: limits,
      surroundings: surroundings)
  }

  @Test("what is granted works, what is not is denied, and both are written down")
  func denial() async throws {
    defer { project.remove() }
    let context = try context(
      PermissionSet(filesystem: [.init(path: "notes.txt", access: .read)], env: ["LANG"]),
      surroundings: Surroundings(environment: ["LANG": "C", "TOKEN": "t"]))
    let allowed = try await runtime.execute(
      "[require('fs').readFileSync('notes.txt', 'utf8'), process.env.LANG]", in: context)
    #expect(allowed.value == ["open", "C"])
    #expect(allowed.usage.filesystemOps == 1)
    #expect(allowed.violations == [])
    let denied = try await runtime.execute(
      "require('fs').readFileSync('secret.txt', 'utf8')", in: context)
    #expect(!denied.success)
    #expect(denied.error?.message.contains("Permission denied") == true)
    #expect(denied.error?.code == "EACCES")
    #expect(denied.violations.map(\.type) == [.permission])
    #expect(recorder.violations == denied.violations)
    let variable = try await runtime.execute("process.env.TOKEN", in: context)
    #expect(variable.value == nil)
    let rows = recorder.events.map { "\($0.action) \($0.allowed)" }
    #expect(
      rows == [
        "isolation true", "fs:read true", "env:read true", "fs:read false", "env:read false",
      ])
  }

  @Test("a revoke counts from the next request of a running program on")
  func revoke() async throws {
    defer { project.remove() }
    let live = LiveAuthority(
      Authority(
        permissions: PermissionSet(filesystem: [.init(path: "notes.txt", access: .read)]),
        policy: .patient, locations: project.locations))
    let context = try runtime.createContext(
      plugin: "sample", authority: live, limits: .patient(filesystemOps: 1_000_000))
    let result = try await runtime.execute(
      """
      const fs = require('fs')
      fs.readFileSync('notes.txt')
      console.log('read')
      for (;;) fs.readFileSync('notes.txt')
      """, in: context
    ) { _ in live.update(.none) }
    #expect(result.error?.code == "EACCES")
    #expect(result.violations.map(\.type) == [.permission])
  }

  @Test(
    "calls are counted over the life of a context, and end with their own message",
    arguments: [
      ("for (;;) require('fs').readFileSync('notes.txt')", "filesystem operation limit"),
      ("for (;;) await require('fs').promises.readFile('notes.txt')", "filesystem operation limit"),
      (
        "for (;;) try { require('fs').statSync('secret.txt') } catch (error) { "
          + "if (error.code === 'ERR_BULKHEAD_LIMIT') throw error }", "filesystem operation limit"
      ),
      (
        "for (;;) await fetch('https://127.0.0.1/').catch((error) => { "
          + "if (String(error).includes('limit') || String(error.cause).includes('limit')) throw error.cause || error })",
        "network call limit"
      ),
    ])
  func callLimits(code: String, message: String) async throws {
    defer { project.remove() }
    let context = try context(
      PermissionSet(filesystem: [.init(path: "notes.txt", access: .read)]),
      limits: .patient(networkCalls: 5, filesystemOps: 20))
    let first = try await runtime.execute(
      "require('fs').readFileSync('notes.txt', 'utf8')", in: context)
    #expect(first.value == "open")
    let result = try await runtime.execute(code, in: context)
    #expect(result.error?.message.contains(message) == true, "\(result.error?.stack ?? "")")
    #expect(result.violations.contains { $0.type == .resource })
    #expect(result.usage.filesystemOps == (message.hasPrefix("file") ? 19 : 0))
    #expect(result.usage.networkCalls == (message.hasPrefix("net") ? 5 : 0))
    // It is the calls that are used up, nothing else.
    #expect(try await runtime.execute("1 + 1", in: context).value == 2)
  }

  @Test("who asks on and on after the calls are used up is ended")
  func refusals() async throws {
    defer { project.remove() }
    let context = try context(.none, limits: .patient(filesystemOps: 3))
    let result = try await runtime.execute(
      "for (;;) try { require('fs').statSync('/x') } catch {}", in: context)
    #expect(result.error?.code == "request-limit")
    #expect(result.usage.filesystemOps == 3)
    // The log is not flooded by it: three denials, the violation, what armed and ended the worker.
    #expect(recorder.events.count == 5)
  }

  @Test("an installed plugin's file runs with its arguments, its modules are those approved")
  func entry() async throws {
    defer { project.remove() }
    try project.write(
      "console.log(require('./lib/greet')(process.argv[2]))", to: "plugin/main.js")
    try project.write("module.exports = (name) => 'hello ' + name", to: "plugin/lib/greet.js")
    let context = try context(
      .none, surroundings: Surroundings { path, _ in path.hasSuffix(".js") })
    let result = try await runtime.run(entry: "main.js", in: context, arguments: ["you"])
    #expect(result.success, "\(result.error?.stack ?? "")")
    #expect(result.stdout == "hello you\n")
    let unapproved = try runtime.createContext(
      plugin: "sample", permissions: .none, locations: project.locations)
    let refused = try await runtime.run(entry: "main.js", in: unapproved)
    #expect(refused.error?.message.contains("not the file that was approved") == true)
    let failing = try await runtime.run(entry: "../secret.txt", in: context)
    #expect(failing.error?.message.contains("Permission denied") == true)
  }

  @Test("a plugin may be TypeScript and modules, under the same authority")
  func typeScript() async throws {
    defer { project.remove() }
    try project.write(
      """
      import { greet, type Name } from './lib/greet.js'
      import data from './lib/data.json' with { type: 'json' }
      const name: Name = process.argv[2] as Name
      console.log(greet(name), data.n, (await import('./lib/common.cjs')).default)
      const refused: string = await import('../secret.txt').then(() => 'read', (e: Error) => e.message)
      console.log(refused.includes('Permission denied'))
      """, to: "plugin/main.ts")
    try project.write(
      """
      export type Name = string
      enum Tone { polite = 'good day' }
      export const greet = (name: Name): string => `${Tone.polite} ${name}`
      """, to: "plugin/lib/greet.ts")
    try project.write("{ \"n\": 5 }", to: "plugin/lib/data.json")
    try project.write("module.exports = 'common'", to: "plugin/lib/common.cjs")
    let context = try context(.none, surroundings: Surroundings { _, _ in true })
    let result = try await runtime.run(entry: "main.ts", in: context, arguments: ["you"])
    #expect(result.success, "\(result.error?.stack ?? "")")
    #expect(result.stdout == "good day you 5 common\ntrue\n")
  }

  @Test("limits are capped by the policy")
  func cap() async throws {
    defer { project.remove() }
    var policy = SecurityPolicy.strict
    policy.limits.cpuTimeMs = 100
    let context = try runtime.createContext(
      plugin: "sample", permissions: .none, policy: policy, locations: project.locations,
      limits: .patient(cpuTimeMs: 60_000))
    let result = try await runtime.execute("while (true) {}", in: context)
    #expect(result.error?.message == "timeout: the plugin used more than 100 ms of CPU time")
  }
}
