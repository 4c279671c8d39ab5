internal import CLinuxSandbox
import Glibc
import Synchronization

/// A worker as the host sees it: a process with one channel, which dies with the host.
///
/// All functions may be called from any thread. A worker that nobody holds any more is killed.
public final class WorkerProcess: Sendable {
  /// The process id; another process may get it once `wait` has returned.
  public let pid: Int32
  /// Where the host writes frames.
  public let toWorker: OwnedDescriptor
  /// Where the host reads frames.
  public let fromWorker: OwnedDescriptor
  /// A pidfd: `poll` says readable when the worker has ended.
  public let processDescriptor: OwnedDescriptor

  private let errors: OwnedDescriptor
  private let memory: OwnedDescriptor?
  private let state = Mutex(State())

  private struct State {
    var end: (status: ExitStatus, cpuNanoseconds: Int)?
    var peakMemory = 0
    var diagnostics: [UInt8] = []
  }

  /// All that a worker's environment holds: ICU needs no time zone file then, and the memory limit
  /// reaches ArrayBuffers, which the engine's Gigacage would keep in an address range of their own.
  private static let environment = ["TZ=UTC", "GIGACAGE_ENABLED=0"]

  /// Starts a program with descriptors 3 (to read frames) and 4 (to write them); 0 and 1 are
  /// /dev/null, and 2 is kept for ``diagnostics``.
  ///
  /// - Parameter path: absolute.
  public static func start(
    path: String, arguments: [String] = []
  ) throws(LinuxError) -> WorkerProcess {
    guard path.hasPrefix("/") else {
      throw LinuxError(.start, "the worker's path is not absolute: \(path)")
    }
    let (input, output, error) = (try Pipe(), try Pipe(), try Pipe())
    // Of the child's descriptors; they are closed here when this returns.
    let (childInput, childOutput, childError) = (
      try input.readEnd.aboveStandard(), try output.writeEnd.aboveStandard(),
      try error.writeEnd.aboveStandard()
    )
    try error.readEnd.makeNonBlocking()
    let descriptors = bulkhead_spawn_descriptors(
      error: childError.rawValue, input: childInput.rawValue, output: childOutput.rawValue)
    let result = try SpawnThread.run {
      unsafe CStrings.withArrays([path] + arguments, environment) { arguments, environment in
        unsafe bulkhead_spawn(path, arguments, environment, descriptors)
      }
    }
    withExtendedLifetime((childInput, childOutput, childError)) {}
    let pid = try check(
      result, .start, "start \(path)", help: "build or install bulkhead-worker beside bulkhead")
    return try WorkerProcess(
      pid: pid, toWorker: input.writeEnd, fromWorker: output.readEnd, errors: error.readEnd)
  }

  private init(
    pid: Int32, toWorker: OwnedDescriptor, fromWorker: OwnedDescriptor, errors: OwnedDescriptor
  ) throws(LinuxError) {
    let descriptor = bulkhead_pidfd_open(pid)
    guard descriptor >= 0 else {
      Glibc.kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
      throw LinuxError(
        .start, "open the worker's pidfd", errno: -descriptor, help: "Linux 5.3 or later")
    }
    self.pid = pid
    self.toWorker = toWorker
    self.fromWorker = fromWorker
    self.errors = errors
    processDescriptor = OwnedDescriptor(adopting: descriptor)
    // Kept open, for a measurement in less than a microsecond.
    let statm = unsafe open("/proc/\(pid)/statm", O_RDONLY | O_CLOEXEC)
    memory = statm >= 0 ? OwnedDescriptor(adopting: statm) : nil
  }

  deinit {
    kill()
    _ = wait()
  }

  // MARK: The end

  /// Ends the worker at once; nothing happens if it has ended.
  public func kill() {
    state.withLock { state in
      if state.end == nil { _ = bulkhead_pidfd_signal(processDescriptor.rawValue, SIGKILL) }
    }
  }

  /// Waits for the worker to end. May be called again, and by several threads.
  public func wait() -> ExitStatus {
    var descriptor = pollfd(fd: processDescriptor.rawValue, events: Int16(POLLIN), revents: 0)
    // SAFETY: the one structure outlives the call.
    while unsafe poll(&descriptor, 1, -1) < 0, errno == EINTR {}
    return state.withLock { state in
      if let end = state.end { return end.status }
      var (status, usage): (Int32, rusage) = (0, rusage())
      // SAFETY: both outlive the call.
      while unsafe wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
      let end = ExitStatus(status: status)
      state.end = (end, Self.nanoseconds(usage.ru_utime) + Self.nanoseconds(usage.ru_stime))
      return end
    }
  }

  /// Whether the worker has ended.
  public var hasEnded: Bool {
    var descriptor = pollfd(fd: processDescriptor.rawValue, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&descriptor, 1, 0) > 0
  }

  // MARK: Usage

  /// Anonymous memory in use now, in bytes; what the worker shares with files (its code and the
  /// engine's) does not count. 0 once it has ended.
  public var currentMemory: Int {
    guard let fields = memory?.readAgain()?.utf8.split(separator: UInt8(ascii: " ")),
      fields.count > 2, let resident = Int(Substring(fields[1])),
      let shared = Int(Substring(fields[2]))
    else { return 0 }
    let bytes = max(0, resident - shared) * Self.pageSize
    state.withLock { $0.peakMemory = max($0.peakMemory, bytes) }
    return bytes
  }

  /// The most that ``currentMemory`` has shown so far, in bytes. (What the kernel keeps as a peak
  /// starts with the host's own memory, as it counts from before execve.)
  public var peakMemory: Int {
    _ = currentMemory
    return state.withLock { $0.peakMemory }
  }

  /// CPU time used so far, in nanoseconds; still there after the end.
  public var cpuNanoseconds: Int {
    state.withLock { state in
      if let end = state.end { return end.cpuNanoseconds }
      var (clock, time): (clockid_t, timespec) = (0, timespec())
      // The id of a process not yet waited for names no other.
      // SAFETY: both outlive the calls.
      guard unsafe clock_getcpuclockid(pid, &clock) == 0, unsafe clock_gettime(clock, &time) == 0
      else { return 0 }
      return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
  }

  // MARK: Diagnostics

  /// What the worker has written on its error stream so far, of at most 16 KB, as text that is not
  /// to be trusted.
  public var diagnostics: String {
    state.withLock { state in
      while state.diagnostics.count < 16 << 10 {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
          // SAFETY: the buffer has room for 4096 bytes.
          count = unsafe max(0, read(errors.rawValue, buffer.baseAddress, 4096))
        }
        if bytes.isEmpty { break }
        state.diagnostics += bytes
      }
      let text = String(decoding: state.diagnostics.prefix(16 << 10), as: UTF8.self)
      return text.hasPrefix(Self.greeting) ? String(text.dropFirst(Self.greeting.count)) : text
    }
  }

  /// What the engine says at every start about the environment it is given.
  private static let greeting = "Warning: disabling gigacage because GIGACAGE_ENABLED=0!\n"

  private static let pageSize = sysconf(Int32(_SC_PAGESIZE))

  private static func nanoseconds(_ time: timeval) -> Int {
    time.tv_sec * 1_000_000_000 + Int(time.tv_usec) * 1000
  }
}
