import BulkheadWire
import Synchronization

/// The fetches of a context that are under way. Each has a thread: it waits for names, the audit log
/// and servers, and none of that may keep the context's other requests waiting.
final class Fetches: Sendable {
  private struct State {
    var running: [UInt32: RunningFetch] = [:]
    var idle: [Session] = []
  }

  private let state = Mutex(State())
  private let configuration: BrokerConfiguration
  private let quotas: Quotas

  /// Sessions that are kept, each with its open connections.
  private static let maximumIdle = 8

  init(_ configuration: BrokerConfiguration, _ quotas: Quotas) {
    self.configuration = configuration
    self.quotas = quotas
  }

  /// Performs a fetch on the calling thread.
  func perform(_ request: Request) throws(Refusal) -> Reply {
    try quotas.openRequest()
    defer { quotas.closeRequest() }
    return try perform(request, RunningFetch { _ in })
  }

  /// Performs a fetch on a thread of its own.
  func start(_ request: Request, completion: @escaping @Sendable (Reply) -> Void) {
    let fetch = RunningFetch(completion)
    do throws(Refusal) {
      try quotas.openRequest()
    } catch {
      return fetch.complete(error.reply)
    }
    let isNew = state.withLock { state in
      state.running.updateValue(fetch, forKey: request.id).map { previous in
        state.running[request.id] = previous
        return false
      } ?? true
    }
    guard isNew else {
      quotas.closeRequest()
      return fetch.complete(
        .error(code: "ERR_BULKHEAD_OPERATION", message: "a request with this id is under way"))
    }
    let isStarted = DetachedThread.start {
      let reply = self.reply(request, fetch)
      self.quotas.closeRequest()
      self.remove(fetch, request.id)
      fetch.complete(reply)
    }
    guard isStarted else {
      quotas.closeRequest()
      remove(fetch, request.id)
      return fetch.complete(.error(code: "EAGAIN", message: "EAGAIN: no thread for the request"))
    }
  }

  /// An aborted fetch may have left its id to another.
  private func remove(_ fetch: RunningFetch, _ id: UInt32) {
    state.withLock { if $0.running[id] === fetch { $0.running[id] = nil } }
  }

  private func reply(_ request: Request, _ fetch: RunningFetch) -> Reply {
    do throws(Refusal) {
      return try perform(request, fetch)
    } catch {
      return error.reply
    }
  }

  private func perform(_ request: Request, _ fetch: RunningFetch) throws(Refusal) -> Reply {
    let session = try takeSession()
    defer { giveBack(session) }
    fetch.attach(session)
    defer { fetch.detach() }
    return try SignalMask.withoutBrokenPipe { () throws(Refusal) in
      try Fetch(configuration, quotas, session) { fetch.isAborted }.reply(to: request)
    }
  }

  private func takeSession() throws(Refusal) -> Session {
    if let session = state.withLock({ $0.idle.popLast() }) { return session }
    return try Session()
  }

  private func giveBack(_ session: Session) {
    state.withLock { if $0.idle.count < Self.maximumIdle { $0.idle.append(session) } }
  }

  /// Ends one fetch early: it is answered at once, whatever its thread waits for.
  func abort(_ id: UInt32) {
    state.withLock { $0.running.removeValue(forKey: id) }?.abort()
  }

  /// Ends all fetches early.
  func abortAll() {
    let running = state.withLock { state in
      defer { state.running = [:] }
      return Array(state.running.values)
    }
    for fetch in running { fetch.abort() }
  }
}

/// A fetch from outside: it can be aborted, and is answered once.
final class RunningFetch: Sendable {
  private struct State {
    var completion: (@Sendable (Reply) -> Void)?
    var session: Session?
    var isAborted = false
  }

  private let state: Mutex<State>

  init(_ completion: @escaping @Sendable (Reply) -> Void) {
    state = Mutex(State(completion: completion))
  }

  var isAborted: Bool { state.withLock { $0.isAborted } }

  func attach(_ session: Session) { state.withLock { $0.session = session } }

  func detach() { state.withLock { $0.session = nil } }

  func abort() {
    state.withLock { state in
      state.isAborted = true
      // Under the lock: once detached, the session is another fetch's.
      state.session?.wake()
    }
    complete(Fetch.aborted.reply)
  }

  /// Answers, the first time it is called.
  func complete(_ reply: Reply) {
    let completion = state.withLock { state in
      defer { state.completion = nil }
      return state.completion
    }
    completion?(reply)
  }
}
