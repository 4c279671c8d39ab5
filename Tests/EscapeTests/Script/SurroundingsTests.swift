import BulkheadPolicy
import BulkheadRuntime
import BulkheadSource
import Foundation
import Glibc
import Testing

@Suite("Ways to what surrounds a plugin")
struct SurroundingsTests {
  @Test(
    "variables that are not granted do not exist",
    arguments: [
      "process.env.TOKEN", "process.env['TOKEN']", "Reflect.get(process.env, 'TOKEN')",
      "Object.entries(process.env)", "({ ...process.env })", "JSON.stringify(process.env)",
      "Object.getOwnPropertyDescriptor(process.env, 'TOKEN')", "'TOKEN' in process.env",
      "process.env.HOME", "process.env.PATH", "process.env.LD_PRELOAD", "process.env.__proto__",
      "Object.getPrototypeOf(process.env)", "require('util').inspect(process.env)",
      "structuredClone(process.env)", "process.env.token", "process.env['TOKEN\\0']",
    ])
  func environment(code: String) async throws {
    let arena = try Arena()
    let result = try await arena.run(code)
    let seen = Arena.seen(result)
    #expect(!seen.contains(Arena.secret))
    #expect(!seen.contains("/home"))
    #expect(!seen.contains("/usr/bin"))
    #expect(arena.rows.accesses.allSatisfy { !$0.allowed || $0.resource == "GRANTED" })
    #expect(try await arena.run("process.env.GRANTED").value == "granted")
  }

  @Test(
    "modules come from the plugin's own directory and nowhere else",
    arguments: [
      "require('../../outside/module')", "require('BASE/outside/module.js')",
      "require('file://BASE/outside/module.js')", "await import('BASE/outside/module.js')",
      "require('./up')", "require('./up/module')", "require('escapes')", "require('hops')",
      "require('../secret.txt')", "require('/etc/passwd')", "require('./link.js')",
      "require('module').createRequire('BASE/outside/x.js')('./module')",
      "require('module').createRequire('/')('BASE/outside/module')",
      "require('./a/../../../outside/module.js')", "require('./%2e%2e/%2e%2e/outside/module.js')",
      "require('./\\0/../../outside/module.js')", "require('child_process').execSync('id')",
      "require('node:child_process')", "require('node:vm')", "require('node:net').connect(22)",
      "require('http').get('http://127.0.0.1')", "require('worker_threads')",
      "require('node:sqlite')",
      "process.binding('fs')", "process.dlopen({}, '/lib/x86_64-linux-gnu/libc.so.6')",
      "process.mainModule.require('child_process')", "require.main.require('child_process')",
      "require('internal/modules')", "require('bulkhead:fs')", "require('internal/fetch')",
      "require.cache['fs'].binding.send", "require('node:internal/modules')",
    ])
  func modules(code: String) async throws {
    let arena = try Arena(plugin: [
      "own.js": "module.exports = 'own'",
      "node_modules/escapes/package.json":
        #"{"name":"escapes","main":"../../../../outside/module.js"}"#,
      "node_modules/hops/package.json":
        #"{"name":"hops","exports":{".":"./../../../../outside/module.js"}}"#,
      "a/x.js": "",
    ])
    let manager = FileManager.default
    let plugin = arena.locations.pluginRoot
    try manager.createSymbolicLink(
      atPath: plugin + "/up", withDestinationPath: "../../outside")
    try manager.createSymbolicLink(
      atPath: plugin + "/link.js", withDestinationPath: "../../outside/module.js")
    let result = try await arena.run(code)
    #expect(!result.success, "\(result.value ?? nil)")
    #expect(!Arena.seen(result).contains(Arena.secret))
    #expect(!arena.rows.accesses.contains { $0.allowed && !$0.resource.hasPrefix(plugin) })
    #expect(try await arena.run("require('./own')").value == "own")
  }

  @Test(
    "a server on this machine is not reached by any spelling of its address",
    arguments: [
      "127.0.0.1", "localhost", "2130706433", "0x7f000001", "017700000001", "127.1", "127.0.1",
      "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "0.0.0.0", "[::]",
      "127.0.0.1.", "LOCALHOST", "ⓛocalhost", "127。0。0。1", "example.com@127.0.0.1",
      "localhost%00.example.com", "127.0.0.1%23.example.com",
    ])
  func network(host: String) async throws {
    let server = try LoopbackServer()
    let granted = PermissionSet(network: [
      .init(host: "example.com", ports: [server.port], protocols: ["http"])
    ])
    let arena = try Arena(permissions: granted)
    for scheme in ["http", "https"] {
      let result = try await arena.run(
        "return await (await fetch('\(scheme)://\(host):\(server.port)/')).text()")
      #expect(!result.success)
      #expect(!Arena.seen(result).contains(Arena.secret))
    }
    #expect(arena.rows.accesses.allSatisfy { !$0.allowed })
    #expect(server.connections == 0)
    // The control: a person granted this very address, under a policy that lets them.
    let development = try Arena(
      permissions: PermissionSet(network: [
        .init(host: "127.0.0.1", ports: [server.port], protocols: ["http"])
      ]),
      policy: .development)
    let allowed = try await development.run(
      "return await (await fetch('http://127.0.0.1:\(server.port)/')).text()")
    #expect(allowed.value == .string(Arena.secret))
    #expect(server.connections == 1)
    #expect(allowed.usage.networkCalls == 1)
  }

  @Test(
    "fetch opens nothing but http and https",
    arguments: [
      "file://BASE/outside/secret.txt", "file:///etc/passwd", "data:text/plain,x", "blob:x",
      "ftp://example.com/", "unix:/var/run/docker.sock", "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
      "javascript:1", "gopher://127.0.0.1/", "dict://127.0.0.1/", "//127.0.0.1/", "/etc/passwd",
    ])
  func schemes(url: String) async throws {
    let arena = try Arena()
    let result = try await arena.run("return await (await fetch('\(url)')).text()")
    #expect(!result.success)
    #expect(!Arena.seen(result).contains(Arena.secret))
    #expect(!Arena.seen(result).contains("root:x:"))
  }

  @Test(
    "processes, signals and the machine are out of reach",
    arguments: [
      "process.kill(1, 9)", "process.kill(process.ppid)", "process.chdir('/')", "process.setuid(0)",
      "process.report.writeReport()", "process._linkedBinding('fs')", "process.openStdin().fd.x.y",
      "process.stdout._handle.fd.x", "new (require('fs').ReadStream)('/etc/passwd').x.y",
      "require('os').setPriority(0)", "require('fs').openSync('/etc/passwd').x.y",
      "require('fs').watch('/etc').x.y",
      "Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)",
    ])
  func processes(code: String) async throws {
    let arena = try Arena()
    let result = try await arena.run(code)
    #expect(!result.success)
    #expect(!result.stateLost)
    #expect(arena.rows.accesses.allSatisfy { !$0.allowed })
  }

  @Test("what a plugin may know of the machine is nothing of this one")
  func facts() async throws {
    let result = try await Arena().run(
      """
      const os = require('os')
      return [os.hostname(), os.userInfo().username, os.networkInterfaces(), process.pid, process.ppid,
        process.execPath, os.release(), process.getuid()]
      """)
    var name = utsname()
    uname(&name)
    let release = withUnsafeBytes(of: &name.release) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    #expect(result.success)
    #expect(!Arena.seen(result).contains(ProcessInfo.processInfo.hostName))
    #expect(!Arena.seen(result).contains(release))
    #expect(result.value?.arrayValue?[3] != .integer(Int(getpid())))
  }
}
