/// What the kernel says about a process, as opposed to what the process says about itself.
public enum Confinement {
  /// Throws unless a worker is confined: filter on, no new privileges, no capability, not user 0,
  /// one thread. To be called when the worker has said that it is ready.
  public static func verify(process pid: Int32) throws(LinuxError) {
    guard let status = ProcFile.text("/proc/\(pid)/status") else {
      throw LinuxError(
        .confinement, "process \(pid) has no /proc/\(pid)/status",
        help: "mount proc on /proc without hidepid")
    }
    for (name, expected) in expected {
      let value = ProcFile.field(name, of: status)
      guard let value, expected.contains(String(value)) else {
        throw LinuxError(
          .confinement, "process \(pid) is not confined: \(name) is \(value ?? "missing")")
      }
    }
    let users = ProcFile.field("Uid", of: status)?.split(separator: "\t") ?? []
    guard users.count == 4, !users.contains("0") else {
      throw LinuxError(.confinement, "process \(pid) is not confined: it runs as user 0")
    }
  }

  private static let none = ["0000000000000000"]
  /// 2: a filter, seccomp(2).
  private static let expected = [
    ("Seccomp", ["2"]), ("NoNewPrivs", ["1"]), ("CapPrm", none), ("CapEff", none),
    ("CapInh", none), ("CapAmb", none), ("Threads", ["1"]),
  ]
}
