import BulkheadPolicy
import Glibc
import Synchronization

/// Questions that wait for a person: one at a time, each asked once, however many calls wait for it.
final class QuestionDesk: Sendable {
  private struct Waiting {
    var question: Question
    /// Called once, with the answer, or with no when the time is over.
    var waiters: [@Sendable (Bool) -> Void]
    var deadline: Int
  }

  private struct State {
    var waiting: [Question.Key: Waiting] = [:]
    var queue: [Question.Key] = []
    var isAsking = false
    var asked = 0
  }

  private let gate: DecisionGate
  private let prompter: (any AccessPrompter)?
  private let holdMilliseconds: Int
  private let state = Mutex(State())

  /// Most different questions of one run: more are a flood, and are answered no unseen.
  private static let maximumQuestions = 50

  private let identity: SandboxIdentity

  init(_ gate: DecisionGate, identity: SandboxIdentity) {
    self.gate = gate
    self.identity = identity
    prompter = gate.configuration.prompter
    holdMilliseconds = gate.configuration.askTimeoutMs
  }

  /// Calls `then` with the answer, on another thread.
  func ask(_ question: Question, then: @escaping @Sendable (Bool) -> Void) {
    let key = question.key
    let (isAccepted, starts) = state.withLock { state -> (Bool, Bool) in
      if state.waiting[key] != nil {
        state.waiting[key]?.waiters.append(then)
        return (true, false)
      }
      guard prompter != nil, state.asked < Self.maximumQuestions else { return (false, false) }
      state.asked += 1
      state.waiting[key] = Waiting(
        question: question, waiters: [then], deadline: monotonicMilliseconds() + holdMilliseconds)
      state.queue.append(key)
      let starts = !state.isAsking
      state.isAsking = true
      return (true, starts)
    }
    if !isAccepted || (starts && !Thread.detach { self.work() }) { then(false) }
  }

  /// Answers no to everything that has waited too long; the person's answer still counts for later.
  func expire() {
    let now = monotonicMilliseconds()
    let late = state.withLock { state in
      var late: [@Sendable (Bool) -> Void] = []
      for (key, waiting) in state.waiting where waiting.deadline <= now {
        late += waiting.waiters
        state.waiting[key]?.waiters = []
        state.waiting[key]?.deadline = now + holdMilliseconds
      }
      return late
    }
    for waiter in late { waiter(false) }
  }

  private func work() {
    // Answered calls are carried out on this thread.
    let isReady = Supervisor.prepareThread(identity)
    while true {
      let next = state.withLock { state -> Question? in
        guard !state.queue.isEmpty else {
          state.isAsking = false
          return nil
        }
        return state.waiting[state.queue.removeFirst()]?.question
      }
      guard let next else { return }
      let answer = SandboxIdentity.asOneself {
        isReady && prompter?.allows(next) ?? false
      }
      gate.remember(next, isAllowed: answer)
      let waiters = state.withLock { $0.waiting.removeValue(forKey: next.key)?.waiters ?? [] }
      for waiter in waiters { waiter(answer) }
    }
  }
}
