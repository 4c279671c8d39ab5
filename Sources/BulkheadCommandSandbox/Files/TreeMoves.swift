import BulkheadPolicy
import CSeccompNotify
import Glibc

// Moving a directory moves all that is in it: each path below, before and after, is decided too.

extension CallHandler {
  /// Most names that a directory may have below it to be moved in one call.
  private static let maximumNames = 20_000

  /// Nil if everything below may be written where it is and where it would be.
  func refuseContents(_ from: PathLookup.Place, movedTo to: PathLookup.Place) -> Answer? {
    defer { from.directory.stayOpen() }
    let opened = Kernel.open(
      in: from.directory.number, from.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW,
      resolve: cfile_no_links)
    guard case .success(let directory) = opened else {
      if case .failure(let error) = opened, error.code == ENOTDIR || error.code == ELOOP {
        return nil
      }
      return .fail(EACCES)
    }
    guard let authority = gate.authority() else { return .fail(EACCES) }
    var remaining = Self.maximumNames
    return refuse(directory, from.path, to.path, authority, &remaining)
  }

  private func refuse(
    _ directory: Descriptor, _ old: [UInt8], _ new: [UInt8], _ authority: Authority,
    _ remaining: inout Int
  ) -> Answer? {
    defer { directory.stayOpen() }
    guard let names = Self.names(in: directory) else { return .fail(EACCES) }
    for (name, isDirectory) in names {
      remaining -= 1
      if remaining < 0 { return .fail(EXDEV) }
      for path in [PathBytes.join(old, name), PathBytes.join(new, name)] {
        guard let text = String(validating: path, as: UTF8.self) else { return .fail(EILSEQ) }
        let decision = authority.decide(.fsWrite, .path(text))
        if !decision.isAllowed, let refusal = refusal(.fsWrite, path, "rename", decision: decision)
        {
          return refusal
        }
      }
      guard isDirectory else { continue }
      let opened = Kernel.open(
        in: directory.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW,
        resolve: cfile_no_links)
      guard case .success(let child) = opened else { return .fail(EACCES) }
      if let refusal = refuse(
        child, PathBytes.join(old, name), PathBytes.join(new, name), authority, &remaining)
      {
        return refusal
      }
    }
    return nil
  }

  /// The names in a directory; nil where it cannot be read.
  private static func names(in directory: Descriptor) -> [(name: [UInt8], isDirectory: Bool)]? {
    defer { directory.stayOpen() }
    let copy = dup(directory.number)
    // SAFETY: the stream owns the copy and is closed here; entries are read before the next call.
    guard copy >= 0, let stream = unsafe fdopendir(copy) else {
      if copy >= 0 { close(copy) }
      return nil
    }
    defer { unsafe closedir(stream) }
    var names: [(name: [UInt8], isDirectory: Bool)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name == [PathBytes.dot] || name == [PathBytes.dot, PathBytes.dot] { continue }
      let type = Int(unsafe entry.pointee.d_type)
      names.append((name, type == Int(DT_DIR) || type == Int(DT_UNKNOWN)))
    }
    return names
  }
}
