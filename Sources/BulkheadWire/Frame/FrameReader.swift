import Glibc

/// Reads frames from one descriptor through one reused buffer: nothing is allocated per frame.
///
/// A payload is valid until the next call that may move the buffer (`fill`, `next`); take a copy
/// to keep it. The reader does not own the descriptor.
@safe
public struct FrameReader: ~Copyable {
  /// The descriptor read from, for `poll`.
  public let descriptor: Int32
  private let sender: Operation.Sender
  private let limit: Int
  private var storage: UnsafeMutableRawBufferPointer
  /// Unread bytes are `low..<high`; the payload of the latest frame ends at `low`.
  private var low = 0
  private var high = 0
  private var payloadCount = 0

  private static let initialCapacity = 64 << 10
  /// A buffer that one huge frame made larger than this is given back once it is empty.
  private static let keptCapacity = 1 << 20

  /// Makes a reader that accepts only operations `sender` may send, with a length field of at most
  /// `limit` bytes.
  public init(
    descriptor: Int32, accepting sender: Operation.Sender, limit: Int = FrameHeader.defaultLimit
  ) {
    self.descriptor = descriptor
    self.sender = sender
    self.limit = limit
    unsafe storage = .allocate(byteCount: Self.initialCapacity, alignment: 16)
  }

  deinit { unsafe storage.deallocate() }

  /// Blocks for the next frame; nil when the other end closed the channel between two frames.
  public mutating func next() throws(WireError) -> FrameHeader? {
    while true {
      if let header = try nextBuffered() { return header }
      guard try fill() else { return nil }
    }
  }

  /// The next frame if all of it has been read already.
  public mutating func nextBuffered() throws(WireError) -> FrameHeader? {
    payloadCount = 0
    guard high - low >= FrameHeader.byteCount else { return nil }
    // SAFETY: the guard leaves nine initialised bytes from `low` on, inside the allocation.
    let length = unsafe Int(
      UInt32(littleEndian: storage.loadUnaligned(fromByteOffset: low, as: UInt32.self)))
    guard length >= FrameHeader.countedBytes, length <= limit else {
      throw WireError(.badLength, "frame length \(length), limit \(limit)")
    }
    let code = unsafe storage[low + 4]
    let id = unsafe UInt32(
      littleEndian: storage.loadUnaligned(fromByteOffset: low + 5, as: UInt32.self))
    // The header is judged before the payload is waited for: a bad sender gets no buffer.
    guard let operation = Operation(rawValue: code), operation.sender == sender else {
      throw WireError(.badOperation, "operation code \(code)")
    }
    guard high - low >= 4 + length else { return nil }
    low += 4 + length
    payloadCount = length - FrameHeader.countedBytes
    return FrameHeader(operation: operation, id: id, payloadCount: payloadCount)
  }

  /// One `read(2)`, which blocks unless the descriptor does not; false at the end of the stream.
  public mutating func fill() throws(WireError) -> Bool {
    makeRoom()
    while true {
      // SAFETY: makeRoom leaves at least one byte after `high`, and the count ends at the buffer's.
      let count = unsafe read(
        descriptor, storage.baseAddress.unsafelyUnwrapped + high, storage.count - high)
      if count > 0 {
        high += count
        return true
      }
      if count == 0 {
        guard high == low else { throw WireError(.truncated, "channel closed inside a frame") }
        return false
      }
      let error = errno
      if error == EINTR { continue }
      throw WireError(.systemCall, "read from the channel", errno: error)
    }
  }

  /// Calls `body` with the payload of the frame that `next` or `nextBuffered` just returned.
  public borrowing func withPayload<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: the payload ends at `low`, and nothing moves the buffer while `self` is borrowed.
    try unsafe body(UnsafeRawBufferPointer(rebasing: storage[(low - payloadCount)..<low]))
  }

  /// A copy of the latest frame's payload.
  public borrowing func payload() -> [UInt8] {
    unsafe withPayload { bytes in unsafe [UInt8](bytes) }
  }

  /// Leaves room for the rest of a frame that has begun, and for at least one byte in any case:
  /// `read(2)` of no bytes would look like the end of the stream.
  private mutating func makeRoom() {
    payloadCount = 0
    let unread = high - low
    var wanted = max(Self.initialCapacity, unread + unread / 2 + FrameHeader.byteCount)
    if unread >= FrameHeader.byteCount {
      // SAFETY: the guard leaves a header. nextBuffered has refused a length above the limit.
      let length = unsafe UInt32(
        littleEndian: storage.loadUnaligned(fromByteOffset: low, as: UInt32.self))
      wanted = max(wanted, min(Int(length), limit) + 4)
    }
    let capacity = unsafe storage.count
    guard wanted > capacity || (capacity > Self.keptCapacity && wanted < capacity / 4) else {
      return compact()
    }
    let moved = UnsafeMutableRawBufferPointer.allocate(byteCount: wanted, alignment: 16)
    // SAFETY: `wanted` is at least the unread bytes.
    unsafe moved.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[low..<high]))
    unsafe storage.deallocate()
    unsafe storage = moved
    low = 0
    high = unread
  }

  private mutating func compact() {
    guard low > 0 else { return }
    // SAFETY: both ranges lie in the buffer; memmove allows them to overlap.
    unsafe memmove(
      storage.baseAddress.unsafelyUnwrapped,
      storage.baseAddress.unsafelyUnwrapped + low, high - low)
    high -= low
    low = 0
  }
}
