import CSeccompNotify
import Glibc

/// An open file that is closed when nobody holds it any more.
final class Descriptor: Sendable {
  let number: Int32

  init(owning number: Int32) { self.number = number }

  deinit { close(number) }

  /// Keeps the file open until here. An optimised build may release it right after its number was read,
  /// and the number is somebody else's file then: whoever uses the number of a local descriptor defers
  /// this.
  @inline(never)
  func stayOpen() { withExtendedLifetime(self) {} }

  /// Where the file is, as the mount it was opened through shows it; nil for what has no path.
  func path() -> [UInt8]? {
    defer { stayOpen() }
    return Kernel.link(reopeningPath)
  }

  func status() -> stat? {
    defer { stayOpen() }
    var status = stat()
    return unsafe fstat(number, &status) == 0 ? status : nil
  }

  /// The path under which this process can open the same file again, whatever has become of its name.
  var reopeningPath: String { "/proc/self/fd/\(number)" }
}

/// What a system call gave: a value, or an error number.
typealias Outcome<Value> = Result<Value, Errno>

/// An error number of the kernel.
struct Errno: Error, Hashable, Sendable, CustomStringConvertible {
  let code: Int32

  init(_ code: Int32) { self.code = code }

  /// The error of the last call of this thread.
  static var last: Errno { Errno(errno) }

  // SAFETY: strerror gives a string that stays valid until the thread calls it again.
  var description: String { unsafe String(cString: strerror(code)) }
}
