import Glibc
import Synchronization
import Testing

/// An HTTP/1.1 server on 127.0.0.1 that answers as its handler says, from a thread per connection.
final class LoopbackServer: Sendable {
  /// A request as it came.
  struct Request: Sendable {
    var method = ""
    var path = ""
    /// By name in lower case.
    var headers: [String: String] = [:]
    var body: [UInt8] = []
  }

  /// A whole response, head and body, or nil to say nothing until the server stops.
  typealias Handler = @Sendable (Request) -> [UInt8]?

  let port: Int
  private let listener: Int32
  private let handler: Handler
  private let state = Mutex(State())

  private struct State {
    var isStopped = false
    var connections: [Int32] = []
    var accepted = 0
    var requests: [Request] = []
  }

  var url: String { "http://127.0.0.1:\(port)" }
  /// Connections that were accepted.
  var accepted: Int { state.withLock { $0.accepted } }
  var requests: [Request] { state.withLock { $0.requests } }

  /// A server on a free port, or on the one given.
  init(address host: UInt32 = 0x7F00_0001, port wanted: Int = 0, _ handler: @escaping Handler)
    throws
  {
    self.handler = handler
    HostileEnvironment.engage()
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    try #require(listener >= 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = host.bigEndian
    address.sin_port = UInt16(wanted).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    try withUnsafeMutablePointer(to: &address) {
      try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try #require(bind(listener, $0, size) == 0)
        try #require(listen(listener, 64) == 0)
        try #require(getsockname(listener, $0, &size) == 0)
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    Self.thread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        guard let self, self.keep(connection) else {
          close(connection)
          return
        }
        Self.thread { self.serve(connection) }
      }
    }
  }

  private func keep(_ connection: Int32) -> Bool {
    state.withLock { state in
      state.accepted += 1
      state.connections.append(connection)
      return !state.isStopped
    }
  }

  /// Ends all connections. The handler's thread may still run for a moment.
  func stop() {
    state.withLock { state in
      guard !state.isStopped else { return }
      state.isStopped = true
      shutdown(listener, Int32(SHUT_RDWR))
      close(listener)
      for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
  }

  deinit { stop() }

  private func serve(_ connection: Int32) {
    defer {
      state.withLock { $0.connections.removeAll { $0 == connection } }
      close(connection)
    }
    var buffer: [UInt8] = []
    while let request = next(connection, &buffer) {
      state.withLock { $0.requests.append(request) }
      guard let response = handler(request) else {
        while !state.withLock({ $0.isStopped }) { usleep(10_000) }
        return
      }
      var sent = 0
      while sent < response.count {
        let more = response[sent...].withUnsafeBytes {
          send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if more <= 0 { return }
        sent += more
      }
      if String(decoding: response.prefix(400), as: UTF8.self).contains("Connection: close") {
        return
      }
    }
  }

  private func next(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
    while true {
      if let request = Self.parse(&buffer) { return request }
      var chunk = [UInt8](repeating: 0, count: 65536)
      let count = recv(connection, &chunk, chunk.count, 0)
      if count <= 0 { return nil }
      buffer += chunk[..<count]
    }
  }

  private static func parse(_ buffer: inout [UInt8]) -> Request? {
    guard let end = endOfHead(buffer) else { return nil }
    // Bytes are characters here.
    let head = String(String.UnicodeScalarView(buffer[..<end].map { Unicode.Scalar($0) }))
    let lines = head.split(separator: "\r\n")
    var request = Request()
    let words = lines[0].split(separator: " ")
    request.method = String(words[0])
    request.path = String(words[1])
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      request.headers[line[..<colon].lowercased()] = String(
        line[colon...].dropFirst().drop { $0 == " " })
    }
    let length = Int(request.headers["content-length"] ?? "0") ?? 0
    guard buffer.count >= end + 4 + length else { return nil }
    request.body = Array(buffer[(end + 4)..<(end + 4 + length)])
    buffer.removeFirst(end + 4 + length)
    return request
  }

  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    let mark = Array("\r\n\r\n".utf8)
    guard bytes.count >= mark.count else { return nil }
    return (0...(bytes.count - mark.count)).first { start in
      bytes[start] == mark[0] && bytes[start..<(start + mark.count)].elementsEqual(mark)
    }
  }

  static func response(
    _ status: String = "200 OK", _ headers: [String] = [], body: [UInt8] = []
  ) -> [UInt8] {
    let head =
      (["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers).joined(separator: "\r\n")
    return Array((head + "\r\n\r\n").utf8) + body
  }

  static func text(_ text: String) -> [UInt8] {
    response("200 OK", ["Content-Type: text/plain"], body: Array(text.utf8))
  }

  /// Runs a body on a thread of its own.
  static func thread(_ body: @escaping @Sendable () -> Void) {
    final class Box {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(Box(body)).toOpaque())
    if code == 0 { pthread_detach(thread) }
  }
}

/// Variables that send other programs' requests elsewhere. All tests run with them: no fetch may care.
enum HostileEnvironment {
  static func engage() { _ = isSet }

  /// Set once and kept: environ(7) may not change while other threads read it.
  private static let isSet: Bool = {
    for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"] {
      setenv(name, "http://127.0.0.1:1", 1)
    }
    unsetenv("no_proxy")
    unsetenv("NO_PROXY")
    return true
  }()
}
