import BulkheadLinux
import BulkheadPolicy
import BulkheadWire
import Glibc

extension FileOperation {
  func writeFile() throws(Refusal) -> Reply {
    let asked = try path(0)
    let flags = try WriteFlags(request.fields[1])
    let mode = UInt32(truncatingIfNeeded: try number(2, radix: 8)) & 0o777
    // Somebody else may make or remove the file meanwhile: then it is looked for, and decided, anew.
    for _ in 0..<3 {
      let resolution = Resolution.of(asked)
      if resolution.file != nil {
        let status = try existingStatus(resolution)
        try settleWriting(resolution, status, asked: asked)
        if flags.isExclusive { throw Refusal(FileError(EEXIST)) }
        return try withFile(resolution) { (file) throws(FileError) in
          try file.reopened(flags: flags.onExisting).write(request.bytes)
          return .done
        }
      }
      try settle(.fsWrite, resolution, asked: asked)
      // A link that leads nowhere is there all the same, open(2) on O_EXCL.
      if flags.isExclusive, Entry.of(asked).status != nil { throw Refusal(FileError(EEXIST)) }
      guard flags.creates, resolution.missing.count == 1 else { throw Refusal(resolution.error) }
      guard resolution.error.errno == ENOENT else { throw Refusal(resolution.error) }
      if let made = try create(resolution, mode: mode) {
        try fileCall { () throws(FileError) in try made.write(request.bytes) }
        return .done
      }
    }
    throw Refusal(FileError(EBUSY))
  }

  /// Decides on a file that exists for writing. A file with several names would be changed under all
  /// of them, and only one was decided.
  func settleWriting(
    _ resolution: borrowing Resolution, _ status: FileStatus?, asked: String
  ) throws(Refusal) {
    try checkKind(status, .fsWrite, resolution.path)
    if let status, status.kind == .file, status.links > 1,
      judge.authority.decide(.fsWrite, .path(resolution.path)).isAllowed
    {
      throw refuse(
        .fsWrite, resolution.path, code: "hard-link",
        "is one file with \(status.links) names, of which the others were not decided",
        help: "copy the file, and put the copy in its place")
    }
    try settle(.fsWrite, resolution, asked: asked)
  }

  /// Makes an empty file where a resolution found none, and opens it for writing; nil if there is one
  /// by now.
  func create(_ resolution: borrowing Resolution, mode: UInt32) throws(Refusal) -> OpenFile? {
    let name = resolution.missing[0]
    switch resolution.directory {
    case .some(let directory):
      let made: OpenFile
      do throws(FileError) {
        made = try directory.open(
          name, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOCTTY, mode: mode)
      } catch {
        if error.errno == EEXIST { return nil }
        throw Refusal(error)
      }
      guard LexicalPath.isSame(try? made.realPath(), resolution.path) else {
        try? directory.removeFile(name)
        throw moved(resolution.path)
      }
      return made
    case .none: throw Refusal(resolution.error)
    }
  }

  /// The refusal of what was made in a directory that was renamed meanwhile, and was taken back.
  func moved(_ path: String) -> Refusal {
    refuse(.fsWrite, path, code: "moved", "is no longer where it was when it was decided")
  }

  func truncate() throws(Refusal) -> Reply {
    let asked = try path(0)
    let length = try number(1)
    let resolution = Resolution.of(asked)
    try settleWriting(resolution, try existingStatus(resolution), asked: asked)
    return try withFile(resolution) { (file) throws(FileError) in
      try file.reopened(flags: O_WRONLY | O_NONBLOCK | O_NOCTTY).truncate(to: length)
      return .done
    }
  }

  func changeMode() throws(Refusal) -> Reply {
    let asked = try path(0)
    let mode = try number(1, radix: 8)
    let resolution = Resolution.of(asked)
    // Who runs a file with these bits becomes its owner.
    if mode & ~0o777 != 0, judge.authority.decide(.fsWrite, .path(resolution.path)).isAllowed {
      throw refuse(
        .fsWrite, resolution.path, code: "special-mode",
        "may not get set-user-id, set-group-id or sticky bits", help: "use a mode up to 777")
    }
    try settleWriting(resolution, try existingStatus(resolution), asked: asked)
    return try withFile(resolution) { (file) throws(FileError) in
      try file.changeMode(UInt32(truncatingIfNeeded: mode))
      return .done
    }
  }

  func copyFile() throws(Refusal) -> Reply {
    let from = try path(0)
    let to = try path(1)
    let mode = try number(2)
    // COPYFILE_EXCL, and two hints about sharing blocks, which copies need not follow.
    guard mode & ~7 == 0 else { throw Refusal(FileError(EINVAL)) }
    let source = Resolution.of(from)
    let status = try existingStatus(source)
    try checkKind(status, .fsRead, source.path)
    try settle(.fsRead, source, asked: from, details: "from")
    guard let status else { throw Refusal(source.error) }
    guard status.kind != .directory else { throw Refusal(FileError(EISDIR)) }
    let readable = try borrowFile(source) { (file) throws(Refusal) in
      try fileCall { () throws(FileError) in
        try file.reopened(flags: O_RDONLY | O_NONBLOCK | O_NOCTTY)
      }
    }
    for _ in 0..<3 {
      let target = Resolution.of(to)
      let existing = try existingStatus(target)
      try settleWriting(target, existing, asked: to)
      if let existing {
        if mode & 1 != 0 { throw Refusal(FileError(EEXIST)) }
        if existing.isSameFile(as: status) { return .done }
        return try withFile(target) { (file) throws(FileError) in
          let writable = try file.reopened(
            flags: O_WRONLY | O_TRUNC | O_NONBLOCK | O_NOCTTY)
          try readable.copyContents(to: writable)
          return .done
        }
      }
      guard target.missing.count == 1, target.error.errno == ENOENT else {
        throw Refusal(target.error)
      }
      if let made = try create(target, mode: status.mode & 0o777) {
        try fileCall { () throws(FileError) in try readable.copyContents(to: made) }
        return .done
      }
    }
    throw Refusal(FileError(EBUSY))
  }
}

/// How a file is opened for writing: Node's `flag`.
struct WriteFlags {
  /// The file is made if it is missing.
  let creates: Bool
  /// The file must be missing.
  let isExclusive: Bool
  /// Flags of open(2) for a file that exists.
  let onExisting: Int32

  init(_ text: String) throws(Refusal) {
    let base = O_WRONLY | O_NONBLOCK | O_NOCTTY
    switch text {
    case "w", "w+": (creates, isExclusive, onExisting) = (true, false, base | O_TRUNC)
    case "wx", "xw", "wx+", "xw+": (creates, isExclusive, onExisting) = (true, true, base)
    case "a", "a+": (creates, isExclusive, onExisting) = (true, false, base | O_APPEND)
    case "as", "sa", "as+", "sa+":
      (creates, isExclusive, onExisting) = (true, false, base | O_APPEND | O_SYNC)
    case "ax", "xa", "ax+", "xa+": (creates, isExclusive, onExisting) = (true, true, base)
    case "r+": (creates, isExclusive, onExisting) = (false, false, base)
    case "rs+", "sr+": (creates, isExclusive, onExisting) = (false, false, base | O_SYNC)
    default:
      throw Refusal(
        code: "ERR_INVALID_ARG_VALUE",
        "the flag \(Shown.path(text)) does not open a file for writing")
    }
  }
}
