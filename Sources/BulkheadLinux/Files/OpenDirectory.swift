import CLinuxSandbox
import Glibc

// Calls on names in a directory: none follows a link in the last name.

extension OpenFile {
  /// Makes a directory.
  public func makeDirectory(_ name: String, mode: UInt32) throws(FileError) {
    try call { unsafe mkdirat(descriptor, name, mode) }
  }

  /// Removes a file or link.
  public func removeFile(_ name: String) throws(FileError) {
    try call { unsafe unlinkat(descriptor, name, 0) }
  }

  /// Removes an empty directory.
  public func removeDirectory(_ name: String) throws(FileError) {
    try call { unsafe unlinkat(descriptor, name, AT_REMOVEDIR) }
  }

  /// Makes a link.
  public func makeLink(_ name: String, to target: String) throws(FileError) {
    try call { unsafe symlinkat(target, descriptor, name) }
  }

  /// Gives what has one name another, replacing what had that, unless `keepsExisting`.
  public func rename(
    _ name: String, to other: borrowing OpenFile, _ newName: String, keepsExisting: Bool = false
  ) throws(FileError) {
    try check(
      unsafe bulkhead_file_rename(
        descriptor, name, other.descriptor, newName, keepsExisting ? 1 : 0))
  }

  /// The names in this directory but `.` and `..`, sorted by their bytes.
  ///
  /// - Parameter limit: more names than that are `EOVERFLOW`.
  public func entries(limit: Int) throws(FileError) -> [DirectoryEntry] {
    // The stream takes a descriptor of its own, and with it a position of its own.
    let readable = try reopened(flags: O_RDONLY | O_DIRECTORY)
    let copy = fcntl(readable.descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw FileError(errno) }
    guard let stream = unsafe fdopendir(copy) else {
      let error = errno
      close(copy)
      throw FileError(error)
    }
    defer { unsafe closedir(stream) }
    var entries: [DirectoryEntry] = []
    while true {
      errno = 0
      // SAFETY: the stream is open, and the entry is used before the next call.
      guard let entry = unsafe readdir(stream) else { break }
      guard let found = unsafe DirectoryEntry(entry) else { continue }
      guard entries.count < limit else { throw FileError(EOVERFLOW) }
      entries.append(found)
    }
    if errno != 0 { throw FileError(errno) }
    for index in entries.indices where entries[index].kind == nil {
      entries[index].kind = try? status(of: entries[index].name).kind
    }
    entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return entries
  }
}

/// One name in a directory.
public struct DirectoryEntry: Hashable, Sendable {
  /// The name; repaired where it is not UTF-8, so that it leads nowhere.
  public let name: String
  /// Whether the name is UTF-8, so that it can be used.
  public let isText: Bool
  /// What it is; nil if it is gone again.
  public internal(set) var kind: FileStatus.Kind?

  init?(_ entry: UnsafeMutablePointer<dirent>) {
    // SAFETY: d_name ends with NUL, readdir(3).
    let bytes = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
      unsafe name.withMemoryRebound(to: UInt8.self, capacity: 256) { name in
        unsafe [UInt8](UnsafeBufferPointer(start: name, count: strnlen(name, 256)))
      }
    }
    if bytes == [0x2E] || bytes == [0x2E, 0x2E] { return nil }
    let text = String(validating: bytes, as: UTF8.self)
    isText = text != nil
    name = text ?? String(decoding: bytes, as: UTF8.self)
    kind =
      switch unsafe Int32(entry.pointee.d_type) {
      case 8: .file
      case 4: .directory
      case 10: .symlink
      case 0: nil
      default: .other
      }
  }
}
