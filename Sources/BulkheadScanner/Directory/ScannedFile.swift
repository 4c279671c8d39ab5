import BulkheadSource
import Glibc

/// What became of a file of the tree.
enum ScannedFile: Sendable {
  case text([UInt8])
  case skipped(SkippedFile, isIncomplete: Bool)

  /// Reads a file below the root: never through a link, never more than the limit.
  static func read(_ path: String, root: String, limits: ScanLimits) -> ScannedFile {
    let name = path.isEmpty ? root : root + "/" + path
    func skip(_ reason: String, isIncomplete: Bool = true) -> ScannedFile {
      .skipped(SkippedFile(path: path, reason: reason), isIncomplete: isIncomplete)
    }
    // SAFETY: the path is copied by the kernel during the call.
    let descriptor = unsafe open(
      name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | (path.isEmpty ? 0 : O_NOFOLLOW))
    guard descriptor >= 0 else { return skip("it cannot be read: \(TreeWalk.describe(errno))") }
    defer { close(descriptor) }
    var status = stat()
    // SAFETY: the structure outlives the call that fills it.
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return skip("it is no longer a regular file")
    }
    let isLarge = status.st_size > limits.fileBytes
    guard let bytes = content(descriptor, limit: isLarge ? 4096 : limits.fileBytes) else {
      return skip("it cannot be read: \(TreeWalk.describe(errno))")
    }
    let language = Language(path: path, firstLine: firstLine(bytes))
    // An interpreter runs a file that is called code, whatever bytes are in its comments.
    if language == .text, let kind = binary(bytes) { return skip(kind, isIncomplete: false) }
    if isLarge {
      return skip(
        "it has \(status.st_size) bytes, more than the \(limits.fileBytes) that are scanned",
        isIncomplete: language.isCode || language == .json)
    }
    return .text(bytes)
  }

  static func firstLine(_ bytes: [UInt8]) -> some Sequence<UInt8> {
    bytes.prefix(120).prefix { $0 != 0x0A }
  }

  private static func content(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit, 256 << 10))
    while bytes.count < limit {
      // SAFETY: the kernel writes at most the count of the buffer it is given.
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, min(buffer.count, limit - bytes.count))
      }
      if count < 0 {
        if errno == EINTR { continue }
        return nil
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
    return bytes
  }

  /// What kind of binary file begins like this; nil for text.
  private static func binary(_ bytes: [UInt8]) -> String? {
    let signatures: [([UInt8], String)] = [
      ([0x7F, 0x45, 0x4C, 0x46], "a program or library for Linux (ELF), which is not scanned"),
      ([0xCF, 0xFA, 0xED, 0xFE], "a program or library for macOS (Mach-O), which is not scanned"),
      ([0xCA, 0xFE, 0xBA, 0xBE], "a program for macOS or Java, which is not scanned"),
      ([0x4D, 0x5A], "a program or library for Windows (PE), which is not scanned"),
      ([0x00, 0x61, 0x73, 0x6D], "a WebAssembly module, which is not scanned"),
      ([0x50, 0x4B, 0x03, 0x04], "a zip archive, which is not scanned"),
      ([0x1F, 0x8B], "a gzip archive, which is not scanned"),
    ]
    let head = bytes.prefix(4096)
    guard head.contains(0) else { return nil }
    for (signature, kind) in signatures where head.starts(with: signature) { return kind }
    // UTF-16 text has a mark in front; anything else with NUL is no text.
    return "a binary file"
  }
}
