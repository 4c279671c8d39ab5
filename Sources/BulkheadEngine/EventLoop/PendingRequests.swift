import BulkheadWire

/// Asynchronous requests that the host has not answered yet.
struct PendingRequests {
  /// What is needed to deliver an answer.
  struct Request {
    var operation: Operation
    /// `function(error or null, ArrayBuffer)`.
    var callback: HeldValue
    /// The request's text, for the error that names its path.
    var text: HeldValue
  }

  private var requests: [UInt32: Request] = [:]
  private var lastID: UInt32 = 0

  var isEmpty: Bool { requests.isEmpty }

  /// Ids of the requests that a message to the host can end early.
  var abortable: [UInt32] {
    requests.filter { $0.value.operation == .fetch }.keys.sorted()
  }

  /// An id that no request in flight has; never 0, which is for synchronous ones.
  mutating func nextID() -> UInt32 {
    repeat { lastID &+= 1 } while lastID == 0 || requests[lastID] != nil
    return lastID
  }

  mutating func add(_ request: Request, id: UInt32) { requests[id] = request }

  /// Nil for an answer to a request that was given up.
  mutating func take(_ id: UInt32) -> Request? { requests.removeValue(forKey: id) }

  mutating func removeAll() { requests.removeAll() }
}
