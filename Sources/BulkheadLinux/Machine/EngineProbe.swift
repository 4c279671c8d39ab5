import Glibc

/// The JavaScriptCore library, looked for where the dynamic linker would; it is not loaded.
///
/// A worker that starts names the version it got in its `ready` message.
enum EngineProbe {
  private static let name = "libjavascriptcoregtk-4.1.so.0"

  static func facility() -> Facility {
    #if arch(x86_64)
      let triplet = "x86_64-linux-gnu"
    #else
      let triplet = "aarch64-linux-gnu"
    #endif
    let directories = ["/usr/lib/\(triplet)", "/usr/lib64", "/usr/lib", "/usr/local/lib"]
    let found = directories.map { "\($0)/\(name)" }.first { (path: String) in
      // SAFETY: the path is NUL-terminated for the call.
      unsafe access(path, R_OK) == 0
    }
    return Facility(
      "javascript-engine", isPresent: found != nil,
      detail: found.map(target) ?? "\(name) not found",
      purpose: "runs a plugin's scripts in workers",
      remedy: "sudo apt-get install libjavascriptcoregtk-4.1-0")
  }

  /// The file a library's short name stands for; its name ends in the version of the interface.
  private static func target(_ path: String) -> String {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = unsafe buffer.withMemoryRebound(to: CChar.self) { buffer in
        // SAFETY: the count is the buffer's own.
        unsafe max(0, readlink(path, buffer.baseAddress.unsafelyUnwrapped, buffer.count))
      }
    }
    return bytes.isEmpty ? path : "\(path) -> \(String(decoding: bytes, as: UTF8.self))"
  }
}
