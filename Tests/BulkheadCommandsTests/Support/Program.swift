import Foundation
import Glibc
import Testing

/// Runs programs in sessions of their own, so that no test can reach the terminal of whoever runs the
/// tests.
enum Program {
  struct Output: CustomStringConvertible {
    var stdout: String
    var stderr: String
    /// The exit code; 128 and the signal for a death by signal.
    var code: Int32

    var description: String { "exit \(code)\n--stdout--\n\(stdout)\n--stderr--\n\(stderr)" }
  }

  struct Failure: Error { var message: String }

  /// The directory that the test bundle was built into, with the programs beside it.
  static let products: String = {
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    let bundle = maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }?
      .split(separator: " ").last
    return (bundle ?? "").split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
  }()

  static var bulkhead: String { products + "/bulkhead" }

  /// Runs a program to its end.
  static func run(
    _ path: String, _ arguments: [String], input: String = "", directory: String = "/",
    environment: [String: String] = ["PATH": "/usr/bin:/bin"]
  ) throws -> Output {
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    let child = try Child(
      path, arguments, directory: directory, environment: environment,
      descriptors: [
        (stdin.fileHandleForReading.fileDescriptor, 0),
        (stdout.fileHandleForWriting.fileDescriptor, 1),
        (stderr.fileHandleForWriting.fileDescriptor, 2),
      ])
    for end in [
      stdin.fileHandleForReading, stdout.fileHandleForWriting, stderr.fileHandleForWriting,
    ] {
      try end.close()
    }
    try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    // One stream could fill up while the other is read to its end.
    let errors = Reader(stderr.fileHandleForReading)
    let text = try stdout.fileHandleForReading.readToEnd() ?? Data()
    return Output(
      stdout: String(decoding: text, as: UTF8.self), stderr: errors.text(), code: child.wait())
  }

  private final class Reader: @unchecked Sendable {
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
      Thread.detachNewThread { [self] in
        data = (try? handle.readToEnd()) ?? Data()
        done.signal()
      }
    }

    func text() -> String {
      done.wait()
      return String(decoding: data, as: UTF8.self)
    }
  }
}

/// A process with a session of its own.
final class Child: @unchecked Sendable {
  let id: pid_t
  private var status: Int32?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - terminal: the path of a terminal that becomes the session's.
  ///   - descriptors: our descriptors and what they are to be called there.
  init(
    _ path: String, _ arguments: [String], directory: String, environment: [String: String],
    terminal: String? = nil, descriptors: [(Int32, Int32)]
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens becomes its terminal (tty_ioctl(4)).
    if let terminal { posix_spawn_file_actions_addopen(&actions, 19, terminal, O_RDWR, 0) }
    for (own, theirs) in descriptors { posix_spawn_file_actions_adddup2(&actions, own, theirs) }
    if terminal != nil { posix_spawn_file_actions_addclose(&actions, 19) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID, which Swift's Glibc does not show, as it does not show the call that changes
    // the directory.
    posix_spawnattr_setflags(&attributes, 0x80)
    let words = (["env", "-C", directory, path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    var id = pid_t()
    let code = posix_spawn(&id, "/usr/bin/env", &actions, &attributes, words, variables)
    guard code == 0 else {
      throw Program.Failure(message: "\(path): \(String(cString: strerror(code)))")
    }
    self.id = id
  }

  /// Waits for its end: the exit code, or 128 and the signal.
  @discardableResult
  func wait() -> Int32 {
    if let status { return status }
    var raw: Int32 = 0
    while waitpid(id, &raw, 0) < 0, errno == EINTR {}
    let signal = raw & 0x7F
    let code = signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
    status = code
    return code
  }

  func kill(_ signal: Int32) { _ = Glibc.kill(id, signal) }
}
