import Glibc

/// sem_overview(7): a count that one thread raises and another waits for.
@safe
final class Semaphore: Sendable {
  /// SAFETY: the kernel's object is made for use from several threads, and lives as long as this.
  private nonisolated(unsafe) let object: UnsafeMutablePointer<sem_t>

  init() {
    unsafe object = .allocate(capacity: 1)
    unsafe sem_init(object, 0, 0)
  }

  deinit {
    unsafe sem_destroy(object)
    unsafe object.deallocate()
  }

  func signal() { unsafe sem_post(object) }

  func wait() { while unsafe sem_wait(object) != 0, errno == EINTR {} }
}
