import BulkheadLinux
import Testing

@Suite("The event loop of a worker")
struct EventLoopTests {
  @Test("runs the program, then ticks and microtasks, then what is due, in order")
  func order() throws {
    let source = """
      setTimeout(() => console.log('late'), 20)
      setTimeout(() => { console.log('soon'); Promise.resolve().then(() => console.log('after soon')) }, 1)
      setTimeout(() => console.log('soon too'), 1)
      setImmediate(() => console.log('immediate'))
      process.nextTick(() => console.log('tick'))
      Promise.resolve().then(() => console.log('microtask'))
      console.log('program')
      """
    #expect(
      try TinyHost().run(source).stdout
        == "program\ntick\nmicrotask\nimmediate\nsoon\nafter soon\nsoon too\nlate\n")
  }

  @Test("ends with the last timer that the program waits for")
  func end() throws {
    let host = try TinyHost()
    let waits = try host.run(
      "let n = 0; const t = setInterval(() => { if (++n === 3) { clearInterval(t); console.log(n) } }, 1)"
    )
    #expect(waits.stdout == "3\n")
    let leaves = try host.run(
      "setTimeout(() => console.log('never'), 100000000).unref(); console.log('end')")
    #expect(leaves.stdout == "end\n")
    // Nothing of the earlier program is left.
    #expect(try host.run("console.log('next')").stdout == "next\n")
  }

  @Test("a timer that sets itself again does not keep replies out")
  func fairness() throws {
    let host = try TinyHost()
    host.files["/project/a"] = Array("text".utf8)
    let source = """
      let turns = 0, done = false
      const spin = () => { turns++; if (!done) setImmediate(spin) }
      spin()
      const text = await require('fs').promises.readFile('/project/a', 'utf8')
      done = true
      return [text, turns > 0]
      """
    #expect(try host.run(source).result?.contains(#""value":["text",true]"#) == true)
  }

  @Test("a hundred requests at once all come back, in order")
  func manyRequests() throws {
    let host = try TinyHost()
    for index in 0..<100 { host.files["/project/\(index)"] = Array("\(index)".utf8) }
    let source = """
      const { readFile } = require('fs').promises
      const texts = await Promise.all(Array.from({ length: 100 }, (_, i) => readFile('/project/' + i, 'utf8')))
      return texts.every((text, i) => text === '' + i)
      """
    #expect(try host.run(source).result?.contains(#""value":true"#) == true)
  }

  @Test("synchronous requests may come between the replies to others")
  func mixedRequests() throws {
    let host = try TinyHost()
    host.files["/project/a"] = Array("a".utf8)
    host.files["/project/b"] = Array("b".utf8)
    let source = """
      const fs = require('fs')
      const later = fs.promises.readFile('/project/a', 'utf8')
      const now = fs.readFileSync('/project/b', 'utf8')
      return now + await later + fs.readFileSync('/project/b', 'utf8')
      """
    #expect(try host.run(source).result?.contains(#""value":"bab""#) == true)
  }

  @Test(
    "an error that nobody catches ends the program",
    arguments: [
      "setTimeout(() => { throw new Error('boom') }, 1)",
      "queueMicrotask(() => { throw new Error('boom') })",
      "process.nextTick(() => { throw new Error('boom') })",
      "Promise.reject(new Error('boom'))",
      "(async () => { await 1; throw new Error('boom') })()",
      "setTimeout(() => Promise.reject(new Error('boom')), 1)",
    ])
  func uncaught(source: String) throws {
    let host = try TinyHost()
    let program = "setTimeout(() => console.log('still here'), 60000); \(source); return 1"
    let outcome = try host.run(program)
    #expect(
      outcome.result?.hasPrefix(#"{"ok":false,"error":{"name":"Error","message":"boom""#) == true)
    #expect(outcome.stdout.isEmpty)
    #expect(try host.run("'alive'").result?.contains("alive") == true)
  }

  @Test("unless the program has a handler")
  func caught() throws {
    let source = """
      process.on('uncaughtException', (error) => console.log('caught', error.message))
      process.on('unhandledRejection', (error) => console.log('rejected', error.message))
      Promise.reject(new Error('two'))
      setTimeout(() => { throw new Error('one') }, 1)
      """
    let outcome = try TinyHost().run(source)
    #expect(outcome.stdout == "rejected two\ncaught one\n")
    #expect(outcome.result?.hasPrefix(#"{"ok":true"#) == true)
  }

  @Test("process.exit ends the worker at once")
  func exit() throws {
    let outcome = try TinyHost().run("console.log('last'); process.exit(3); console.log('never')")
    #expect(outcome.stdout == "last\n")
    #expect(outcome.exitCode == "3")
    #expect(outcome.end == .exited(0))
  }
}
