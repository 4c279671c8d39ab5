import BulkheadPolicy

/// Watches one execution from outside: what was measured goes in, the limit that ends it comes out.
///
/// Nothing here asks the worker, and nothing the worker does can answer: the caller measures, and
/// kills on the first breach. A pure value, so that every case can be tested without a clock.
struct LimitSupervisor {
  /// What the caller noticed; times are milliseconds since the execution began.
  enum Event: Hashable {
    /// A look at the worker: its CPU time since the execution began, its resident bytes.
    case sample(elapsed: Double, cpu: Double, memory: Int)
    /// The worker wrote this many bytes for stdout or stderr.
    case output(bytes: Int)
    /// A request was refused because a number of calls is used up.
    case refusal
  }

  let limits: ResourceLimits
  /// The limit that ended the execution; the first stays.
  private(set) var breach: LimitBreach?
  /// The most memory any sample showed.
  private(set) var peakMemory = 0
  private var outputBytes = 0
  private var refusals = 0
  private var elapsed = 0.0
  private var cpu = 0.0
  private var memory = 0

  /// A program that is told its calls are used up and goes on asking does nothing else: each such
  /// call costs the host more than the program.
  static let maximumRefusals = 1000

  init(limits: ResourceLimits) { self.limits = limits }

  /// Takes an event in and returns the breach, if there is one by now.
  mutating func observe(_ event: Event) -> LimitBreach? {
    guard breach == nil else { return breach }
    switch event {
    case .sample(let elapsed, let cpu, let memory):
      (self.elapsed, self.cpu, self.memory) = (elapsed, cpu, memory)
      peakMemory = max(peakMemory, memory)
      // Memory first: a program at both limits has the one problem that more time does not solve.
      if memory > limits.memoryBytes {
        breach = .memory(bytes: limits.memoryBytes)
      } else if cpu > Double(limits.cpuTimeMs) {
        breach = .cpuTime(milliseconds: limits.cpuTimeMs)
      } else if elapsed > Double(limits.timeoutMs) {
        breach = .wallTime(milliseconds: limits.timeoutMs)
      }
    case .output(let bytes):
      outputBytes += bytes
      if outputBytes > limits.outputBytes { breach = .output(bytes: limits.outputBytes) }
    case .refusal:
      refusals += 1
      if refusals > Self.maximumRefusals { breach = .frames(count: Self.maximumRefusals) }
    }
    return breach
  }

  /// Whether a worker that ended by itself did so because memory ran out: the engine aborts when
  /// the kernel gives it no more, which looks like a crash.
  func isOutOfMemory(peak: Int) -> Bool {
    Double(max(peak, peakMemory)) > 0.8 * Double(limits.memoryBytes)
  }

  // MARK: When to look next

  /// Bytes a worker can touch in a millisecond: the kernel has to clear each page first.
  private static let growthPerMillisecond = 8 << 20
  private static let shortestInterval = 1.0
  private static let longestInterval = 10.0

  /// Milliseconds until the next sample is due: soon enough to see each limit passed, seldom enough
  /// to cost nothing.
  var interval: Double {
    let headroom = Double(limits.memoryBytes - memory) / Double(Self.growthPerMillisecond)
    // The worker has one thread that runs the program, so its CPU time grows no faster than time.
    let left = min(Double(limits.timeoutMs) - elapsed, Double(limits.cpuTimeMs) - cpu)
    return min(max(min(headroom, left), Self.shortestInterval), Self.longestInterval)
  }
}
