/// How much of a directory is scanned. What exceeds a limit is named in `skipped`, and a plugin with
/// such files does not pass: nobody has looked at them.
public struct ScanLimits: Hashable, Sendable {
  /// Most bytes of a file.
  public var fileBytes: Int
  /// Most files.
  public var files: Int
  /// Most entries of all directories.
  public var entries: Int
  /// Most directories inside each other.
  public var depth: Int

  /// 5 MB a file, 20,000 files, 200,000 entries, 64 deep.
  public init(
    fileBytes: Int = 5 << 20, files: Int = 20_000, entries: Int = 200_000, depth: Int = 64
  ) {
    self.fileBytes = fileBytes
    self.files = files
    self.entries = entries
    self.depth = depth
  }
}
