import Testing

@Suite("A worker runs modules")
struct ModuleTests {
  /// The lines that a program of several files prints; `main.js` is its start.
  private func output(_ files: [String: String], main: String = "main.js") throws -> String {
    let host = try TinyHost()
    for (name, source) in files { host.files["/project/" + name] = Array(source.utf8) }
    let outcome = try host.run("", mode: "entry", path: "/project/" + main)
    let result = outcome.result ?? "no result"
    return outcome.stdout + (result.hasPrefix(#"{"ok":true"#) ? "" : result)
  }

  @Test("imports are live, also in cycles, and functions are there before their module runs")
  func liveBindings() throws {
    let files = [
      "main.js": """
      import { count, add, default as twice } from './counter.js'
      import * as all from './counter.js'
      export function early() { return 'early' }
      add(); add()
      console.log(count, all.count, twice(4), twice.name, (() => 1).name)
      """,
      "counter.js": """
      import { early } from './main.js'
      console.log(early())
      export let count = 0
      export const add = () => { count += 1 }
      export default function (x) { return 2 * x }
      """,
    ]
    #expect(try output(files) == "early\n2 2 8 default \n")
  }

  @Test("modules run once, dependencies first, in the order they are asked for")
  func order() throws {
    let files = [
      "main.js": "import './b.js'; import './a.js'; import './b.js'; console.log('main')",
      "a.js": "import './c.js'; console.log('a')",
      "b.js": "import './c.js'; await 0; console.log('b')", "c.js": "console.log('c')",
    ]
    #expect(try output(files) == "c\na\nb\nmain\n")
  }

  @Test("namespaces are sorted, fixed and without prototype")
  func namespaces() throws {
    let files = [
      "main.js": """
      import * as n from './n.js'
      console.log(Object.keys(n).join(), Object.prototype.toString.call(n))
      console.log(Object.getPrototypeOf(n), Object.isExtensible(n), Reflect.set(n, 'a', 1))
      console.log(JSON.stringify(Object.getOwnPropertyDescriptor(n, 'a')), delete n.zzz)
      try { n.a = 2 } catch (error) { console.log(error.name) }
      console.log(n.inner.x, n.same, await import('./n.js') === n)
      """,
      "n.js": """
      export let b = 2, a = 1; export default 3; export * from './m.js'; export * as inner from './m.js'
      export { x as same } from './m.js'
      """,
      "m.js": "export const x = 'x'; export default 'hidden'",
    ]
    #expect(
      try output(files) == """
        a,b,default,inner,same,x [object Module]
        null false false
        {"value":1,"writable":true,"enumerable":true,"configurable":false} true
        TypeError
        x x true

        """)
  }

  @Test("CommonJS, built-in and JSON modules can be imported, and modules required")
  func otherKinds() throws {
    let files = [
      "main.js": """
      import common, { named } from './common.cjs'
      import * as space from './common.cjs'
      import { join } from 'node:path'
      import data from './data.json' with { type: 'json' }
      console.log(common.named, named, space.named, space.default === common, join('a', 'b'), data.x)
      console.log(import.meta.url, import.meta.dirname, import.meta.resolve('./common.cjs'))
      """,
      "common.cjs": """
      const required = require('./plain.js')
      exports.named = required.value + required.default
      import('./plain.js').then((module) => console.log('later', module.value, module === required))
      """,
      "plain.js": "export const value = 1; export default 2", "data.json": #"{"x": 7}"#,
    ]
    #expect(
      try output(files) == """
        3 3 3 true a/b 7
        file:///project/main.js /project file:///project/common.cjs
        later 1 true

        """)
  }

  @Test(
    "what a module asks for in vain is an error that says what",
    arguments: [
      ("import { b } from './a.js'", "does not provide an export named 'b'"),
      ("import { b } from './c.cjs'", "does not provide an export named 'b'"),
      ("import { x } from './two.js'", "conflicting star exports for name 'x'"),
      ("import './none.js'", "Cannot find module"), ("import data from './d.json'", "'type: json'"),
      ("import './a.js' with { type: 'css' }", "type 'css'"),
      ("let a; let a", "is already declared"),
      ("import './bad.js'", "SyntaxError"), ("import { a } from './a.js'; a = 2", "TypeError"),
      ("x; let x", "ReferenceError"), ("throw new RangeError('r')", "RangeError"),
      ("require('./a.js')", "Can't find variable: require"),
    ])
  func errors(_ source: String, _ text: String) throws {
    let files = [
      "main.js": source, "a.js": "export let a = 1", "c.cjs": "exports.c = 1", "bad.js": "(",
      "two.js": "export * from './x1.js'; export * from './x2.js'", "x1.js": "export let x",
      "x2.js": "export let x", "d.json": "{}",
    ]
    let result = try output(files)
    #expect(result.hasPrefix(#"{"ok":false"#) && result.contains(text), "\(result)")
  }

