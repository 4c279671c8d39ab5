import Glibc

/// A file call that the kernel answered with an error. It is an answer, not a fault: whoever asked for
/// a file that is not there is told so, in the words of errno(3).
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The number, such as 2.
  public let errno: Int32

  /// An error by its number.
  public init(_ errno: Int32) { self.errno = errno }

  /// The name, such as `ENOENT`.
  public var name: String { ErrorName.of(errno) }

  /// What it means, in the words of Node.js.
  public var text: String { Self.texts[errno] ?? "the call failed" }

  /// The name and what it means: `ENOENT: no such file or directory`.
  public var description: String { "\(name): \(text)" }

  private static let texts: [Int32: String] = [
    EPERM: "operation not permitted",
    ENOENT: "no such file or directory",
    EIO: "i/o error",
    ENXIO: "no such device or address",
    EBADF: "bad file descriptor",
    EAGAIN: "resource temporarily unavailable",
    ENOMEM: "not enough memory",
    EACCES: "permission denied",
    EBUSY: "resource busy or locked",
    EEXIST: "file already exists",
    EXDEV: "cross-device link not permitted",
    ENODEV: "no such device",
    ENOTDIR: "not a directory",
    EISDIR: "illegal operation on a directory",
    EINVAL: "invalid argument",
    ENFILE: "file table overflow",
    EMFILE: "too many open files",
    ETXTBSY: "text file is busy",
    EFBIG: "file too large",
    ENOSPC: "no space left on device",
    EROFS: "read-only file system",
    EMLINK: "too many links",
    ENAMETOOLONG: "name too long",
    ENOSYS: "function not implemented",
    ENOTEMPTY: "directory not empty",
    ELOOP: "too many symbolic links encountered",
    EILSEQ: "illegal byte sequence",
    EOVERFLOW: "value too large for defined data type",
    EDQUOT: "disk quota exceeded",
    ESTALE: "stale file handle",
    EOPNOTSUPP: "operation not supported on socket",
  ]
}
