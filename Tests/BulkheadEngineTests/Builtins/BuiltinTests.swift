import BulkheadWire
import Testing

/// A program and what Node 20 prints for it, to the byte.
struct Snippet: Sendable, CustomTestStringConvertible {
  var name: String
  var source: String
  var prints: String

  init(_ name: String, _ source: String, prints: String) {
    self.name = name
    self.source = source
    self.prints = prints + "\n"
  }

  var testDescription: String { "\(name): \(source.prefix(60))" }
}

@Suite("The built-in modules")
struct BuiltinTests {
  /// A host with a few files and variables.
  private func host() throws -> TinyHost {
    let host = try TinyHost()
    host.environment = ["GREETING": "hello", "EMPTY": ""]
    host.files["/project/a.txt"] = Array("alpha\n".utf8)
    host.files["/project/dir/b.txt"] = Array("bravo".utf8)
    host.files["/project/dir/sub/c.json"] = Array(#"{"c":1}"#.utf8)
    host.files.add("/project/link", .link("a.txt"))
    return host
  }

  private func check(_ snippet: Snippet) throws {
    let outcome = try host().run(snippet.source + "\nundefined")
    #expect(outcome.result?.hasPrefix(#"{"ok":true"#) == true, "\(outcome.result ?? "no result")")
    #expect(outcome.stdout == snippet.prints)
  }

  @Test("show objects as Node does", arguments: Snippet.inspectObjects)
  func objects(snippet: Snippet) throws { try check(snippet) }

  @Test("show lists, maps and bytes as Node does", arguments: Snippet.inspectLists)
  func lists(snippet: Snippet) throws { try check(snippet) }

  @Test("show errors, functions and others as Node does", arguments: Snippet.inspectOthers)
  func others(snippet: Snippet) throws { try check(snippet) }

  @Test("format for the console as Node does", arguments: Snippet.console)
  func console(snippet: Snippet) throws { try check(snippet) }

  @Test("take paths and URLs apart as Node does", arguments: Snippet.paths)
  func paths(snippet: Snippet) throws { try check(snippet) }

  @Test("serve files in all three styles as Node does", arguments: Snippet.files)
  func files(snippet: Snippet) throws { try check(snippet) }

  @Test("convert bytes and text as Node does", arguments: Snippet.bytes)
  func bytes(snippet: Snippet) throws { try check(snippet) }

  @Test("deliver events and timers in Node's order", arguments: Snippet.events)
  func events(snippet: Snippet) throws { try check(snippet) }

  @Test("say what Node says about the process and its globals", arguments: Snippet.process)
  func process(snippet: Snippet) throws { try check(snippet) }

  @Test("make the digests that Node makes", arguments: Snippet.crypto)
  func crypto(snippet: Snippet) throws { try check(snippet) }

  @Test("have the web's classes", arguments: Snippet.web)
  func web(snippet: Snippet) throws { try check(snippet) }
}
