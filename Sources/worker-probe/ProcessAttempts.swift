import CLinuxSandbox
import Glibc

extension Attempt {
  private static func forked(_ result: Int) -> Int {
    if result == 0 { _exit(0) }
    return result
  }

  /// An `iovec` of one byte.
  private static func vector(_ address: Int) -> Int {
    let vector = memory(16)
    store(address, at: vector)
    store(1, at: vector + 8)
    return vector
  }

  private static func process(
    _ name: String, _ control: Control = .reaches, holds: Bool = false,
    _ run: @escaping @Sendable (Surroundings) -> Int
  ) -> Attempt {
    Attempt(name: name, target: .processes, control: control, holdsWithoutFilter: holds, run: run)
  }

  static let processes: [Attempt] = [
    process("clone, as fork", .works, holds: true) { _ in
      forked(call(Int(SYS_clone), Int(SIGCHLD)))
    },
    process("clone3", .reaches, holds: true) { _ in call(435, memory(), 88) },
    process("execve", .works, holds: true) { _ in
      let arguments = memory(16)
      return call(Int(SYS_execve), text("/bin/true"), arguments, arguments)
    },
    process("execveat", .works, holds: true) { _ in
      let arguments = memory(16)
      return call(
        Int(SYS_execveat), workingDirectory, text("/bin/true"), arguments, arguments, 0)
    },
    process("ptrace the host", holds: true) { here in
      // PTRACE_SEIZE, which stops nobody, and ends with the process that did it.
      call(Int(SYS_ptrace), 0x4206, Int(here.host), 0, 0)
    },
    process("process_vm_readv the host", holds: true) { here in
      call(Int(SYS_process_vm_readv), Int(here.host), vector(memory()), 1, vector(wild), 1, 0)
    },
    process("process_vm_writev the host", holds: true) { here in
      call(Int(SYS_process_vm_writev), Int(here.host), vector(memory()), 1, vector(wild), 1, 0)
    },
    process("kill the host, with signal 0", .works, holds: true) { here in
      call(Int(SYS_kill), Int(here.host), 0)
    },
    process("tgkill the host", .works, holds: true) { here in
      call(Int(SYS_tgkill), Int(here.host), Int(here.host), 0)
    },
    process("tkill the host", .works, holds: true) { here in
      call(Int(SYS_tkill), Int(here.host), 0)
    },
    process("rt_sigqueueinfo to the host", holds: true) { here in
      call(Int(SYS_rt_sigqueueinfo), Int(here.host), 0, wild)
    },
    process("pidfd_open the host", .works) { here in call(434, Int(here.host), 0) },
    process("pidfd_send_signal to the host", .works, holds: true) { here in
      let descriptor = call(434, Int(here.host), 0)
      return descriptor < 0 ? descriptor : call(424, descriptor, 0, 0, 0)
    },
    process("pidfd_getfd from the host", holds: true) { here in
      let descriptor = call(434, Int(here.host), 0)
      return descriptor < 0 ? descriptor : call(438, descriptor, 1 << 20, 0)
    },
    process("prlimit64 of the host", holds: true) { here in
      call(Int(SYS_prlimit64), Int(here.host), 7, 0, wild)
    },
    process("setpriority of the host") { here in
      call(Int(SYS_setpriority), 3, Int(here.host), 0)
    },
    process("kcmp with the host") { here in call(Int(SYS_kcmp), Int(here.host), 0, 0, 0, 0) },
    process("process_madvise") { _ in call(440, 3, wild, 1, 0, 0) },
    process("wait4") { _ in call(Int(SYS_wait4), -1, 0, 1, 0) },
    process("setsid") { _ in call(Int(SYS_setsid)) },
  ]
}
