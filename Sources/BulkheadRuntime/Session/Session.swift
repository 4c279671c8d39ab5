import BulkheadLinux
import BulkheadPolicy
import BulkheadWire

/// The thread of one context: keeps its worker, runs what is asked for one after the other.
///
/// Everything here happens on that thread; others talk to it through the mailbox.
final class Session {
  let settings: SessionSettings
  let mailbox: Mailbox
  var worker: WorkerConnection?
  /// The one that is running.
  var current: Execution?
  /// Counts workers, so that an answer meant for one does not reach the next.
  private(set) var generation = 0
  /// Whether a worker ended since the last result said so.
  var lostState = false
  private var queue: [Job] = []
  private var closers: [@Sendable () -> Void] = []
  private var lastID: UInt32 = 0
  /// CPU time of the idle worker when it was last looked at.
  private var idleCPU = 0.0

  init(settings: SessionSettings, mailbox: Mailbox) {
    self.settings = settings
    self.mailbox = mailbox
  }

  /// Serves until the context is destroyed.
  func run() {
    // Ahead of the first request; a failure is told to that.
    _ = try? readyWorker()
    while true {
      sortMail()
      if !closers.isEmpty { break }
      if queue.isEmpty {
        idle()
      } else {
        let job = queue.removeFirst()
        job.finish(execute(job))
      }
    }
    settings.services.cancelAll()
    worker?.end()
    worker = nil
    refuseRest()
    for close in closers { close() }
  }

  private func refuseRest() {
    for letter in mailbox.close() {
      switch letter {
      case .execute(let job): queue.append(job)
      case .close(let close): closers.append(close)
      case .abort, .reply: break
      }
    }
    for job in queue { job.finish(.failure(.destroyed(settings.context.id))) }
    queue = []
  }

  /// Puts what others sent where it belongs. Writes nothing to the worker: it may be called in the
  /// middle of a frame.
  func sortMail() {
    for letter in mailbox.takeAll() {
      switch letter {
      case .execute(let job):
        queue.append(job)
      case .abort(let id):
        if current?.job.id == id { current?.end(.aborted) }
        let aborted = queue.filter { $0.id == id }
        queue.removeAll { $0.id == id }
        for job in aborted { job.finish(.success(abortedResult())) }
      case .reply(let reply, let id, let generation):
        if generation == self.generation { current?.replies.append((id, reply)) }
      case .close(let close):
        closers.append(close)
        current?.end(.aborted)
      }
    }
  }

  // MARK: Workers

  /// The worker of this context; starts one if there is none.
  func readyWorker() throws(RuntimeError) -> WorkerConnection {
    if let worker { return worker }
    let worker: WorkerConnection
    do throws(RuntimeError) {
      worker = try WorkerConnection(settings.worker)
    } catch {
      settings.reporter.recordIsolation([error.code], missing: [error.message], allowed: false)
      throw error
    }
    generation += 1
    settings.reporter.recordIsolation(worker.isolation, missing: worker.missing, allowed: true)
    do throws(WireError) {
      try worker.send(.start, fields: [settings.start]) { () throws(WireError) in
        throw WireError(.systemCall, "the worker does not read")
      }
    } catch {
      let end = worker.end()
      throw RuntimeError(
        code: "worker-not-started",
        "the script worker \(settings.worker.path) took no command: \(error), \(end)",
        help: "install \(WorkerBinary.name) again, from the same build as this program")
    }
    self.worker = worker
    idleCPU = worker.cpuMilliseconds
    return worker
  }

  func nextID() -> UInt32 {
    repeat { lastID &+= 1 } while lastID == 0
    return lastID
  }

  /// How often an idle worker is looked at, in milliseconds.
  private static let idleInterval = 5000.0
  /// CPU time an idle worker may use between two looks: it gives memory back, and no more.
  private static let idleAllowance = 500.0

  /// Waits for mail. A worker that is not asked for anything has nothing to say or to do.
  private func idle() {
    idleCPU = worker?.cpuMilliseconds ?? 0
    while true {
      let ready = Poll.readable(
        worker?.reader.descriptor ?? -1, mailbox.descriptor,
        within: worker == nil ? nil : Self.idleInterval)
      if ready.second { return }
      guard let worker else { continue }
      if ready.first { return dropIdleWorker(worker, "it ended or spoke without being asked") }
      let cpu = worker.cpuMilliseconds
      if cpu - idleCPU > Self.idleAllowance {
        return dropIdleWorker(worker, "it computed without being asked")
      }
      idleCPU = cpu
    }
  }

  private func dropIdleWorker(_ worker: WorkerConnection, _ reason: String) {
    let end = worker.end()
    self.worker = nil
    lostState = true
    settings.reporter.report(
      .crash, .critical, rule: "idle-worker", "the script worker was replaced: \(reason), \(end)")
  }
}

extension RuntimeError {
  static func destroyed(_ id: String) -> RuntimeError {
    RuntimeError(
      code: "no-context", "the context \(id) is destroyed, or was never created by this runtime",
      help: "make one with createContext")
  }
}
