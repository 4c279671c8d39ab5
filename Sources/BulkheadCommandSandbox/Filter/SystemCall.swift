/// Numbers of the system calls that the filter or the supervisor treats specially, for x86-64.
enum SystemCall {
  static let open: Int32 = 2
  static let ioctl: Int32 = 16
  static let socket: Int32 = 41
  static let connect: Int32 = 42
  static let clone: Int32 = 56
  static let execve: Int32 = 59
  static let truncate: Int32 = 76
  static let rename: Int32 = 82
  static let mkdir: Int32 = 83
  static let rmdir: Int32 = 84
  static let creat: Int32 = 85
  static let link: Int32 = 86
  static let unlink: Int32 = 87
  static let symlink: Int32 = 88
  static let chmod: Int32 = 90
  static let fchmod: Int32 = 91
  static let chown: Int32 = 92
  static let fchown: Int32 = 93
  static let lchown: Int32 = 94
  static let utime: Int32 = 132
  static let mknod: Int32 = 133
  static let setxattr: Int32 = 188
  static let lsetxattr: Int32 = 189
  static let fsetxattr: Int32 = 190
  static let removexattr: Int32 = 197
  static let lremovexattr: Int32 = 198
  static let fremovexattr: Int32 = 199
  static let utimes: Int32 = 235
  static let openat: Int32 = 257
  static let mkdirat: Int32 = 258
  static let mknodat: Int32 = 259
  static let fchownat: Int32 = 260
  static let futimesat: Int32 = 261
  static let unlinkat: Int32 = 263
  static let renameat: Int32 = 264
  static let linkat: Int32 = 265
  static let symlinkat: Int32 = 266
  static let fchmodat: Int32 = 268
  static let utimensat: Int32 = 280
  static let renameat2: Int32 = 316
  static let execveat: Int32 = 322
  static let openat2: Int32 = 437
  static let fchmodat2: Int32 = 452

  /// What the supervisor decides and carries out: opens, names, attributes, programs, connections.
  static let decided: [Int32] = [
    open, creat, openat, openat2, execve, execveat, connect,
    rename, renameat, renameat2, mkdir, mkdirat, rmdir, link, linkat, unlink, unlinkat, symlink,
    symlinkat, mknod, mknodat, truncate,
    chmod, fchmod, fchmodat, fchmodat2, chown, fchown, lchown, fchownat, utime, utimes, futimesat,
    utimensat, setxattr, lsetxattr, fsetxattr, removexattr, lremovexattr, fremovexattr,
  ]
}
