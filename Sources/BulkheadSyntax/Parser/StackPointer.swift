import Glibc

/// How far down the stack the running function is.
enum StackPointer {
  /// An address in the present frame; stacks grow downwards.
  @inline(__always)
  static var current: UInt {
    var marker: UInt8 = 0
    return unsafe withUnsafeMutablePointer(to: &marker) {
      // SAFETY: only the address is used, as a number.
      UInt(bitPattern: $0)
    }
  }
}

/// Runs work on a thread of its own whose stack is large.
enum DeepStack {
  /// Address space for the stack; memory is taken as far as it is used.
  static let size = 1 << 30

  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private final class Box<Value> { var value: Value? }

  /// Gives nil when no thread could be started.
  static func run<Result>(_ body: @escaping () -> Result) -> Result? {
    let box = Box<Result>()
    var attributes = pthread_attr_t()
    guard unsafe pthread_attr_init(&attributes) == 0 else { return nil }
    defer { unsafe pthread_attr_destroy(&attributes) }
    guard unsafe pthread_attr_setstacksize(&attributes, size) == 0 else { return nil }
    let work = unsafe Unmanaged.passRetained(Work { box.value = body() })
    var thread = pthread_t()
    // SAFETY: the thread takes over the reference that was retained for it, and is joined.
    let status = unsafe pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      unsafe work.release()
      return nil
    }
    guard pthread_join(thread, nil) == 0 else { return nil }
    return box.value
  }
}
