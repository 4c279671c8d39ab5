import BulkheadLinux
import BulkheadWire
import Testing

/// Programs that were built with the tests, which stand beside them.
enum Programs {
  static func path(_ name: String) throws -> String {
    let maps = try #require(ProcFile.text("/proc/self/maps"))
    let bundle = try #require(
      maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }?.split(separator: " ").last)
    return bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/" + name
  }

  static func worker(_ arguments: [String] = []) throws -> WorkerProcess {
    try .start(path: path("bulkhead-worker"), arguments: arguments)
  }

  static func probe(_ arguments: [String]) throws -> WorkerProcess {
    try .start(path: path("worker-probe"), arguments: arguments)
  }

  /// The field of the first frame; nil if the process ended without one.
  static func firstField(of process: WorkerProcess) throws -> String? {
    var reader = FrameReader(descriptor: process.fromWorker.rawValue, accepting: .worker)
    guard let header = try reader.next() else { return nil }
    return try reader.request(header).fields[0]
  }
}
