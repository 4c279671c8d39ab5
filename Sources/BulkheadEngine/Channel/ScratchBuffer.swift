/// Memory that is used again and again, so that the hot path allocates nothing; what one large use
/// needed is given back after it.
@safe
struct ScratchBuffer: ~Copyable {
  private var storage: UnsafeMutableRawBufferPointer

  private static let initialCount = 64 << 10
  private static let keptCount = 1 << 20

  init() { unsafe storage = .allocate(byteCount: Self.initialCount, alignment: 16) }

  deinit { unsafe storage.deallocate() }

  /// Calls `body` with at least `count` bytes, not initialised. `body` must not use the buffer again.
  mutating func use<Result>(
    _ count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Result
  ) -> Result {
    if unsafe storage.count < count { resize(count + count / 2) }
    let result = unsafe body(storage)
    if unsafe storage.count > Self.keptCount { resize(Self.initialCount) }
    return result
  }

  private mutating func resize(_ count: Int) {
    unsafe storage.deallocate()
    unsafe storage = .allocate(byteCount: count, alignment: 16)
  }
}
