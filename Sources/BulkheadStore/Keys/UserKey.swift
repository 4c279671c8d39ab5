import BulkheadPolicy
import BulkheadSource
import Glibc

/// The key that ties approvals and the audit log to the user who was asked. It lives outside any project,
/// so a cloned repository cannot bring approvals of its own.
public struct UserKey: Sendable {
  private let bytes: [UInt8]
  /// Where it is kept.
  public let path: String
  /// The directory it is in, where the ends of audit logs are remembered too.
  let directory: String

  /// The directory of Bulkhead's own configuration: `$XDG_CONFIG_HOME/bulkhead`, or
  /// `~/.config/bulkhead`.
  public static func configurationDirectory() throws(StoreError) -> String {
    // The XDG base directory specification: relative paths are to be ignored.
    if let base = variable("XDG_CONFIG_HOME"), base.hasPrefix("/") { return base + "/bulkhead" }
    return try homeDirectory() + "/.config/bulkhead"
  }

  /// `$HOME`, which has to be an absolute path.
  public static func homeDirectory() throws(StoreError) -> String {
    guard let home = variable("HOME"), home.hasPrefix("/") else {
      throw StoreError(
        code: "no-home", "HOME is not set to an absolute path", help: "export HOME=/home/you")
    }
    return home
  }

  /// Reads the key of the directory, or makes one: 32 random bytes.
  ///
  /// - Parameters:
  ///   - directory: the configuration directory.
  ///   - project: the project at hand; a key inside it is refused.
  /// - Throws: `StoreError` where the key is missing a safe place: inside the project, a link, of
  ///   another user, or readable by others.
  public init(directory: String, outside project: String) throws(StoreError) {
    let inside = StoreError(
      code: "key-in-project",
      "the approval key would be inside the project: \(StoreError.shown(directory))",
      help: "set XDG_CONFIG_HOME or HOME to a directory outside \(StoreError.shown(project))")
    guard !ResolvedPath(directory).isInside(ResolvedPath(project)) else { throw inside }
    let folder = try Directory(creating: directory)
    // Again by what the path turned out to be: a part of it can be a link into the project.
    let real = try RealPath.of(folder)
    guard !ResolvedPath(real).isInside(ResolvedPath(try RealPath.of(Directory(path: project))))
    else { throw inside }
    try Self.requirePrivate(try folder.status(), directory, isDirectory: true)
    path = directory + "/key"
    self.directory = directory
    if try folder.status(of: "key") == nil { try Self.create(in: folder) }
    bytes = try Self.read(folder)
  }

  /// HMAC-SHA-256 under this key. `purpose` keeps a MAC made for one thing from serving another.
  func authenticate(_ purpose: String, _ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    try Digest.hmac(Array(purpose.utf8) + [0] + bytes, key: self.bytes)
  }

  private static func read(_ folder: Directory) throws(StoreError) -> [UInt8] {
    let file = try folder.open("key", O_RDONLY)
    try requirePrivate(try file.status(), file.path, isDirectory: false)
    let bytes = try file.readAll(limit: 4096)
    guard bytes.count == 32 else {
      throw StoreError(
        code: "unsafe-key",
        "the approval key \(StoreError.shown(file.path)) has \(bytes.count) bytes instead of 32",
        help: "remove it and approve your plugins again")
    }
    return bytes
  }

  /// Written aside and linked into place: a reader sees no key or a whole key, and of two processes that
  /// make one at the same time one wins and both use its key.
  private static func create(in folder: Directory) throws(StoreError) {
    let fresh = (0..<32).map { _ in UInt8.random(in: 0 ... .max) }
    let temporary = ".key.\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    let file = try folder.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    do throws(StoreError) {
      try file.write(fresh)
      try file.sync()
      // SAFETY: the names are copied by the kernel during the call.
      let linked = unsafe linkat(folder.descriptor, temporary, folder.descriptor, "key", 0)
      if linked != 0, errno != EEXIST { throw StoreError.system("make", "\(folder.path)/key") }
    } catch {
      folder.discard(temporary)
      throw error
    }
    try folder.unlink(temporary)
    try folder.sync()
  }

  private static func requirePrivate(
    _ status: stat, _ path: String, isDirectory: Bool
  ) throws(StoreError) {
    let shown = StoreError.shown(path)
    guard status.st_mode & S_IFMT == (isDirectory ? S_IFDIR : S_IFREG) else {
      throw StoreError(
        code: "unsafe-key", "\(shown) is not a \(isDirectory ? "directory" : "regular file")",
        help: "remove it and approve your plugins again")
    }
    guard status.st_uid == geteuid() else {
      throw StoreError(
        code: "unsafe-key",
        "\(shown) belongs to user \(status.st_uid), not to this user (\(geteuid()))",
        help: "set HOME or XDG_CONFIG_HOME to a directory of your own")
    }
    // Others may look at the directory, not at the key; nobody else may put a key there.
    let forbidden: mode_t = isDirectory ? 0o022 : 0o077
    guard status.st_mode & forbidden == 0 else {
      throw StoreError(
        code: "unsafe-key",
        "\(shown) is open to other users (mode \(String(status.st_mode & 0o777, radix: 8)))",
        help: "chmod \(isDirectory ? "700" : "600") \(shown)")
    }
  }

  private static func variable(_ name: String) -> String? {
    // SAFETY: getenv's string is copied at once; nothing in this program calls setenv.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
