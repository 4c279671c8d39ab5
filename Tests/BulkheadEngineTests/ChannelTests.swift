import BulkheadLinux
import BulkheadWire
import Testing

@Suite("A worker and its channel")
struct ChannelTests {
  @Test(
    "a file's text comes through, whatever it holds",
    arguments: [
      "", "plain", "é☃😀", "with \u{0} inside", String(repeating: "long ", count: 100_000),
      String(repeating: "☃", count: 100_000),
    ])
  func fileText(contents: String) throws {
    let host = try TinyHost()
    host.files["/project/a"] = Array(contents.utf8)
    let source =
      "const t = require('fs').readFileSync('/project/a', 'utf8'); return [t.length, t.slice(-9)]"
    let tail = String(decoding: contents.utf16.suffix(9), as: UTF16.self)
    let result = try #require(try host.run(source).result)
    #expect(result.contains("[\(contents.utf16.count),"))
    #expect(result.contains(tail.replacing("\u{0}", with: "\\u0000")))
    #expect(host.requests == ["readFile /project/a"])
  }

  @Test(
    "ill-formed text of a file is replaced as the Encoding Standard says",
    arguments: [
      ([0xff], "\u{fffd}"), ([0x61, 0x80, 0x62], "a\u{fffd}b"),
      ([0xe2, 0x98], "\u{fffd}"), ([0xe2, 0x98, 0x41], "\u{fffd}A"),
      ([0xed, 0xa0, 0x80], "\u{fffd}\u{fffd}\u{fffd}"), ([0xc0, 0xaf], "\u{fffd}\u{fffd}"),
      ([0xf4, 0x90, 0x80, 0x80], "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
      ([0xff, 0x00, 0x41], "\u{fffd}\u{0}A"),
    ] as [([UInt8], String)])
  func illFormedFile(bytes: [UInt8], expected: String) throws {
    let host = try TinyHost()
    host.files["/project/a"] = bytes
    let source = "console.log(require('fs').readFileSync('/project/a', 'utf8'))"
    #expect(try host.run(source).stdout == expected + "\n")
  }

  @Test(
    "a lone surrogate goes out as U+FFFD, a pair as one character",
    arguments: [
      (#"\ud800"#, "\u{fffd}"), (#"a\udc00b"#, "a\u{fffd}b"),
      (#"é\ud800"#, "é\u{fffd}"), (#"☃☃\ud800b"#, "☃☃\u{fffd}b"), (#"\ud83d\ude00"#, "😀"),
    ])
  func surrogates(escaped: String, expected: String) throws {
    #expect(try TinyHost().run("console.log('\(escaped)')").stdout == expected + "\n")
  }

  @Test("a request that fails throws an error with the host's code")
  func failedRequest() throws {
    let host = try TinyHost()
    host.files["/project/there"] = Array("yes".utf8)
    let source = "require('fs').readFileSync(PATH, 'utf8')"
    let there = try host.run(source.replacing("PATH", with: "'/project/there'"))
    #expect(there.result?.contains(#""value":"yes""#) == true)
    let missing = try host.run(source.replacing("PATH", with: "'/project/missing'"))
    #expect(missing.result?.contains("ENOENT") == true)
    let denied = try host.run(source.replacing("PATH", with: "'/denied/file'"))
    #expect(denied.result?.contains("Permission denied") == true)
  }

  @Test(
    "a malformed frame from the host ends the worker",
    arguments: [
      [0, 0, 0, 0, 0, 0, 0, 0, 0], [255, 255, 255, 255, 128, 0, 0, 0, 0],
      [5, 0, 0, 0, 200, 0, 0, 0, 0], [5, 0, 0, 0, 1, 0, 0, 0, 0],
      [9, 0, 0, 0, 129, 0, 0, 0, 0, 9, 0, 0, 0],
      [5, 0, 0, 0, 129, 0, 0, 0, 0],
    ] as [[UInt8]])
  func malformed(frame: [UInt8]) throws {
    #expect(try TinyHost().endAfter(writing: frame) == .exited(70))
  }

  @Test("a shutdown ends the worker in peace")
  func shutdown() throws {
    let frame: [UInt8] = [9, 0, 0, 0, Operation.shutdown.rawValue, 0, 0, 0, 0, 0, 0, 0, 0]
    #expect(try TinyHost().endAfter(writing: frame) == .exited(0))
  }

  @Test("a program cannot run before the built-ins are there")
  func executeFirst() throws {
    let host = try TinyHost(startsBuiltins: false)
    #expect(try host.run("1").end == .exited(70))
  }

  @Test("the kernel confirms what the worker says about itself")
  func confinement() throws {
    let host = try TinyHost()
    #expect(host.ready.contains("seccomp"))
    try Confinement.verify(process: host.pid)
  }

  @Test("an unknown argument is refused")
  func unknownArgument() throws {
    #expect(throws: TinyHost.NotReady(end: .exited(64))) {
      try TinyHost(arguments: ["--unconfined"])
    }
  }
}
