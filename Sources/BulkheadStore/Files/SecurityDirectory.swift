import BulkheadSource
import Glibc

/// `<project>/.claude/security`: where a project keeps its audit log and its approvals.
///
/// The project is a directory that the user named; `.claude` and `security` in it may come with a cloned
/// repository, so neither may be a link, and other users get no access.
enum SecurityDirectory {
  /// Opens it, and makes it first where there is none.
  static func open(_ path: String) throws(StoreError) -> Directory {
    let (parent, names) = split(path)
    var directory = try Directory(path: parent)
    for (index, name) in names.enumerated() {
      directory = try directory.child(name, mode: index == names.count - 1 ? 0o700 : 0o755)
    }
    return try secured(directory)
  }

  /// Opens it; nil where there is none.
  static func existing(_ path: String) throws(StoreError) -> Directory? {
    let (parent, names) = split(path)
    var directory = try Directory(path: parent)
    for name in names {
      guard let child = try directory.existing(name) else { return nil }
      directory = child
    }
    return directory
  }

  private static func split(_ path: String) -> (parent: String, names: [String]) {
    let names = PathText.names(path)
    let own = names.suffix(2)
    return ("/" + names.dropLast(own.count).joined(separator: "/"), Array(own))
  }

  private static func secured(_ directory: Directory) throws(StoreError) -> Directory {
    let status = try directory.status()
    guard status.st_uid == geteuid() else {
      throw StoreError(
        code: "unsafe-path",
        "\(SafeText.escaped(directory.path, limit: 4096)) belongs to user \(status.st_uid), "
          + "not to this user (\(geteuid()))",
        help: "run as its owner, or move it away")
    }
    if status.st_mode & 0o777 != 0o700, fchmod(directory.descriptor, 0o700) != 0 {
      throw StoreError.system("close to others", directory.path)
    }
    return directory
  }
}
