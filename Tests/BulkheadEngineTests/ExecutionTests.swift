import BulkheadLinux
import BulkheadWire
import Testing

@Suite("A worker executes programs")
struct ExecutionTests {
  @Test(
    "the value of a program is JSON",
    arguments: [
      ("1 + 2", "3"),
      ("'text'", #""text""#),
      ("[1, { a: null }]", #"[1,{"a":null}]"#),
      ("Promise.resolve(4)", "4"),
      ("await Promise.resolve(5)", "5"),
      ("({}).missing === undefined", "true"),
      ("'\\u00e9\\u2603\\ud83d\\ude00\\u0000'", #""é☃😀\u0000""#),
      ("'é☃😀'.length", "4"),
      ("(function f(n) { return n ? 1 + f(n - 1) : 0 })(5000)", "5000"),
      ("-0", "0"),
      ("try { (function f() { f() })() } catch (error) { return error.name }", #""RangeError""#),
    ])
  func value(source: String, json: String) throws {
    let result = try #require(try TinyHost().run(source).result)
    #expect(result.hasPrefix(#"{"ok":true,"value":\#(json),"#))
  }

  @Test(
    "what goes wrong is an error with its name and message",
    arguments: [
      ("throw new TypeError('no')", "TypeError", "no"),
      ("await Promise.reject(new RangeError('later'))", "RangeError", "later"),
      ("Promise.reject(new Error('nobody looks')); 1", "Error", "nobody looks"),
      ("let a = ", "SyntaxError", ""),
      ("eval('1')", "EvalError", ""),
      ("new Function('return 1')()", "EvalError", ""),
      ("(async () => {}).constructor('return 1')()", "EvalError", ""),
      ("await new Promise(() => {})", "Error", "the program waits for a promise"),
    ])
  func failure(source: String, name: String, message: String) throws {
    let result = try #require(try TinyHost().run(source).result)
    #expect(result.hasPrefix(#"{"ok":false,"error":{"name":"\#(name)","message":"\#(message)"#))
  }

  @Test(
    "what JSON cannot show is for display only",
    arguments: [
      ("new Map([[1, 2]])", "Map(1) { 1 => 2 }"), ("10n", "10n"), ("Symbol('s')", "Symbol(s)"),
      ("undefined", "undefined"), ("Object.assign({}, { n: 1n })", "{ n: 1n }"),
    ])
  func display(source: String, display: String) throws {
    let result = try #require(try TinyHost().run(source).result)
    #expect(result == #"{"ok":true,"display":"\#(display)"}"#)
  }

  @Test("a value that refers to itself, or is huge, still gives a result")
  func hugeValue() throws {
    let host = try TinyHost()
    let cycle = try host.run("(() => { const o = {}; o.self = o; return o })()")
    #expect(cycle.result?.hasPrefix(#"{"ok":true,"display":"#) == true)
    let huge = try #require(try host.run("'x'.repeat(30000000)").result)
    #expect(huge.hasPrefix(#"{"ok":true,"display":"xxx"#))
    #expect(huge.utf8.count < 1_000_000)
  }

  @Test("a getter or an inspector of the program cannot break the result")
  func hostileValue() throws {
    let host = try TinyHost()
    let sources = [
      "({ get a() { throw new Error('no') } })", "({ toJSON() { throw 1 } })",
      "({ toString: null, valueOf: null })",
      "new Proxy({}, { getPrototypeOf() { throw 1 }, ownKeys() { throw 2 } })",
      "Object.create(null)",
    ]
    for source in sources {
      #expect(try host.run(source).result?.hasPrefix(#"{"ok":true"#) == true)
    }
    let thrown = [
      "throw null", "throw undefined", "throw Object.create(null)",
      "throw new Proxy(new Error('x'), { get() { throw 1 } })",
      "throw new Proxy({}, { getPrototypeOf() { throw 1 } })",
      "new Proxy({}, { get() { throw 1 } })",
      "throw { name: {}, stack: 1, get message() { throw 2 } }",
    ]
    for source in thrown {
      #expect(try host.run(source).result?.hasPrefix(#"{"ok":false,"error":{"#) == true)
    }
  }

  @Test("a stack names the program's own lines and none of the built-ins")
  func stack() throws {
    let source = """
      function first() {
        [1].map(() => second())
      }
      function second() { require('fs').readFileSync('/project/missing') }
      return first()
      """
    let result = try #require(try TinyHost().run(source).result)
    #expect(result.contains(#"\n    at second (/project/main.js:4:"#))
    #expect(result.contains(#"\n    at first (/project/main.js:2:"#))
    #expect(!result.contains("bulkhead:"))
    #expect(!result.contains("native code"))
  }

  @Test("state stays from one execution to the next, also after a failure")
  func state() throws {
    let host = try TinyHost()
    _ = try host.run("globalThis.count = 1")
    _ = try host.run("globalThis.count += 1; throw new Error('stop')")
    #expect(try host.run("globalThis.count").result?.contains(#""value":2,"#) == true)
  }

  @Test("two workers share nothing")
  func separation() throws {
    let (first, second) = (try TinyHost(), try TinyHost())
    _ = try first.run("globalThis.secret = 1")
    #expect(try first.run("typeof secret").result?.contains("number") == true)
    #expect(try second.run("typeof secret").result?.contains("undefined") == true)
  }

  @Test("output much larger than the pipe arrives whole")
  func largeOutput() throws {
    let outcome = try TinyHost().run("console.log('x'.repeat(3000000))")
    #expect(outcome.stdout.utf8.count == 3_000_001)
    #expect(outcome.result?.hasPrefix(#"{"ok":true"#) == true)
  }

  @Test("memory given back by the collector is used again")
  func garbage() throws {
    let host = try TinyHost(arguments: ["--memory-bytes=\(128 << 20)"])
    let result = try host.run(
      "let n = 0; for (let i = 0; i < 400; i++) n += new Uint8Array(4 << 20).fill(1).length; return n"
    )
    #expect(result.result?.contains("1677721600") == true)
  }

  @Test("without the compiler programs run as well")
  func interpreter() throws {
    let host = try TinyHost(arguments: ["--no-jit"])
    #expect(try host.run("1 + 2").result?.contains(#""value":3"#) == true)
  }
}
