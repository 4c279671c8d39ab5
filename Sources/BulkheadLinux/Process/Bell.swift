import Glibc

/// Lets one thread wake another that waits in `poll`.
public final class Bell: Sendable {
  private let pipe: Pipe

  /// A bell that has not been rung; two descriptors.
  public init() throws(LinuxError) {
    pipe = try Pipe()
    try pipe.readEnd.makeNonBlocking()
    try pipe.writeEnd.makeNonBlocking()
  }

  /// Readable once the bell has been rung.
  public var descriptor: Int32 { pipe.readEnd.rawValue }

  /// Wakes who waits for the descriptor. A bell that was not silenced since may be rung again.
  public func ring() {
    var byte: UInt8 = 0
    // SAFETY: one byte of a local. It fails only where the pipe is full: then it can be read.
    _ = unsafe write(pipe.writeEnd.rawValue, &byte, 1)
  }

  /// Takes one ring back.
  public func silence() {
    var byte: UInt8 = 0
    // SAFETY: one byte of a local.
    _ = unsafe read(pipe.readEnd.rawValue, &byte, 1)
  }
}
