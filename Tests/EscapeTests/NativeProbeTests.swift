import BulkheadLinux
import Glibc
import Testing

@testable import worker_probe

/// Native code in a worker, as if the engine had been taken over: the kernel alone must hold it.
@Suite("Native code in a worker", .serialized)
struct NativeProbeTests {
  /// What the attempts are aimed at, open while the tests run.
  private static let targets = Targets()

  private static func outcome(
    _ attempt: Attempt, _ confinement: Probe.Confinement
  ) throws -> Probe.Outcome {
    try Probe.outcome(
      of: attempt, confinement, program: programPath("worker-probe"),
      surroundings: targets.surroundings)
  }

  @Test("is stopped at each attempt by the full lockdown", arguments: Attempt.all)
  func full(attempt: Attempt) throws {
    let outcome = try Self.outcome(attempt, .full)
    switch attempt.confined {
    case .killed: #expect(outcome.isEnd(.signalled(SIGSYS)), "\(outcome)")
    case .fails(let errno): #expect(outcome == .failed(errno))
    case .allowed: #expect(outcome.isSuccess, "\(outcome)")
    }
  }

  @Test(
    "is stopped by the other layers when there is no system call filter",
    arguments: Attempt.all.filter(\.holdsWithoutFilter))
  func withoutFilter(attempt: Attempt) throws {
    let outcome = try Self.outcome(attempt, .withoutFilter)
    guard case .failed = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test("gets through, or to the kernel's own answer, without the lockdown", arguments: Attempt.all)
  func control(attempt: Attempt) throws {
    let outcome = try Self.outcome(attempt, .none)
    switch attempt.control {
    case .works: #expect(outcome.isSuccess, "\(outcome)")
    case .reaches:
      if case .ended(let status, let diagnostics) = outcome {
        Issue.record("\(status) \(diagnostics)")
      }
    }
  }

  @Test("other programs do inherit the descriptor that a worker must not have")
  func inheritance() throws {
    let number = Self.targets.surroundings.descriptor
    #expect(fcntl(Int32(number), F_GETFD) == 0)
    var pid = pid_t()
    var arguments = ["sh", "-c", "test -e /proc/self/fd/\(number)"].map { (argument: String) in
      strdup(argument)
    }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    let error = posix_spawn(&pid, "/bin/sh", nil, nil, &arguments, nil)
    try #require(error == 0)
    var status: Int32 = -1
    waitpid(pid, &status, 0)
    #expect(status == 0)
  }

  @Test("each kind of target is attacked")
  func coverage() {
    let attacked = Set(Attempt.all.map(\.target))
    #expect(attacked == Set(Attempt.Target.allCases))
    #expect(Set(Attempt.all.map(\.name)).count == Attempt.all.count)
  }
}

extension Attempt: CustomTestStringConvertible {
  /// Its name alone: the rest is a function.
  public var testDescription: String { name }
}

extension Probe.Outcome {
  /// The call succeeded, also if what it did was to become a program that succeeded.
  var isSuccess: Bool {
    if case .returned = self { return true }
    return isEnd(.exited(0))
  }

  func isEnd(_ expected: WorkerProcess.ExitStatus) -> Bool {
    if case .ended(expected, _) = self { return true }
    return false
  }
}

/// A listener on the loopback device and an open file with a secret.
private struct Targets {
  private(set) var surroundings = Attempt.Surroundings()

  init() {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        precondition(bind(listener, address, size) == 0 && listen(listener, 16) == 0)
        precondition(getsockname(listener, address, &size) == 0)
      }
    }
    surroundings.port = UInt16(bigEndian: address.sin_port)
    // No O_CLOEXEC, on purpose; a number that no descriptor of the engine's has.
    surroundings.descriptor = Int(fcntl(open("/etc/passwd", O_RDONLY), F_DUPFD, 200))
  }
}

/// A program that was built with the tests, which stand beside it.
func programPath(_ name: String) throws -> String {
  let maps = try #require(ProcFile.text("/proc/self/maps"))
  let bundle = try #require(
    maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }?.split(separator: " ").last)
  return bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/") + "/" + name
}
