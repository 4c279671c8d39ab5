/// How large a plugin may be. What is larger is refused before it is read, so that no source can fill
/// the disk or keep the scanner busy.
public struct TreeLimits: Hashable, Sendable {
  /// Most files, directories and links.
  public var entries: Int
  /// Most bytes of all files together.
  public var bytes: Int
  /// Most directories inside each other.
  public var depth: Int

  /// Limits.
  public init(entries: Int = 20_000, bytes: Int = 200 << 20, depth: Int = 32) {
    self.entries = entries
    self.bytes = bytes
    self.depth = depth
  }
}
