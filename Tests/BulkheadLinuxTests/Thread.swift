import Glibc
import Testing

/// A thread that runs one function.
final class Thread {
  private var thread = pthread_t()

  init(_ body: @escaping @Sendable () -> Void) throws {
    final class Box {
      let body: () -> Void
      init(_ body: @escaping () -> Void) { self.body = body }
    }
    let context = Unmanaged.passRetained(Box(body)).toOpaque()
    let error = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, context)
    try #require(error == 0)
  }

  func join() { pthread_join(thread, nil) }
}
