import BulkheadPolicy
internal import CCurl
import Glibc

/// One libcurl session: an exchange at a time, with connections that are kept for the next.
@safe
final class Session: @unchecked Sendable {
  private let handle: OpaquePointer

  /// - Throws: if libcurl cannot be opened.
  init() throws(Refusal) {
    guard let handle = unsafe ccurl_new() else {
      let why = unsafe ccurl_load() == 0 ? "out of memory" : String(cString: ccurl_error())
      throw Refusal(
        code: "ERR_BULKHEAD_NETWORK",
        "fetch needs libcurl: \(why)\n  help: apt-get install libcurl4")
    }
    unsafe self.handle = handle
  }

  deinit { unsafe ccurl_free(handle) }

  /// Makes a running exchange ask whether it should stop. The one call that other threads may make.
  func wake() { unsafe ccurl_wake(handle) }

  /// What an exchange came to.
  struct Outcome {
    /// How it ended.
    enum End {
      case done, stopped, timedOut, notTrusted, failed
      /// With the error number of connect(2), or 0.
      case notConnected(Int32)
    }

    let end: End
    let message: String
    let response: FetchResponse
  }

  /// Sends a request to one address and collects the response.
  func exchange(
    _ request: FetchRequest, with address: IPAddress, timeoutMs: Int,
    _ configuration: BrokerConfiguration,
    shouldStop: @escaping () -> Bool
  ) -> Outcome {
    let collector = Collector(
      response: FetchResponse(maximumBodyBytes: configuration.maximumBodyBytes),
      shouldStop: shouldStop)
    var exchange = unsafe ccurl_exchange()
    unsafe exchange.on_header = { context, bytes, size in
      unsafe Collector.of(context).response.addHeader(.init(start: bytes, count: size)) ? 0 : 1
    }
    unsafe exchange.on_body = { context, bytes, size in
      unsafe Collector.of(context).response.addBody(.init(start: bytes, count: size)) ? 0 : 1
    }
    unsafe exchange.should_stop = { context in unsafe Collector.of(context).shouldStop() ? 1 : 0 }
    unsafe exchange.context = Unmanaged.passUnretained(collector).toOpaque()
    unsafe setAddress(address, port: request.url.target.port, in: &exchange)
    unsafe exchange.timeout_ms = timeoutMs
    unsafe exchange.connect_timeout_ms = min(timeoutMs, 10_000)
    var result = ccurl_result()
    unsafe withStrings(request, address, configuration.certificateAuthorities, &exchange) {
      exchange in
      unsafe ccurl_perform(handle, &exchange, &result)
    }
    // SAFETY: the message ends with NUL.
    let message = unsafe withUnsafeBytes(of: &result.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    // The callbacks hold it without a count.
    return withExtendedLifetime(collector) {
      Outcome(end: .init(result), message: message, response: collector.response)
    }
  }

  /// What the callbacks of one exchange fill.
  private final class Collector {
    var response: FetchResponse
    let shouldStop: () -> Bool

    init(response: FetchResponse, shouldStop: @escaping () -> Bool) {
      self.response = response
      self.shouldStop = shouldStop
    }

    static func of(_ context: UnsafeMutableRawPointer?) -> Collector {
      // SAFETY: the context is set to a collector that outlives the exchange.
      unsafe Unmanaged.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
    }
  }

  private func setAddress(_ address: IPAddress, port: Int, in exchange: inout ccurl_exchange) {
    let bytes = address.bytes
    unsafe exchange.address_size = bytes.count
    unsafe exchange.port = UInt16(truncatingIfNeeded: port).bigEndian
    // SAFETY: an address has at most the 16 bytes of the field.
    unsafe withUnsafeMutableBytes(of: &exchange.address) { field in
      unsafe field.copyBytes(from: bytes)
    }
  }

  /// Lends the request's texts to C for one call.
  private func withStrings(
    _ request: FetchRequest, _ address: IPAddress, _ authorities: String?,
    _ exchange: inout ccurl_exchange,
    _ body: (inout ccurl_exchange) -> Void
  ) {
    let target = request.url.target
    let dialled = Host.address(address).urlText
    let texts =
      [
        request.url.text, request.method,
        "\(target.host.urlText):\(target.port):\(dialled):\(target.port)",
      ] + headerLines(request)
    let file = unsafe authorities.map { unsafe strdup($0) }
    defer { unsafe free(file ?? nil) }
    unsafe exchange.authorities = unsafe UnsafePointer(file ?? nil)
    // Bytes are characters here (Fetch standard, "isomorphic encode").
    let copies = unsafe texts.map { text in
      let bytes = text.unicodeScalars.map { CChar(truncatingIfNeeded: $0.value) } + [0]
      return unsafe UnsafePointer(strdup(bytes))
    }
    defer {
      unsafe copies.forEach { copy in unsafe free(UnsafeMutableRawPointer(mutating: copy)) }
    }
    unsafe exchange.url = copies[0]
    unsafe exchange.method = copies[1]
    unsafe exchange.connect_to = copies[2]
    unsafe copies[3...].withUnsafeBufferPointer { headers in
      unsafe exchange.headers = headers.baseAddress
      unsafe exchange.header_count = headers.count
      guard let bytes = request.body else { return unsafe body(&exchange) }
      unsafe bytes.withUnsafeBytes { bytes in
        // An empty body still is one: any address that is not null.
        unsafe exchange.body = bytes.baseAddress ?? UnsafeRawPointer(headers.baseAddress)
        unsafe exchange.body_size = bytes.count
        unsafe body(&exchange)
      }
    }
  }

  /// The head's lines; libcurl writes its own for names that are missing here.
  private func headerLines(_ request: FetchRequest) -> [String] {
    // Without a wait for 100 Continue, which few servers send.
    var lines = ["Expect:"]
    let names = Set(request.headers.map { $0.name.lowercased() })
    if !names.contains("content-type") { lines.append("Content-Type:") }
    if !names.contains("user-agent") { lines.append("User-Agent: bulkhead") }
    for header in request.headers {
      lines.append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
    }
    return lines
  }
}

extension Session.Outcome.End {
  fileprivate init(_ result: ccurl_result) {
    switch result.outcome {
    case ccurl_done: self = .done
    case ccurl_stopped: self = .stopped
    case ccurl_timed_out: self = .timedOut
    case ccurl_not_trusted: self = .notTrusted
    case ccurl_not_connected: self = .notConnected(result.error_number)
    default: self = .failed
    }
  }
}
