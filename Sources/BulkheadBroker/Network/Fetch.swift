import BulkheadLinux
import BulkheadPolicy
import BulkheadSource
import BulkheadWire
import Glibc

/// One fetch from its request to its reply. Each hop is decided by itself: the host's name before it is
/// resolved, then every address it has, and one of those is dialled.
struct Fetch {
  let configuration: BrokerConfiguration
  let quotas: Quotas
  let session: Session
  /// Whether the script or the host has given up on it.
  let isAborted: () -> Bool
  private let start = Self.milliseconds()

  init(
    _ configuration: BrokerConfiguration, _ quotas: Quotas, _ session: Session,
    isAborted: @escaping () -> Bool
  ) {
    self.configuration = configuration
    self.quotas = quotas
    self.session = session
    self.isAborted = isAborted
  }

  static let aborted = Refusal(code: "ERR_ABORTED", "the request was aborted")

  func reply(to request: Request) throws(Refusal) -> Reply {
    try quotas.takeNetworkCall()
    guard let url = RequestURL(request.fields[1]) else { throw try badURL(request.fields[1]) }
    var fetch = try FetchRequest(request, url: url)
    for redirects in 0...FetchRequest.maximumRedirects {
      let response = try hop(fetch, redirects: redirects)
      guard FetchRequest.isRedirect(response.status), fetch.redirectMode != .manual,
        let location = response.first("location")
      else { return response.reply(url: fetch.url, isRedirected: redirects > 0) }
      if fetch.redirectMode == .error {
        throw Refusal(
          code: "ERR_BULKHEAD_REDIRECT", "the server answered with a redirect, which is an error")
      }
      try quotas.takeNetworkCall()
      guard let next = fetch.url.resolving(location) else { throw try badURL(location) }
      fetch.redirect(to: next, status: response.status)
    }
    throw Refusal(
      code: "ERR_BULKHEAD_REDIRECT", "more than \(FetchRequest.maximumRedirects) redirects")
  }

  /// One request and its response.
  private func hop(_ fetch: FetchRequest, redirects: Int) throws(Refusal) -> FetchResponse {
    let target = fetch.url.target
    let details = redirects > 0 ? "\(fetch.method), redirect \(redirects)" : fetch.method
    let judge = try Judge(configuration, operation: "fetch")
    let claim = judge.claim(.networkFetch, .network(target))
    if case .denied(let denial) = claim.decision {
      throw judge.refuse(claim, denial, details: details)
    }
    let addresses = try addresses(of: target, claim, judge, details: details)
    try checkAborted()
    // What was granted may have been taken back while the name was resolved.
    try settle(
      try Judge(configuration, operation: "fetch"), target, addresses, details: details)
    return try send(fetch, to: addresses)
  }

  private func addresses(
    of target: NetworkTarget, _ claim: Judge.Claim, _ judge: Judge, details: String
  ) throws(Refusal) -> [IPAddress] {
    guard case .name(let name) = target.host else {
      guard case .address(let address) = target.host else { return [] }
      return [address]
    }
    do throws(NameNotFound) {
      return Array(try configuration.resolver.addresses(of: name).prefix(4))
    } catch {
      try judge.settle(claim, details: details + ", name not resolved")
      throw Refusal(
        code: "ENOTFOUND", "getaddrinfo ENOTFOUND \(name): \(SafeText.escaped(error.reason))")
    }
  }

  /// Decides on every address, and writes down the one row of this hop before anything is connected.
  private func settle(
    _ judge: Judge, _ target: NetworkTarget, _ addresses: [IPAddress], details: String
  ) throws(Refusal) {
    let claims = addresses.map { address in
      var target = target
      target.address = address
      return judge.claim(.networkFetch, .network(target))
    }
    let details = details + ", " + addresses.map(\.text).joined(separator: " ")
    for claim in claims {
      if case .denied(let denial) = claim.decision {
        throw judge.refuse(claim, denial, details: details)
      }
    }
    guard let first = claims.first else { throw Refusal(FileError(EADDRNOTAVAIL)) }
    try judge.settle(first, details: details)
  }

  /// Tries the addresses in turn until one can be connected to.
  private func send(
    _ fetch: FetchRequest, to addresses: [IPAddress]
  ) throws(Refusal) -> FetchResponse {
    var failure = Refusal(code: "ERR_BULKHEAD_NETWORK", "the host has no address")
    for address in addresses {
      try checkAborted()
      let left = configuration.limits.timeoutMs - (Self.milliseconds() - start)
      guard left > 0 else { throw Self.timedOut(configuration) }
      let outcome = session.exchange(
        fetch, with: address, timeoutMs: left, configuration, shouldStop: isAborted)
      switch outcome.end {
      case .done: return outcome.response
      case .stopped:
        if outcome.response.isTooLarge { throw tooLarge(fetch) }
        throw Self.aborted
      case .timedOut: throw Self.timedOut(configuration)
      case .notConnected(let errorNumber):
        let error = FileError(errorNumber == 0 ? ECONNREFUSED : errorNumber)
        failure = Refusal(code: error.name, "connect \(error.name) \(address.text)")
      case .notTrusted:
        throw Refusal(
          code: "ERR_BULKHEAD_TLS", "TLS to \(fetch.url.target.host.text): \(outcome.message)")
      case .failed:
        throw Refusal(
          code: "ERR_BULKHEAD_NETWORK",
          "\(fetch.url.target.host.text): \(SafeText.escaped(outcome.message))")
      }
    }
    throw failure
  }

  // MARK: Refusals

  private func checkAborted() throws(Refusal) {
    if isAborted() { throw Self.aborted }
  }

  private static func timedOut(_ configuration: BrokerConfiguration) -> Refusal {
    Refusal(code: "ETIMEDOUT", "timeout: no answer within \(configuration.limits.timeoutMs) ms")
  }

  private func tooLarge(_ fetch: FetchRequest) -> Refusal {
    let message =
      "response body limit of \(configuration.maximumBodyBytes) bytes reached, after decompression"
    configuration.onViolation(
      Violation(
        type: .resource, severity: .medium, message: message,
        location: SafeText.escaped(fetch.url.target.url),
        timestamp: Double(TimeText.microseconds()) / 1e6))
    return Refusal(code: "ERR_BULKHEAD_LIMIT", message)
  }

  /// A URL that nothing can be decided on is denied, and written down without what may be a password.
  private func badURL(_ text: String) throws(Refusal) -> Refusal {
    var shown = text.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    let at = shown.lastIndex(of: UInt8(ascii: "@"))
    if let at { shown = shown[at...] }
    let name = SafeText.escaped((at == nil ? "" : "…") + String(decoding: shown, as: UTF8.self))
    let judge = try Judge(configuration, operation: "fetch")
    let denial = Denial(
      code: "bad-url",
      "\(name) cannot be fetched: only http and https, without credentials and invisible characters",
      help: "write https://HOST/PATH, and credentials in a header")
    return judge.refuse(
      Judge.Claim(
        action: .networkFetch, resource: .name(name), decision: .denied(denial)), denial)
  }

  private static func milliseconds() -> Int {
    var time = timespec()
    // SAFETY: the structure outlives the call.
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
