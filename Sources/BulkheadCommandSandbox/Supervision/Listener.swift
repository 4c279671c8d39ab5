import CSeccompNotify
import Glibc

/// A system call that waits for an answer.
struct HeldCall: Sendable {
  let id: UInt64
  /// The thread that called, as this process's namespace numbers it.
  let process: pid_t
  let number: Int32
  let arguments: [UInt64]

  /// An argument that is an int, such as a descriptor.
  func int(_ index: Int) -> Int32 { Int32(truncatingIfNeeded: arguments[index]) }
}

/// The answer to a held call.
enum Answer: Sendable {
  /// It fails with this error.
  case fail(Errno)
  /// It has been done and gave this value.
  case value(Int64)
  /// The kernel goes on with it. Only where the kernel alone lets nothing through that a grant is about:
  /// what the process has changed in memory meanwhile is what counts.
  case proceed
  /// It gave this open file.
  case file(Descriptor, closesOnExec: Bool)
  /// A person is asked; the answer comes later.
  case held(Question)
  /// The caller is gone.
  case gone

  static func fail(_ code: Int32) -> Answer { .fail(Errno(code)) }
}

/// Where the calls of a sandbox arrive.
final class Listener: Sendable {
  private let file: Descriptor
  private let size: Int

  init(_ file: Descriptor) {
    self.file = file
    size = cnotify_size()
    _ = cnotify_wake_synchronously(file.number)
  }

  /// A buffer for `receive`, one per thread.
  @safe final class Buffer {
    fileprivate let bytes: UnsafeMutableRawPointer
    fileprivate let size: Int

    fileprivate init(size: Int) {
      self.size = size
      unsafe bytes = .allocate(byteCount: size, alignment: 8)
    }

    deinit { unsafe bytes.deallocate() }
  }

  func makeBuffer() -> Buffer { Buffer(size: size) }

  /// Waits for the next call; nil when no process of the sandbox is left.
  func receive(into buffer: Buffer) -> HeldCall? {
    defer { withExtendedLifetime(buffer) {} }
    while true {
      // SAFETY: the kernel writes one notification of the size that it said it needs.
      unsafe buffer.bytes.initializeMemory(as: UInt8.self, repeating: 0, count: buffer.size)
      let notification = unsafe buffer.bytes.assumingMemoryBound(to: seccomp_notif.self)
      let result = unsafe cnotify_receive(file.number, notification)
      if result >= 0 {
        let data = unsafe notification.pointee.data
        let (a, b, c, d, e, f) = data.args
        return HeldCall(
          id: unsafe notification.pointee.id, process: pid_t(unsafe notification.pointee.pid),
          number: data.nr, arguments: [a, b, c, d, e, f])
      }
      // ENOENT: the caller died meanwhile, or all have; only poll(2) tells which.
      if result != -EINTR, isFinished(waiting: 100) { return nil }
    }
  }

  private func isFinished(waiting milliseconds: Int32) -> Bool {
    var state = pollfd(fd: file.number, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&state, 1, milliseconds)
    return state.revents & Int16(POLLHUP) != 0
  }

  /// Whether the call still waits. What was read of the process before belongs to this very call only
  /// if it does: process ids are used again.
  func isWaiting(_ call: HeldCall) -> Bool { cnotify_is_valid(file.number, call.id) >= 0 }

  /// Answers a call; every call but a held or a gone one has to be answered once.
  func answer(_ call: HeldCall, _ answer: Answer) {
    switch answer {
    case .fail(let error): _ = cnotify_respond(file.number, call.id, 0, -error.code, 0)
    case .value(let value): _ = cnotify_respond(file.number, call.id, value, 0, 0)
    case .proceed:
      _ = cnotify_respond(
        file.number, call.id, 0, 0, UInt32(SECCOMP_USER_NOTIF_FLAG_CONTINUE))
    case .file(let opened, let closesOnExec):
      defer { opened.stayOpen() }
      let result = cnotify_inject(file.number, call.id, opened.number, closesOnExec ? 1 : 0)
      // A call that gets no file must still get an answer, or its process hangs.
      if result < 0, result != -ENOENT {
        _ = cnotify_respond(
          file.number, call.id, 0, result == -EBADF ? -EACCES : result, 0)
      }
    case .held, .gone: break
    }
  }
}
