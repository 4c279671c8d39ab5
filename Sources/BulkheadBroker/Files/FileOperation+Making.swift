import BulkheadLinux
import BulkheadPolicy
import BulkheadSource
import BulkheadWire
import Glibc

extension FileOperation {
  func makeDirectory() throws(Refusal) -> Reply {
    let asked = try path(0)
    let isRecursive = flag(1)
    let mode = UInt32(truncatingIfNeeded: try number(2, radix: 8)) & 0o777
    let resolution = Resolution.of(asked)
    if let status = try existingStatus(resolution) {
      try settleMaking([resolution.path], asked: asked)
      if isRecursive, status.kind == .directory { return .done }
      throw Refusal(FileError(EEXIST))
    }
    // Each holds a descriptor and has a row.
    guard resolution.missing.count <= Self.maximumDepth else {
      throw Refusal(FileError(ENAMETOOLONG))
    }
    let made = pathsToMake(resolution, all: isRecursive)
    try settleMaking(made, asked: asked)
    if Entry.of(asked).status != nil { throw Refusal(FileError(EEXIST)) }
    guard resolution.error.errno == ENOENT, isRecursive || resolution.missing.count == 1 else {
      throw Refusal(resolution.error)
    }
    switch resolution.directory {
    case .some(let directory):
      try make(resolution.missing[...], paths: made[...], in: directory, mode: mode)
    case .none: throw Refusal(resolution.error)
    }
    return isRecursive ? .text(made[0]) : .done
  }

  /// The paths that are missing, from the outermost to the one asked for; or just that.
  private func pathsToMake(_ resolution: borrowing Resolution, all: Bool) -> [String] {
    guard all else { return [resolution.path] }
    var paths = [resolution.path]
    for _ in resolution.missing.dropFirst() {
      if let outer = paths.last.flatMap(LexicalPath.split) { paths.append(outer.directory) }
    }
    return paths.reversed()
  }

  private func settleMaking(_ paths: [String], asked: String) throws(Refusal) {
    try judge.settle(
      paths.map { path in
        Judge.Claim(
          action: .fsWrite, resource: .path(path),
          decision: judge.authority.decideMakingDirectory(path))
      }, asked: asked)
  }

  private func make(
    _ names: ArraySlice<String>, paths: ArraySlice<String>, in directory: borrowing OpenFile,
    mode: UInt32
  ) throws(Refusal) {
    guard let name = names.first, let path = paths.first else { return }
    let made = try fileCall { () throws(FileError) in
      try directory.makeDirectory(name, mode: mode)
      return try directory.open(name, flags: OpenFile.pathOnly | O_DIRECTORY)
    }
    guard LexicalPath.isSame(try? made.realPath(), path) else {
      try? directory.removeDirectory(name)
      throw moved(path)
    }
    try make(names.dropFirst(), paths: paths.dropFirst(), in: made, mode: mode)
  }

  func makeTemporaryDirectory() throws(Refusal) -> Reply {
    let prefix = request.fields[0]
    guard prefix.utf8.count < LexicalPath.maximumBytes else {
      throw Refusal(FileError(ENAMETOOLONG))
    }
    for _ in 0..<8 {
      let suffix = Self.randomName()
      let asked = LexicalPath.absolute(prefix + suffix, from: configuration.workingDirectory)
      let resolution = Resolution.of(asked)
      guard resolution.file == nil else { continue }
      try settleMaking([resolution.path], asked: asked)
      guard resolution.error.errno == ENOENT, resolution.missing.count == 1 else {
        throw Refusal(resolution.error)
      }
      switch resolution.directory {
      case .some(let directory):
        try make(resolution.missing[...], paths: [resolution.path], in: directory, mode: 0o700)
      case .none: throw Refusal(resolution.error)
      }
      return .text(prefix + suffix)
    }
    throw Refusal(FileError(EEXIST))
  }

  private static func randomName() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    var generator = SystemRandomNumberGenerator()
    return String((0..<6).map { _ in letters[Int.random(in: 0..<62, using: &generator)] })
  }

  func makeLink() throws(Refusal) -> Reply {
    let target = request.fields[0]
    let asked = try path(1)
    let entry = Entry.of(asked)
    guard !target.isEmpty else { throw Refusal(FileError(ENOENT)) }
    guard target.utf8.count <= LexicalPath.maximumBytes else {
      throw Refusal(FileError(ENAMETOOLONG))
    }
    var claims = [judge.claim(.fsWrite, .path(entry.path))]
    claims += try LinkTarget(target, of: entry.path).paths.map { path in
      judge.claim(.fsRead, .path(path))
    }
    try judge.settle(claims, asked: asked, details: "to \(Shown.path(target))")
    if entry.status != nil { throw Refusal(FileError(EEXIST)) }
    return try entry.withDirectory { (directory) throws(Refusal) in
      try fileCall { () throws(FileError) in try directory.makeLink(entry.name, to: target) }
      guard entry.isInPlace() else {
        try? directory.removeFile(entry.name)
        throw moved(entry.path)
      }
      return .done
    }
  }
}

/// Where a link would lead: a link may not point to what its maker may not read, because other programs
/// follow it.
struct LinkTarget {
  /// Paths that all have to be readable: the one the text names, and the one it leads to by now.
  let paths: [String]

  /// - Parameters:
  ///   - text: what the link holds.
  ///   - link: the real path of the link.
  /// - Throws: `EINVAL` for `..` after a name: where that leads changes with what the name is.
  init(_ text: String, of link: String) throws(Refusal) {
    let names = PathText.names(text).filter { $0 != "." }
    let climbs = text.utf8.first == UInt8(ascii: "/") ? 0 : names.prefix { $0 == ".." }.count
    guard !names.dropFirst(climbs).contains("..") else {
      throw Refusal(
        code: "EINVAL",
        "EINVAL: the target \(Shown.path(text)) has .. after a name; write the path without")
    }
    let directory = LexicalPath.split(link)?.directory ?? "/"
    let named = LexicalPath.absolute(text, from: directory)
    let real = Resolution.of(named).path
    paths = LexicalPath.isSame(named, real) ? [named] : [named, real]
  }
}
