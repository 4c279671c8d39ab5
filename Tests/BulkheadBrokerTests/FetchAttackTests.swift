import BulkheadBroker
import BulkheadPolicy
import BulkheadWire
import Glibc
import Synchronization
import Testing

/// What must not leave, each beside what must. A server that must not hear of a request counts the
/// connections it accepts.
@Suite struct FetchAttackTests {
  let shop: Workshop
  let server: LoopbackServer

  init() throws {
    shop = try Workshop()
    server = try LoopbackServer { request in LoopbackServer.text("\(request.method) reached") }
  }

  func grant(_ host: String, _ protocols: [String] = ["http"]) -> PermissionSet.NetworkGrant {
    .init(host: host, ports: [server.port], protocols: protocols)
  }

  func host(
    _ grants: [PermissionSet.NetworkGrant], resolver: ScriptedResolver? = nil,
    policy: SecurityPolicy = .development, limits: ResourceLimits = ResourceLimits(),
    _ change: (inout BrokerConfiguration) -> Void = { _ in }
  ) -> Workshop.Host {
    shop.host(shop.authority(network: grants, policy: policy), limits: limits) { configuration in
      if let resolver { configuration.resolver = resolver }
      change(&configuration)
    }
  }

  @Test(arguments: [
    "http://localhost:PORT/", "http://2130706433:PORT/", "http://0x7f000001:PORT/",
    "http://0177.0.0.1:PORT/", "http://127.1:PORT/", "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::1]:PORT/", "http://127.0.0.1:PORT/", "http://[64:ff9b::7f00:1]:PORT/",
    "http://127.0.0.1.:PORT/", "http://０x7f.1:PORT/", "http://0:PORT/",
    "http://169.254.169.254/latest/meta-data/", "http://example.com:PORT/",
    "http://nothing.example/",
  ])
  func `a host that is not granted hears nothing, however it is spelled`(url: String) {
    let url = replacePort(url)
    let resolver = ScriptedResolver([
      "localhost": [["127.0.0.1"]], "example.com": [["127.0.0.1"]],
    ])
    let host = host([grant("api.test")], resolver: resolver)
    #expect(host.fetch(url).code == "EACCES")
    #expect(server.accepted == 0)
    #expect(resolver.asked.withLock { $0 } == [], "a denied name is not even asked for")
    #expect(host.log.events.count == 1 && !host.log.events[0].allowed)
    #expect(host.broker.usage.networkCalls == 1)
  }

  private func replacePort(_ url: String) -> String {
    url.split(separator: "PORT", omittingEmptySubsequences: false).joined(
      separator: "\(server.port)")
  }

  @Test(arguments: ["127.0.0.1", "2130706433", "0x7f000001", "127.1", "127.0.0.1."])
  func `a granted address is reached in every spelling`(spelling: String) {
    let host = host([grant("127.0.0.1")])
    #expect(host.fetch("http://\(spelling):\(server.port)/").body == "GET reached")
    #expect(host.log.lines == ["+ network:fetch http://127.0.0.1:\(server.port)/"])
  }

  @Test func `a name is dialled by the address that was decided, with its own name as host`() {
    let resolver = ScriptedResolver(["api.test": [["127.0.0.1"]]])
    let host = host([grant("api.test")], resolver: resolver)
    #expect(host.fetch("http://API.test.:\(server.port)/").body == "GET reached")
    #expect(server.requests[0].headers["host"] == "api.test:\(server.port)")
    #expect(host.log.events[0].details == "fetch: GET, 127.0.0.1")
    #expect(resolver.asked.withLock { $0 } == ["api.test"])
  }

  @Test(arguments: [
    ["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"],
    ["::ffff:127.0.0.1"], ["fd00::1"], ["100.64.0.1"], ["0.0.0.0"], ["64:ff9b::7f00:1"],
  ])
  func `a public name that leads to a private address is not dialled`(addresses: [String]) {
    let resolver = ScriptedResolver(["api.test": [addresses]])
    for policy in [SecurityPolicy.strict, .default, .permissive] {
      let host = host([grant("api.test")], resolver: resolver, policy: policy)
      #expect(host.fetch("http://api.test:\(server.port)/").code == "EACCES")
      #expect(host.log.events.map(\.rule) == ["private-address"])
    }
    #expect(server.accepted == 0)
  }

