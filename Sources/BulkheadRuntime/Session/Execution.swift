import BulkheadLinux
import BulkheadPolicy
import BulkheadWire

/// One execution on its way: what it printed, what it used, how it ended.
final class Execution {
  /// How an execution ends; the first to come about counts.
  enum Ending {
    /// The worker sent a result: its JSON.
    case result(String)
    /// The program called `process.exit`.
    case exit(code: Int)
    /// The host ended it.
    case breach(LimitBreach)
    /// The worker ended by itself.
    case died(WorkerProcess.ExitStatus)
    /// The worker sent what no worker sends.
    case violation(WireError)
    /// The caller no longer wants it.
    case aborted

    /// Whether the worker is of no more use.
    var endsWorker: Bool {
      if case .result = self { false } else { true }
    }
  }

  let job: Job
  /// The id of its frames.
  let id: UInt32
  let worker: WorkerConnection
  /// When the program began, in milliseconds; the start of a worker is not its fault.
  let begin = Clock.milliseconds()
  private let cpuBefore: Double
  private(set) var supervisor: LimitSupervisor
  private var nextSample: Double
  private(set) var cpuMilliseconds = 0.0
  private(set) var stdout: [UInt8] = []
  private(set) var stderr: [UInt8] = []
  private(set) var ending: Ending?
  /// Answers to requests that came while another frame was being written.
  var replies: [(id: UInt32, reply: Reply)] = []

  init(_ job: Job, id: UInt32, worker: WorkerConnection, limits: ResourceLimits) {
    self.job = job
    self.id = id
    self.worker = worker
    cpuBefore = worker.cpuMilliseconds
    supervisor = LimitSupervisor(limits: limits)
    nextSample = begin
    sample()
  }

  func end(_ ending: Ending) {
    if self.ending == nil { self.ending = ending }
  }

  func observe(_ event: LimitSupervisor.Event) {
    if let breach = supervisor.observe(event) { end(.breach(breach)) }
  }

  /// Milliseconds until the worker has to be looked at again.
  var untilSample: Double { max(0, nextSample - Clock.milliseconds()) }

  /// Looks at the worker if it is time to.
  func sampleIfDue() {
    if Clock.milliseconds() >= nextSample { sample() }
  }

  func sample() {
    let now = Clock.milliseconds()
    cpuMilliseconds = worker.cpuMilliseconds - cpuBefore
    observe(
      .sample(
        elapsed: now - begin, cpu: cpuMilliseconds, memory: worker.process.currentMemory))
    nextSample = now + supervisor.interval
  }

  /// A last look, so that what a short program used is seen as well. A result that came while a
  /// limit was passed does not count.
  func finishSampling() {
    sample()
    if let breach = supervisor.breach, case .result = ending { ending = .breach(breach) }
  }

  /// The code of a reply to a request beyond a number of calls.
  private static let limitCode = "ERR_BULKHEAD_LIMIT"

  func noteRefusal(_ reply: Reply) {
    if case .error(Self.limitCode, _) = reply { observe(.refusal) }
  }

  func print(_ bytes: [UInt8], to stream: OutputChunk.Stream) {
    observe(.output(bytes: bytes.count))
    guard ending == nil else { return }
    if let onOutput = job.onOutput {
      onOutput(OutputChunk(stream: stream, bytes: bytes))
    } else if stream == .stdout {
      stdout += bytes
    } else {
      stderr += bytes
    }
  }
}
