internal import CLinuxSandbox
import Glibc

/// User, capabilities, and the ways to get them back.
enum PrivilegeLayer {
  /// `nobody`: the one unprivileged user that every machine and every container has.
  private static let unprivileged: uid_t = 65534

  /// Leaves user 0; nothing to do for others.
  static func leaveRoot() throws(LinuxError) {
    guard getuid() == 0 || geteuid() == 0 else { return }
    try emptyBoundingSet()
    try Layer.noPrivileges.require(
      bulkhead_become(unprivileged, unprivileged), "change from root to user \(unprivileged)")
  }

  /// EPERM is for an ordinary user without a user namespace, whom no_new_privs alone keeps from
  /// what the bounding set would bound.
  private static func emptyBoundingSet() throws(LinuxError) {
    let result = bulkhead_drop_bounding_set()
    if result != -EPERM {
      try Layer.noPrivileges.require(result, "empty the bounding set of capabilities")
    }
  }

  /// No capability in any set, no way to gain one, not to be traced, and dead with the host.
  static func engage() throws(LinuxError) {
    let layer = Layer.noPrivileges
    try leaveRoot()
    try emptyBoundingSet()
    try layer.require(bulkhead_drop_capabilities(), "drop all capabilities")
    try layer.require(bulkhead_prctl(PR_SET_NO_NEW_PRIVS, 1), "set no_new_privs")
    try layer.require(bulkhead_prctl(PR_SET_DUMPABLE, 0), "forbid tracing and core dumps")
    // After the user has changed, which clears it (prctl(2)).
    try layer.require(
      bulkhead_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL)), "be killed when the host ends")
  }
}
