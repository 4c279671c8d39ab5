import Glibc

/// The processes of a sandbox as /proc shows them: all descend from the init of its namespace.
enum ProcessTree {
  /// The processes below `root`, without itself.
  static func descendants(of root: pid_t) -> [pid_t] {
    var found: [pid_t] = []
    var open = [root]
    while let process = open.popLast() {
      for thread in threads(of: process) {
        let children = Kernel.read("/proc/\(process)/task/\(thread)/children") ?? ""
        let ids = children.split(separator: " ").compactMap { pid_t($0) }
        found += ids
        open += ids
      }
    }
    return found
  }

  private static func threads(of process: pid_t) -> [pid_t] {
    guard let stream = unsafe opendir("/proc/\(process)/task") else { return [] }
    defer { unsafe closedir(stream) }
    var threads: [pid_t] = []
    while let entry = unsafe readdir(stream) {
      // SAFETY: d_name is a C string within the entry.
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let id = pid_t(name) { threads.append(id) }
    }
    return threads
  }

  /// Bytes of memory of some processes: what they do not share, and what they share once.
  ///
  /// - Parameter limit: up to here a quick sum that counts shared memory more than once will do.
  static func memory(of processes: [pid_t], exactAbove limit: Int) -> Int {
    let quick = processes.reduce(0) { $0 + resident(of: $1) }
    guard quick > limit else { return quick }
    return processes.reduce(0) { $0 + (proportional(of: $1) ?? resident(of: $1)) }
  }

  /// Anonymous and shared memory, not the pages of files.
  private static func resident(of process: pid_t) -> Int {
    field(of: Kernel.read("/proc/\(process)/status"), ["RssAnon:", "RssShmem:"])
  }

  private static func proportional(of process: pid_t) -> Int? {
    guard let text = Kernel.read("/proc/\(process)/smaps_rollup"), !text.isEmpty else {
      return nil
    }
    return field(of: text, ["Pss_Anon:", "Pss_Shmem:"])
  }

  private static func field(of text: String?, _ names: [String]) -> Int {
    guard let text else { return 0 }
    var bytes = 0
    for line in text.split(separator: "\n") {
      guard let name = names.first(where: { line.hasPrefix($0) }) else { continue }
      let words = line.dropFirst(name.count).split(whereSeparator: \.isWhitespace)
      bytes += (words.first.flatMap { Int($0) } ?? 0) << 10
    }
    return bytes
  }
}
