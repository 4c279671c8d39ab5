import BulkheadBroker
import BulkheadPolicy
import BulkheadWire
import Glibc
import Synchronization
import Testing

/// A fetch's answer, for comparison.
struct Answer: Equatable {
  var status = 0
  var info = ""
  var body = ""
  var code = ""
  var message = ""

  init(_ reply: Reply) {
    switch reply {
    case .bytes(let bytes):
      let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
      info = String(decoding: parts[0], as: UTF8.self)
      body = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
      status = Int(info.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0
    case .text(let text): body = text
    case .error(let code, let message):
      self.code = code
      self.message = message
    }
  }
}

extension Workshop.Host {
  func fetch(
    _ url: String, method: String = "GET", headers: String = "[]", redirect: String = "follow",
    body: String = ""
  ) -> Answer {
    Answer(perform(.fetch, method, url, headers, redirect, bytes: body))
  }
}

/// A resolver with its own idea of names.
final class ScriptedResolver: HostResolver {
  private let answers: Mutex<[String: [[String]]]>
  let asked = Mutex<[String]>([])

  /// For each name the addresses of the first request, the second and so on; the last stays.
  init(_ answers: [String: [[String]]]) { self.answers = Mutex(answers) }

  func addresses(of name: String) throws(NameNotFound) -> [IPAddress] {
    asked.withLock { $0.append(name) }
    let found: [String]? = answers.withLock { answers in
      guard let all = answers[name], let first = all.first else { return nil }
      if all.count > 1 { answers[name] = Array(all.dropFirst()) }
      return first
    }
    guard let found else { throw NameNotFound(reason: "unknown") }
    return found.compactMap { IPAddress($0) }
  }
}

/// What honest plugins do with the network.
@Suite struct FetchTests {
  let shop: Workshop

  init() throws { shop = try Workshop() }

  func host(
    _ server: LoopbackServer, limits: ResourceLimits = ResourceLimits(),
    _ change: (inout BrokerConfiguration) -> Void = { _ in }
  ) -> Workshop.Host {
    shop.host(
      shop.authority(network: [
        .init(host: "127.0.0.1", ports: [server.port], protocols: ["http"])
      ]), limits: limits, change)
  }

  @Test func `a page is fetched, and its row is there before the server hears of it`() throws {
    let rows = Mutex(-1)
    let hosts = Mutex<[Workshop.Host]>([])
    let server = try LoopbackServer { _ in
      rows.withLock { $0 = hosts.withLock { $0[0] }.log.events.count }
      return LoopbackServer.response("200 Fine", ["X-A: 1", "x-a: 2"], body: Array("hello".utf8))
    }
    let host = host(server)
    hosts.withLock { $0 = [host] }
    let answer = host.fetch(server.url + "/a?b=c#d")
    #expect(answer.body == "hello")
    #expect(
      answer.info
        == #"{"status":200,"statusText":"Fine","headers":[["content-length","5"],["x-a","1"],"#
        + #"["x-a","2"]],"url":"\#(server.url)/a?b=c","redirected":false}"#)
    #expect(rows.withLock { $0 } == 1)
    #expect(host.log.lines == ["+ network:fetch \(server.url)/a"])
    #expect(host.log.events[0].details == "fetch: GET, 127.0.0.1")
    #expect(server.requests[0].path == "/a?b=c")
    #expect(server.requests[0].headers["host"] == "127.0.0.1:\(server.port)")
    #expect(host.broker.usage == BrokerUsage(networkCalls: 1))
  }

  @Test func `a body is sent with its method and headers, an empty one too`() throws {
    let server = try LoopbackServer { _ in LoopbackServer.response("204 No Content") }
    let host = host(server)
    let answer = host.fetch(
      server.url, method: "PUT", headers: #"[["content-type","a/b"],["x-empty",""],["x-l","é"]]"#,
      body: "data")
    #expect(answer.status == 204)
    #expect(host.fetch(server.url, method: "POST").status == 204)
    #expect(host.fetch(server.url, method: "DELETE").status == 204)
    #expect(host.fetch(server.url, method: "HEAD").status == 204)
    let requests = server.requests
    #expect(requests.map(\.method) == ["PUT", "POST", "DELETE", "HEAD"])
    #expect(requests[0].body == Array("data".utf8))
    #expect(requests[0].headers["content-type"] == "a/b")
    #expect(requests[0].headers["x-empty"] == "")
    #expect(requests[0].headers["x-l"] == "é")
    #expect(requests[1].headers["content-length"] == "0")
    #expect(requests[1].headers["content-type"] == nil)
    #expect(requests[2].headers["content-length"] == nil)
  }

