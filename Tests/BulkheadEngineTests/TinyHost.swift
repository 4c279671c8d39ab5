import BulkheadLinux
import BulkheadWire
import Glibc
import Testing

/// A host that grants everything it knows and nothing else: enough to try a worker alone.
final class TinyHost {
  /// What came of one `execute`.
  struct Outcome {
    /// The JSON of the result; nil if the worker ended without one.
    var result: String?
    var stdout = ""
    var stderr = ""
    /// Code of an `exit` frame.
    var exitCode: String?
    /// How the worker ended, if it did.
    var end: WorkerProcess.ExitStatus?
  }

  /// The worker ended before it was confined.
  struct NotReady: Error, Equatable {
    var end: WorkerProcess.ExitStatus
  }

  private var process: WorkerProcess
  private var reader: FrameReader
  private let writer: FrameWriter
  private var lastID: UInt32 = 0
  /// What the worker said about itself.
  private(set) var ready = ""
  /// What there is to read; what begins with `/denied` is EACCES.
  let files = MemoryFiles()
  /// Variables that are granted.
  var environment: [String: String] = [:]
  /// The answers to `fetch`, by URL.
  var responses: [String: Reply] = [:]
  /// Requests in the order they came, as `operation field field`.
  private(set) var requests: [String] = []

  /// Starts a worker and, unless told otherwise, its built-ins.
  init(arguments: [String] = [], startsBuiltins: Bool = true) throws {
    process = try WorkerProcess.start(path: Self.workerPath(), arguments: arguments)
    reader = FrameReader(descriptor: process.fromWorker.rawValue, accepting: .worker)
    writer = FrameWriter(descriptor: process.toWorker.rawValue)
    guard let header = try reader.next(), header.operation == .ready else {
      throw NotReady(end: process.wait())
    }
    ready = try reader.request(header).fields[0]
    guard startsBuiltins else { return }
    try writer.write(
      .start,
      fields: [
        #"{"cwd":"/project","argv":["node","/project/main.js","one"],"platform":"linux","#
          + #""arch":"x64","pid":7,"home":"/home/user","tmpdir":"/tmp","plugin":"sample","#
          + #""projectDir":"/project","pluginRoot":"/plugin","versions":{"node":"20.0.0"},"now":0}"#
      ])
  }

  var pid: Int32 { process.pid }

  private static func workerPath() throws -> String {
    if let path = unsafe getenv("BULKHEAD_WORKER") { return unsafe String(cString: path) }
    // The test bundle stands beside the products it was built with.
    let maps = try #require(ProcFile.text("/proc/self/maps"))
    let bundle = try #require(
      maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }?.split(separator: " ").last)
    return bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/bulkhead-worker"
  }

  /// Runs a program to its end, answering what it asks.
  func run(_ source: String, mode: String = "script", path: String = "/project/main.js") throws
    -> Outcome
  {
    lastID += 1
    var outcome = Outcome()
    try writer.write(
      .execute, id: lastID, fields: [#"{"mode":"\#(mode)","path":"\#(path)","argv":[]}"#],
      bytes: Array(source.utf8))
    while let header = try reader.next() {
      let request = try reader.request(header)
      switch request.operation {
      case .result:
        #expect(request.id == lastID)
        outcome.result = request.fields[0]
        return outcome
      case .stdout: outcome.stdout += String(decoding: request.bytes, as: UTF8.self)
      case .stderr: outcome.stderr += String(decoding: request.bytes, as: UTF8.self)
      case .exit: outcome.exitCode = request.fields[0]
      default:
        requests.append((["\(request.operation)"] + request.fields).joined(separator: " "))
        if request.operation.expectsReply { try writer.write(answer(to: request), id: request.id) }
      }
    }
    outcome.end = process.wait()
    return outcome
  }

  private func answer(to request: Request) -> Reply {
    let path = request.fields.first ?? ""
    if path.hasPrefix("/denied") {
      return .error(code: "EACCES", message: "Permission denied: \(path)")
    }
    switch request.operation {
    case .envGet: return .optional(environment[path])
    case .envList:
      return .text("[" + environment.keys.sorted().map { "\"\($0)\"" }.joined(separator: ",") + "]")
    case .moduleLoad: return module(request.fields[1], from: path)
    case .fetch:
      let url = request.fields[1]
      return responses[url] ?? .error(code: "EACCES", message: "Permission denied: \(url)")
    default: break
    }
    do {
      return try files.answer(request.operation, request.fields, request.bytes)
        ?? .error(code: "ENOSYS", message: "not in this host")
    } catch {
      return MemoryFiles.reply(error)
    }
  }

  /// A module among the files; the format is told by the ending alone.
  private func module(_ specifier: String, from importer: String) -> Reply {
    var parts = specifier.hasPrefix("/") ? [] : importer.split(separator: "/").dropLast()
    for part in specifier.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    let path = "/" + parts.joined(separator: "/")
    guard let contents = files[path] else {
      return .error(code: "MODULE_NOT_FOUND", message: "Cannot find module '\(specifier)'")
    }
    let format =
      path.hasSuffix(".json")
      ? "json" : path.hasSuffix(".cjs") || path.hasSuffix(".cts") ? "commonjs" : "module"
    return .document(#"{"path":"\#(path)","format":"\#(format)"}"#, body: contents)
  }

  /// Writes bytes that need not be a frame, and returns how the worker ended.
  func endAfter(writing bytes: [UInt8]) throws -> WorkerProcess.ExitStatus {
    #expect(
      bytes.withUnsafeBytes { write(process.toWorker.rawValue, $0.baseAddress, $0.count) } > 0)
    while let header = try reader.next() { _ = try reader.request(header) }
    return process.wait()
  }
}
