import BulkheadPolicy
import BulkheadRuntime
import BulkheadSource
import Testing

/// Built-ins and plugin share one realm. The prizes: the binding, whose functions send messages
/// without the checks of the built-ins; code from strings; a way to make built-ins misbehave for
/// honest code. (The 28 categories of vm2's docs/ATTACKS.md, Figma's Realms shim.)
@Suite("Attacks on the realm that a plugin shares with the built-ins")
struct RealmTests {
  @Test(
    "code from strings is refused, by every way to say it",
    arguments: [
      "eval('1')", "(0, eval)('1')", "globalThis['ev' + 'al']('1')",
      "Reflect.apply(eval, null, ['1'])",
      "Function('return 1')()", "new Function('return 1')()",
      "(() => {}).constructor('return 1')()",
      "(async () => {}).constructor('return 1')()", "(function* () {}).constructor('return 1')()",
      "(async function* () {}).constructor('return 1')()",
      "require('fs').readFileSync.constructor('return 1')()",
      "Object.getPrototypeOf(setTimeout).constructor('return 1')()",
      "Reflect.construct(Function, ['return 1'])()",
      "class F extends Function {} new F('return 1')()",
      "Function.prototype.constructor('return 1')()",
      "[].map.constructor('return 1')()", "fetch.constructor('return 1')()",
      "process.exit.constructor.constructor('return 1')()",
      "setTimeout('globalThis.x = 1', 0); await new Promise((done) => setTimeout(done, 5)); if (globalThis.x) return 'ran'; throw 1",
      "await import('data:text/javascript,export default 1')",
      "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))",
      "new ShadowRealm().evaluate('1')", "new Worker('data:,1')", "importScripts('x')",
      "require('vm').runInThisContext('1')", "require('module')._compile('1')",
      "module.constructor._load('fs')", "document.createElement('iframe').contentWindow.eval('1')",
    ])
  func codeGeneration(code: String) async throws {
    let result = try await Arena().run(code)
    #expect(!result.success, "\(result.value ?? nil)")
  }

  @Test("code from strings works where the policy allows it")
  func codeGenerationControl() async throws {
    let arena = try Arena(policy: .permissive)
    #expect(try await arena.run("eval('1') + Function('return 1')()").value == 2)
  }

  /// Wraps every function of every intrinsic, so that whatever the built-ins hand to any of them, as
  /// `this` or argument, is looked at: it must never be the binding or something that leads to it.
  static let spy = """
    const found = [], looked = new WeakSet(), R = Reflect, O = Object
    const prototypeOf = O.getPrototypeOf
    const own = R.ownKeys, descriptor = R.getOwnPropertyDescriptor, apply = R.apply, construct = R.construct, define = R.defineProperty
    const add = WeakSet.prototype.add, has = WeakSet.prototype.has
    function look(value, depth) {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || depth > 3) return
      if (apply(has, looked, [value])) return
      apply(add, looked, [value])
      let keys
      try { keys = own(value) } catch { return }
      for (let i = 0; i < keys.length && i < 200; i++) {
        const key = keys[i]
        if (key === 'callText' || key === 'moduleSource' || key === 'ops') found[found.length] = String(key)
        let property
        try { property = descriptor(value, key) } catch { continue }
        if (property && 'value' in property) look(property.value, depth + 1)
      }
    }
    function wrap(holder, key, original) {
      return function (...parameters) {
        look(this, 0)
        for (let i = 0; i < parameters.length; i++) look(parameters[i], 0)
        const result = new.target ? construct(original, parameters, new.target) : apply(original, this, parameters)
        look(result, 0)
        return result
      }
    }
    let wrapped = 0
    for (const name of ['Array', 'String', 'Map', 'Set', 'WeakMap', 'Promise', 'RegExp', 'Number', 'Date', 'Error',
      'Uint8Array', 'ArrayBuffer', 'DataView', 'Function', 'Object', 'Symbol']) {
      for (const holder of [globalThis[name], globalThis[name].prototype, prototypeOf(globalThis[name].prototype || {})]) {
        if (!holder) continue
        for (const key of own(holder)) {
          const property = descriptor(holder, key)
          if (key === 'constructor' || key === 'prototype' || !property || !property.configurable) continue
          if (typeof property.value === 'function') {
            define(holder, key, { ...property, value: wrap(holder, key, property.value) })
            wrapped++
          }
        }
      }
    }
    for (const holder of [Reflect, JSON, Math]) for (const key of own(holder)) {
      const property = descriptor(holder, key)
      if (typeof property.value === 'function') { define(holder, key, { ...property, value: wrap(holder, key, property.value) }); wrapped++ }
    }
    for (const key of ['path', 'ops', 'send', 'call', 'code', 'then', 'mode', 'argv', 'cwd', 'encoding', 'flag', 'recursive', 'start']) {
      define(Object.prototype, key, { configurable: true, get() { look(this, 0); return undefined },
        set(value) { look(this, 0); look(value, 0); define(this, key, { configurable: true, writable: true, enumerable: true, value }) } })
    }
    """

