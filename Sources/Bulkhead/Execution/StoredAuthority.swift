import Glibc
import Synchronization

/// What a plugin may do, as `permissions.json` has it now: a grant or a revocation by another process
/// counts from the next request on, in contexts that are running too.
final class StoredAuthority: AuthoritySource {
  private struct State {
    /// The file as it was before the record was read from it.
    var version: FileVersion?
    var authority: Authority
  }

  private let project: Project
  private let plugin: String
  private let narrowing: SecurityPolicy?
  private let state: Mutex<State>

  /// Starts with the record that was just checked.
  init(_ record: ApprovalRecord, in project: Project, narrowing: SecurityPolicy?) throws {
    self.project = project
    self.narrowing = narrowing
    plugin = record.name
    state = Mutex(
      State(
        version: nil, authority: try Self.authority(record, in: project, narrowing: narrowing)))
  }

  /// What is granted now; the file is read again only where it has changed.
  func current() throws -> Authority {
    try state.withLock { state in
      // Looked at before it is read: what changes in between is seen the next time.
      let version = try FileVersion(project.permissions.path)
      if version == state.version { return state.authority }
      guard let record = try project.permissions.record(of: plugin) else {
        throw StoreError.notInstalled(plugin, project.directory)
      }
      state.authority = try Self.authority(record, in: project, narrowing: narrowing)
      state.version = version
      return state.authority
    }
  }

  private static func authority(
    _ record: ApprovalRecord, in project: Project, narrowing: SecurityPolicy?
  ) throws -> Authority {
    var policy = try project.policy(for: record)
    if let narrowing { policy = policy.narrowed(by: narrowing) }
    return Authority(
      permissions: record.permissions, policy: policy, locations: project.locations(of: record.name)
    )
  }
}

/// Tells the contents of a file from those before: the store replaces it by another file each time, and
/// an editor that writes into it changes its times.
struct FileVersion: Equatable {
  private let device: UInt
  private let inode: UInt
  private let size: Int
  private let changed: [Int]

  init(_ path: String) throws(StoreError) {
    var status = stat()
    // SAFETY: the path is copied by the kernel, the structure outlives the call.
    guard unsafe stat(path, &status) == 0 else {
      let number = errno
      // SAFETY: strerror's text is copied at once.
      let reason = unsafe String(cString: strerror(number))
      throw StoreError(
        code: "no-store",
        "the approvals in \(SafeText.escaped(path, limit: 4096)) are gone: \(reason)",
        help: "bulkhead install the plugin again")
    }
    device = status.st_dev
    inode = status.st_ino
    size = status.st_size
    changed = [
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
      status.st_ctim.tv_nsec,
    ]
  }
}
