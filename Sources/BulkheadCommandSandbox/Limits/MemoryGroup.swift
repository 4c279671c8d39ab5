import Glibc

/// A memory cgroup of its own for a sandbox, where this process may make one.
final class MemoryGroup: Sendable {
  private let path: String
  private let isUnified: Bool

  /// A group with a limit in bytes; nil where none can be made, and then memory has to be watched.
  static func make(limit: Int, name: String) -> MemoryGroup? {
    guard geteuid() == 0 else { return nil }
    if Kernel.status("/sys/fs/cgroup/cgroup.controllers") != nil {
      let group = MemoryGroup(path: "/sys/fs/cgroup/\(name)", isUnified: true)
      if group.create(limits: [("memory.max", limit), ("memory.swap.max", 0)]) { return group }
    }
    let group = MemoryGroup(path: "/sys/fs/cgroup/memory/\(name)", isUnified: false)
    guard Kernel.status("/sys/fs/cgroup/memory/memory.limit_in_bytes") != nil,
      group.create(limits: [("memory.limit_in_bytes", limit)])
    else { return nil }
    return group
  }

  private init(path: String, isUnified: Bool) {
    self.path = path
    self.isUnified = isUnified
  }

  deinit { unsafe rmdir(path) }

  private func create(limits: [(file: String, value: Int)]) -> Bool {
    guard unsafe mkdir(path, 0o755) == 0, let first = limits.first,
      write("\(first.value)", to: first.file)
    else { return false }
    // Swap may not be accounted; the limit on memory is what counts.
    for limit in limits.dropFirst() { _ = write("\(limit.value)", to: limit.file) }
    return true
  }

  private func write(_ text: String, to file: String) -> Bool {
    let file = unsafe open("\(path)/\(file)", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    let bytes = Array(text.utf8)
    return unsafe Glibc.write(file, bytes, bytes.count) == bytes.count
  }

  func add(_ process: pid_t) -> Bool { write("\(process)", to: "cgroup.procs") }

  /// Whether the kernel has killed something in the group for its memory.
  var hasKilled: Bool {
    let text = Kernel.read("\(path)/" + (isUnified ? "memory.events" : "memory.oom_control")) ?? ""
    return text.split(separator: "\n").contains { line in
      line.hasPrefix("oom_kill ") && line != "oom_kill 0"
    }
  }

  /// The most memory it has had, in bytes.
  var peak: Int {
    let file = isUnified ? "memory.peak" : "memory.max_usage_in_bytes"
    let text = Kernel.read("\(path)/\(file)") ?? ""
    return Int(text.filter(\.isNumber)) ?? 0
  }
}
