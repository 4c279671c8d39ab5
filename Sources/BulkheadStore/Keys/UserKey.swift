import BulkheadPolicy
import BulkheadSource
import Glibc

/// The key that ties approvals and the audit log to the user who was asked. It lives outside any project,
/// so a cloned repository cannot bring approvals of its own.
public struct UserKey: Sendable {
  private let bytes: [UInt8]
  /// Where it is kept.
  public let path: String

  /// The directory of Bulkhead's own configuration: `$XDG_CONFIG_HOME/bulkhead`, or
  /// `~/.config/bulkhead`.
  public static func configurationDirectory() throws(StoreError) -> String {
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

  /// Reads the key of the directory, or makes one.
  ///
  /// - Parameters:
  ///   - directory: the configuration directory.
  ///   - project: the project at hand; a key inside it is refused.
  /// - Throws: `StoreError` where the key is missing a safe place: inside the project, a link, of
  ///   another user, or readable by others.
  public init(directory: String, outside project: String) throws(StoreError) {
    guard !ResolvedPath(directory).isInside(ResolvedPath(project)) else {
      throw StoreError(
        code: "key-in-project", "the approval key would be inside the project: \(directory)",
        help: "set XDG_CONFIG_HOME or HOME to a directory outside \(project)")
    }
    path = directory + "/key"
    try PrivateFile.makeDirectory(directory)
    if PrivateFile.status(of: path) == nil {
      let fresh = (0..<32).map { _ in UInt8.random(in: 0 ... .max) }
      _ = try PrivateFile.createOnce(path, with: fresh)
    }
    bytes = try Self.read(path)
  }

  private static func read(_ path: String) throws(StoreError) -> [UInt8] {
    guard let status = PrivateFile.status(of: path), status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), status.st_mode & 0o077 == 0
    else {
      throw StoreError(
        code: "unsafe-key", "the approval key \(path) is a link, or open to other users",
        help: "chmod 600 \(path), or remove it and approve your plugins again")
    }
    do throws(Diagnostic) {
      if let bytes = try BoundedFile.read(path, limit: 32), bytes.count == 32 { return bytes }
    } catch {
      throw StoreError(code: "unsafe-key", error.message)
    }
    throw StoreError(
      code: "unsafe-key", "the approval key \(path) does not have 32 bytes",
      help: "remove it and approve your plugins again")
  }

  /// HMAC-SHA-256 under this key. `purpose` keeps a MAC made for one thing from serving another.
  func authenticate(_ purpose: String, _ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    try Digest.hmac(Array(purpose.utf8) + [0] + bytes, key: self.bytes)
  }

  private static func variable(_ name: String) -> String? {
    // SAFETY: getenv's string is copied at once; nothing in this program calls setenv.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
