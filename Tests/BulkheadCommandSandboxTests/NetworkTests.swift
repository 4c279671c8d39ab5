import Foundation
import Testing

@testable import BulkheadCommandSandbox

/// A web server on loopback that answers every request with its own name.
final class WebServer {
  let port: Int
  private let server = Process()
  private let input = Pipe()

  init(_ text: String = "welcome") throws {
    let script = """
      import http.server, sys, threading
      class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
          body = sys.argv[1].encode()
          self.send_response(200); self.send_header('Content-Length', str(len(body))); self.end_headers()
          self.wfile.write(body)
        def log_message(self, *a): pass
      server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answer)
      print(server.server_address[1], flush=True)
      threading.Thread(target=server.serve_forever, daemon=True).start()
      sys.stdin.read()
      """
    let output = Pipe()
    server.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    server.arguments = ["-c", script, text]
    server.standardInput = input
    server.standardOutput = output
    try server.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  deinit {
    try? input.fileHandleForWriting.close()
    server.waitUntilExit()
  }
}

@Suite("network of a command")
struct NetworkTests {
  static let curl = ["--tool", "Bash(curl:*)"]

  func curl(_ url: String, _ options: [String], user: Workshop.User = .current, more: [String] = [])
    throws -> Workshop.Outcome
  {
    try Workshop(user).run(["curl", "-sS", "-m", "20"] + more + [url], Self.curl + options)
  }

  @Test("a granted address is reached, with a row", arguments: Workshop.User.allCases)
  func granted(user: Workshop.User) throws {
    let server = try WebServer()
    let outcome = try curl(
      "http://127.0.0.1:\(server.port)/", ["--host", "127.0.0.1 \(server.port) http"], user: user)
    #expect(outcome.output == "welcome", "\(outcome.errors)")
    #expect(
      outcome.has("allowed", "network:connect", "http://127.0.0.1:\(server.port)"))
  }

  @Test("another port, host or protocol is not", arguments: Workshop.User.allCases)
  func notGranted(user: Workshop.User) throws {
    let server = try WebServer()
    let url = "http://127.0.0.1:\(server.port)/"
    for grant in [
      "127.0.0.1 \(server.port + 1) http", "127.0.0.2 \(server.port) http",
      "127.0.0.1 \(server.port) https", "example.com \(server.port) http",
    ] {
      let outcome = try curl(url, ["--host", grant], user: user)
      #expect(outcome.output.isEmpty, "\(grant)")
      #expect(outcome.code != 0)
      #expect(outcome.rows.contains { $0.starts(with: ["denied", "network:connect"]) }, "\(grant)")
    }
  }

  @Test("a name is decided on, resolved once, and its address dialled")
  func names() throws {
    let server = try WebServer()
    let url = "http://service.test:\(server.port)/"
    let name = ["--name", "service.test 127.0.0.1"]
    let granted = try curl(url, name + ["--host", "service.test \(server.port) http"])
    #expect(granted.output == "welcome", "\(granted.errors)")
    let other = try curl(url, name + ["--host", "other.test \(server.port) http"])
    #expect(other.output.isEmpty)
    #expect(other.has("denied", "network:connect", "tcp://service.test:\(server.port)"))
  }

