internal import CLinuxSandbox
import Glibc

/// A pipe whose ends no other program inherits.
struct Pipe {
  let readEnd: OwnedDescriptor
  let writeEnd: OwnedDescriptor

  init() throws(LinuxError) {
    var ends: (Int32, Int32) = (-1, -1)
    // SAFETY: a homogeneous tuple is laid out like an array of two.
    let result = unsafe withUnsafeMutablePointer(to: &ends) { tuple in
      unsafe tuple.withMemoryRebound(to: Int32.self, capacity: 2) { unsafe bulkhead_pipe($0) }
    }
    try check(result, .start, "make a pipe to a worker", help: "raise the limit of ulimit -n")
    readEnd = OwnedDescriptor(adopting: ends.0)
    writeEnd = OwnedDescriptor(adopting: ends.1)
  }
}

extension OwnedDescriptor {
  /// The same open file under a number that the child's own descriptors cannot collide with.
  func aboveStandard() throws(LinuxError) -> OwnedDescriptor {
    let copy = fcntl(rawValue, F_DUPFD_CLOEXEC, 5)
    guard copy >= 0 else {
      throw LinuxError(
        .start, "copy a pipe's end", errno: errno, help: "raise the limit of ulimit -n")
    }
    return OwnedDescriptor(adopting: copy)
  }

  /// Makes reads and writes return at once.
  func makeNonBlocking() throws(LinuxError) {
    let flags = fcntl(rawValue, F_GETFL)
    guard flags >= 0, fcntl(rawValue, F_SETFL, flags | O_NONBLOCK) >= 0 else {
      throw LinuxError(.start, "make a pipe non-blocking", errno: errno)
    }
  }
}