  @Test func `a name that flips is decided anew, and the address decided is the one dialled`() {
    let resolver = ScriptedResolver(["api.test": [["127.0.0.1"], ["169.254.169.254"]]])
    let host = host([grant("api.test")], resolver: resolver)
    #expect(host.fetch("http://api.test:\(server.port)/").body == "GET reached")
    #expect(host.fetch("http://api.test:\(server.port)/").code == "EACCES")
    #expect(server.requests.count == 1)
    #expect(resolver.asked.withLock { $0 }.count == 2, "once for each request")
  }

  @Test func `a connection to an address that is no longer the name's is not used again`() throws {
    let other = try LoopbackServer(address: 0x7F00_0002, port: server.port) { _ in
      LoopbackServer.text("other")
    }
    let resolver = ScriptedResolver(["api.test": [["127.0.0.1"], ["127.0.0.2"]]])
    let host = host([grant("api.test")], resolver: resolver)
    #expect(host.fetch("http://api.test:\(server.port)/").body == "GET reached")
    #expect(host.fetch("http://api.test:\(server.port)/").body == "other")
    #expect(other.accepted == 1)
  }

  @Test(arguments: [
    "http://granted@127.0.0.1:PORT/", "http://a:b@127.0.0.1:PORT/", "http://127.0.0.1:PORT\\@x/",
    "http://127.0.0.1:PORT/ x", "http://127.0.0.1:PORT/\r\nHost: x", "http://127.0.0.1:PORT/\tx",
    "http:127.0.0.1:PORT/", "//127.0.0.1:PORT/", "127.0.0.1:PORT", "ftp://127.0.0.1:PORT/",
    "file:///etc/passwd", "gopher://127.0.0.1:PORT/", "dict://127.0.0.1:PORT/", "http://",
    "http://127.0.0.1:0/", "http://127.0.0.1:65536/", "http://127.0.0.1:PORT@x/", "ws://127.0.0.1/",
    "http://127.0.0.1%2f:PORT/", "unix:///var/run/docker.sock", "",
  ])
  func `a URL that two readers could understand differently is denied`(url: String) {
    let host = host([grant("127.0.0.1"), .init(host: "x", ports: [80], protocols: ["http"])])
    #expect(host.fetch(replacePort(url)).code == "EACCES")
    #expect(server.accepted == 0)
    #expect(host.log.events.map(\.rule) == ["bad-url"])
    #expect(!"\(host.log.events)".contains("granted@") && !"\(host.log.events)".contains("a:b"))
    #expect(host.broker.usage.networkCalls == 1)
  }

