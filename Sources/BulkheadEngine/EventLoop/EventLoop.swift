import BulkheadWire

/// Turns of the loop that runs one program until nothing can happen any more.
///
/// JavaScriptCore drains the queue of microtasks whenever the outermost call into it returns, so
/// the queue is empty between the steps here.
extension ScriptWorker {
  /// Runs until the program has a result and waits for nothing, or has failed.
  func runUntilSettled(_ execution: Execution) {
    while !execution.hasFailed {
      runDueTimers(execution)
      deliverAvailable(execution)
      if execution.hasFailed { return }
      if hasWork {
        waitForWork()
      } else if execution.hasResult {
        if !startsMoreWork(execution) { return }
      } else {
        return fail(
          with: realm.exception(
            "the program waits for a promise that nothing can settle any more",
            code: "ERR_UNSETTLED_TOP_LEVEL_AWAIT"
          ).value, origin: "unsettled")
      }
    }
  }

  private var hasWork: Bool { timers.holdingCount > 0 || !pending.isEmpty }

  private func runDueTimers(_ execution: Execution) {
    guard timers.nextDeadline() != nil else { return }
    let (now, latest) = (Clock.monotonicMilliseconds(), timers.latestID)
    while !execution.hasFailed, let callback = timers.takeDue(at: now, upTo: latest) {
      call(callback)
    }
  }

  private func deliverAvailable(_ execution: Execution) {
    while !execution.hasFailed, !pending.isEmpty, let frame = channel.next(within: 0) {
      deliver(frame)
    }
  }

  private func waitForWork() {
    let timeout = timers.nextDeadline().map { max(0, $0 - Clock.monotonicMilliseconds()) }
    if let frame = channel.next(within: timeout) { deliver(frame) }
  }

  /// Asks the built-ins, as `process.on('beforeExit')` may set a timer.
  private func startsMoreWork(_ execution: Execution) -> Bool {
    guard let hook = hooks?.beforeExit else { return false }
    call(hook)
    return hasWork && !execution.hasFailed
  }

  private func call(_ callback: HeldValue) {
    do throws(ScriptException) {
      try realm.call(callback.value)
    } catch {
      fail(with: error.value, origin: "uncaughtException")
    }
  }

  /// Hands a frame to whom it concerns while a program runs.
  private func deliver(_ frame: HostChannel.Incoming) {
    switch frame.operation {
    case .reply:
      // None: the answer to a request of an earlier program, which was given up.
      if let request = pending.take(frame.id) { deliver(frame.payload, to: request) }
    case .execute: waiting.append(frame)
    case .shutdown: Process.end(0)
    default: Process.fail("unexpected \(frame.operation) from the host")
    }
  }

  private func deliver(_ payload: [UInt8], to request: PendingRequests.Request) {
    do throws(ScriptException) {
      switch try answer(payload) {
      case .value(let value):
        try realm.call(request.callback.value, realm.null, value)
      case .failure(let code, let message):
        let error = exception(
          code: code, message: message,
          operation: realm.number(Double(request.operation.rawValue)), text: request.text.value)
        try realm.call(request.callback.value, error.value, realm.undefined)
      }
    } catch {
      fail(with: error.value, origin: "uncaughtException")
    }
  }

  private func answer(_ payload: [UInt8]) throws(ScriptException) -> HostAnswer {
    var answer: HostAnswer?
    var failure: ScriptException?
    unsafe payload.withUnsafeBytes { bytes in
      do throws(ScriptException) {
        answer = try unsafe HostAnswer(bytes) { (bytes) throws(ScriptException) in
          try unsafe realm.arrayBuffer(copying: bytes)
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    guard let answer else { Process.fail("internal error: no answer") }
    return answer
  }
}
