import CSeccompNotify
import Glibc

/// Receives the calls of a sandbox on threads of its own and answers them.
final class Supervisor: Sendable {
  private let handler: CallHandler
  private let desk: QuestionDesk
  private let listener: Listener

  /// Two, so that one slow file system does not hold up everything.
  private static let threads = 2

  init(_ handler: CallHandler, desk: QuestionDesk) {
    self.handler = handler
    self.desk = desk
    listener = handler.listener
  }

  /// Starts the threads; they end with the last process of the sandbox.
  func start() throws(CommandSandboxError) -> [Thread.Handle] {
    var handles: [Thread.Handle] = []
    for _ in 0..<Self.threads {
      guard let handle = Thread.start({ self.serve() }) else {
        throw CommandSandboxError("supervisor", "cannot start a thread")
      }
      handles.append(handle)
    }
    return handles
  }

  /// Makes the calling thread's files those of the project's owner, and its creation mask its own.
  static func prepareThread(_ identity: SandboxIdentity) -> Bool {
    guard cthread_own_mask() >= 0 else { return false }
    guard identity.drops, identity.owner != 0 else { return true }
    return cthread_act_as(identity.owner, identity.ownerGroup) >= 0
  }

  private func serve() {
    let isReady = Self.prepareThread(handler.identity)
    let buffer = listener.makeBuffer()
    while let call = listener.receive(into: buffer) {
      guard isReady else {
        listener.answer(call, .fail(EPERM))
        continue
      }
      answer(call)
    }
  }

  private func answer(_ call: HeldCall) {
    let answer = handler.handle(call)
    guard case .held(let question) = answer else {
      listener.answer(call, answer)
      return
    }
    let isAbsent = handler.isAbsent(question)
    desk.ask(question) { [self] isAllowed in
      // Still the same call? Its process may be gone, and the question with it.
      guard listener.isWaiting(call) else { return }
      if isAllowed {
        self.answer(call)
      } else {
        handler.refuse(question)
        listener.answer(call, .fail(isAbsent ? ENOENT : EACCES))
      }
    }
  }
}
