import BulkheadSource
package import Glibc

/// An open directory. Everything beneath it is reached by one name at a time relative to its
/// descriptor and never through a link, so what was checked is what is used, whatever is renamed
/// meanwhile (openat(2), "Rationale for openat()").
package final class Directory: Sendable {
  package let descriptor: Int32
  /// The path it was opened by, for messages only.
  package let path: String

  package init(owning descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  private static let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

  /// Opens a directory by its path; links in the path's parents are followed, its last name may not
  /// be one.
  package convenience init(path: String) throws(StoreError) {
    // SAFETY: the path is copied by the kernel during the call.
    let descriptor = unsafe Glibc.open(path, Self.flags)
    guard descriptor >= 0 else { throw StoreError.system("open", path) }
    self.init(owning: descriptor, path: path)
  }

  /// Opens a directory by its path, and makes it and its missing parents first, for this user alone.
  package convenience init(creating path: String) throws(StoreError) {
    var partial = ""
    for name in PathText.names(path) {
      partial += "/\(name)"
      // SAFETY: the path is copied by the kernel during the call.
      if unsafe mkdir(partial, 0o700) == 0 || errno == EEXIST { continue }
      // A parent that is there but cannot be written is fine.
      let number = errno
      guard unsafe access(partial, F_OK) == 0 else {
        throw StoreError.system("make", partial, errno: number)
      }
    }
    try self.init(path: path)
  }

  /// The directory of that name in this one; nil where there is none.
  package func existing(_ name: String) throws(StoreError) -> Directory? {
    // SAFETY: the name is copied by the kernel during the call.
    let child = unsafe openat(descriptor, name, Self.flags)
    if child >= 0 { return Directory(owning: child, path: "\(path)/\(name)") }
    let number = errno
    if number == ENOENT { return nil }
    throw StoreError.system("open", "\(path)/\(name)", errno: number)
  }

  /// The directory of that name, made with these permission bits where there is none.
  package func child(_ name: String, mode: mode_t) throws(StoreError) -> Directory {
    if let child = try existing(name) { return child }
    // SAFETY: the name is copied by the kernel during the call.
    if unsafe mkdirat(descriptor, name, mode) != 0, errno != EEXIST {
      throw StoreError.system("make", "\(path)/\(name)")
    }
    guard let child = try existing(name) else {
      throw StoreError.system("open", "\(path)/\(name)", errno: ENOENT)
    }
    return child
  }

  /// What is at a name, without following a link; nil where there is nothing.
  package func status(of name: String) throws(StoreError) -> stat? {
    var status = stat()
    // SAFETY: name and structure outlive the call.
    if unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return status }
    let number = errno
    if number == ENOENT { return nil }
    throw StoreError.system("look at", "\(path)/\(name)", errno: number)
  }

  /// What this directory is.
  package func status() throws(StoreError) -> stat {
    var status = stat()
    // SAFETY: the structure outlives the call.
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw StoreError.system("look at", path)
    }
    return status
  }

  /// Where a link leads, as written in it.
  package func target(of name: String) throws(StoreError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    // SAFETY: the kernel writes at most the count it is given.
    let count = unsafe readlinkat(descriptor, name, &buffer, buffer.count)
    guard count > 0 else { throw StoreError.system("read the link", "\(path)/\(name)") }
    return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The names in it, sorted by their bytes; at most `limit + 1`, so that a caller can tell that there
  /// are too many without reading them all.
  package func names(limit: Int = .max) throws(StoreError) -> [[UInt8]] {
    // A directory stream owns its descriptor, and `.` gives it a file offset of its own.
    // SAFETY: the stream is closed below, and used in this function only; d_name is a C string.
    let copy = unsafe openat(descriptor, ".", Self.flags)
    guard copy >= 0 else { throw StoreError.system("list", path) }
    guard let stream = unsafe fdopendir(copy) else {
      close(copy)
      throw StoreError.system("list", path)
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    errno = 0
    while names.count <= limit, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        unsafe Array(raw.prefix { $0 != 0 })
      }
      if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw StoreError.system("list", path) }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Opens a file in it, never through a link and never waiting for a FIFO.
  package func open(_ name: String, _ flags: Int32, mode: mode_t = 0o600) throws(StoreError)
    -> OpenFile
  {
    // SAFETY: the name is copied by the kernel during the call.
    let file = unsafe openat(descriptor, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode)
    guard file >= 0 else { throw StoreError.system("open", "\(path)/\(name)") }
    return OpenFile(owning: file, path: "\(path)/\(name)")
  }

  /// Removes a file; nothing happens where there is none.
  package func unlink(_ name: String) throws(StoreError) {
    // SAFETY: the name is copied by the kernel during the call.
    if unsafe unlinkat(descriptor, name, 0) != 0, errno != ENOENT {
      throw StoreError.system("remove", "\(path)/\(name)")
    }
  }

  /// Removes a file that nothing refers to yet, after a failure that is the one to report.
  func discard(_ name: String) {
    // SAFETY: the name is copied by the kernel during the call.
    _ = unsafe unlinkat(descriptor, name, 0)
  }

  /// Makes a link that says `target`.
  package func link(_ name: String, to target: String) throws(StoreError) {
    // SAFETY: both texts are copied by the kernel during the call.
    guard unsafe symlinkat(target, descriptor, name) == 0 else {
      throw StoreError.system("make", "\(path)/\(name)")
    }
  }

  /// Makes the names in it durable.
  package func sync() throws(StoreError) {
    guard fsync(descriptor) == 0 else { throw StoreError.system("write", path) }
  }

  /// Replaces a file by new contents so that at any moment, also after a crash, either the old or the
  /// new contents are there: written aside, synced, renamed.
  package func replace(
    _ name: String, with bytes: [UInt8], mode: mode_t = 0o600, durable: Bool = true
  )
    throws(StoreError)
  {
    let temporary = ".\(name).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    do throws(StoreError) {
      let file = try open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
      try file.write(bytes)
      if durable { try file.sync() }
      // SAFETY: the names are copied by the kernel during the call.
      guard unsafe renameat(descriptor, temporary, descriptor, name) == 0 else {
        throw StoreError.system("replace", "\(path)/\(temporary)")
      }
    } catch {
      discard(temporary)
      throw error
    }
    if durable { try sync() }
  }
}
