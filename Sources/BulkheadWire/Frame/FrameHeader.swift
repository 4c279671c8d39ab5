/// The fixed part of a frame, and the limits every frame keeps.
///
/// On the wire: `u32` length of the rest, `u8` operation, `u32` id, payload; little-endian.
public struct FrameHeader: Hashable, Sendable {
  /// What the frame asks for or carries.
  public var operation: Operation
  /// 0: the sender blocks for the one reply. Others name a request that is answered later.
  public var id: UInt32
  /// Bytes of payload after the header.
  public var payloadCount: Int

  /// Makes a header; `payloadCount` is not checked against any limit.
  public init(operation: Operation, id: UInt32, payloadCount: Int) {
    self.operation = operation
    self.id = id
    self.payloadCount = payloadCount
  }

  /// Bytes before the payload: length, operation, id.
  public static let byteCount = 9
  /// Bytes of the header that the length field counts.
  static let countedBytes = 5
  /// The largest value of a frame's length field unless the owner of a reader says otherwise.
  public static let defaultLimit = 64 << 20
}
