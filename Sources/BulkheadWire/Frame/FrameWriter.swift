import Glibc

/// Writes frames to one descriptor, one `writev(2)` each, from the caller's own memory.
///
/// The writer does not own the descriptor. On a closed pipe the kernel sends SIGPIPE: the host
/// blocks that signal in the threads that write, the worker lets itself be ended by it.
public struct FrameWriter: Sendable {
  /// The descriptor written to.
  public let descriptor: Int32
  private let limit: Int

  /// Makes a writer that refuses frames whose length field would exceed `limit`.
  public init(descriptor: Int32, limit: Int = FrameHeader.defaultLimit) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// Writes a frame whose payload is `first` and then `second`.
  ///
  /// - Parameter whenFull: called when a non-blocking descriptor takes no more; it returns once
  ///   there may be room. The worker reads replies there: were both ends to block in writes, each
  ///   would wait for the other to read.
  public func write(
    _ operation: Operation, id: UInt32, first: UnsafeRawBufferPointer,
    second: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(start: nil, count: 0),
    whenFull: (() throws(WireError) -> Void)? = nil
  ) throws(WireError) {
    let length = FrameHeader.countedBytes + first.count + second.count
    guard length <= limit else {
      throw WireError(.badLength, "frame length \(length), limit \(limit)")
    }
    var header: (UInt32, UInt32, UInt32) = (0, 0, 0)
    // SAFETY: nine bytes are stored into a tuple of twelve.
    unsafe withUnsafeMutableBytes(of: &header) { bytes in
      unsafe bytes.storeBytes(of: UInt32(length).littleEndian, as: UInt32.self)
      unsafe bytes[4] = operation.rawValue
      unsafe bytes.storeBytes(of: id.littleEndian, toByteOffset: 5, as: UInt32.self)
    }
    var failure: WireError?
    unsafe withUnsafeMutableBytes(of: &header) { bytes in
      do throws(WireError) {
        var vectors = unsafe (
          iovec(iov_base: bytes.baseAddress, iov_len: FrameHeader.byteCount),
          iovec(
            iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count),
          iovec(
            iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
        )
        try unsafe writeAll(&vectors, total: 4 + length, whenFull: whenFull)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Writes a frame with the request layout: text length, text, bytes.
  public func write(
    _ operation: Operation, id: UInt32, text: UnsafeRawBufferPointer,
    bytes: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(start: nil, count: 0),
    whenFull: (() throws(WireError) -> Void)? = nil
  ) throws(WireError) {
    // Requests are short but for their bytes, so the text is copied once to go out with its length.
    var prefix = [UInt8]()
    prefix.reserveCapacity(4 + text.count)
    unsafe withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.count).littleEndian) {
      unsafe prefix.append(contentsOf: $0)
    }
    unsafe prefix.append(contentsOf: text)
    var failure: WireError?
    unsafe prefix.withUnsafeBytes { first in
      do throws(WireError) {
        try unsafe write(operation, id: id, first: first, second: bytes, whenFull: whenFull)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Writes a request or a host's command from fields and bytes.
  public func write(
    _ operation: Operation, id: UInt32 = 0, fields: [String] = [], bytes: [UInt8] = [],
    whenFull: (() throws(WireError) -> Void)? = nil
  ) throws(WireError) {
    precondition(fields.count == operation.fieldCount, "\(operation) has other fields")
    let text = Array(fields.joined(separator: "\0").utf8)
    var failure: WireError?
    unsafe text.withUnsafeBytes { text in
      unsafe bytes.withUnsafeBytes { bytes in
        do throws(WireError) {
          try unsafe write(operation, id: id, text: text, bytes: bytes, whenFull: whenFull)
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
  }

  private func writeAll(
    _ vectors: inout (iovec, iovec, iovec), total: Int,
    whenFull: (() throws(WireError) -> Void)?
  ) throws(WireError) {
    var left = total
    while left > 0 {
      // SAFETY: a homogeneous tuple is laid out like an array of three.
      let count = unsafe withUnsafeMutablePointer(to: &vectors) { tuple in
        unsafe tuple.withMemoryRebound(to: iovec.self, capacity: 3) {
          unsafe writev(descriptor, $0, 3)
        }
      }
      if count < 0 {
        let error = errno
        if error == EINTR { continue }
        guard error == EAGAIN, let whenFull else {
          throw WireError(.systemCall, "write to the channel", errno: error)
        }
        try whenFull()
        continue
      }
      left -= count
      guard left > 0 else { return }
      var skip = count
      unsafe Self.advance(&vectors.0, &skip)
      unsafe Self.advance(&vectors.1, &skip)
      unsafe Self.advance(&vectors.2, &skip)
    }
  }

  private static func advance(_ vector: inout iovec, _ skip: inout Int) {
    let step = unsafe min(skip, vector.iov_len)
    // SAFETY: `step` is at most the vector's length.
    if let base = unsafe vector.iov_base { unsafe vector.iov_base = base + step }
    unsafe vector.iov_len -= step
    skip -= step
  }
}
