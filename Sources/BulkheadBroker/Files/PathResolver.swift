import BulkheadLinux
import BulkheadSource
import Glibc

/// Where a path leads: to a file, or to where one could be.
///
/// The file's own path is what is decided, and the file found here is what is used: nothing looks the
/// path up a second time, so nothing can be put in its place in between.
struct Resolution: ~Copyable {
  /// The real path of the file; where there is none, that of the deepest directory there is and the
  /// names that are missing below it.
  let path: String
  /// The file, opened with `O_PATH`; nil if there is none.
  let file: OpenFile?
  /// Why there is no file.
  var error = FileError(0)
  /// The deepest directory there is, and the names below it that are missing; only without a file.
  var directory: OpenFile?
  var missing: [String] = []

  /// Resolves a path that is absolute and clean, following links.
  static func of(_ path: String, linksLeft: Int = 40) -> Resolution {
    // Most paths have no link in them, and then are the real ones.
    if let file = try? OpenFile(path: path, flags: OpenFile.pathOnly, followsLinks: false) {
      return Resolution(path: path, file: file)
    }
    do throws(FileError) {
      let file = try OpenFile(path: path, flags: OpenFile.pathOnly)
      return Resolution(path: try file.realPath(), file: file)
    } catch {
      return absent(path, error, linksLeft: linksLeft)
    }
  }

  /// Looks for how much there is of a path that leads to no file.
  private static func absent(_ path: String, _ error: FileError, linksLeft: Int) -> Resolution {
    let names = PathText.names(path)
    // By halves: a path can have thousands of names.
    var present = 0
    var absent = names.count
    while absent - present > 1 {
      let middle = (present + absent) / 2
      if openDirectory(names[..<middle]) != nil { present = middle } else { absent = middle }
    }
    guard present < names.count, let directory = openDirectory(names[..<present]),
      let base = try? directory.realPath()
    else { return Resolution(path: path, file: nil, error: error, directory: nil, missing: names) }
    // A link that leads nowhere: what is decided, and made, is what it names.
    if error.errno == ENOENT, linksLeft > 0, let target = try? directory.target(of: names[present])
    {
      let rest = ([target] + names[(present + 1)...]).joined(separator: "/")
      return of(LexicalPath.absolute(rest, from: base), linksLeft: linksLeft - 1)
    }
    return Resolution(
      path: names[present...].reduce(base, LexicalPath.join), file: nil, error: error,
      directory: directory, missing: Array(names[present...]))
  }

  private static func openDirectory(_ names: ArraySlice<String>) -> OpenFile? {
    try? OpenFile(path: "/" + names.joined(separator: "/"), flags: OpenFile.pathOnly)
  }
}

/// A name in a directory: what is made, removed, renamed. A link counts as itself.
struct Entry: ~Copyable {
  /// The real path of the directory, and the name.
  let path: String
  /// The last name of the path.
  let name: String
  /// The directory, opened with `O_PATH`; nil if there is none.
  var directory: OpenFile?
  /// What has the name; nil if nothing does.
  var status: FileStatus?
  /// Why nothing has the name.
  var error = FileError(0)

  /// Resolves a path that is absolute and clean; links in it are followed, but not the last name.
  static func of(_ path: String) -> Entry {
    guard let (parent, name) = LexicalPath.split(path) else {
      // The root has no name that could be taken away.
      return Entry(path: "/", name: "", error: FileError(EBUSY))
    }
    let resolution = Resolution.of(parent)
    let path = LexicalPath.join(resolution.path, name)
    let error = resolution.error
    guard let directory = resolution.file else {
      return Entry(path: path, name: name, error: error)
    }
    do throws(FileError) {
      let status = try directory.status(of: name)
      return Entry(path: path, name: name, directory: directory, status: status)
    } catch {
      return Entry(path: path, name: name, directory: directory, error: error)
    }
  }

  /// The directory.
  ///
  /// - Throws: why there is none.
  func withDirectory<Result>(
    _ body: (borrowing OpenFile) throws(Refusal) -> Result
  ) throws(Refusal) -> Result {
    switch directory {
    case .some(let directory): return try body(directory)
    case .none: throw Refusal(error)
    }
  }

  /// Whether the directory is still where it was when the name in it was decided. Asked after what was
  /// made: a directory that somebody renames meanwhile takes its names to where they were not decided.
  func isInPlace() -> Bool {
    switch directory {
    case .some(let directory):
      LexicalPath.isSame((try? directory.realPath()).map { LexicalPath.join($0, name) }, path)
    case .none: false
    }
  }
}
