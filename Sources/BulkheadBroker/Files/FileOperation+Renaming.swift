import BulkheadLinux
import BulkheadPolicy
import BulkheadWire
import Glibc

extension FileOperation {
  /// A rename concerns every path below the old name, before and after.
  func rename() throws(Refusal) -> Reply {
    let from = try path(0)
    let to = try path(1)
    let source = Entry.of(from)
    let target = Entry.of(to)
    let ends = [
      judge.claim(.fsWrite, .path(source.path)), judge.claim(.fsWrite, .path(target.path)),
    ]
    for (claim, asked) in zip(ends, [from, to]) {
      if case .denied(let denial) = claim.decision {
        throw judge.refuse(claim, denial, asked: asked)
      }
    }
    guard source.status != nil else {
      try judge.settle(ends)
      throw Refusal(source.error)
    }
    return try source.withDirectory { (directory) throws(Refusal) in
      try decideTree(source.name, in: directory, from: source.path, to: target.path)
      try judge.settle(ends)
      return try target.withDirectory { (newDirectory) throws(Refusal) in
        try fileCall { () throws(FileError) in
          try directory.rename(source.name, to: newDirectory, target.name)
        }
        try confirm(source, directory, target, newDirectory)
        return .done
      }
    }
  }

  /// Looks again at what has the new name: something may have been put below it, or its directory may
  /// have been renamed, since it was decided. Then the rename is undone.
  private func confirm(
    _ source: borrowing Entry, _ directory: borrowing OpenFile, _ target: borrowing Entry,
    _ newDirectory: borrowing OpenFile
  ) throws(Refusal) {
    var refusal: Refusal? = target.isInPlace() ? nil : moved(target.path)
    do throws(Refusal) {
      try decideTree(target.name, in: newDirectory, from: source.path, to: target.path)
    } catch {
      // What is gone again by now was taken away by somebody else.
      if error.code != "ENOENT" { refusal = error }
    }
    guard let refusal else { return }
    try fileCall { () throws(FileError) in
      try newDirectory.rename(target.name, to: directory, source.name, keepsExisting: true)
    }
    throw refusal
  }

  /// Decides on each path below `name`, as it was and as it will be.
  private func decideTree(
    _ name: String, in directory: borrowing OpenFile, from: String, to: String
  ) throws(Refusal) {
    try TreeWalk(maximumEntries: Self.maximumEntries, maximumDepth: Self.maximumDepth).visit(
      name, in: directory, path: from
    ) { (found) throws(Refusal) in
      let newPath = to + String(decoding: found.path.utf8.dropFirst(from.utf8.count), as: UTF8.self)
      for path in [found.path, newPath] {
        let claim = judge.claim(.fsWrite, .path(path))
        if case .denied(let denial) = claim.decision { throw judge.refuse(claim, denial) }
      }
      try keepSecrets(found, newPath)
      if let target = found.target { try checkLink(target, found.path, newPath, top: from) }
    }
  }

  /// What the plugin may write but not read does not become readable by another name.
  private func keepSecrets(_ found: TreeWalk.Found, _ newPath: String) throws(Refusal) {
    guard judge.authority.decide(.fsRead, .path(newPath)).isAllowed else { return }
    let claim = judge.claim(.fsRead, .path(found.path))
    if case .denied(let denial) = claim.decision { throw judge.refuse(claim, denial) }
  }

  /// A relative link leads somewhere else from another directory, unless it stays in what is renamed.
  private func checkLink(
    _ target: String, _ path: String, _ newPath: String, top: String
  ) throws(Refusal) {
    let before = try LinkTarget(target, of: path).paths
    if target.utf8.first != UInt8(ascii: "/"),
      before.allSatisfy({ LexicalPath.isInside($0, top) })
    {
      return
    }
    for path in try LinkTarget(target, of: newPath).paths {
      let claim = judge.claim(.fsRead, .path(path))
      if case .denied(let denial) = claim.decision { throw judge.refuse(claim, denial) }
    }
  }
}
