import BulkheadLinux
import BulkheadPolicy
import BulkheadSource
import BulkheadWire
import Glibc

extension FileOperation {
  func readFile() throws(Refusal) -> Reply {
    let asked = try path(0)
    let claim = judge.claim(.fsRead, .path(asked))
    if let reply = try readFileWithoutLinks(asked, claim) { return reply }
    let resolution = Resolution.of(asked)
    let status = try existingStatus(resolution)
    // Where no link is in the path, what was decided on it holds.
    let settled =
      LexicalPath.isSame(resolution.path, asked)
      ? claim : judge.claim(.fsRead, .path(resolution.path))
    try checkKind(status, settled, resolution.path)
    try judge.settle(settled, asked: asked)
    return try withFile(resolution) { (file) throws(FileError) in
      // A pipe in its place does not block, a terminal does not become ours.
      let readable = try file.reopened(flags: O_RDONLY | O_NONBLOCK | O_NOCTTY)
      return .bytes(
        try readable.contents(expected: status?.size ?? 0, limit: FileOperation.maximumBytes))
    }
  }

  /// The short way for the request plugins make most: a path that is granted as it stands is opened for
  /// reading at once, if there is no link in it. Nil where the long way has to be taken.
  private func readFileWithoutLinks(
    _ path: String, _ claim: Judge.Claim
  ) throws(Refusal) -> Reply? {
    guard claim.decision.isAllowed,
      let file = try? OpenFile(
        path: path, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY, followsLinks: false),
      let status = try? file.status(), status.kind == .file
    else { return nil }
    try judge.settle(claim)
    do throws(FileError) {
      return .bytes(
        try file.contents(expected: status.size, limit: FileOperation.maximumBytes))
    } catch {
      throw Refusal(error)
    }
  }

  func stat() throws(Refusal) -> Reply {
    let asked = try path(0)
    if flag(1) {
      let resolution = Resolution.of(asked)
      try settle(.fsRead, resolution, asked: asked)
      return try withFile(resolution) { (file) throws(FileError) in
        .text(StatusJSON.text(try file.status()))
      }
    }
    let entry = Entry.of(asked)
    // The root is the one directory that is no entry of another.
    if entry.name.isEmpty { return try statRoot() }
    try judge.settle(judge.claim(.fsRead, .path(entry.path)), asked: asked)
    guard let status = entry.status else { throw Refusal(entry.error) }
    return .text(StatusJSON.text(status))
  }

  private func statRoot() throws(Refusal) -> Reply {
    let resolution = Resolution.of("/")
    try settle(.fsRead, resolution, asked: "/")
    return try withFile(resolution) { (file) throws(FileError) in
      .text(StatusJSON.text(try file.status()))
    }
  }

  func access() throws(Refusal) -> Reply {
    let asked = try path(0)
    let mode = Int32(truncatingIfNeeded: try number(1))
    guard mode & ~(R_OK | W_OK | X_OK) == 0 else { throw Refusal(FileError(EINVAL)) }
    let resolution = Resolution.of(asked)
    var claims: [Judge.Claim] = []
    if mode != W_OK { claims.append(judge.claim(.fsRead, .path(resolution.path))) }
    if mode & W_OK != 0 { claims.append(judge.claim(.fsWrite, .path(resolution.path))) }
    try judge.settle(claims, asked: asked)
    return try withFile(resolution) { (file) throws(FileError) in
      try file.checkAccess(mode)
      return .done
    }
  }

  func realPath() throws(Refusal) -> Reply {
    let asked = try path(0)
    let resolution = Resolution.of(asked)
    try settle(.fsRead, resolution, asked: asked)
    guard resolution.file != nil else { throw Refusal(resolution.error) }
    return .text(resolution.path)
  }

  func readLink() throws(Refusal) -> Reply {
    let asked = try path(0)
    let entry = Entry.of(asked)
    try judge.settle(judge.claim(.fsRead, .path(entry.path)), asked: asked)
    guard entry.status != nil else { throw Refusal(entry.error) }
    return try entry.withDirectory { (directory) throws(Refusal) in
      .text(try fileCall { () throws(FileError) in try directory.target(of: entry.name) })
    }
  }

  func readDirectory() throws(Refusal) -> Reply {
    let asked = try path(0)
    let resolution = Resolution.of(asked)
    try settle(.fsRead, resolution, asked: asked)
    let path = resolution.path
    var listing = Listing(operation: self, isRecursive: flag(1))
    try borrowFile(resolution) { (file) throws(Refusal) in
      try listing.add(file, path: path, prefix: "", depth: 1)
    }
    return .text(JSONValue.array(listing.entries).rendered())
  }

  /// The entries of a directory, as `[name, type]`.
  private struct Listing {
    let operation: FileOperation
    let isRecursive: Bool
    var entries: [JSONValue] = []

    mutating func add(
      _ directory: borrowing OpenFile, path: String, prefix: String, depth: Int
    ) throws(Refusal) {
      let limit = FileOperation.maximumEntries - entries.count
      let found = try fileCall { () throws(FileError) in try directory.entries(limit: limit) }
      for entry in found {
        entries.append([.string(prefix + entry.name), .string((entry.kind ?? .other).rawValue)])
        guard isRecursive, entry.kind == .directory, entry.isText else { continue }
        guard depth < FileOperation.maximumDepth else { throw Refusal(FileError(ENAMETOOLONG)) }
        // Its name stands in what may be listed; what it holds is a question of its own.
        let below = LexicalPath.join(path, entry.name)
        guard operation.judge.authority.decide(.fsRead, .path(below)).isAllowed,
          let child = try? directory.open(
            entry.name, flags: OpenFile.pathOnly | O_DIRECTORY)
        else { continue }
        try add(child, path: below, prefix: prefix + entry.name + "/", depth: depth + 1)
      }
    }
  }

  // MARK: - Found files

  /// The status of the file, if there is one.
  func existingStatus(_ resolution: borrowing Resolution) throws(Refusal) -> FileStatus? {
    switch resolution.file {
    case .some(let file): try fileCall { () throws(FileError) in try file.status() }
    case .none: nil
    }
  }

  /// Refuses what is neither file nor directory, and says `EISDIR` of a directory only where it may be
  /// looked at.
  func checkKind(_ status: FileStatus?, _ action: Action, _ path: String) throws(Refusal) {
    guard let status, status.kind == .other, !status.isNullDevice else { return }
    try checkKind(status, judge.claim(action, .path(path)), path)
  }

  /// The same, with the decision on the path.
  func checkKind(
    _ status: FileStatus?, _ claim: Judge.Claim, _ path: String
  ) throws(Refusal) {
    guard let status, status.kind == .other, !status.isNullDevice, claim.decision.isAllowed
    else { return }
    throw refuseSpecial(claim.action, path)
  }

  func withFile<Result>(
    _ resolution: borrowing Resolution, _ body: (borrowing OpenFile) throws(FileError) -> Result
  ) throws(Refusal) -> Result {
    switch resolution.file {
    case .some(let file):
      do throws(FileError) {
        return try body(file)
      } catch {
        throw Refusal(error)
      }
    case .none: throw Refusal(resolution.error)
    }
  }

  func borrowFile<Result: ~Copyable>(
    _ resolution: borrowing Resolution, _ body: (borrowing OpenFile) throws(Refusal) -> Result
  ) throws(Refusal) -> Result {
    switch resolution.file {
    case .some(let file): return try body(file)
    case .none: throw Refusal(resolution.error)
    }
  }
}
