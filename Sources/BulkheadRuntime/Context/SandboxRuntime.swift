public import BulkheadLinux
public import BulkheadPolicy
import Synchronization

/// Runs the code of plugins, each context in a process of its own that can reach nothing but this
/// one, which decides on every access.
///
/// May be used from any task or thread. Contexts that are not destroyed end with the runtime.
public final class SandboxRuntime: Sendable {
  /// How a runtime works; the defaults are the safe choice.
  public struct Options: Sendable {
    /// The absolute path of `bulkhead-worker`; nil looks at `BULKHEAD_WORKER`, then beside this
    /// program, then in `../libexec/bulkhead`.
    public var workerPath: String?
    /// Whether the engine compiles to machine code: 2 to 40 times as fast. Without, a worker has no
    /// memory that is both written and executed.
    public var justInTime: Bool
    /// Layers a worker goes without where the machine lacks them. Empty: a worker that is not
    /// confined by all of them is refused.
    public var unconfinedLayers: Set<Layer>

    /// Options.
    public init(
      workerPath: String? = nil, justInTime: Bool = true, unconfinedLayers: Set<Layer> = []
    ) {
      self.workerPath = workerPath
      self.justInTime = justInTime
      self.unconfinedLayers = unconfinedLayers
    }
  }

  let options: Options
  let recorder: any AuditRecorder
  let onViolation: (@Sendable (Violation, SandboxContext) -> Void)?
  private let state = Mutex(State())

  private struct State {
    var mailboxes: [String: Mailbox] = [:]
    var lastContext = 0
    var lastJob = 0
  }

  /// A runtime.
  ///
  /// - Parameters:
  ///   - recorder: where every decision and every violation is written down.
  ///   - onViolation: told of each violation as it happens, on a thread that serves the context: it
  ///     must return soon.
  public init(
    recorder: any AuditRecorder, options: Options = Options(),
    onViolation: (@Sendable (Violation, SandboxContext) -> Void)? = nil
  ) {
    self.recorder = recorder
    self.options = options
    self.onViolation = onViolation
  }

  deinit {
    for mailbox in state.withLock({ $0.mailboxes.values }) { mailbox.post(.close {}) }
  }

  // MARK: Contexts

  /// A context that is not used yet, and what its violations go to.
  func newContext(plugin: String) -> (SandboxContext, ViolationReporter) {
    let number = state.withLock { state in
      state.lastContext += 1
      return state.lastContext
    }
    let mark = String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16)
    let context = SandboxContext(id: "\(number)-\(mark)", plugin: plugin)
    return (
      context, ViolationReporter(context: context, recorder: recorder, onViolation: onViolation)
    )
  }

  /// Starts the thread of a context.
  func open(_ settings: SessionSettings) throws(RuntimeError) {
    let mailbox = try Mailbox()
    try ServingThread.start { Session(settings: settings, mailbox: mailbox).run() }
    state.withLock { $0.mailboxes[settings.context.id] = mailbox }
  }

  func workerSettings(memoryBytes: Int) throws(RuntimeError) -> WorkerSettings {
    WorkerSettings(
      path: try WorkerBinary.locate(options.workerPath), justInTime: options.justInTime,
      memoryBytes: memoryBytes, acceptedGaps: options.unconfinedLayers)
  }

  /// Ends what runs in a context, and its worker; returns when nothing of it is left. A context that
  /// is gone already is fine.
  public func destroyContext(_ id: SandboxContext.ID) async {
    guard let mailbox = state.withLock({ $0.mailboxes.removeValue(forKey: id) }) else { return }
    await withCheckedContinuation { continuation in
      let isTaken = mailbox.post(.close { continuation.resume() })
      if !isTaken { continuation.resume() }
    }
  }

  // MARK: Executions

  /// Runs code in a context, after what was asked for earlier.
  ///
  /// Top-level `await` and `return` are allowed. A cancelled task ends the execution, and with it
  /// the state of the context.
  ///
  /// - Parameters:
  ///   - name: what stack traces call the code, and what its relative imports start from: a path in
  ///     the plugin's directory.
  ///   - onOutput: gets what the code prints as it comes, on the thread that serves the context; nil
  ///     collects it in the result.
  /// - Returns: also for code that fails, runs into a limit or crashes.
  /// - Throws: a `RuntimeError` where nothing was run.
  public func execute(
    _ code: String, in context: SandboxContext, name: String? = nil, arguments: [String] = [],
    onOutput: (@Sendable (OutputChunk) -> Void)? = nil
  ) async throws(RuntimeError) -> ExecutionResult {
    try await perform(
      .script(code: code, name: name), in: context, arguments: arguments, onOutput: onOutput)
  }

  /// Runs a file of the plugin as its main module. The result has no value.
  ///
  /// - Parameter entry: its path, absolute or relative to the plugin's directory.
  public func run(
    entry: String, in context: SandboxContext, arguments: [String] = [],
    onOutput: (@Sendable (OutputChunk) -> Void)? = nil
  ) async throws(RuntimeError) -> ExecutionResult {
    try await perform(.entry(path: entry), in: context, arguments: arguments, onOutput: onOutput)
  }

  private func perform(
    _ program: Job.Program, in context: SandboxContext, arguments: [String],
    onOutput: (@Sendable (OutputChunk) -> Void)?
  ) async throws(RuntimeError) -> ExecutionResult {
    let (found, id) = state.withLock { state in
      state.lastJob += 1
      return (state.mailboxes[context.id], state.lastJob)
    }
    guard let mailbox = found else { throw RuntimeError.destroyed(context.id) }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let job = Job(id: id, program: program, arguments: arguments, onOutput: onOutput) {
          continuation.resume(returning: $0)
        }
        if !mailbox.post(.execute(job)) {
          continuation.resume(returning: .failure(.destroyed(context.id)))
        }
        // A task cancelled before it came here has told the mailbox too early.
        if Task.isCancelled { mailbox.post(.abort(job: id)) }
      }
    } onCancel: {
      mailbox.post(.abort(job: id))
    }
    return try result.get()
  }
}