  @Test("stacks point at the lines of the plugin, in every kind of code")
  func lines() throws {
    let thrower = "\n\nfunction f() {\n  throw new Error('here')\n}\n"
    let main = "#!/usr/bin/env node\nimport a,\n  { f } from './f.js'\nf()"
    let result = try output([
      "main.js": main, "f.js": "export default 1" + thrower + "export { f }",
    ])
    #expect(result.contains("f.js:4:") && result.contains("main.js:4:"))
    let common = try output(["main.cjs": thrower + "f()"], main: "main.cjs")
    #expect(common.contains("main.cjs:4:") && common.contains("main.cjs:6:"))
    let first = try #require(try TinyHost().run("function f() { null.b }; f()").result)
    #expect(first.contains(#"\n    at f (/project/main.js:1:20)"#), "\(first)")
    let script = try #require(try TinyHost().run(thrower + "f()").result)
    #expect(script.contains("main.js:4:") && script.contains("main.js:6:"))
  }

  @Test("TypeScript runs, and its stacks point at its lines")
  func typeScript() throws {
    let files = [
      "main.ts": """
      import type { Shape } from './shape.ts'
      import { Circle, Unit } from './shape.ts'
      const shape: Shape = new Circle(2 as number)
      console.log(shape.area(), Unit[Unit.metre], (<T>(x: T): T => x)(3))
      function fail(reason: string): never { throw new Error(reason) }
      fail(Unit.foot!.toString())
      """,
      "shape.ts": """
      export interface Shape { area(): number }
      export enum Unit {
        foot,
        metre = 5,
      }
      export class Circle implements Shape {
        constructor(private readonly radius: number) {}
        area(): number { return 3 * this.radius ** 2 }
      }
      """,
    ]
    let result = try output(files, main: "main.ts")
    #expect(result.hasPrefix("12 metre 3\n"))
    #expect(result.contains(#""message":"0""#))
    #expect(result.contains("main.ts:5:") && result.contains("main.ts:6:"))
    let common = [
      "main.cts":
        "import path = require('path'); const a: string = path.join('a', 'b'); console.log(a)"
    ]
    #expect(try output(common, main: "main.cts") == "a/b\n")
    let broken = try output(["main.ts": "let a = 1\nlet b: = 2"], main: "main.ts")
    #expect(broken.contains("SyntaxError") && broken.contains("main.ts:2"))
  }

  @Test("await at the top: siblings run meanwhile, what needs the module waits")
  func topLevelAwait() throws {
    let files = [
      "main.js": "import './slow.js'; import './quick.js'; console.log('main')",
      "slow.js":
        "console.log('slow'); await new Promise((done) => setTimeout(done, 5)); console.log('slow done')",
      "quick.js": "console.log('quick')",
    ]
    #expect(try output(files) == "slow\nquick\nslow done\nmain\n")
    let failing = [
      "main.js": "import './bad.js'; console.log('no')",
      "bad.js": "await Promise.reject(new Error('no'))",
    ]
    #expect(try output(failing).contains(#""message":"no""#))
    let required = ["main.cjs": "require('./bad.js')", "bad.js": "await 0"]
    #expect(try output(required, main: "main.cjs").contains("ERR_REQUIRE_ASYNC_MODULE"))
  }
}

@Suite("A worker executes what a prompt takes")
struct PromptTests {
  @Test(
    "the value is that of the last statement that has one",
    arguments: [
      ("5; var a = 1", "5"), ("if (1) { 6 } else { 7 }; let b", "6"), ("({ a: 1 }).a", "1"),
      ("let i = 0; for (; i < 3; i++) i * 2", "4"),
      ("try { null.x } catch { 8 } finally { 9 }", "8"),
      ("'use strict'", #""use strict""#), ("1, 2 // and", "2"), ("8; {}", "8"),
      ("return 3; 4", "3"),
      ("switch (1) { case 1: 'one' }", #""one""#), ("`a\n${1}`", #""a\n1""#), ("x: { 4 }", "4"),
    ])
  func value(_ source: String, _ json: String) throws {
    let result = try #require(try TinyHost().run(source).result)
    #expect(result.hasPrefix(#"{"ok":true,"value":\#(json),"#), "\(result)")
  }

  @Test("names declared at the top are there for the next text, with their own rules")
  func persistence() throws {
    let host = try TinyHost()
    host.files["/project/m.js"] = Array("export let n = 1; export const up = () => ++n".utf8)
    _ = try host.run(
      "let a = 1; const k = 2; class C { x = 3 }; function f() { return a }; var [v] = [4]")
    let second = try host.run("a += 10; [a, k, new C().x, f(), v]")
    #expect(second.result?.contains(#""value":[11,2,3,11,4]"#) == true)
    #expect(try host.run("k = 5").result?.contains("TypeError") == true)
    #expect(try host.run("let a = 'new'; a").result?.contains(#""value":"new""#) == true)
    _ = try host.run("import { n, up } from './m.js'")
    #expect(try host.run("up(); n").result?.contains(#""value":2"#) == true)
    _ = try host.run("let late = (() => { throw new Error('stop') })()")
    #expect(try host.run("late").result?.contains("ReferenceError") == true)
  }
}
