import BulkheadWire
import Glibc

/// The worker's end of the channel: the one thing it holds. When the channel ends, so does the worker.
final class HostChannel {
  /// A reply or command that arrived; its payload is in memory from malloc that the holder owns.
  @safe
  struct Message {
    let operation: Operation
    let id: UInt32
    let memory: UnsafeMutableRawPointer
    let count: Int

    var bytes: UnsafeRawBufferPointer {
      unsafe UnsafeRawBufferPointer(start: memory, count: count)
    }

    func free() { unsafe Glibc.free(memory) }
  }

  private var reader: FrameReader
  private let writer: FrameWriter
  /// Messages that arrived while a synchronous call waited for its own.
  private var waiting: [Message] = []

  init(input: Int32, output: Int32) {
    reader = FrameReader(descriptor: input, accepting: .host)
    writer = FrameWriter(descriptor: output)
  }

  /// Sends a request whose first four bytes have room for the length of the text after them.
  func send(
    _ operation: Operation, id: UInt32, prefixedText: UnsafeMutableRawBufferPointer,
    bytes: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  ) throws(WireError) {
    let count = UInt32(truncatingIfNeeded: prefixedText.count - 4)
    // SAFETY: the caller left four bytes.
    unsafe prefixedText.storeBytes(of: count.littleEndian, as: UInt32.self)
    try unsafe writer.write(
      operation, id: id, first: UnsafeRawBufferPointer(prefixedText), second: bytes)
  }

  /// Sends a request of fields.
  func send(_ operation: Operation, fields: [String]) {
    endUnlessWritten { () throws(WireError) in try writer.write(operation, fields: fields) }
  }

  /// Blocks for the reply to a synchronous request; other messages wait their turn.
  func reply() -> Message {
    while true {
      let message = next()
      if message.operation == .reply, message.id == 0 { return message }
      waiting.append(message)
    }
  }

  /// The next message; blocks for it.
  func next() -> Message {
    while true {
      if let message = buffered() { return message }
      fill()
    }
  }

  /// The next message, where one has arrived before `milliseconds` are over; nil waits without end.
  func next(within milliseconds: Int32?) -> Message? {
    if !waiting.isEmpty { return waiting.removeFirst() }
    guard let milliseconds else { return next() }
    if let message = buffered() { return message }
    var descriptor = pollfd(fd: reader.descriptor, events: Int16(POLLIN), revents: 0)
    // SAFETY: the one descriptor outlives the call.
    if unsafe poll(&descriptor, 1, milliseconds) > 0 { fill() }
    return buffered()
  }

  private func buffered() -> Message? {
    do throws(WireError) {
      guard let header = try reader.nextBuffered() else { return nil }
      guard let memory = unsafe malloc(max(1, header.payloadCount)) else { Self.end(71) }
      unsafe reader.withPayload { payload in
        // SAFETY: the memory has as many bytes as the payload.
        if let start = payload.baseAddress { unsafe memcpy(memory, start, payload.count) }
      }
      return unsafe Message(
        operation: header.operation, id: header.id, memory: memory, count: header.payloadCount)
    } catch {
      Self.end(72)
    }
  }

  private func fill() {
    do throws(WireError) {
      if try !reader.fill() { Self.end(0) }
    } catch {
      Self.end(72)
    }
  }

  private func endUnlessWritten(_ body: () throws(WireError) -> Void) {
    do throws(WireError) {
      try body()
    } catch {
      Self.end(73)
    }
  }

  /// Ends the process without running anything more: its host is gone or confused.
  static func end(_ code: Int32) -> Never { _exit(code) }
}