  @Test(arguments: [
    (#"[["x","a\r\nHost: evil"]]"#, "ERR_INVALID_CHAR"), (#"[["x","a\nb"]]"#, "ERR_INVALID_CHAR"),
    (#"[["x","a\u0000b"]]"#, "ERR_INVALID_CHAR"), (#"[["a b","x"]]"#, "ERR_INVALID_CHAR"),
    (#"[["a:b","x"]]"#, "ERR_INVALID_CHAR"), (#"[["","x"]]"#, "ERR_INVALID_CHAR"),
    (#"[["x","Ā"]]"#, "ERR_INVALID_CHAR"), (#"[["x\r\ny","x"]]"#, "ERR_INVALID_CHAR"),
    (#"{"x":"y"}"#, "ERR_INVALID_ARG_VALUE"), (#"[["x"]]"#, "ERR_INVALID_ARG_VALUE"),
    (#"["x","y"]"#, "ERR_INVALID_ARG_VALUE"), ("[", "ERR_INVALID_ARG_VALUE"),
    (#"[["x",1]]"#, "ERR_INVALID_ARG_VALUE"),
  ])
  func `headers cannot begin another line`(headers: String, code: String) {
    let host = host([grant("127.0.0.1")])
    #expect(host.fetch(server.url, headers: headers).code == code)
    #expect(server.accepted == 0)
    #expect(host.fetch(server.url, headers: #"[["x","a b"]]"#).status == 200)
  }

  @Test func `headers that say where a message ends or goes are the broker's own`() {
    let host = host([grant("127.0.0.1")])
    let answer = host.fetch(
      server.url, method: "POST",
      headers: #"[["Host","evil"],["content-length","1"],["Transfer-Encoding","chunked"],"#
        + #"["connection","x-keep"],["te","trailers"],["Proxy-Authorization","p"],["x-keep","k"],"#
        + #"["upgrade","h2c"],["expect","100-continue"],["cookie","c=1"]]"#,
      body: "data")
    #expect(answer.body == "POST reached")
    let headers = server.requests[0].headers
    #expect(headers["host"] == "127.0.0.1:\(server.port)")
    #expect(headers["content-length"] == "4")
    for name in [
      "transfer-encoding", "connection", "te", "proxy-authorization", "upgrade", "expect",
    ] {
      #expect(headers[name] == nil)
    }
    #expect(headers["x-keep"] == "k")
    #expect(headers["cookie"] == "c=1")
  }

  @Test(arguments: ["CONNECT", "TRACE", "track", "GET X", "GET\r\n", "", "GE T"])
  func `a method that is none, or leads elsewhere, is refused`(method: String) {
    let host = host([grant("127.0.0.1")])
    #expect(host.fetch(server.url, method: method).code == "ERR_INVALID_ARG_VALUE")
    #expect(host.fetch(server.url, method: "GET", body: "x").code == "ERR_INVALID_ARG_VALUE")
    #expect(server.accepted == 0)
    #expect(host.fetch(server.url, method: "PATCH", body: "x").status == 200)
  }

  // MARK: Redirects

  @Test(arguments: [
    "http://other.test:PORT/", "//other.test:PORT/", "http://169.254.169.254/",
    "https://127.0.0.1/",
    "http://127.0.0.1:1/", "http://[::1]:PORT/", "file:///etc/passwd", "gopher://127.0.0.1:PORT/",
    "http://user@127.0.0.1:PORT/", "http://127.0.0.1:PORT\\x", "http://localhost:PORT/",
  ])
  func `a redirect is a decision of its own`(location: String) throws {
    let location = replacePort(location)
    let from = try LoopbackServer { _ in
      LoopbackServer.response("302 Found", ["Location: " + location])
    }
    let host = host(
      [
        .init(host: "127.0.0.1", ports: [from.port, server.port], protocols: ["http"])
      ], resolver: ScriptedResolver(["other.test": [["127.0.0.1"]], "localhost": [["127.0.0.1"]]]))
    #expect(host.fetch(from.url).code == "EACCES")
    #expect(server.accepted == 0)
    #expect(host.log.events.map(\.allowed) == [true, false])
    #expect(host.broker.usage.networkCalls == 2)
    #expect(host.fetch(server.url).body == "GET reached")
  }

  @Test func `credentials do not follow a redirect to another origin`() throws {
    let server = server
    let from = try LoopbackServer { request in
      request.path == "/same"
        ? LoopbackServer.response("307 Moved", ["Location: /next"])
        : LoopbackServer.response("307 Moved", ["Location: \(server.url)/x"])
    }
    let host = host([
      .init(host: "127.0.0.1", ports: [from.port, server.port], protocols: ["http"])
    ])
    let headers =
      #"[["Authorization","a"],["cookie","c"],["X-Api-Key","k"],["x-other","o"]]"#
    #expect(host.fetch(from.url + "/same", headers: headers).status == 200)
    #expect(from.requests.map { $0.headers["authorization"] } == ["a", "a"])
    let last = try #require(server.requests.last)
    for name in ["authorization", "cookie", "x-api-key"] { #expect(last.headers[name] == nil) }
    #expect(last.headers["x-other"] == "o")
  }

  @Test func `redirects count against the limit`() throws {
    let loop = try LoopbackServer { _ in LoopbackServer.response("302 Found", ["Location: /"]) }
    let host = host(
      [.init(host: "127.0.0.1", ports: [loop.port], protocols: ["http"])],
      limits: ResourceLimits(networkCalls: 7))
    #expect(host.fetch(loop.url).message.contains("network call limit of 7 reached"))
    #expect(loop.requests.count == 7)
    #expect(host.broker.usage.networkCalls == 7)
    #expect(host.log.violations.map(\.type) == [.resource])
  }

  @Test func `a revoke between two hops stops the second`() throws {
    let sources = Mutex<[FixedAuthority]>([])
    let revoked = shop.authority()
    let from = try LoopbackServer { request in
      sources.withLock { $0[0].replace(by: revoked) }
      return LoopbackServer.response("302 Found", ["Location: /next"])
    }
    let host = host([.init(host: "127.0.0.1", ports: [from.port], protocols: ["http"])])
    sources.withLock { $0 = [host.source] }
    #expect(host.fetch(from.url).code == "EACCES")
    #expect(from.requests.count == 1)
  }

  // MARK: Bodies, time and numbers

  @Test func `a body that unpacks to more than the limit ends there`() throws {
    let zeros = Self.gzipOfZeros(megabytes: 8)
    #expect(zeros.count < 64 << 10)
    let bomb = try LoopbackServer { _ in
      LoopbackServer.response("200 OK", ["Content-Encoding: gzip"], body: zeros)
    }
    let grants = [
      PermissionSet.NetworkGrant(host: "127.0.0.1", ports: [bomb.port], protocols: ["http"])
    ]
    let small = host(grants) { $0.maximumBodyBytes = 1 << 20 }
    let answer = small.fetch(bomb.url)
    #expect(answer.code == "ERR_BULKHEAD_LIMIT")
    #expect(answer.message.contains("response body limit"))
    #expect(small.log.violations.map(\.type) == [.resource])
    #expect(host(grants).fetch(bomb.url).body.utf8.count == 8 << 20)
  }

  /// A gzip stream of stored and repeated blocks without a library: one literal zero, then matches of
  /// 258 bytes at distance 1 in a block of fixed codes (RFC 1951 §3.2.6).
  private static func gzipOfZeros(megabytes: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var bit = 0
    var current: UInt8 = 0
    func put(_ value: Int, _ count: Int, reversed: Bool = false) {
      for index in 0..<count {
        let shift = reversed ? count - 1 - index : index
        current |= UInt8((value >> shift) & 1) << UInt8(bit)
        bit += 1
        if bit == 8 {
          bytes.append(current)
          current = 0
          bit = 0
        }
      }
    }
    let size = megabytes << 20
    put(1, 1)
    put(1, 2)
    put(0x30, 8, reversed: true)
    var left = size - 1
    while left >= 258 {
      put(0xC5, 8, reversed: true)
      put(0, 5, reversed: true)
      left -= 258
    }
    for _ in 0..<left { put(0x30, 8, reversed: true) }
    put(0, 7)
    if bit > 0 { put(0, 8 - bit) }
    var crc: UInt32 = 0xFFFF_FFFF
    let table = (0..<256).map { index -> UInt32 in
      (0..<8).reduce(UInt32(index)) { value, _ in
        value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1
      }
    }
    for _ in 0..<size { crc = table[Int(crc & 0xFF)] ^ (crc >> 8) }
    for word in [~crc, UInt32(size)] {
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
    }
    return bytes
  }

  @Test func `an endless head ends`() throws {
    let long = [String](repeating: "X-Y: " + String(repeating: "z", count: 1_000), count: 400)
    let noisy = try LoopbackServer { _ in LoopbackServer.response("200 OK", long) }
    let host = host([.init(host: "127.0.0.1", ports: [noisy.port], protocols: ["http"])])
    #expect(host.fetch(noisy.url).code == "ERR_BULKHEAD_LIMIT")
  }

  @Test func `an aborted fetch is answered at once, and once`() throws {
    let silent = try LoopbackServer { _ in nil }
    let host = host([.init(host: "127.0.0.1", ports: [silent.port], protocols: ["http"])])
    let codes = Mutex<[String]>([])
    for id in UInt32(1)...3 {
      host.broker.startFetch(
        Request(operation: .fetch, id: id, fields: ["GET", silent.url, "[]", "follow"])
      ) { reply in codes.withLock { $0.append(Answer(reply).code) } }
    }
    try waitUntil { silent.requests.count == 3 }
    host.broker.abortFetch(99)
    #expect(codes.withLock { $0 } == [])
    host.broker.abortFetch(2)
    host.broker.abortFetch(2)
    #expect(codes.withLock { $0 } == ["ERR_ABORTED"])
    host.broker.cancelAll()
    #expect(codes.withLock { $0 } == ["ERR_ABORTED", "ERR_ABORTED", "ERR_ABORTED"])
    silent.stop()
    usleep(50_000)
    #expect(codes.withLock { $0 }.count == 3)
    #expect(host.fetch(server.url).code == "EACCES", "the broker goes on")
  }

  @Test func `a server that never answers ends with the time limit`() throws {
    let silent = try LoopbackServer { _ in nil }
    let host = host(
      [.init(host: "127.0.0.1", ports: [silent.port], protocols: ["http"])],
      limits: ResourceLimits(timeoutMs: 300))
    #expect(host.fetch(silent.url).message.hasPrefix("timeout"))
    #expect(host.fetch("http://127.0.0.1:\(silent.port)/").code == "ETIMEDOUT")
  }

  @Test func `no more requests are open at once than the limit says`() throws {
    let silent = try LoopbackServer { _ in nil }
    let host = host(
      [.init(host: "127.0.0.1", ports: [silent.port], protocols: ["http"])],
      limits: ResourceLimits(openHandles: 3))
    let codes = Mutex<[String]>([])
    for id in UInt32(1)...5 {
      host.broker.startFetch(
        Request(operation: .fetch, id: id, fields: ["GET", silent.url, "[]", "follow"])
      ) { reply in codes.withLock { $0.append(Answer(reply).code) } }
    }
    try waitUntil { codes.withLock { $0.count } == 2 && silent.requests.count == 3 }
    #expect(codes.withLock { $0 } == ["ERR_BULKHEAD_LIMIT", "ERR_BULKHEAD_LIMIT"])
    #expect(host.broker.usage.networkCalls == 3)
    host.broker.cancelAll()
    #expect(codes.withLock { $0.count } == 5)
  }

  @Test func `an id that is under way is not taken twice`() throws {
    let silent = try LoopbackServer { _ in nil }
    let host = host([.init(host: "127.0.0.1", ports: [silent.port], protocols: ["http"])])
    let request = Request(operation: .fetch, id: 7, fields: ["GET", silent.url, "[]", "follow"])
    let codes = Mutex<[String]>([])
    for _ in 0..<2 {
      host.broker.startFetch(request) { reply in codes.withLock { $0.append(Answer(reply).code) } }
    }
    #expect(codes.withLock { $0 } == ["ERR_BULKHEAD_OPERATION"])
    host.broker.cancelAll()
    #expect(codes.withLock { $0.count } == 2)
  }

  @Test func `the environment's proxy and a server's cookies are not used`() throws {
    #expect(getenv("http_proxy") != nil && getenv("ALL_PROXY") != nil)
    let cookies = try LoopbackServer { _ in
      LoopbackServer.response("200 OK", ["Set-Cookie: id=1; Path=/"], body: Array("set".utf8))
    }
    let host = host([.init(host: "127.0.0.1", ports: [cookies.port], protocols: ["http"])])
    #expect(host.fetch(cookies.url).body == "set")
    #expect(host.fetch(cookies.url).body == "set")
    #expect(cookies.requests.allSatisfy { $0.headers["cookie"] == nil })
  }

  @Test func `a server has to prove its name to be talked to`() throws {
    let secure = try SecureServer(name: "tls.test", directory: shop.root + "/home")
    let resolver = ScriptedResolver(["tls.test": [["127.0.0.1"]], "other.test": [["127.0.0.1"]]])
    let grants = ["tls.test", "other.test"].map {
      PermissionSet.NetworkGrant(host: $0, ports: [secure.port], protocols: ["https"])
    }
    let trusting = host(grants, resolver: resolver) {
      $0.certificateAuthorities = secure.certificate
    }
    let answer = trusting.fetch("https://tls.test:\(secure.port)/")
    #expect(answer.status == 200, "\(answer)")
    #expect(trusting.fetch("https://other.test:\(secure.port)/").code == "ERR_BULKHEAD_TLS")
    let host = host(grants, resolver: resolver)
    #expect(host.fetch("https://tls.test:\(secure.port)/").code == "ERR_BULKHEAD_TLS")
    #expect(host.fetch("http://tls.test:\(secure.port)/").code == "EACCES")
  }

  @Test func `a host that is not there is an error in the words of the system`() throws {
    let port = server.port
    server.stop()
    let host = host(
      [grant("127.0.0.1"), grant("gone.test")],
      resolver: ScriptedResolver([:]))
    #expect(host.fetch("http://127.0.0.1:\(port)/").code == "ECONNREFUSED")
    #expect(host.fetch("http://gone.test:\(port)/").code == "ENOTFOUND")
    #expect(host.log.events.map(\.allowed) == [true, true])
  }
}
