import BulkheadPolicy
import CSeccompNotify
import Glibc
import Synchronization

/// Enforces a command's limits from outside: time, CPU time and memory of all its processes together.
final class Watch: Sendable {
  /// The limit that was met first.
  struct Excess: Sendable {
    let key: String
    let message: String
  }

  private struct State {
    var initProcess: pid_t = 0
    var command: pid_t = 0
    var pidfd: Int32 = -1
    var excess: Excess?
    var isKilled = false
    var peakMemory = 0
    var cpuMilliseconds = 0
  }

  private let limits: ResourceLimits
  private let launcher: pid_t
  private let cpuCounter: Descriptor?
  private let group: MemoryGroup?
  private let began = monotonicMilliseconds()
  private let state = Mutex(State())

  /// Watches what a launcher starts, which has not gone on yet.
  init(_ limits: ResourceLimits, launcher: pid_t, group: MemoryGroup?) {
    self.limits = limits
    self.launcher = launcher
    self.group = group
    let counter = cprocess_cpu_counter(launcher)
    cpuCounter = counter >= 0 ? Descriptor(owning: counter) : nil
  }

  var countsCPUExactly: Bool { cpuCounter != nil }
  var hasMemoryGroup: Bool { group != nil }
  var excess: Excess? { state.withLock { $0.excess } }
  var wallMilliseconds: Int { monotonicMilliseconds() - began }

  /// The init of the sandbox's process namespace is known from here on.
  func follow(_ process: pid_t) {
    let pidfd = cprocess_pidfd(process)
    state.withLock { state in
      state.initProcess = process
      state.pidfd = pidfd
    }
  }

  /// The command's first process.
  var command: pid_t {
    get { state.withLock { $0.command } }
    set { state.withLock { $0.command = newValue } }
  }

  deinit {
    let pidfd = state.withLock { $0.pidfd }
    if pidfd >= 0 { close(pidfd) }
  }

  /// Kills every process of the sandbox: with the init of its namespace the kernel kills them all.
  func kill() {
    state.withLock { state in
      state.isKilled = true
      if state.pidfd < 0 || cprocess_kill(state.pidfd, SIGKILL) < 0 {
        Glibc.kill(launcher, SIGKILL)
      }
    }
  }

  /// Ends the command for a limit; the first one is the one that is told.
  func end(for key: String, _ message: String) {
    state.withLock { state in
      if state.excess == nil { state.excess = Excess(key: key, message: message) }
    }
    kill()
  }

  /// Looks at everything once; returns the milliseconds until the next look.
  func look() -> Int32 {
    let wall = wallMilliseconds
    let cpu = cpuMilliseconds()
    state.withLock { $0.cpuMilliseconds = cpu }
    if wall >= limits.timeoutMs {
      end(for: "timeoutMs", "timeout: it ran for more than \(limits.timeoutMs) ms")
    } else if cpu >= limits.cpuTimeMs {
      end(for: "cpuTimeMs", "it used more than \(limits.cpuTimeMs) ms of CPU time")
    }
    watchMemory()
    let rest = min(limits.timeoutMs - wall, limits.cpuTimeMs - cpu)
    return Int32(max(5, min(rest, wall < 200 ? 50 : 100)))
  }

  private func watchMemory() {
    if let group {
      if group.hasKilled { endForMemory() }
      return
    }
    let process = state.withLock { $0.initProcess }
    guard process > 0, wallMilliseconds > 40 else { return }
    let bytes = ProcessTree.memory(
      of: ProcessTree.descendants(of: process), exactAbove: limits.memoryBytes)
    state.withLock { $0.peakMemory = max($0.peakMemory, bytes) }
    if bytes > limits.memoryBytes { endForMemory() }
  }

  private func endForMemory() {
    end(
      for: "memoryLimit",
      "memory limit: its processes used more than \(limits.memoryBytes >> 20) MB together")
  }

  /// CPU time so far. The counter is inherited by every process and thread and outlives them; without it
  /// only what is running, and what was waited for, can be seen.
  func cpuMilliseconds() -> Int {
    if let cpuCounter {
      var nanoseconds: UInt64 = 0
      if unsafe read(cpuCounter.number, &nanoseconds, 8) == 8 {
        return Int(nanoseconds / 1_000_000)
      }
    }
    let process = state.withLock { $0.initProcess }
    guard process > 0 else { return 0 }
    let ticks = ([process] + ProcessTree.descendants(of: process)).reduce(0) { sum, process in
      let text = Kernel.read("/proc/\(process)/stat") ?? ""
      let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
      return sum + fields.dropFirst(11).prefix(4).reduce(0) { $0 + (Int($1) ?? 0) }
    }
    return max(
      state.withLock { $0.cpuMilliseconds }, ticks * 1000 / max(1, sysconf(Int32(_SC_CLK_TCK))))
  }

  /// The most memory seen, in bytes.
  var peakMemory: Int { group?.peak ?? state.withLock { $0.peakMemory } }

  /// Whether the kernel killed for memory between two looks.
  func lookLast() {
    if let group, group.hasKilled, excess == nil {
      state.withLock { state in
        state.excess = Excess(
          key: "memoryLimit",
          message:
            "memory limit: its processes used more than \(limits.memoryBytes >> 20) MB together")
      }
    }
  }
}
