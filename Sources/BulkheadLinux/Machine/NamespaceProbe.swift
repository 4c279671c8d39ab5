internal import CLinuxSandbox
import Glibc

/// Which namespaces this user may make, with or without a user namespace.
enum NamespaceProbe {
  private static let kinds: [(name: String, flag: Int32, purpose: String)] = [
    ("mount", CLONE_NEWNS, "a file system view with nothing in it but what was granted"),
    ("network", CLONE_NEWNET, "no network device; connections go through the host alone"),
    ("pid", CLONE_NEWPID, "commands see and signal no process but their own"),
    ("ipc", CLONE_NEWIPC, "no System V objects or message queues of others"),
    ("uts", CLONE_NEWUTS, "no name of the machine"),
  ]

  static func facilities() -> [Facility] {
    let isRoot = geteuid() == 0
    let user = bulkhead_try_unshare(CLONE_NEWUSER)
    let remedy = remedy(user)
    let first = Facility(
      "user-namespace", isPresent: user == 0, detail: detail(user),
      purpose: "an ordinary user makes the other namespaces in it", remedy: remedy)
    return [first]
      + kinds.map { kind in
        // A root in a container may lack CAP_SYS_ADMIN and still have user namespaces.
        let direct = isRoot ? bulkhead_try_unshare(kind.flag) : -EPERM
        let result = direct == 0 ? 0 : bulkhead_try_unshare(kind.flag | CLONE_NEWUSER)
        return Facility(
          "\(kind.name)-namespace", isPresent: result == 0, detail: detail(result),
          purpose: kind.purpose, remedy: remedy)
      }
  }

  private static func detail(_ result: Int32) -> String {
    result == 0 ? "available" : "unshare: \(ErrorName.of(-result))"
  }

  /// The switch that this machine has set against user namespaces.
  private static func remedy(_ result: Int32) -> String {
    let switches = [
      ("/proc/sys/kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
      (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1",
        "kernel.apparmor_restrict_unprivileged_userns=0"
      ),
      ("/proc/sys/user/max_user_namespaces", "0", "user.max_user_namespaces=10000"),
    ]
    for (path, blocking, setting) in switches
    where ProcFile.text(path)?.split(separator: "\n").first.map(String.init) == blocking {
      return "sudo sysctl -w \(setting)"
    }
    return result == -ENOSYS || result == -EINVAL
      ? "a kernel with CONFIG_USER_NS=y"
      : "in a container: docker run --security-opt seccomp=unconfined, or a profile that allows "
        + "unshare, mount and pivot_root"
  }
}
