import CSeccompNotify
import Glibc

/// The seccomp filter of a command: what the supervisor decides, what is refused to everyone, and what
/// is left to the kernel because it concerns only what the process already holds.
enum CommandFilter {
  /// Refused with EPERM: ways to look into other processes, to change what is mounted, or into parts
  /// of the kernel that programs under a permission set have no business with.
  static let refused: [Int32: String] = [
    101: "ptrace", 310: "process_vm_readv", 311: "process_vm_writev", 312: "kcmp",
    438: "pidfd_getfd", 440: "process_madvise",
    165: "mount", 166: "umount2", 155: "pivot_root", 161: "chroot", 308: "setns", 272: "unshare",
    428: "open_tree", 429: "move_mount", 430: "fsopen", 431: "fsconfig", 432: "fsmount",
    433: "fspick", 442: "mount_setattr", 457: "statmount", 458: "listmount",
    467: "open_tree_attr",
    321: "bpf", 298: "perf_event_open", 323: "userfaultfd",
    248: "add_key", 249: "request_key", 250: "keyctl",
    303: "name_to_handle_at", 304: "open_by_handle_at", 300: "fanotify_init",
    301: "fanotify_mark",
    175: "init_module", 313: "finit_module", 176: "delete_module", 246: "kexec_load",
    320: "kexec_file_load", 169: "reboot", 167: "swapon", 168: "swapoff", 163: "acct",
    179: "quotactl", 443: "quotactl_fd", 164: "settimeofday", 227: "clock_settime",
    159: "adjtimex", 305: "clock_adjtime", 172: "iopl", 173: "ioperm", 103: "syslog",
    153: "vhangup", 170: "sethostname", 171: "setdomainname", 154: "modify_ldt", 134: "uselib",
    212: "lookup_dcookie", 180: "nfsservctl", 279: "move_pages", 256: "migrate_pages",
  ]

  /// Refused with ENOSYS, so that programs use the older call that the filter can read: arguments of
  /// these are in memory, or they act on files in ways that no rule here covers.
  static let absent: [Int32: String] = [
    425: "io_uring_setup", 426: "io_uring_enter", 427: "io_uring_register", 435: "clone3",
    451: "cachestat", 463: "setxattrat", 464: "getxattrat", 465: "listxattrat",
    466: "removexattrat", 468: "file_getattr", 469: "file_setattr",
  ]

  /// The newest call that the lists above were written for; what came later is absent.
  static let newestKnown: Int32 = 469

  /// Terminal and file system requests that reach outside what a descriptor grants.
  static let refusedRequests: [UInt32: String] = [
    0x5412: "TIOCSTI", 0x541C: "TIOCLINUX", 0x541D: "TIOCCONS",
    0x4008_6602: "FS_IOC_SETFLAGS", 0x4004_6602: "FS_IOC32_SETFLAGS",
    0x4008_7602: "FS_IOC_SETVERSION", 0x401C_5820: "FS_IOC_FSSETXATTR",
  ]

  private static let namespaceFlags: UInt32 = 0x7E02_0000

  /// The program for x86-64; any other architecture's calls end the process.
  static func program() -> BerkeleyProgram {
    var program = BerkeleyProgram()
    program.loadWord(at: BerkeleyProgram.architectureOffset)
    program.ifNotEqual(0xC000_003E, .killProcess)
    program.loadWord(at: BerkeleyProgram.numberOffset)
    program.ifAtLeast(0x4000_0000, .killProcess)  // x32
    program.ifAtLeast(UInt32(newestKnown) + 1, .fail(ENOSYS))
    program.forCall(SystemCall.clone) { program in
      program.loadArgument(0)
      program.ifAnyBit(namespaceFlags, .fail(EPERM))
      program.end(.allow)
    }
    program.forCall(SystemCall.ioctl) { program in
      program.loadArgument(1)
      for request in refusedRequests.keys.sorted() { program.ifEqual(request, .fail(EPERM)) }
      program.end(.allow)
    }
    program.forCall(SystemCall.socket, limitSockets)
    let entries =
      SystemCall.decided.map { (number: $0, effect: BerkeleyProgram.Effect.notify) }
      + refused.keys.map { (number: $0, effect: .fail(EPERM)) }
      + absent.keys.map { (number: $0, effect: .fail(ENOSYS)) }
    program.lookUp(entries.sorted { $0.number < $1.number }[...])
    return program
  }

  /// TCP and UDP, UNIX sockets that have to connect, and the routing protocol that libc asks for
  /// interfaces with. A UNIX datagram needs no connect(2), which is where UNIX sockets are decided.
  private static func limitSockets(_ program: inout BerkeleyProgram) {
    let unix = UInt32(AF_UNIX)
    program.loadArgument(0)
    program.ifEqual(UInt32(AF_INET), .allow)
    program.ifEqual(UInt32(AF_INET6), .allow)
    program.forCall(Int32(unix)) { program in
      program.loadArgument(1)
      program.mask(0xF)
      program.ifEqual(2, .fail(EACCES))  // SOCK_DGRAM
      program.ifEqual(3, .fail(EACCES))  // SOCK_RAW, which AF_UNIX takes for SOCK_DGRAM
      program.end(.allow)
    }
    program.ifNotEqual(UInt32(AF_NETLINK), .fail(EAFNOSUPPORT))
    program.loadArgument(2)
    program.ifNotEqual(0, .fail(EAFNOSUPPORT))  // NETLINK_ROUTE
    program.end(.allow)
  }
}
