import BulkheadPolicy
import CSeccompNotify
import Glibc

/// Who the command is to the kernel, and who the files it makes belong to.
struct SandboxIdentity: Sendable {
  /// The user and group of the command's processes.
  let user: uid_t
  let group: gid_t
  /// The user and group that the supervisor's threads act on files as.
  let owner: uid_t
  let ownerGroup: gid_t
  /// Whether the launcher has to give up host uid 0.
  let drops: Bool

  /// Runs `body` on files as the user of this process, on a thread that may act as another.
  static func asOneself<Value>(_ body: () throws -> Value) rethrows -> Value {
    let user = cthread_user()
    guard user != geteuid() else { return try body() }
    let group = cthread_group()
    _ = cthread_act_as(geteuid(), getegid())
    defer { _ = cthread_act_as(user, group) }
    return try body()
  }

  /// The user nobody, who owns nothing.
  private static let nobody: uid_t = 65534

  /// An ordinary user stays who they are. Root runs the command as the owner of the project, or, where
  /// that is root too, as nobody.
  init(_ locations: Locations) {
    drops = geteuid() == 0
    guard drops else {
      (user, group, owner, ownerGroup) = (getuid(), getgid(), getuid(), getgid())
      return
    }
    let status = Kernel.status(locations.project)
    owner = status?.st_uid ?? 0
    ownerGroup = status?.st_gid ?? 0
    user = owner == 0 ? Self.nobody : owner
    group = owner == 0 || ownerGroup == 0 ? Self.nobody : ownerGroup
  }
}
