import CSeccompNotify
import Glibc
import Synchronization

/// Copies what the command writes to where it belongs, byte for byte, and counts it.
final class OutputPump: Sendable {
  /// What the command gets as its stdout or stderr.
  let writeEnd: Descriptor
  private let readEnd: Descriptor
  private let target: Int32
  private let counter: Counter

  /// Bytes of all streams of a command together.
  final class Counter: Sendable {
    private let bytes = Mutex(0)
    private let limit: Int
    private let onLimit: @Sendable () -> Void

    init(limit: Int, onLimit: @escaping @Sendable () -> Void) {
      self.limit = limit
      self.onLimit = onLimit
    }

    var total: Int { bytes.withLock { $0 } }

    /// How many of `count` bytes may still be passed on.
    fileprivate func take(_ count: Int) -> Int {
      let (allowed, isOver) = bytes.withLock { bytes in
        let allowed = min(count, limit - bytes)
        bytes += allowed
        return (allowed, allowed < count)
      }
      if isOver { onLimit() }
      return allowed
    }
  }

  init?(to target: Int32, counter: Counter) {
    var ends: [Int32] = [0, 0]
    guard unsafe cfile_pipe(&ends) == 0 else { return nil }
    readEnd = Descriptor(owning: ends[0])
    writeEnd = Descriptor(owning: ends[1])
    self.target = target
    self.counter = counter
  }

  /// Copies until every process of the sandbox has closed its end.
  static func run(from readEnd: Descriptor, to target: Int32, counter: Counter) {
    // A reader that is gone is told to the command by closing the pipe, not to this process by a signal.
    defer { readEnd.stayOpen() }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(readEnd.number, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      let allowed = counter.take(count)
      guard write(buffer[..<allowed], to: target), allowed == count else { return }
    }
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to target: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      // SAFETY: write reads within the slice.
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(target, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        var state = pollfd(fd: target, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&state, 1, -1)
        continue
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Starts copying. The thread holds the only read end: when it ends, writers get SIGPIPE.
  consuming func start() -> Thread.Handle? {
    let (readEnd, target, counter) = (readEnd, target, counter)
    return Thread.start { Self.run(from: readEnd, to: target, counter: counter) }
  }
}
