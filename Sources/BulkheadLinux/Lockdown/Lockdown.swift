internal import CLinuxSandbox
import Glibc

/// Gives up every authority of the calling process but its open descriptors, for good.
///
/// The order is forced: mounts need capabilities, so privileges go after the namespaces; the filter
/// forbids what the others are armed with, so it comes last. A layer that cannot be armed throws,
/// and then the process must end: some layers before it are armed, others are not.
public enum Lockdown {
  /// Closes all descriptors from `first` on.
  public static func closeDescriptors(from first: Int32) throws(LinuxError) {
    try check(
      bulkhead_close_range(UInt32(first), .max), .systemCall, "close descriptors from \(first) on",
      help: "Linux 5.9 or later")
  }

  /// The layers that need something of the machine, and which a host may choose to go without.
  public static let optionalLayers: Set<Layer> = [.namespaces, .landlock]

  /// Arms all layers and returns their names with what was reached, for the audit log.
  ///
  /// The process must have one thread: Landlock and namespaces do not reach others. What the engine
  /// needs to open later must be open by now.
  ///
  /// - Parameters:
  ///   - memoryBytes: data memory the process may still take, from now on; nil for no limit.
  ///   - missing: layers to go without where the machine lacks them, of ``optionalLayers``. The
  ///     empty root goes with the namespaces.
  public static func engage(
    memoryBytes: Int?, accepting missing: Set<Layer> = []
  ) throws(LinuxError) -> [String] {
    let armed = try engageWithoutFilter(memoryBytes: memoryBytes, accepting: missing)
    try FilterProgram(rules: WorkerFilter.rules).install()
    return armed + [Layer.seccomp.rawValue]
  }

  /// All layers but the last, for tests that they hold without it.
  package static func engageWithoutFilter(
    memoryBytes: Int?, accepting missing: Set<Layer> = []
  ) throws(LinuxError) -> [String] {
    let before = try ProcessState()
    guard before.threadCount == 1 else {
      throw Layer.seccomp.error("the process has \(before.threadCount) threads, not one")
    }
    // The engine's handlers serve WebAssembly alone, which is off; a fault should just end it.
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP] { signal(number, SIG_DFL) }

    var armed: [String] = []
    do throws(LinuxError) {
      armed += try NamespaceLayer.engage()
    } catch {
      guard missing.contains(.namespaces) else { throw error }
    }
    try ResourceLimitLayer.engage(dataBytes: memoryBytes.map { before.dataBytes + $0 })
    armed.append(Layer.resourceLimits.rawValue)
    try PrivilegeLayer.engage()
    armed.append(Layer.noPrivileges.rawValue)
    do throws(LinuxError) {
      armed.append(try LandlockLayer.engage())
    } catch {
      guard missing.contains(.landlock) else { throw error }
    }
    return armed
  }
}

/// What /proc says about the calling process before /proc is out of sight.
private struct ProcessState {
  var threadCount: Int
  /// Private writable memory mapped so far, which RLIMIT_DATA counts.
  var dataBytes: Int

  init() throws(LinuxError) {
    guard let status = ProcFile.text("/proc/self/status"),
      let threads = ProcFile.field("Threads", of: status).flatMap({ Int($0) }),
      let data = ProcFile.field("VmData", of: status)?.split(separator: " ").first.flatMap({
        Int($0)
      })
    else {
      throw LinuxError(.systemCall, "/proc/self/status cannot be read", help: "mount proc on /proc")
    }
    threadCount = threads
    dataBytes = data * 1024
  }
}
