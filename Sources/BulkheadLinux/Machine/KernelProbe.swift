internal import CLinuxSandbox
import Glibc

/// Landlock and seccomp, which any user may ask the kernel about.
enum KernelProbe {
  static func facilities() -> [Facility] { [landlock(), filter(), notification()] }

  private static func landlock() -> Facility {
    let abi = bulkhead_landlock_abi()
    let covers = [
      (1, "files"), (4, "TCP ports"), (5, "device ioctls"), (6, "signals and abstract sockets"),
    ].filter { $0.0 <= abi }.map(\.1)
    return Facility(
      "landlock", isPresent: abi > 0,
      detail: abi > 0
        ? "ABI \(abi): \(covers.joined(separator: ", "))"
        : "landlock_create_ruleset: \(ErrorName.of(-abi))",
      purpose: "denies files, ports and signals to processes of any user, without root",
      remedy: abi == -EOPNOTSUPP
        ? "add landlock to the boot parameter lsm= and start the machine again"
        : "Linux 5.13 or later with CONFIG_SECURITY_LANDLOCK=y")
  }

  private static func filter() -> Facility {
    // SECCOMP_RET_KILL_PROCESS and SECCOMP_RET_USER_NOTIF, linux/seccomp.h.
    let isPresent = bulkhead_seccomp_knows(0x8000_0000) == 1
    return Facility(
      "seccomp-filter", isPresent: isPresent,
      detail: isPresent ? "available" : "not in this kernel",
      purpose: "ends a script worker at the first system call it has no need of",
      remedy: "Linux 4.14 or later with CONFIG_SECCOMP_FILTER=y")
  }

  private static func notification() -> Facility {
    let isPresent = bulkhead_seccomp_knows(0x7fc0_0000) == 1
    return Facility(
      "seccomp-notification", isPresent: isPresent,
      detail: isPresent ? "available" : "not in this kernel",
      purpose: "asks the host about each file a command opens",
      remedy: "Linux 5.9 or later with CONFIG_SECCOMP_FILTER=y")
  }
}
