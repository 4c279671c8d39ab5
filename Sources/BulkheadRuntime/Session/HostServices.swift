import BulkheadWire

/// What answers the requests of a worker: the broker of its context.
protocol HostServices: Sendable {
  /// Decides, records and does one request; blocks until it is done.
  func perform(_ request: Request) -> Reply
  /// Decides on a fetch and starts it; the answer comes on some other thread.
  func startFetch(_ request: Request, completion: @escaping @Sendable (Reply) -> Void)
  /// Ends a fetch, which then answers `ERR_ABORTED`.
  func abortFetch(_ id: UInt32)
  /// Ends all fetches.
  func cancelAll()
  /// What the context has used so far.
  var callCounts: (network: Int, files: Int) { get }
}