  @Test(arguments: [
    (301, "POST", "GET", ""), (302, "POST", "GET", ""), (303, "PUT", "GET", ""),
    (307, "POST", "POST", "data"), (308, "PUT", "PUT", "data"), (302, "PUT", "PUT", "data"),
  ])
  func `a redirect is followed as the Fetch standard says`(
    status: Int, method: String, then: String, body: String
  ) throws {
    let server = try LoopbackServer { request in
      request.path == "/from"
        ? LoopbackServer.response("\(status) Moved", ["Location: to?x=1#y"])
        : LoopbackServer.text("there")
    }
    let host = host(server)
    let answer = host.fetch(
      server.url + "/from", method: method,
      headers: #"[["content-type","a/b"],["authorization","me"]]"#, body: "data")
    #expect(answer.body == "there")
    #expect(answer.info.contains(#""url":"\#(server.url)/to?x=1","redirected":true"#))
    let last = server.requests[1]
    #expect(last.method == then)
    #expect(String(decoding: last.body, as: UTF8.self) == body)
    #expect(last.headers["content-type"] == (body.isEmpty ? nil : "a/b"))
    #expect(last.headers["authorization"] == "me")
    #expect(host.log.events.count == 2)
    #expect(host.broker.usage.networkCalls == 2)
  }

  @Test func `a redirect can be looked at, or be an error, and has an end`() throws {
    let server = try LoopbackServer { _ in LoopbackServer.response("302 Found", ["Location: /x"]) }
    let host = host(server)
    #expect(host.fetch(server.url, redirect: "manual").status == 302)
    #expect(host.fetch(server.url, redirect: "error").code == "ERR_BULKHEAD_REDIRECT")
    #expect(server.requests.count == 2)
    #expect(host.fetch(server.url).code == "ERR_BULKHEAD_REDIRECT")
    #expect(server.requests.count == 2 + 21)
    #expect(host.broker.usage.networkCalls == 2 + 22)
  }

  @Test func `a compressed body is unpacked`() throws {
    let hello: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 7, 0, 0x86, 0xA6, 0x10,
      0x36, 5, 0, 0, 0,
    ]
    let server = try LoopbackServer { _ in
      LoopbackServer.response("200 OK", ["Content-Encoding: gzip"], body: hello)
    }
    #expect(host(server).fetch(server.url).body == "hello")
    #expect(server.requests[0].headers["accept-encoding"]?.contains("gzip") == true)
  }

  @Test func `a thousand requests one after the other share a connection`() throws {
    let server = try LoopbackServer { request in LoopbackServer.text(request.path) }
    let host = host(server, limits: ResourceLimits(networkCalls: 1_000))
    for index in 0..<1_000 {
      guard host.fetch("\(server.url)/\(index)").body == "/\(index)" else {
        Issue.record("request \(index)")
        break
      }
    }
    #expect(host.broker.usage.networkCalls == 1_000)
    #expect(host.log.events.count == 1_000)
    #expect(server.accepted == 1)
    #expect(host.fetch(server.url).message.hasPrefix("network call limit of 1000 reached"))
    #expect(server.requests.count == 1_000)
  }

  @Test func `requests run side by side and answer by themselves`() throws {
    let server = try LoopbackServer { request in LoopbackServer.text(request.path) }
    let host = host(server)
    let answers = Mutex<[UInt32: String]>([:])
    for id in UInt32(1)...20 {
      host.broker.startFetch(
        Request(operation: .fetch, id: id, fields: ["GET", "\(server.url)/\(id)", "[]", "follow"])
      ) { reply in answers.withLock { $0[id] = Answer(reply).body } }
    }
    try waitUntil { answers.withLock { $0.count } == 20 }
    for id in UInt32(1)...20 { #expect(answers.withLock { $0[id] } == "/\(id)") }
  }
}

/// Waits for something that another thread brings about.
func waitUntil(_ condition: () -> Bool) throws {
  for _ in 0..<6_000 {
    if condition() { return }
    usleep(10_000)
  }
  try #require(condition(), "nothing happened within a minute")
}
