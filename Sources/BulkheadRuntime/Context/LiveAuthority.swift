public import BulkheadBroker
public import BulkheadPolicy
import Synchronization

/// What a plugin may do, kept in this process: a change counts from the next request on, in contexts
/// that are running, too.
public final class LiveAuthority: AuthoritySource {
  private let authority: Mutex<Authority>

  /// Starts with what is granted now.
  public init(_ authority: Authority) { self.authority = Mutex(authority) }

  /// What is granted now.
  public func current() -> Authority { authority.withLock { $0 } }

  /// Replaces what is granted, in the same place and under the same policy.
  public func update(_ permissions: PermissionSet) {
    authority.withLock { authority in
      authority = Authority(
        permissions: permissions, policy: authority.policy, locations: authority.locations)
    }
  }
}