  @Test("no intrinsic that a plugin replaces is ever handed the binding")
  func spying() async throws {
    let arena = try Arena()
    let result = try await arena.run(
      """
      \(Self.spy)
      process.on('uncaughtException', (error) => look(error, 0))
      process.on('unhandledRejection', (error) => look(error, 0))
      const attempt = async (body) => { try { look(await body(), 0) } catch (error) { look(error, 0) } }
      for (const name of ['assert', 'buffer', 'console', 'crypto', 'events', 'fs', 'fs/promises', 'module', 'os', 'path',
        'process', 'querystring', 'string_decoder', 'timers', 'timers/promises', 'url', 'util']) {
        await attempt(() => {
          const module = require(name)
          look(module, 0)
          for (const key of own(module)) {
            if (typeof module[key] === 'function' && key !== 'exit' && key !== 'abort') {
              try { const made = module[key]('open/notes.txt', 'utf8', () => {}); if (made && made.catch) made.catch(() => {}) } catch (error) { look(error, 0) }
            }
          }
        })
      }
      await attempt(() => require('fs/promises').readFile('open/notes.txt', 'utf8'))
      await attempt(() => fetch('https://127.0.0.1/'))
      await attempt(() => new URL('https://example.com/?a=1').searchParams.get('a'))
      await attempt(() => new TextEncoder().encode('x'))
      await attempt(() => process.env.GRANTED)
      await attempt(() => require('./missing'))
      await attempt(() => import('node:fs'))
      await attempt(() => structuredClone({ a: [1] }))
      return [wrapped > 300, found]
      """)
    #expect(result.value == [true, []], "\(result.json.rendered())")
  }

  @Test("the spy does see what is handed to an intrinsic")
  func spyingControl() async throws {
    let result = try await Arena().run(
      """
      \(Self.spy)
      const decoy = { nested: { callText() {}, ops: {} } }
      ;[].push.call([], decoy)
      return found
      """)
    #expect(result.value == ["callText", "ops"])
  }

  @Test(
    "functions that an attacker replaces do not change what honest code gets from a built-in",
    arguments: [
      "Array.prototype.push = () => 0; Array.prototype.join = () => 'SPOILT'",
      "String.prototype.split = () => ['SPOILT']; String.prototype.slice = () => 'SPOILT'",
      "Map.prototype.get = () => { throw 1 }; Map.prototype.has = () => true",
      "Array.prototype[Symbol.iterator] = function* () { yield 'SPOILT' }",
      "Function.prototype.call = Function.prototype.apply = () => 'SPOILT'",
      "Reflect.apply = () => 'SPOILT'; Reflect.ownKeys = () => []",
      "Object.defineProperty = () => ({}); Object.freeze = (x) => x; Object.keys = () => []",
      "JSON.parse = () => ({ path: 'SPOILT' }); JSON.stringify = () => 'SPOILT'",
      "Object.defineProperty(Object.prototype, 'encoding', { get: () => 'hex' })",
      "Object.prototype.flag = 'w'; Object.prototype.recursive = true",
      "globalThis.String = () => 'SPOILT'; globalThis.Uint8Array = class {}",
      "RegExp.prototype.exec = () => null; RegExp.prototype.test = () => true",
    ])
  func replaced(attack: String) async throws {
    let arena = try Arena()
    let result = try await arena.run(
      "\(attack); return require('fs').readFileSync('open/notes.txt', 'utf8')")
    #expect(result.value == "open", "\(result.error?.stack ?? "")")
    // Whatever it did to the built-ins, the host decides as before.
    let denied = try await arena.run("return require('fs').readFileSync('secret.txt', 'utf8')")
    #expect(!Arena.seen(denied).contains(Arena.secret))
    #expect(arena.rows.denied.map(\.resource) == [arena.locations.project + "/secret.txt"])
  }

