import BulkheadLinux
import BulkheadPolicy
import BulkheadWire
import Glibc

extension FileOperation {
  func removeFile() throws(Refusal) -> Reply {
    let asked = try path(0)
    let entry = Entry.of(asked)
    try settle(entry, asked: asked)
    guard let status = entry.status else { throw Refusal(entry.error) }
    if status.kind == .directory { throw Refusal(FileError(EISDIR)) }
    return try entry.withDirectory { (directory) throws(Refusal) in
      try fileCall { () throws(FileError) in try directory.removeFile(entry.name) }
      return .done
    }
  }

  func removeDirectory() throws(Refusal) -> Reply {
    let asked = try path(0)
    let entry = Entry.of(asked)
    try settle(entry, asked: asked)
    guard let status = entry.status else { throw Refusal(entry.error) }
    guard status.kind == .directory else { throw Refusal(FileError(ENOTDIR)) }
    return try entry.withDirectory { (directory) throws(Refusal) in
      try fileCall { () throws(FileError) in try directory.removeDirectory(entry.name) }
      return .done
    }
  }

  func remove() throws(Refusal) -> Reply {
    let asked = try path(0)
    let isRecursive = flag(1)
    let isForced = flag(2)
    let entry = Entry.of(asked)
    guard entry.status?.kind == .directory, isRecursive else {
      try settle(entry, asked: asked)
      guard let status = entry.status else {
        if isForced, entry.error.errno == ENOENT { return .done }
        throw Refusal(entry.error)
      }
      if status.kind == .directory {
        throw Refusal(
          code: "ERR_FS_EISDIR", "Path is a directory: rm returned EISDIR (is a directory)")
      }
      return try entry.withDirectory { (directory) throws(Refusal) in
        try fileCall { () throws(FileError) in try directory.removeFile(entry.name) }
        return .done
      }
    }
    return try removeTree(entry, asked: asked)
  }

  /// Looks at all that would go before anything does, so that a denial inside leaves the tree whole.
  private func removeTree(_ entry: borrowing Entry, asked: String) throws(Refusal) -> Reply {
    let top = judge.claim(.fsWrite, .path(entry.path))
    // Nothing is said about what is in a directory that is not the plugin's to remove.
    if case .denied(let denial) = top.decision { throw judge.refuse(top, denial, asked: asked) }
    return try entry.withDirectory { (directory) throws(Refusal) in
      var count = 0
      try TreeWalk(maximumEntries: Self.maximumEntries, maximumDepth: Self.maximumDepth).visit(
        entry.name, in: directory, path: entry.path
      ) { (found) throws(Refusal) in
        count += 1
        let claim = judge.claim(.fsWrite, .path(found.path))
        if case .denied(let denial) = claim.decision { throw judge.refuse(claim, denial) }
      }
      try judge.settle(top, asked: asked, details: "\(count - 1) paths below it")
      try removeChildren(of: entry.name, in: directory, path: entry.path, depth: 1)
      try fileCall { () throws(FileError) in try directory.removeDirectory(entry.name) }
      return .done
    }
  }

  /// Decides once more on each path: something may have been put there meanwhile.
  private func removeChildren(
    of name: String, in directory: borrowing OpenFile, path: String, depth: Int
  ) throws(Refusal) {
    guard depth <= Self.maximumDepth else { throw Refusal(FileError(ENAMETOOLONG)) }
    let opened = try fileCall { () throws(FileError) in
      try directory.open(name, flags: OpenFile.pathOnly | O_DIRECTORY)
    }
    let entries = try fileCall { () throws(FileError) in
      try opened.entries(limit: Self.maximumEntries)
    }
    for entry in entries {
      guard entry.isText else { throw Refusal(FileError(EILSEQ)) }
      let below = LexicalPath.join(path, entry.name)
      let claim = judge.claim(.fsWrite, .path(below))
      if case .denied(let denial) = claim.decision { throw judge.refuse(claim, denial) }
      if entry.kind == .directory {
        try removeChildren(of: entry.name, in: opened, path: below, depth: depth + 1)
        try fileCall { () throws(FileError) in try opened.removeDirectory(entry.name) }
      } else {
        try fileCall { () throws(FileError) in try opened.removeFile(entry.name) }
      }
    }
  }
}

/// Visits a file, or a directory and all that is below it, by descriptors and without following links.
struct TreeWalk {
  let maximumEntries: Int
  let maximumDepth: Int

  /// One path of the tree.
  struct Found {
    let path: String
    let kind: FileStatus.Kind
    /// Where a link leads, as written.
    let target: String?
  }

  /// Calls `body` for the name itself and then for all that is below.
  ///
  /// - Throws: `EOVERFLOW` for too many paths, `ENAMETOOLONG` for too deep ones, `EILSEQ` for a name
  ///   that is not UTF-8: no rule could say whether it is allowed.
  func visit(
    _ name: String, in directory: borrowing OpenFile, path: String,
    _ body: (Found) throws(Refusal) -> Void
  ) throws(Refusal) {
    var left = maximumEntries
    let kind = try fileCall { () throws(FileError) in try directory.status(of: name).kind }
    try visit(name, kind, in: directory, path: path, depth: 0, left: &left, body)
  }

  private func visit(
    _ name: String, _ kind: FileStatus.Kind, in directory: borrowing OpenFile, path: String,
    depth: Int, left: inout Int, _ body: (Found) throws(Refusal) -> Void
  ) throws(Refusal) {
    left -= 1
    let target = try fileCall { () throws(FileError) in
      kind == .symlink ? try directory.target(of: name) : nil
    }
    try body(Found(path: path, kind: kind, target: target))
    guard kind == .directory else { return }
    guard depth < maximumDepth else { throw Refusal(FileError(ENAMETOOLONG)) }
    let limit = max(left, 0)
    let opened = try fileCall { () throws(FileError) in
      try directory.open(name, flags: OpenFile.pathOnly | O_DIRECTORY)
    }
    let entries = try fileCall { () throws(FileError) in try opened.entries(limit: limit) }
    for entry in entries {
      guard entry.isText else { throw Refusal(FileError(EILSEQ)) }
      guard let kind = entry.kind else { continue }
      let below = LexicalPath.join(path, entry.name)
      try visit(entry.name, kind, in: opened, path: below, depth: depth + 1, left: &left, body)
    }
  }
}
