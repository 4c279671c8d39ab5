import CLinuxSandbox
import Glibc

/// What statx(2) says of a file.
public struct FileStatus: Hashable, Sendable {
  /// What a file is. A named pipe, socket or device is `other`.
  public enum Kind: String, Sendable {
    case file, directory, symlink, other
  }

  /// What it is.
  public let kind: Kind
  /// Type and permission bits, as in `st_mode`.
  public let mode: UInt32
  /// The number of the file system and of the file in it: together, which file it is.
  public let device: UInt64, inode: UInt64
  /// Names that the file has.
  public let links: UInt64
  /// Bytes.
  public let size: Int
  /// Owner.
  public let user: UInt32, group: UInt32
  /// Nanoseconds since 1970.
  public let accessed: Int64, modified: Int64, changed: Int64, born: Int64
  /// Whether it is `/dev/null`, the one device that does nothing.
  public let isNullDevice: Bool

  init(_ status: bulkhead_file_status) {
    mode = status.mode
    kind =
      switch status.mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .symlink
      default: .other
      }
    device = status.device
    inode = status.inode
    links = status.links
    size = Int(clamping: status.size)
    user = status.user
    group = status.group
    accessed = status.accessed
    modified = status.modified
    changed = status.changed
    born = status.born
    // Character device 1, 3 in Documentation/admin-guide/devices.txt; makedev(3) puts the major in
    // bits 8 and up.
    isNullDevice = status.mode & S_IFMT == S_IFCHR && status.special_device == 1 << 8 | 3
  }

  /// Whether both are the same file.
  public func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode
  }
}
