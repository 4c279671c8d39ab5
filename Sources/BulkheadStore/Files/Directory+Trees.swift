import CFileSystem
import Glibc

extension Directory {
  /// How `move` treats what is at the new name.
  package enum Replacement: Sendable {
    /// It is an error.
    case never
    /// It gets the old name: at any moment both names are there.
    case exchange
  }

  /// Gives what is at a name another one, in one step.
  package func move(
    _ name: String, to directory: Directory, _ newName: String, _ replacement: Replacement
  ) throws(StoreError) {
    let flags = replacement == .never ? cfilesystem_noreplace : cfilesystem_exchange
    // SAFETY: the names are copied by the kernel during the call.
    let status = unsafe cfilesystem_rename(
      descriptor, name, directory.descriptor, newName, UInt32(flags))
    guard status == 0 else {
      throw StoreError.system("move", "\(path)/\(name)")
    }
  }

  /// Removes what is at a name, with everything below it; nothing happens where there is nothing. Links
  /// are removed, not followed.
  package func removeTree(_ name: String) throws(StoreError) {
    guard let status = try status(of: name) else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else { return try unlink(name) }
    guard let child = try existing(name) else { return }
    // A directory of a plugin may lack the permission to be emptied.
    if status.st_mode & 0o700 != 0o700 { _ = fchmod(child.descriptor, 0o700) }
    // In batches: a directory that keeps growing is not read into memory whole.
    while case let names = try child.names(limit: 10_000), !names.isEmpty {
      for name in names {
        try child.removeTree(bytes: name)
      }
    }
    try remove(name)
  }

  private func remove(_ name: String) throws(StoreError) {
    // SAFETY: the name is copied by the kernel during the call.
    if unsafe unlinkat(descriptor, name, AT_REMOVEDIR) != 0, errno != ENOENT {
      throw StoreError.system("remove", "\(path)/\(name)")
    }
  }

  private func removeTree(bytes name: [UInt8]) throws(StoreError) {
    if let text = String(validating: name, as: UTF8.self) { return try removeTree(text) }
    // Only files can have such names: what we copy has none.
    let raw = name.map(CChar.init(bitPattern:)) + [0]
    // SAFETY: the name is terminated and copied by the kernel during the call.
    if unsafe unlinkat(descriptor, raw, 0) != 0 {
      throw StoreError.system("remove a file in", path)
    }
  }

  /// Takes the lock on this directory itself; false where another process holds it. It ends with the
  /// last descriptor of the directory.
  package func tryLock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}
