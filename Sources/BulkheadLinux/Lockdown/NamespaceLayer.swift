internal import CLinuxSandbox
import Glibc

/// Namespaces of its own, and a root directory with nothing in it.
///
/// As root the namespaces belong to root's own user namespace; the privileges that made them are
/// dropped after. An ordinary user gets the privileges from a user namespace, as does a root that
/// lacks CAP_SYS_ADMIN, such as a container's.
enum NamespaceLayer {
  private static let flags = CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS

  /// Names of what was armed. A user id of 0 is gone when this returns, also if it throws.
  static func engage() throws(LinuxError) -> [String] {
    if geteuid() == 0 {
      if bulkhead_unshare(flags) == 0 {
        do throws(LinuxError) {
          try enterEmptyRoot()
        } catch {
          try PrivilegeLayer.leaveRoot()
          throw error
        }
        try PrivilegeLayer.leaveRoot()
        return [Layer.namespaces.rawValue, Layer.emptyRoot.rawValue]
      }
      try PrivilegeLayer.leaveRoot()
    }
    try Layer.namespaces.require(
      bulkhead_unshare(flags | CLONE_NEWUSER), "unshare user, network, ipc, uts and mount")
    try enterEmptyRoot()
    return [Layer.namespaces.rawValue, "user-namespace", Layer.emptyRoot.rawValue]
  }

  /// Where the new root is mounted before it becomes the root: a directory every machine has.
  private static let place = "/proc"

  /// Makes an empty file system that cannot be written the root and takes the old one away.
  private static func enterEmptyRoot() throws(LinuxError) {
    let layer = Layer.emptyRoot
    // Mounts of this namespace must not show in the one it was copied from.
    let isPrivate = unsafe bulkhead_mount(nil, "/", nil, UInt(MS_REC | MS_PRIVATE), nil)
    try layer.require(isPrivate, "make / private")
    let attributes = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC
    let isMounted = unsafe bulkhead_mount(
      "none", place, "tmpfs", UInt(attributes), "mode=0555,size=4096,nr_inodes=1")
    try layer.require(isMounted, "mount an empty tmpfs")
    // SAFETY: the path is NUL-terminated for the call.
    guard unsafe chdir(place) == 0 else { throw layer.error("enter the empty tmpfs", errno) }
    try layer.require(bulkhead_pivot_to_working_directory(), "make the empty tmpfs the root")
  }
}
