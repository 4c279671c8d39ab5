import CLinuxSandbox
import Glibc

extension Attempt {
  private static let page = 4096
  private static let (readable, writable, executable) = (1, 2, 4)
  private static let anonymous = 0x22

  private static func map(_ protection: Int, _ count: Int = page) -> Int {
    call(Int(SYS_mmap), 0, count, protection, anonymous, -1, 0)
  }

  static let memories: [Attempt] = [
    Attempt(
      name: "mmap executable memory", target: .memory, control: .works, confined: .fails(EPERM)
    ) { _ in map(readable | executable) },
    Attempt(
      name: "mmap memory to write and execute", target: .memory, control: .works,
      confined: .fails(EPERM)
    ) { _ in map(readable | writable | executable) },
    Attempt(
      name: "mprotect memory executable", target: .memory, control: .works, confined: .fails(EPERM)
    ) { _ in
      let address = map(readable | writable)
      return call(Int(SYS_mprotect), address, page, readable | executable)
    },
    Attempt(name: "pkey_mprotect memory executable", target: .memory, control: .works) { _ in
      let address = map(readable | writable)
      return call(Int(SYS_pkey_mprotect), address, page, readable | executable, -1)
    },
    Attempt(
      name: "mremap", target: .memory, control: .works, confined: .fails(ENOMEM)
    ) { _ in
      let address = map(readable | writable)
      return call(Int(SYS_mremap), address, page, 2 * page, 1)
    },
    Attempt(name: "remap_file_pages", target: .memory) { _ in
      call(Int(SYS_remap_file_pages), wild, page, 0, 0, 0)
    },
    Attempt(name: "shmat executable", target: .memory) { _ in
      call(Int(SYS_shmat), -1, 0, 0o100000)
    },
    Attempt(name: "mlock", target: .memory) { _ in call(Int(SYS_mlock), memory(), 1) },
    Attempt(
      name: "mmap memory to write", target: .memory, control: .works, confined: .allowed
    ) { _ in map(readable | writable) },
    Attempt(
      name: "mmap four times the memory allowed", target: .memory, control: .works,
      confined: .fails(ENOMEM), holdsWithoutFilter: true
    ) { _ in map(readable | writable, 256 << 20) },
  ]

  /// All attempts; each runs in a process of its own.
  static let all =
    files + sockets + processes + kernel + privileges + descriptors + memories + objects + signals
    + information
}
