import CSeccompNotify
import Glibc

/// Finds what a path of the sandbox leads to: by descriptor, so that what was decided on is what is used.
struct PathLookup: Sendable {
  /// The root that a path is looked up from.
  enum Root: Sendable {
    /// The sandbox's view.
    case view
    /// The host, for what was granted after the view was made.
    case host
  }

  /// A place for a name: its directory, open, and the real path it would have.
  struct Place: Sendable {
    let directory: Descriptor
    let name: [UInt8]
    let path: [UInt8]
    let root: Root
  }

  /// Something that exists.
  struct Found: Sendable {
    let file: Descriptor
    let path: [UInt8]
    let mode: mode_t
    let root: Root

    var isDirectory: Bool { Kernel.isDirectory(mode) }
  }

  let viewRoot: Descriptor
  let hostRoot: Descriptor

  private func number(of root: Root) -> Int32 {
    root == .view ? viewRoot.number : hostRoot.number
  }

  /// Opens what is there, following links within the root but none of /proc that jump.
  func open(
    _ path: [UInt8], _ flags: Int32, in root: Root = .view
  ) -> Outcome<Found> {
    let opened = Kernel.open(
      in: number(of: root), path, flags,
      resolve: cfile_in_root | cfile_no_magic_links)
    switch opened {
    case .failure(let error): return .failure(error)
    case .success(let file):
      guard let status = file.status(), let real = file.path() else {
        return .failure(Errno(ENOENT))
      }
      // The name is gone; what the kernel shows of it is not a path.
      guard status.st_nlink > 0 else { return .failure(Errno(ENOENT)) }
      return .success(Found(file: file, path: real, mode: status.st_mode, root: root))
    }
  }

  /// A handle that neither reads nor writes.
  func find(
    _ path: [UInt8], followsLinks: Bool = true, in root: Root = .view
  ) -> Outcome<Found> {
    open(path, Int32(cfile_path) | (followsLinks ? 0 : O_NOFOLLOW), in: root)
  }

  /// The place of the last name of a path, whether or not it exists.
  func place(_ path: [UInt8], in root: Root = .view) -> Outcome<Place> {
    guard let (directory, name) = PathBytes.split(path) else { return .failure(Errno(EINVAL)) }
    let opened = open(directory, Int32(cfile_path) | O_DIRECTORY, in: root)
    return opened.map { found in
      Place(
        directory: found.file, name: name, path: PathBytes.join(found.path, name), root: root)
    }
  }
}
