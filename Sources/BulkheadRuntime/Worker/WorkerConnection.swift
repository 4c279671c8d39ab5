import BulkheadLinux
import BulkheadSource
import BulkheadWire
import Glibc

/// A confined worker and the channel to it; used by one thread.
final class WorkerConnection {
  let process: WorkerProcess
  var reader: FrameReader
  private let writer: FrameWriter
  /// What the worker is confined by.
  let isolation: [String]
  /// Layers it lacks, all of them accepted.
  let missing: [String]

  /// How long a worker may take to say that it is confined: ten milliseconds on an idle machine.
  private static let readyTimeout = 30_000.0

  /// Starts a worker and waits until it is confined.
  ///
  /// - Throws: a `RuntimeError` that says which binary or layer is at fault.
  init(_ settings: WorkerSettings) throws(RuntimeError) {
    let process = try Self.start(settings)
    self.process = process
    reader = FrameReader(descriptor: process.fromWorker.rawValue, accepting: .worker)
    writer = FrameWriter(descriptor: process.toWorker.rawValue)
    let ready = try Self.awaitReady(&reader, of: process, settings)
    isolation = ready["isolation"]?.arrayValue?.compactMap(\.stringValue) ?? []
    missing = Self.missing(in: isolation).map(\.rawValue)
    try checkIsolation(settings)
  }

  /// Starts a program that is not asked whether it is confined: for tests of what it may send.
  init(unconfined settings: WorkerSettings) throws(RuntimeError) {
    process = try Self.start(settings)
    reader = FrameReader(descriptor: process.fromWorker.rawValue, accepting: .worker)
    writer = FrameWriter(descriptor: process.toWorker.rawValue)
    isolation = []
    missing = Layer.allCases.map(\.rawValue)
  }

  private static func start(_ settings: WorkerSettings) throws(RuntimeError) -> WorkerProcess {
    do throws(LinuxError) {
      let process = try WorkerProcess.start(path: settings.path, arguments: settings.arguments)
      // A worker that does not read must not stop the thread that enforces its limits.
      let flags = fcntl(process.toWorker.rawValue, F_GETFL)
      guard flags >= 0, fcntl(process.toWorker.rawValue, F_SETFL, flags | O_NONBLOCK) >= 0 else {
        throw LinuxError(.start, "make the channel non-blocking", errno: errno)
      }
      return process
    } catch {
      throw RuntimeError(
        code: "worker-not-started", "the script worker \(settings.path) does not start: \(error)",
        help: "it has to be the \(WorkerBinary.name) that was built with this program")
    }
  }

  // MARK: Ready

  private static func awaitReady(
    _ reader: inout FrameReader, of process: WorkerProcess, _ settings: WorkerSettings
  ) throws(RuntimeError) -> JSONValue {
    let deadline = Clock.milliseconds() + readyTimeout
    do throws(WireError) {
      while true {
        if let header = try reader.nextBuffered() {
          guard header.operation == .ready else { throw WireError(.badOperation, "no ready frame") }
          return try greeting(try reader.request(header).fields[0], settings)
        }
        let left = deadline - Clock.milliseconds()
        guard left > 0, Poll.isReadable(reader.descriptor, within: left) else {
          process.kill()
          throw WireError(.truncated, "nothing within \(Int(readyTimeout / 1000)) s")
        }
        guard try reader.fill() else { throw WireError(.truncated, "it ended") }
      }
    } catch {
      process.kill()
      let end = process.wait()
      let said = SafeText.escaped(process.diagnostics, limit: 500)
      throw RuntimeError(
        code: "worker-not-ready",
        "the script worker \(settings.path) did not become ready: \(error.message), \(end)"
          + (said.isEmpty ? "" : ": \(said)"),
        help: "see what this machine lacks with: bulkhead doctor; if nothing, install "
          + "\(WorkerBinary.name) again, from the same build as this program")
    }
  }

  /// The `ready` object of a worker that speaks the same protocol.
  private static func greeting(
    _ text: String, _ settings: WorkerSettings
  ) throws(WireError) -> JSONValue {
    guard let ready = (try? JSONDocument(Array(text.utf8), file: "ready"))?.root.plain else {
      throw WireError(.badPayload, "its ready frame is no JSON")
    }
    guard ready["protocol"]?.integerValue == WireProtocol.fingerprint else {
      throw WireError(.badPayload, "it is of another build")
    }
    return ready
  }

  // MARK: Isolation

  private static func missing(in isolation: [String]) -> [Layer] {
    Layer.allCases.filter { layer in
      // What was reached may be part of the name: landlock-abi-7.
      !isolation.contains { $0 == layer.rawValue || $0.hasPrefix(layer.rawValue + "-") }
    }
  }

  /// Layers that are missing and may not be.
  static func gaps(in isolation: [String], accepting accepted: Set<Layer>) -> [Layer] {
    // Without namespaces of its own a process cannot have a root of its own.
    let accepted = accepted.contains(.namespaces) ? accepted.union([.emptyRoot]) : accepted
    return missing(in: isolation).filter { !accepted.contains($0) }
  }

  private func checkIsolation(_ settings: WorkerSettings) throws(RuntimeError) {
    let gaps = Self.gaps(in: isolation, accepting: settings.acceptedGaps)
    guard gaps.isEmpty else {
      end()
      throw RuntimeError(
        code: "isolation-incomplete",
        "the script worker is confined by less than it has to be: "
          + gaps.map(\.rawValue).joined(separator: ", ") + " is missing",
        help: "bulkhead doctor says how to get it")
    }
    do throws(LinuxError) {
      // Not what the worker says, but what the kernel says about it.
      try Confinement.verify(process: process.pid)
    } catch {
      end()
      throw RuntimeError(
        code: "isolation-incomplete", "the script worker is not confined: \(error)",
        help: "bulkhead doctor says what this machine lacks")
    }
  }

  // MARK: Frames

  /// Called while the worker does not read; throws to give up.
  typealias WhenFull = () throws(WireError) -> Void

  /// Writes a command.
  func send(
    _ operation: Operation, id: UInt32 = 0, fields: [String], bytes: [UInt8] = [],
    whenFull: @escaping WhenFull
  ) throws(WireError) {
    try writer.write(operation, id: id, fields: fields, bytes: bytes, whenFull: whenFull)
  }

  /// Writes an answer.
  func send(_ reply: Reply, id: UInt32, whenFull: @escaping WhenFull) throws(WireError) {
    try writer.write(reply, id: id, whenFull: whenFull)
  }

  /// Kills the worker and waits until it is gone.
  @discardableResult
  func end() -> WorkerProcess.ExitStatus {
    process.kill()
    return process.wait()
  }

  /// CPU time of the worker so far, in milliseconds.
  var cpuMilliseconds: Double { Double(process.cpuNanoseconds) / 1e6 }
}
