import CSeccompNotify
import Glibc

/// What the supervisor reads of a process whose call it holds.
enum ProcessMemory {
  /// A path argument without its NUL.
  static func path(_ process: pid_t, at address: UInt64) -> Outcome<[UInt8]> {
    var length = 0
    // SAFETY: at most the capacity is written; `length` bytes of it are the text.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      length = unsafe start.withMemoryRebound(to: CChar.self, capacity: buffer.count) { start in
        unsafe cprocess_read_text(process, address, start, buffer.count)
      }
      count = max(0, length)
    }
    return length < 0 ? .failure(Errno(Int32(-length))) : .success(bytes)
  }

  /// Exactly `count` bytes.
  static func bytes(_ process: pid_t, at address: UInt64, count: Int) -> Outcome<[UInt8]> {
    guard count > 0 else { return .success([]) }
    // SAFETY: at most the capacity is written.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
      read = unsafe max(0, cprocess_read(process, address, buffer.baseAddress, count))
    }
    return bytes.count == count ? .success(bytes) : .failure(Errno(EFAULT))
  }

  /// A NULL-terminated list of texts, such as argv; at most `limit`, each cut to 4,095 bytes.
  static func texts(_ process: pid_t, at address: UInt64, limit: Int) -> [String] {
    var texts: [String] = []
    while texts.count < limit,
      case .success(let pointer) = bytes(
        process, at: address &+ UInt64(texts.count * 8), count: 8)
    {
      let target = unsafe pointer.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt64.self) }
      guard target != 0, case .success(let text) = path(process, at: target) else { break }
      texts.append(String(decoding: text, as: UTF8.self))
    }
    return texts
  }

  /// The file creation mask of a process, which a file made for it has to obey.
  static func creationMask(_ process: pid_t) -> mode_t {
    guard let status = Kernel.read("/proc/\(process)/status"),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Umask:") }),
      let mask = mode_t(line.dropFirst(6).filter { !$0.isWhitespace }, radix: 8)
    else { return 0o077 }
    return mask
  }

  /// Makes a path absolute as the process would: from its working directory or a directory it holds.
  static func absolute(
    _ path: [UInt8], from directory: Int32, _ process: pid_t
  ) -> Outcome<[UInt8]> {
    if path.first == PathBytes.slash { return .success(path) }
    let link =
      directory == AT_FDCWD ? "/proc/\(process)/cwd" : "/proc/\(process)/fd/\(directory)"
    guard let base = Kernel.link(link) else { return .failure(Errno(EBADF)) }
    guard base.first == PathBytes.slash else { return .failure(Errno(ENOTDIR)) }
    guard base.count + path.count < 4095 else { return .failure(Errno(ENAMETOOLONG)) }
    return .success(path.isEmpty ? base : PathBytes.join(base, path))
  }
}