  @Test(
    "a granted wildcard does not lead to this machine, nor a name to its metadata",
    arguments: [
      ("*.corp.test", "127.0.0.1"), ("a.corp.test", "169.254.169.254"), ("*.corp.test", "10.0.0.1"),
      ("a.corp.test", "0.0.0.0"),
    ])
  func rebinding(host: String, address: String) throws {
    let server = try WebServer()
    let outcome = try curl(
      "http://a.corp.test:\(server.port)/",
      ["--name", "a.corp.test \(address)", "--host", "\(host) \(server.port) http"])
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.rows.contains {
        $0.starts(with: ["denied", "network:connect"]) && $0[3] == "private-address"
      })
  }

  @Test(
    "every spelling of an address is the address",
    arguments: [
      "2130706433", "0x7f000001", "127.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "localhost",
    ])
  func spellings(host: String) throws {
    let server = try WebServer()
    let url = "http://\(host):\(server.port)/"
    #expect(try curl(url, []).output.isEmpty)
    #expect(try curl(url, ["--host", "127.0.0.1 \(server.port) http"]).output == "welcome")
  }

  @Test("network calls run out")
  func quota() throws {
    let server = try WebServer()
    let url = "http://127.0.0.1:\(server.port)/"
    let script = "for i in 1 2 3 4 5; do curl -sS -m 5 \(url) || exit $i; done"
    let outcome = try Workshop().run(
      ["sh", "-c", script],
      Self.curl + ["--host", "127.0.0.1 \(server.port) http", "--limit", "networkCalls=3"])
    #expect(outcome.code == 4)
    #expect(outcome.output == "welcomewelcomewelcome")
  }

  @Test("programs of the sandbox reach each other, and nobody else reaches them")
  func ownServers() throws {
    let script = """
      import socket, threading, urllib.request, http.server
      s = http.server.HTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)
      threading.Thread(target=s.serve_forever, daemon=True).start()
      print(urllib.request.urlopen('http://127.0.0.1:%d/' % s.server_address[1]).status)
      """
    let outcome = try Workshop().run(
      ["python3", "-c", script], Workshop.usualGrants + ["--tool", "Bash(python3:*)"])
    #expect(outcome.output == "200\n", "\(outcome.errors)")
  }

  @Test("a question about a host comes while the program waits", arguments: ["yes", "no"])
  func asked(answer: String) throws {
    let server = try WebServer()
    let outcome = try curl(
      "http://service.test:\(server.port)/",
      ["--name", "service.test 127.0.0.1", "--answer", answer, "--after", "300"])
    #expect(outcome.output == (answer == "yes" ? "welcome" : ""), "\(outcome.errors)")
    #expect(outcome.rows.contains { $0.first == "asked" })
  }

  // MARK: What is spoken

  @Test("TLS says which host it is for")
  func serverNames() {
    let hello = Self.clientHello(serverName: "example.org")
    #expect(ClientHello.read(hello) == .tls(serverName: "example.org"))
    #expect(ClientHello.read(Self.clientHello(serverName: nil)) == .tls(serverName: nil))
    for count in 1..<hello.count {
      #expect(ClientHello.read(Array(hello[..<count])) == .incomplete)
    }
    #expect(ClientHello.read(Array("GET / HTTP/1.1\r\n".utf8)) == .http)
    #expect(ClientHello.read(Array("GE".utf8)) == .incomplete)
    #expect(ClientHello.read(Array("SSH-2.0".utf8)) == .other)
    var broken = hello
    for index in 5..<broken.count {
      broken[index] = 0xFF
      _ = ClientHello.read(broken)
    }
  }

  static func clientHello(serverName: String?) -> [UInt8] {
    func vector(_ bytes: [UInt8], _ size: Int) -> [UInt8] {
      (0..<size).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) } + bytes
    }
    var extensions: [UInt8] = [0, 43] + vector([2, 3, 4], 2)
    if let serverName {
      extensions += [0, 0] + vector(vector([0] + vector(Array(serverName.utf8), 2), 2), 2)
    }
    let body =
      [3, 3] + [UInt8](repeating: 7, count: 32) + vector([], 1) + vector([0x13, 1], 2)
      + vector([0], 1) + vector(extensions, 2)
    return [22, 3, 1] + vector([1] + vector(body, 3), 2)
  }

  @Test(
    "only plain questions for host names are answered",
    arguments: ["a\u{0}b.test", "a b.test", "a/b.test", "-a.test", ""])
  func badNames(name: String) {
    #expect(NameQuery(Self.query(name)) == nil)
    #expect(NameQuery(Self.query("good.test"))?.name == "good.test")
  }

  static func query(_ name: String) -> [UInt8] {
    let labels = name.split(separator: ".", omittingEmptySubsequences: false).flatMap {
      [UInt8($0.utf8.count)] + Array($0.utf8)
    }
    return [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + labels + [0, 0, 1, 0, 1]
  }
}
