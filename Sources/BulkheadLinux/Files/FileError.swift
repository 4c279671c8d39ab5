import Glibc

/// A file call that the kernel answered with an error. It is an answer, not a fault: whoever asked for
/// a file that is not there is told so, in the words of errno(3).
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The number, such as 2.
  public let errno: Int32

  /// An error by its number.
  public init(_ errno: Int32) { self.errno = errno }

  /// The name, such as `ENOENT`; `E` and the number for one that is not known here.
  public var name: String { Self.known[errno]?.name ?? "E\(errno)" }

  /// What it means, in the words of Node.js.
  public var text: String { Self.known[errno]?.text ?? "unknown error" }

  /// The name and what it means: `ENOENT: no such file or directory`.
  public var description: String { "\(name): \(text)" }

  private static let known: [Int32: (name: String, text: String)] = [
    EPERM: ("EPERM", "operation not permitted"),
    ENOENT: ("ENOENT", "no such file or directory"),
    EIO: ("EIO", "i/o error"),
    ENXIO: ("ENXIO", "no such device or address"),
    EBADF: ("EBADF", "bad file descriptor"),
    EAGAIN: ("EAGAIN", "resource temporarily unavailable"),
    ENOMEM: ("ENOMEM", "not enough memory"),
    EACCES: ("EACCES", "permission denied"),
    EBUSY: ("EBUSY", "resource busy or locked"),
    EEXIST: ("EEXIST", "file already exists"),
    EXDEV: ("EXDEV", "cross-device link not permitted"),
    ENODEV: ("ENODEV", "no such device"),
    ENOTDIR: ("ENOTDIR", "not a directory"),
    EISDIR: ("EISDIR", "illegal operation on a directory"),
    EINVAL: ("EINVAL", "invalid argument"),
    ENFILE: ("ENFILE", "file table overflow"),
    EMFILE: ("EMFILE", "too many open files"),
    ETXTBSY: ("ETXTBSY", "text file is busy"),
    EFBIG: ("EFBIG", "file too large"),
    ENOSPC: ("ENOSPC", "no space left on device"),
    EROFS: ("EROFS", "read-only file system"),
    EMLINK: ("EMLINK", "too many links"),
    ENAMETOOLONG: ("ENAMETOOLONG", "name too long"),
    ENOSYS: ("ENOSYS", "function not implemented"),
    ENOTEMPTY: ("ENOTEMPTY", "directory not empty"),
    ELOOP: ("ELOOP", "too many symbolic links encountered"),
    EILSEQ: ("EILSEQ", "illegal byte sequence"),
    EOVERFLOW: ("EOVERFLOW", "value too large for defined data type"),
    EDQUOT: ("EDQUOT", "disk quota exceeded"),
    ESTALE: ("ESTALE", "stale file handle"),
    EOPNOTSUPP: ("ENOTSUP", "operation not supported on socket"),
  ]
}
