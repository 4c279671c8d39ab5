import BulkheadWire

/// What happens after a script's first turn: replies and timers, until nothing can happen any more.
extension ScriptWorker {
  /// Whether something can still call into the script.
  private var isBusy: Bool { !pending.isEmpty || timers.holdsProcess }

  /// A script has ended when its promise is settled and nothing holds the process; without a settled
  /// promise, when nothing can settle it.
  func runUntilDone() {
    while isBusy && !hasFailed {
      if let callback = timers.popDue(at: Clock.monotonicMs) {
        run(callback, [])
        script.release(callback)
        continue
      }
      let wait = timers.nextDue.map { due in
        Int32(clamping: Int(min(1e9, max(0, (due - Clock.monotonicMs).rounded(.up)))))
      }
      if let message = channel.next(within: wait) {
        deliver(message)
        message.free()
      }
    }
  }

  private func deliver(_ message: HostChannel.Message) {
    if message.operation == .shutdown { HostChannel.end(0) }
    guard message.operation == .reply, let callback = pending.removeValue(forKey: message.id)
    else { return }
    do throws(Thrown) {
      let bytes = try unsafe replyBytes(message.bytes, operation: nil, text: nil)
      run(callback, [script.null, unsafe script.arrayBuffer(copying: bytes)])
    } catch {
      run(callback, [error.value])
    }
    script.release(callback)
  }

  /// Calls back into the script; what nobody catches ends it.
  private func run(_ callback: ScriptValue, _ arguments: [ScriptValue]) {
    if case .failure(let thrown) = script.call(callback, arguments) { fail(with: thrown.value) }
  }

  /// Ends the script with an error that nobody caught, unless the built-ins find a handler for it and
  /// give no result.
  func fail(with error: ScriptValue) {
    guard let hooks, case .success(let result) = script.call(hooks.uncaught, [error]) else {
      hasFailed = true
      return
    }
    if let json = script.text(result) {
      outcome = json
      hasFailed = true
    }
  }

  /// Keeps the JSON of the result.
  func finish(with json: String?) {
    if !hasFailed { outcome = json }
  }

  /// A later script must not be called back by an earlier one.
  func forgetWhatIsPending() {
    for callback in timers.removeAll() { script.release(callback) }
    for callback in pending.values { script.release(callback) }
    pending.removeAll()
    hasFailed = false
  }

  /// The bytes of a reply; throws the Error of one that says no.
  func replyBytes(
    _ payload: UnsafeRawBufferPointer, operation: ScriptValue?, text: ScriptValue?
  ) throws(Thrown) -> UnsafeRawBufferPointer {
    guard let status = unsafe payload.first else { HostChannel.end(77) }
    // SAFETY: the payload is not empty.
    let rest = unsafe UnsafeRawBufferPointer(rebasing: payload[1...])
    if status == 0 { return unsafe rest }
    let separator = unsafe rest.firstIndex(of: 0) ?? rest.endIndex
    let code = unsafe String(decoding: rest[..<separator], as: UTF8.self)
    let message = unsafe String(decoding: rest[separator...].dropFirst(), as: UTF8.self)
    guard let hooks else { throw Thrown(value: script.error(message)) }
    let arguments = [
      script.value(code), script.value(message), operation ?? script.undefined,
      text ?? script.undefined,
    ]
    switch script.call(hooks.makeError, arguments) {
    case .success(let error): throw Thrown(value: error)
    case .failure(let thrown): throw thrown
    }
  }
}
