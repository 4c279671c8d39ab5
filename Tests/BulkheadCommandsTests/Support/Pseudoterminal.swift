import Foundation
import Glibc

/// A terminal with a program at it, and the test as the person.
final class Pseudoterminal {
  private let person: Int32
  private let child: Child
  private(set) var shown = ""
  private var silent = false

  /// Starts a program whose session has this terminal; its standard streams are pipes to nowhere, so
  /// that only what is asked at the terminal can be answered.
  ///
  /// - Parameter showsOutput: whether its standard output is the terminal too.
  init(
    _ arguments: [String], in lab: Lab, showsOutput: Bool = false,
    environment: [String: String] = [:]
  ) throws {
    person = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    // TIOCSPTLCK and TIOCGPTN, as unlockpt(3) and ptsname(3) do.
    var (locked, number): (CInt, CUnsignedInt) = (0, 0)
    guard person >= 0, ioctl(person, 0x4004_5431, &locked) == 0,
      ioctl(person, 0x8004_5430, &number) == 0
    else { throw Program.Failure(message: "no pseudoterminal: \(errno)") }
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    child = try Child(
      Program.bulkhead, arguments, directory: lab.project,
      environment: lab.environment.merging(environment) { $1 },
      terminal: "/dev/pts/\(number)",
      descriptors: [(null, 0), (showsOutput ? 19 : null, 1), (null, 2)])
  }

  deinit {
    child.kill(SIGKILL)
    child.wait()
    close(person)
  }

  /// Reads until a text is shown after what was shown before; false if the program ends first, or says
  /// nothing for a minute.
  func waitFor(_ text: String) -> Bool {
    let before = shown.endIndex
    while !shown[before...].contains(text) {
      guard readMore() else { return false }
    }
    return true
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(person, bytes, bytes.count)
  }

  /// Reads to the end; the exit code. A program that says nothing for a minute is killed.
  func finish() -> Int32 {
    while readMore() {}
    if silent { child.kill(SIGKILL) }
    return child.wait()
  }

  private func readMore() -> Bool {
    var ready = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 60_000) > 0 else {
      silent = true
      return false
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    // EIO once nobody has the other end open.
    let count = read(person, &buffer, buffer.count)
    guard count > 0 else { return false }
    shown += String(decoding: buffer[..<count], as: UTF8.self)
    return true
  }
}
