import CLinuxSandbox
import Glibc

extension Attempt {
  private static func file(
    _ name: String, _ control: Control = .reaches, _ confined: Confined = .killed,
    holds: Bool = false, _ run: @escaping @Sendable () -> Int
  ) -> Attempt {
    Attempt(
      name: name, target: .files, control: control, confined: confined, holdsWithoutFilter: holds
    ) { _ in run() }
  }

  private static func open(_ path: String, _ flags: Int32, _ mode: Int = 0o600) -> Int {
    call(Int(SYS_openat), workingDirectory, text(path), Int(flags), mode)
  }

  static let files: [Attempt] =
    [
      file("openat /etc/passwd", .works, .fails(ENOENT), holds: true) {
        open("/etc/passwd", O_RDONLY)
      },
      file("openat /proc/self/mem", .works, .fails(ENOENT), holds: true) {
        open("/proc/self/mem", O_RDWR)
      },
      file("openat /proc/self/fd/3", .reaches, .fails(ENOENT), holds: true) {
        open("/proc/self/fd/3", O_RDONLY)
      },
      file("openat /proc/1/status", .works, .fails(ENOENT), holds: true) {
        open("/proc/1/status", O_RDONLY)
      },
      file("openat the root directory, then its parent", .works, .fails(ENOENT), holds: true) {
        let root = open("/", O_RDONLY)
        return root < 0
          ? root
          : call(Int(SYS_openat), root, text("../etc/passwd"), Int(O_RDONLY))
      },
      file("openat a new file", .works, .fails(ENOENT), holds: true) {
        open("/tmp", O_RDWR | 0o20200000)  // O_TMPFILE
      },
      file("openat a new file in the root directory", .reaches, .fails(ENOENT), holds: true) {
        open("/bulkhead-probe/none", O_RDWR | O_CREAT)
      },
      file("openat2") { call(437, workingDirectory, text("/etc/passwd"), memory(), 24) },
      file("newfstatat", .works, .fails(ENOENT), holds: true) {
        #if arch(x86_64)
          call(Int(SYS_newfstatat), workingDirectory, text("/etc"), memory())
        #else
          call(79, workingDirectory, text("/etc"), memory())
        #endif
      },
      file("statx", .works, holds: true) {
        call(Int(SYS_statx), workingDirectory, text("/etc"), 0, 0xfff, memory())
      },
      file("faccessat", .works, holds: true) {
        call(Int(SYS_faccessat), workingDirectory, text("/etc"), 0)
      },
      file("unlinkat") { call(Int(SYS_unlinkat), workingDirectory, text("/none/none")) },
      file("mkdirat") { call(Int(SYS_mkdirat), workingDirectory, text("/none/none"), 0o700) },
      file("renameat2") {
        call(Int(SYS_renameat2), workingDirectory, text("/none/a"), workingDirectory, text("/b"))
      },
      file("linkat") {
        call(Int(SYS_linkat), workingDirectory, text("/none/a"), workingDirectory, text("/b"), 0)
      },
      file("symlinkat") {
        call(Int(SYS_symlinkat), text("/etc"), workingDirectory, text("/none/a"))
      },
      file("mknodat a block device", holds: true) {
        call(Int(SYS_mknodat), workingDirectory, text("/none/sda"), 0o60600, 0x800)
      },
      file("fchmodat") { call(Int(SYS_fchmodat), workingDirectory, text("/none/a"), 0o777) },
      file("fchownat") { call(Int(SYS_fchownat), workingDirectory, text("/none/a"), 0, 0, 0) },
      file("utimensat") { call(Int(SYS_utimensat), workingDirectory, text("/none/a"), 0, 0) },
      file("truncate") { call(Int(SYS_truncate), text("/none/a"), 0) },
      file("chdir", .works, holds: true) { call(Int(SYS_chdir), text("/etc")) },
      file("getcwd", .works) { call(Int(SYS_getcwd), memory(), 4096) },
      file("statfs", .works, holds: true) { call(Int(SYS_statfs), text("/etc"), memory()) },
      file("getdents64") { call(Int(SYS_getdents64), 3, memory(), 4096) },
      file("mount", holds: true) {
        call(Int(SYS_mount), text("none"), text("/"), text("tmpfs"), 0, text("bad=option"))
      },
      file("umount2", holds: true) { call(Int(SYS_umount2), text("/none"), 0) },
      file("pivot_root", holds: true) { call(Int(SYS_pivot_root), text("/none"), text("/none")) },
      file("chroot", holds: true) { call(Int(SYS_chroot), text("/none")) },
      file("open_by_handle_at", holds: true) { call(Int(SYS_open_by_handle_at), 3, wild, 0) },
      file("name_to_handle_at", holds: true) {
        call(Int(SYS_name_to_handle_at), workingDirectory, text("/etc"), memory(), memory(), 0)
      },
      file("inotify_init1", .works) { call(Int(SYS_inotify_init1), 0) },
      file("fanotify_init") { call(Int(SYS_fanotify_init), 0, 0) },
      file("open_tree", holds: true) { call(428, workingDirectory, text("/etc"), 1) },
      file("fsopen", holds: true) { call(430, text("tmpfs"), 0) },
    ] + oldFiles

  #if arch(x86_64)
    private static let oldFiles: [Attempt] = [
      file("open", .works, holds: true) { call(Int(SYS_open), text("/etc/passwd"), Int(O_RDONLY)) },
      file("creat", holds: true) { call(Int(SYS_creat), text("/none/a"), 0o600) },
      file("stat", .works, holds: true) { call(Int(SYS_stat), text("/etc"), memory()) },
      file("lstat", .works, holds: true) { call(Int(SYS_lstat), text("/etc"), memory()) },
      file("readlink", .works, .fails(ENOENT), holds: true) {
        call(Int(SYS_readlink), text("/proc/self/exe"), memory(), 4096)
      },
      file("access", .works, holds: true) { call(Int(SYS_access), text("/etc"), 0) },
      file("unlink") { call(Int(SYS_unlink), text("/none/a")) },
      file("mkdir") { call(Int(SYS_mkdir), text("/none/a"), 0o700) },
      file("rmdir") { call(Int(SYS_rmdir), text("/none/a")) },
      file("rename") { call(Int(SYS_rename), text("/none/a"), text("/none/b")) },
      file("uselib") { call(Int(SYS_uselib), wild) },
    ]
  #else
    private static let oldFiles: [Attempt] = [
      file("readlinkat", .works, .fails(ENOENT), holds: true) {
        call(Int(SYS_readlinkat), workingDirectory, text("/proc/self/exe"), memory(), 4096)
      }
    ]
  #endif
}
