internal import CLinuxSandbox
import Glibc

/// The system calls of a confined script worker. What is not here ends the process.
///
/// Found by running the engine's kernels, collections and out-of-memory cases under a filter that
/// reports; the end of the process is the default because an engine whose abort(3) merely fails spins
/// in its crash handler.
public enum WorkerFilter {
  /// One rule per call, the frequent first: the filter tries them in order.
  public static let rules: [SystemCallRule] = channel + memory + process + libraries

  private static let channel: [SystemCallRule] = [
    .init("read", Int(SYS_read), .allow, "frames from the host; the engine's open random source"),
    .init("writev", Int(SYS_writev), .allow, "frames to the host"),
    .init("write", Int(SYS_write), .allow, "diagnostics to the host"),
    waiting,
  ]

  private static let memory: [SystemCallRule] = [
    .init("madvise", Int(SYS_madvise), .allow, "the collector gives pages back"),
    .init(
      "mmap", Int(SYS_mmap), .allowWithout(bits: UInt32(PROT_EXEC), argument: 2),
      "allocation; compiled code stays in the one region mapped before the lockdown"),
    .init("munmap", Int(SYS_munmap), .allow, "allocation"),
    .init(
      "mprotect", Int(SYS_mprotect), .allowWithout(bits: UInt32(PROT_EXEC), argument: 2),
      "allocation of heap regions"),
    .init("brk", Int(SYS_brk), .allow, "allocation"),
    .init(
      "mremap", Int(SYS_mremap), .fail(ENOMEM),
      "realloc of large blocks, which copies when this fails: mappings are not to be moved"),
    .init("futex", Int(SYS_futex), .allow, "locks of the allocator and the collector"),
    .init("sched_yield", Int(SYS_sched_yield), .allow, "spinning locks"),
  ]

  private static let process: [SystemCallRule] = [
    .init("clock_gettime", Int(SYS_clock_gettime), .allow, "clocks the vDSO does not serve"),
    .init("getrandom", Int(SYS_getrandom), .allow, "crypto.getRandomValues; harmless"),
    .init("rt_sigreturn", Int(SYS_rt_sigreturn), .allow, "return from a signal handler"),
    .init("restart_syscall", Int(SYS_restart_syscall), .allow, "a wait after SIGSTOP and SIGCONT"),
    .init("exit_group", Int(SYS_exit_group), .allow, "the end"),
  ]

  private static let libraries: [SystemCallRule] =
    [
      .init("pread64", Int(SYS_pread64), .allow, "the engine's open /proc/self/statm"),
      .init(
        "openat", Int(SYS_openat), .fail(ENOENT), "ICU looks for time zones, its own data serve"),
      .init("newfstatat", Int(SYS_newfstatat), .fail(ENOENT), "as openat"),
    ] + oldCalls

  #if arch(x86_64)
    private static let waiting = SystemCallRule(
      "poll", Int(SYS_poll), .allow, "waits for the host or a timer")
    private static let oldCalls: [SystemCallRule] = [
      .init("readlink", Int(SYS_readlink), .fail(ENOENT), "as openat, for /etc/localtime")
    ]
  #else
    private static let waiting = SystemCallRule(
      "ppoll", Int(SYS_ppoll), .allow, "waits for the host or a timer")
    private static let oldCalls: [SystemCallRule] = [
      .init("readlinkat", Int(SYS_readlinkat), .fail(ENOENT), "as openat, for /etc/localtime")
    ]
  #endif
}
