import Glibc

/// Control groups: the version mounted, and whether this user may make groups of its own.
enum ControlGroupProbe {
  private static let root = "/sys/fs/cgroup"

  static func facilities() -> [Facility] {
    guard let version else {
      return [
        facility(false, "none mounted on \(root)", "mount -t cgroup2 none \(root), as root")
      ]
    }
    let path = ownGroup(version)
    // SAFETY: the path is NUL-terminated for the call.
    let isWritable = path.map { unsafe access($0, W_OK) == 0 } ?? false
    let place = path ?? root
    return [
      facility(
        isWritable, "version \(version), \(place) \(isWritable ? "writable" : "not writable")",
        version == 2
          ? "systemd-run --user --scope -p Delegate=yes bulkhead …"
          : "run as root, or boot with systemd.unified_cgroup_hierarchy=1 and a user session")
    ]
  }

  private static func facility(_ isPresent: Bool, _ detail: String, _ remedy: String) -> Facility {
    Facility(
      "control-group", isPresent: isPresent, detail: detail,
      purpose: "bounds memory and processes of a command and all it starts", remedy: remedy)
  }

  private static var version: Int? {
    // SAFETY: the paths are NUL-terminated for the calls.
    if unsafe access("\(root)/cgroup.controllers", F_OK) == 0 { return 2 }
    return unsafe access("\(root)/memory", F_OK) == 0 ? 1 : nil
  }

  /// The directory of the group this process is in.
  private static func ownGroup(_ version: Int) -> String? {
    guard let groups = ProcFile.text("/proc/self/cgroup") else { return nil }
    for line in groups.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      if version == 2, fields[1].isEmpty { return root + fields[2] }
      if version == 1, fields[1].split(separator: ",").contains("memory") {
        return "\(root)/memory" + fields[2]
      }
    }
    return nil
  }
}
