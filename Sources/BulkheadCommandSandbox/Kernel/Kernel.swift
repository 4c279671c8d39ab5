import CSeccompNotify
import Glibc

/// System calls on paths given as bytes, with errors as values.
enum Kernel {
  /// Calls `body` with the bytes as a C string; paths with NUL do not occur: they come from C strings.
  static func withPath<Value>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Value) -> Value {
    var terminated = path
    terminated.append(0)
    // SAFETY: the buffer ends in NUL and outlives the call.
    return unsafe terminated.withUnsafeBytes { bytes -> Value in
      guard let start = bytes.baseAddress else { preconditionFailure("a buffer with NUL") }
      return unsafe body(start.assumingMemoryBound(to: CChar.self))
    }
  }

  static func check(_ result: Int32) -> Outcome<Int32> {
    result < 0 ? .failure(Errno(-result)) : .success(result)
  }

  /// For calls that return -1 and set errno.
  static func checkErrno(_ result: Int32) -> Outcome<Int32> {
    result < 0 ? .failure(.last) : .success(result)
  }

  static func opened(_ result: Int32) -> Outcome<Descriptor> {
    result < 0 ? .failure(Errno(-result)) : .success(Descriptor(owning: result))
  }

  /// openat2(2); the descriptor is close-on-exec.
  static func open(
    in directory: Int32, _ path: [UInt8], _ flags: Int32, mode: UInt32 = 0, resolve: Int
  ) -> Outcome<Descriptor> {
    unsafe withPath(path) { path in
      opened(
        unsafe cfile_openat2(
          directory, path, UInt64(UInt32(bitPattern: flags | O_CLOEXEC)), UInt64(mode),
          UInt64(resolve)))
    }
  }

  /// The target of a symbolic link.
  static func link(_ path: String) -> [UInt8]? {
    // SAFETY: readlink writes at most the capacity, and the count says what is initialised.
    let target = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      let length = unsafe readlink(path, UnsafeMutableRawPointer(start), buffer.count)
      count = max(0, length)
    }
    return target.isEmpty ? nil : target
  }

  /// The content of a small file of /proc.
  static func read(_ path: String) -> String? {
    let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var text: [UInt8] = []
    while true {
      // SAFETY: read writes at most the capacity.
      let part = unsafe [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
        count = unsafe max(0, Glibc.read(file, buffer.baseAddress, buffer.count))
      }
      if part.isEmpty { return String(decoding: text, as: UTF8.self) }
      text += part
    }
  }

  /// Whether something has this name on the host; links are not followed.
  static func exists(_ path: [UInt8]) -> Bool {
    var status = stat()
    return unsafe withPath(path) { unsafe lstat($0, &status) } == 0
  }

  static func status(_ path: String) -> stat? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status : nil
  }

  /// The real path of something that exists.
  static func realPath(_ path: String) -> String? {
    // SAFETY: realpath allocates its result, which is freed here.
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  static func isDirectory(_ mode: mode_t) -> Bool { mode & S_IFMT == S_IFDIR }
  static func isRegular(_ mode: mode_t) -> Bool { mode & S_IFMT == S_IFREG }
  static func isLink(_ mode: mode_t) -> Bool { mode & S_IFMT == S_IFLNK }
  static func isPipe(_ mode: mode_t) -> Bool { mode & S_IFMT == S_IFIFO }
}
