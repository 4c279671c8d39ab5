import Glibc
import Synchronization

/// Runs the same work for many items on all cores.
enum Workers {
  /// Deep trees make deep recursion; the stacks of a thread pool are too small for it.
  private static let stackBytes = 16 << 20

  private final class Job: Sendable {
    let next = Atomic<Int>(0)
    let count: Int
    let body: @Sendable (Int) -> Void

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
      self.count = count
      self.body = body
    }

    func run() {
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        if index >= count { return }
        body(index)
      }
    }
  }

  /// Calls the body once for each index below the count, and returns when all are done.
  static func forEach(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let job = Job(count: count, body: body)
    var threads: [pthread_t] = []
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, stackBytes)
    for _ in 0..<min(count, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) {
      var thread = pthread_t()
      // SAFETY: the reference is released by the thread that takes it, or below where there is none.
      let argument = unsafe Unmanaged.passRetained(job)
      let status = unsafe pthread_create(
        &thread, &attributes,
        { argument in
          guard let argument = unsafe argument else { return nil }
          unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, argument.toOpaque())
      if status == 0 { threads.append(thread) } else { unsafe argument.release() }
    }
    // Without any thread the caller does the work.
    if threads.isEmpty { job.run() }
    for thread in threads { pthread_join(thread, nil) }
  }
}
