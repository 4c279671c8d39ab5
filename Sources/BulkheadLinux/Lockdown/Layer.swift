/// What a worker is confined by, from the outside in. Each alone should hold.
public enum Layer: String, CaseIterable, Sendable {
  /// No network device, not even loopback; own System V objects, host name and mounts.
  case namespaces
  /// An empty directory that cannot be written is all there is of a file system.
  case emptyRoot = "empty-root"
  /// Neither root nor the user who started the host, and no capability, now or ever.
  case noPrivileges = "no-privileges"
  /// No file, TCP port, abstract socket or process outside can be reached.
  case landlock
  /// Data memory, files, processes and core dumps are bounded.
  case resourceLimits = "resource-limits"
  /// A few harmless system calls; any other ends the process.
  case seccomp

  /// How a person gets the layer on a machine that lacks it.
  var help: String {
    switch self {
    case .namespaces, .emptyRoot:
      "allow unprivileged user namespaces: sysctl -w kernel.unprivileged_userns_clone=1 (Debian), "
        + "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), "
        + "sysctl -w user.max_user_namespaces=10000; in a container, start it with a seccomp "
        + "profile that allows unshare and mount"
    case .noPrivileges:
      "start the host as an ordinary user, or as a root that may change its user"
    case .landlock:
      "Linux 5.13 or later with landlock among the modules of the boot parameter lsm="
    case .resourceLimits: "raise the hard limits of the host, see ulimit -H -a"
    case .seccomp: "Linux 5.0 or later with CONFIG_SECCOMP_FILTER"
    }
  }

  func error(_ doing: String, _ errno: Int32 = 0) -> LinuxError {
    LinuxError(.layer, "cannot arm the layer \(rawValue): \(doing)", errno: errno, help: help)
  }

  /// Throws the layer's error if a shim returned one.
  @discardableResult
  func require(
    _ result: Int32, _ doing: @autoclosure () -> String
  ) throws(LinuxError) -> Int32 {
    guard result < 0 else { return result }
    throw error(doing(), -result)
  }
}
