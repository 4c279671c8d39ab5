import CLinuxSandbox
import Glibc

extension Attempt {
  private static func of(
    _ target: Target, _ name: String, _ control: Control = .reaches,
    _ confined: Confined = .killed, holds: Bool = false, _ run: @escaping @Sendable () -> Int
  ) -> Attempt {
    Attempt(
      name: name, target: target, control: control, confined: confined, holdsWithoutFilter: holds
    ) { _ in run() }
  }

  static let kernel: [Attempt] = [
    of(.kernel, "io_uring_setup") { call(425, 1, memory()) },
    of(.kernel, "io_uring_enter") { call(426, 3, 0, 0, 0, 0) },
    of(.kernel, "io_setup") { call(Int(SYS_io_setup), 1, memory()) },
    of(.kernel, "bpf") { call(Int(SYS_bpf), 0, wild, 64) },
    of(.kernel, "perf_event_open") { call(Int(SYS_perf_event_open), wild, 0, -1, -1, 0) },
    of(.kernel, "userfaultfd") { call(Int(SYS_userfaultfd), 0) },
    of(.kernel, "keyctl") { call(Int(SYS_keyctl), 0, -3, 0) },
    of(.kernel, "add_key") { call(Int(SYS_add_key), wild, 0, 0, 0, -3) },
    of(.kernel, "request_key") { call(Int(SYS_request_key), wild, 0, 0, 0) },
    of(.kernel, "init_module", holds: true) { call(Int(SYS_init_module), wild, 0, wild) },
    of(.kernel, "finit_module", holds: true) { call(Int(SYS_finit_module), -1, wild, 0) },
    of(.kernel, "reboot", holds: true) { call(Int(SYS_reboot), 0, 0, 0) },
    of(.kernel, "syslog") { call(Int(SYS_syslog), 10, 0, 0) },
    of(.kernel, "acct", holds: true) { call(Int(SYS_acct), wild) },
    of(.kernel, "settimeofday") { call(Int(SYS_settimeofday), wild, 0) },
    of(.kernel, "sethostname", holds: true) { call(Int(SYS_sethostname), wild, 1) },
    of(.kernel, "landlock_create_ruleset", .reaches) { call(444, 0, 0, 1) },
  ]

  static let privileges: [Attempt] =
    [
      of(.privileges, "unshare mounts", holds: true) { call(Int(SYS_unshare), CLONE_NEWNS.wide) },
      of(.privileges, "a user namespace, and a mount in it", holds: true) {
        let result = call(Int(SYS_unshare), (CLONE_NEWUSER | CLONE_NEWNS).wide)
        return result < 0
          ? result : call(Int(SYS_mount), text("none"), text("/"), text("tmpfs"), 0, 0)
      },
      of(.privileges, "setns") { call(Int(SYS_setns), 3, 0) },
      of(.privileges, "setuid to root", holds: true) { call(Int(SYS_setuid), 0) },
      of(.privileges, "setgid to root", holds: true) { call(Int(SYS_setgid), 0) },
      of(.privileges, "setgroups", holds: true) { call(Int(SYS_setgroups), 0, 0) },
      of(.privileges, "capset all", holds: true) {
        let (header, data) = (memory(8), memory(24))
        store(UInt32(0x2008_0522), at: header)
        store(UInt32.max, at: data)
        return call(Int(SYS_capset), header, data)
      },
      of(.privileges, "prctl PR_SET_DUMPABLE", .works) { call(Int(SYS_prctl), 4, 1) },
      of(.privileges, "prctl PR_SET_PDEATHSIG", .works) { call(Int(SYS_prctl), 1, 0) },
      of(.privileges, "seccomp") { call(Int(SYS_seccomp), 1, 0, wild) },
      of(.privileges, "prlimit64 raises the limit of processes", .reaches, holds: true) {
        let limit = memory(16)
        store(1 << 40, at: limit)
        store(1 << 40, at: limit + 8)
        return call(Int(SYS_prlimit64), 0, 6, limit, 0)
      },
      of(.privileges, "personality", .works) { call(Int(SYS_personality), 0xffff_ffff) },
    ] + oldPrivileges

