import Foundation
import Glibc
import Synchronization
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

  /// Held while a child starts, and while a descriptor is not yet closed to children.
  static let spawning = Mutex(())

  static var bulkhead: String { products + "/bulkhead" }

  /// Runs a program to its end.
  static func run(
    _ path: String, _ arguments: [String], input: String = "", directory: String = "/",
    environment: [String: String] = ["PATH": "/usr/bin:/bin"]
  ) throws -> Output {
    let (stdin, stdout, stderr) = (try Pipe(), try Pipe(), try Pipe())
    let child = try Child(
      path, arguments, directory: directory, environment: environment,
      descriptors: [(stdin.reading, 0), (stdout.writing, 1), (stderr.writing, 2)])
    for end in [stdin.reading, stdout.writing, stderr.writing] { close(end) }
    let bytes = Array(input.utf8)
    if !bytes.isEmpty { _ = write(stdin.writing, bytes, bytes.count) }
    close(stdin.writing)
    let output = Pipe.readToEnd(stdout.reading, stderr.reading)
    for end in [stdout.reading, stderr.reading] { close(end) }
    return Output(
      stdout: String(decoding: output.0, as: UTF8.self),
      stderr: String(decoding: output.1, as: UTF8.self), code: child.wait())
  }

  /// A pipe that no other child gets: Foundation's are inherited by whatever starts meanwhile.
  struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws {
      var ends: [Int32] = [-1, -1]
      let isMade = Program.spawning.withLock { _ in
        pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
      }
      guard isMade else { throw Failure(message: "no pipe: \(errno)") }
      (reading, writing) = (ends[0], ends[1])
    }

    func closeWriting() { close(writing) }

    /// Reads to the end and closes.
    func readToEnd() -> [UInt8] {
      defer { close(reading) }
      return Self.readToEnd(reading, -1).0
    }

    /// Reads both to their ends, whichever has something.
    static func readToEnd(_ first: Int32, _ second: Int32) -> ([UInt8], [UInt8]) {
      var ready = [first, second].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      var outputs: [[UInt8]] = [[], []]
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      while ready.contains(where: { $0.fd >= 0 }) {
        poll(&ready, 2, -1)
        for index in 0..<2 where ready[index].revents != 0 {
          let count = read(ready[index].fd, &buffer, buffer.count)
          if count > 0 {
            outputs[index] += buffer[..<count]
          } else if count == 0 || errno != EINTR {
            ready[index].fd = -1
          }
        }
      }
      return (outputs[0], outputs[1])
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
    // The first terminal that the leader of a session opens becomes its terminal (tty_ioctl(4)); it
    // stays open, so that the other end lasts as long as the program.
    if let terminal { posix_spawn_file_actions_addopen(&actions, 19, terminal, O_RDWR, 0) }
    for (own, theirs) in descriptors { posix_spawn_file_actions_adddup2(&actions, own, theirs) }
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
    let code = Program.spawning.withLock { _ in
      posix_spawn(&id, "/usr/bin/env", &actions, &attributes, words, variables)
    }
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
