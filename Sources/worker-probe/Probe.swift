import BulkheadEngine
import BulkheadLinux
import BulkheadWire
import Glibc

/// Runs an attempt in a process that was prepared exactly as a worker is.
enum Probe {
  /// How much of the lockdown the process gets.
  enum Confinement: String, CaseIterable, Sendable {
    /// All layers, as every worker.
    case full
    /// All but the system call filter.
    case withoutFilter = "without-filter"
    /// None: the control.
    case none
  }

  /// What came of an attempt.
  enum Outcome: Equatable, CustomStringConvertible {
    /// The call's result.
    case returned(Int)
    /// The call's error.
    case failed(Int32)
    /// The process ended instead.
    case ended(WorkerProcess.ExitStatus, String)

    var description: String {
      switch self {
      case .returned(let result): "returned \(result)"
      case .failed(let errno): String(cString: strerrorname(errno))
      case .ended(let status, let diagnostics): "\(status) \(diagnostics)"
      }
    }
  }

  /// Memory that an attempt may take, in bytes.
  private static let memoryBytes = 64 << 20

  // MARK: In the probe

  static func attempt(
    named name: String, confinement: Confinement, surroundings: Attempt.Surroundings
  ) -> Never {
    guard let attempt = Attempt.all.first(where: { $0.name == name }) else { _exit(64) }
    // As if the engine's region for compiled code had been taken over.
    let page = mmap(
      nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    var surroundings = surroundings
    surroundings.code = UInt(bitPattern: page)
    _ = ScriptWorker.prepare(arguments: ["--memory-bytes=\(memoryBytes)"]) { options in
      switch confinement {
      case .full: try Lockdown.engage(memoryBytes: options.memoryBytes)
      case .withoutFilter: try Lockdown.engageWithoutFilter(memoryBytes: options.memoryBytes)
      case .none: []
      }
    }
    let result = attempt.run(surroundings)
    try? FrameWriter(descriptor: 4).write(.log, fields: ["\(result)"])
    _exit(0)
  }

  // MARK: In the host

  static func outcome(
    of attempt: Attempt, _ confinement: Confinement, program: String,
    surroundings: Attempt.Surroundings
  ) throws -> Outcome {
    let process = try WorkerProcess.start(
      path: program,
      arguments: [
        "--attempt=\(attempt.name)", "--confinement=\(confinement.rawValue)",
        "--port=\(surroundings.port)", "--descriptor=\(surroundings.descriptor)",
      ])
    var reader = FrameReader(descriptor: process.fromWorker.rawValue, accepting: .worker)
    var result: Int?
    while let header = try reader.next() {
      let request = try reader.request(header)
      if request.operation == .log { result = Int(request.fields[0]) }
    }
    let end = process.wait()
    guard let result else { return .ended(end, process.diagnostics) }
    return result < 0 && result > -4096 ? .failed(Int32(-result)) : .returned(result)
  }
}

private func strerrorname(_ errno: Int32) -> UnsafePointer<CChar> {
  UnsafePointer(strerror(errno))
}
