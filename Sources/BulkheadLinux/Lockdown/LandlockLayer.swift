internal import CLinuxSandbox
import Glibc

/// A Landlock domain that allows nothing the kernel knows how to deny.
enum LandlockLayer {
  /// What an ABI version can deny; each version adds to the one before (landlock(7)).
  private static func ruleset(abi: Int32) -> (
    files: UInt64, network: UInt64, scopes: UInt64, size: Int
  ) {
    // Thirteen rights to files first; then refer (2), truncate (3) and ioctl on devices (5).
    let fileRights: UInt64 = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13
    return (
      (1 << fileRights) - 1,
      // Bind and connect TCP.
      abi >= 4 ? 3 : 0,
      // Abstract sockets and signals.
      abi >= 6 ? 3 : 0,
      abi >= 6 ? 24 : abi >= 4 ? 16 : 8
    )
  }

  /// The layer's name with the ABI version in force.
  static func engage() throws(LinuxError) -> String {
    let layer = Layer.landlock
    let abi = try layer.require(bulkhead_landlock_abi(), "landlock_create_ruleset")
    let all = ruleset(abi: abi)
    let rules = try layer.require(
      bulkhead_landlock_ruleset(all.files, all.network, all.scopes, all.size), "make a ruleset")
    defer { close(rules) }
    try layer.require(bulkhead_landlock_restrict(rules), "landlock_restrict_self")
    return "\(layer.rawValue)-abi-\(abi)"
  }
}
