import BulkheadWire
import Glibc

/// The worker's end of its only channel.
///
/// A channel that fails or breaks the protocol ends the process: there is nobody left to tell.
@safe
final class HostChannel {
  /// A frame that waits for the event loop.
  struct Incoming {
    var operation: Operation
    var id: UInt32
    var payload: [UInt8]
  }

  private var reader: FrameReader
  private let writer: FrameWriter
  /// Frames that arrived while a synchronous call waited for its own; the first has this index.
  private var queue: [Incoming] = []
  private var queueStart = 0
  /// Where requests are put together.
  private var outgoing = ScratchBuffer()

  init(input: Int32, output: Int32) {
    reader = FrameReader(descriptor: input, accepting: .host)
    writer = FrameWriter(descriptor: output)
  }

  /// Writes must not block: the host could be blocked in a write to this process, and each would
  /// wait for the other to read. Before the lockdown, which takes fcntl(2) away.
  func makeOutputNonBlocking() {
    let flags = fcntl(writer.descriptor, F_GETFL)
    guard flags >= 0, fcntl(writer.descriptor, F_SETFL, flags | O_NONBLOCK) >= 0 else {
      Process.fail("descriptor \(writer.descriptor) is not open: start the worker from a host")
    }
  }

  /// Whether anybody can still write to the channel; does not wait.
  var hasHost: Bool {
    var descriptor = pollfd(fd: reader.descriptor, events: 0, revents: 0)
    // SAFETY: the one descriptor outlives the call.
    return unsafe poll(&descriptor, 1, 0) == 0
  }

  // MARK: Sending

  /// Sends a request whose text `fill` writes, and after it the bytes if they are text too.
  ///
  /// `fill` gets at least `capacity` bytes and returns how many of them are the text and how many
  /// the bytes. It must not send.
  func send(
    _ operation: Operation, id: UInt32, capacity: Int,
    bytes: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(start: nil, count: 0),
    fill: (UnsafeMutableRawBufferPointer) -> (text: Int, bytes: Int)
  ) throws(WireError) {
    var failure: WireError?
    unsafe outgoing.use(4 + capacity) { buffer in
      // SAFETY: the buffer has room for the length and `capacity` bytes.
      let counts = unsafe fill(UnsafeMutableRawBufferPointer(rebasing: buffer[4...]))
      unsafe buffer.storeBytes(
        of: UInt32(truncatingIfNeeded: counts.text).littleEndian, as: UInt32.self)
      let request = unsafe UnsafeRawBufferPointer(
        rebasing: buffer[..<(4 + counts.text + counts.bytes)])
      do throws(WireError) {
        try unsafe writer.write(
          operation, id: id, first: request, second: bytes,
          whenFull: { () throws(WireError) in try self.waitForRoom() })
      } catch {
        failure = error
      }
    }
    // A message that is too long was not begun: the channel is as it was.
    if let failure, failure.code != .badLength { Process.fail("channel: \(failure)") }
    if let failure { throw failure }
  }

  /// Sends a request of one field; not for the hot path.
  func send(_ operation: Operation, id: UInt32 = 0, text: String) throws(WireError) {
    let utf8 = Array(text.utf8)
    try unsafe send(operation, id: id, capacity: utf8.count) { buffer in
      unsafe buffer.copyBytes(from: utf8)
      return (utf8.count, 0)
    }
  }

  private func waitForRoom() throws(WireError) {
    var descriptors = (
      pollfd(fd: writer.descriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: reader.descriptor, events: Int16(POLLIN), revents: 0)
    )
    // SAFETY: a homogeneous tuple is laid out like an array of two.
    let ready = unsafe withUnsafeMutablePointer(to: &descriptors) { tuple in
      unsafe tuple.withMemoryRebound(to: pollfd.self, capacity: 2) { unsafe poll($0, 2, -1) }
    }
    guard ready >= 0 || errno == EINTR else {
      throw WireError(.systemCall, "poll the channel", errno: errno)
    }
    if descriptors.1.revents != 0, try !reader.fill() { Process.end(0) }
  }

  // MARK: Receiving

  /// Blocks for the reply to the synchronous request that was just sent. Other frames keep their
  /// order and wait for the event loop. `body` must not use the channel.
  func awaitReply<Result>(
    _ body: (UnsafeRawBufferPointer) throws(ScriptException) -> Result
  ) throws(ScriptException) -> Result {
    while true {
      guard let header = attempt({ () throws(WireError) in try reader.next() }) else {
        Process.end(0)
      }
      if header.operation == .reply, header.id == 0 { return try unsafe reader.withPayload(body) }
      if header.operation == .shutdown { Process.end(0) }
      queue.append(
        Incoming(operation: header.operation, id: header.id, payload: reader.payload()))
    }
  }

  /// The next frame; nil if none came in `milliseconds`. Without a number, waits for ever.
  func next(within milliseconds: Double? = nil) -> Incoming? {
    if queueStart < queue.count { return takeQueued() }
    let deadline = milliseconds.map { Clock.monotonicMilliseconds() + $0 }
    while true {
      if let header = attempt({ () throws(WireError) in try reader.nextBuffered() }) {
        return Incoming(operation: header.operation, id: header.id, payload: reader.payload())
      }
      if let deadline {
        let left = max(0, deadline - Clock.monotonicMilliseconds())
        guard hasInput(within: left) else { return nil }
      }
      guard attempt({ () throws(WireError) in try reader.fill() }) else { Process.end(0) }
    }
  }

  private func takeQueued() -> Incoming {
    let frame = queue[queueStart]
    queueStart += 1
    if queueStart == queue.count {
      queue.removeAll(keepingCapacity: true)
      queueStart = 0
    }
    return frame
  }

  private func hasInput(within milliseconds: Double) -> Bool {
    var descriptor = pollfd(fd: reader.descriptor, events: Int16(POLLIN), revents: 0)
    // Rounded up: a timer must not find itself a fraction of a millisecond early again and again.
    let timeout = Int32(min(milliseconds.rounded(.up), 1e9))
    // SAFETY: the one descriptor outlives the call.
    let ready = unsafe poll(&descriptor, 1, timeout)
    // EINVAL: RLIMIT_NOFILE is below the number of descriptors polled, poll(2).
    guard ready >= 0 || errno == EINTR else { Process.fail("channel: poll: errno \(errno)") }
    return ready > 0
  }

  private func attempt<Result>(_ body: () throws(WireError) -> Result) -> Result {
    do throws(WireError) {
      return try body()
    } catch {
      Process.fail("channel: \(error)")
    }
  }
}