  static let descriptors: [Attempt] = [
    Attempt(
      name: "a descriptor the host has open", target: .descriptors, confined: .fails(EBADF),
      holdsWithoutFilter: true
    ) { here in call(Int(SYS_pread64), here.descriptor, memory(), 1, 0) },
    of(.descriptors, "ioctl") { call(Int(SYS_ioctl), 3, 0x5401, memory()) },
    of(.descriptors, "fcntl", .works) { call(Int(SYS_fcntl), 3, 3, 0) },
    of(.descriptors, "dup", .works) { call(Int(SYS_dup), 3) },
    of(.descriptors, "dup3", .works) { call(Int(SYS_dup3), 3, 9, 0) },
    of(.descriptors, "close", .works) { call(Int(SYS_close), 0) },
    of(.descriptors, "pipe2", .works) { call(Int(SYS_pipe2), memory(), 0) },
    of(.descriptors, "eventfd2", .works) { call(Int(SYS_eventfd2), 0, 0) },
    of(.descriptors, "epoll_create1", .works) { call(Int(SYS_epoll_create1), 0) },
    of(.descriptors, "timerfd_create", .works) { call(Int(SYS_timerfd_create), 1, 0) },
    of(.descriptors, "signalfd4", .works) { call(Int(SYS_signalfd4), -1, memory(), 8, 0) },
    of(.descriptors, "fstat", .works) { call(Int(SYS_fstat), 3, memory()) },
    of(.descriptors, "lseek") { call(Int(SYS_lseek), 3, 0, 0) },
    of(.descriptors, "fchdir") { call(Int(SYS_fchdir), 3) },
    of(.descriptors, "sendfile") { call(Int(SYS_sendfile), 4, 3, 0, 1) },
    of(.descriptors, "splice") { call(Int(SYS_splice), -1, 0, 4, 0, 1, 0) },
    of(.descriptors, "vmsplice") { call(Int(SYS_vmsplice), -1, memory(), 1, 0) },
    of(.descriptors, "copy_file_range") { call(Int(SYS_copy_file_range), 3, 0, 4, 0, 1, 0) },
    of(.descriptors, "select", .works) { call(Int(SYS_pselect6), 0, 0, 0, 0, memory(), 0) },
  ]

  static let objects: [Attempt] = [
    of(.objects, "shmget", .works) { call(Int(SYS_shmget), 0, 4096, 0o600) },
    of(.objects, "msgget") { call(Int(SYS_msgget), 0x42_756c, 0) },
    of(.objects, "semget", .reaches) { call(Int(SYS_semget), 0x42_756c, 1, 0) },
    of(.objects, "mq_open", .reaches) { call(Int(SYS_mq_open), text("none"), 0, 0, 0) },
    of(.objects, "memfd_create", .works) { call(Int(SYS_memfd_create), text("probe"), 0) },
    of(.objects, "memfd_secret") { call(447, 0) },
  ]

  static let signals: [Attempt] = [
    of(.signals, "rt_sigaction", .works) { call(Int(SYS_rt_sigaction), 10, 0, memory(), 8) },
    of(.signals, "rt_sigprocmask", .works) { call(Int(SYS_rt_sigprocmask), 0, 0, memory(), 8) },
    of(.signals, "sigaltstack", .works) { call(Int(SYS_sigaltstack), 0, memory()) },
    of(.signals, "setitimer", .works) { call(Int(SYS_setitimer), 0, memory(), 0) },
    of(.signals, "timer_create", .works) { call(Int(SYS_timer_create), 1, 0, memory()) },
    of(.signals, "clock_nanosleep", .works) {
      call(Int(SYS_clock_nanosleep), 1, 0, memory(), 0)
    },
  ]

  static let information: [Attempt] = [
    of(.information, "getpid", .works) { call(Int(SYS_getpid)) },
    of(.information, "getppid", .works) { call(Int(SYS_getppid)) },
    of(.information, "getuid", .works) { call(Int(SYS_getuid)) },
    of(.information, "uname", .works) { call(Int(SYS_uname), memory()) },
    of(.information, "sysinfo", .works) { call(Int(SYS_sysinfo), memory()) },
    of(.information, "times", .works) { call(Int(SYS_times), memory()) },
    of(.information, "getrusage", .works) { call(Int(SYS_getrusage), 0, memory()) },
    of(.information, "sched_getaffinity", .works) {
      call(Int(SYS_sched_getaffinity), 0, 128, memory())
    },
    of(.information, "getrandom", .works, .allowed) { call(Int(SYS_getrandom), memory(), 8, 0) },
    of(.information, "clock_gettime", .works, .allowed) {
      call(Int(SYS_clock_gettime), 0, memory())
    },
  ]

  #if arch(x86_64)
    private static let oldPrivileges: [Attempt] = [
      of(.privileges, "arch_prctl", .works) { call(Int(SYS_arch_prctl), 0x1003, memory()) },
      of(.privileges, "modify_ldt") { call(Int(SYS_modify_ldt), 0, memory(), 16) },
      of(.privileges, "iopl", holds: true) { call(Int(SYS_iopl), 3) },
      of(.privileges, "ioperm", holds: true) { call(Int(SYS_ioperm), 0x80, 1, 1) },
      of(.privileges, "a call of the x32 ABI") { call(0x4000_0000 + Int(SYS_getpid)) },
      Attempt(name: "a call of the 32-bit ABI", target: .privileges, control: .reaches) { here in
        // mov eax, 20 (getpid of i386); int 0x80; ret
        let code: [UInt8] = [0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3]
        guard let page = UnsafeMutableRawPointer(bitPattern: here.code) else { return -Int(EFAULT) }
        page.copyMemory(from: code, byteCount: code.count)
        return Int(unsafeBitCast(page, to: (@convention(c) () -> Int32).self)())
      },
    ]
  #else
    private static let oldPrivileges: [Attempt] = []
  #endif
}

extension Int32 {
  fileprivate var wide: Int { Int(self) }
}
