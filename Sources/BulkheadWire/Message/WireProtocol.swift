/// What both ends of a channel have to agree on.
public enum WireProtocol {
  /// Differs between builds whose operations differ: the worker names it when it is ready, and the
  /// host refuses any other. Non-negative, so that JSON carries it.
  public static let fingerprint: Int = {
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for operation in Operation.allCases {
      let shape = UInt8(operation.fieldCount) << 2 | (operation.carriesBytes ? 2 : 0)
      for byte in [operation.rawValue, shape | (operation.expectsReply ? 1 : 0)] {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      }
    }
    // Exact in a double, as numbers of JSON are.
    return Int(hash >> 11)
  }()
}