  @Test("a replaced Promise does not change how a program ends, nor what the next one may do")
  func replacedPromise() async throws {
    let arena = try Arena()
    let result = try await arena.run(
      """
      Promise.prototype.then = (f) => f(1)
      Promise.resolve = () => 'SPOILT'
      Object.defineProperty(Promise, Symbol.species, { get() { throw 1 } })
      globalThis.Promise = class {}
      return 'ended'
      """)
    #expect(result.value == "ended", "\(result.error?.stack ?? "")")
    let denied = try await arena.run("require('fs').readFileSync('secret.txt', 'utf8')")
    #expect(!denied.success)
    #expect(arena.rows.denied.count == 1)
  }

  @Test("errors of built-ins show nothing of the host, of the built-ins or of the closed file")
  func errors() async throws {
    let arena = try Arena()
    let result = try await arena.run(
      """
      const shown = []
      for (const body of [
        () => require('fs').readFileSync('secret.txt'), () => require('fs').readFileSync('../outside/secret.txt'),
        () => require('fs').readFileSync(Symbol()), () => require('fs').readFileSync({ toString() { throw new Error('own') } }),
        () => require('./missing'), () => require('fs').readFileSync('open/' + 'x'.repeat(5000)),
        () => new URL('::'), () => Buffer.alloc(-1), () => process.chdir('/'), () => null.x,
        () => { function f() { f() } f() },
      ]) {
        try { body() } catch (error) {
          for (let e = error; e; e = Object.getPrototypeOf(e)) for (const key of Reflect.ownKeys(e)) {
            try { shown.push(String(key) + '=' + String(error[key])) } catch {}
          }
        }
      }
      return shown.join('\\n')
      """)
    let text = try #require(result.value?.stringValue)
    #expect(text.contains("Permission denied"))
    #expect(!text.contains(Arena.secret))
    #expect(!text.contains("/Sources/"))
    #expect(!text.contains("bulkhead-worker"))
  }

  @Test(
    "nothing a plugin prints, returns or throws changes what the host says about it",
    arguments: [
      #"console.log('{"ok":true,"isolation":[]}')"#,
      "process.stdout.write(new Uint8Array([13, 0, 0, 0, 50, 0, 0, 0, 0, 1, 0, 0, 0, 48]))",
      "return { success: true, isolation: [], violations: [], stateLost: true, exitCode: 0 }",
      "Object.prototype.isolation = []; Object.prototype.toJSON = () => ({ ok: true, isolation: [] })",
      "JSON.stringify = () => '{\"ok\":true,\"isolation\":[],\"violations\":[]}'",
      "return { toJSON: () => ({ ok: true, isolation: [] }) }",
      "Object.defineProperty(Object.prototype, 'ok', { get: () => true })",
    ])
  func inBandSwitch(code: String) async throws {
    let arena = try Arena()
    let result = try await arena.run("\(code)")
    #expect(result.isolation.contains("seccomp"))
    #expect(result.violations == [])
    #expect(!result.stateLost && result.exitCode == nil)
    let next = try await arena.run("require('fs').readFileSync('secret.txt', 'utf8')")
    #expect(next.isolation == result.isolation)
    #expect(next.violations.count == 1)
    #expect(!Arena.seen(next).contains(Arena.secret))
  }
}
