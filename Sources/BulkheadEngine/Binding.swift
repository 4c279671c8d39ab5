import BulkheadBuiltins
import BulkheadWire
import CJavaScriptCore

/// The functions that the built-ins get, and nobody else: they are passed as an argument, never stored
/// where a plugin could find them. Each is worth no more than the channel, which the host guards.
extension ScriptWorker {
  func makeBinding() -> ScriptValue {
    script.object(
      channelFunctions + timerFunctions + textFunctions + codeFunctions + [
        ("ops", operations), ("start", start ?? script.null),
      ])
  }

  private var operations: ScriptValue {
    script.object(
      Operation.allCases.filter { $0.sender == .worker }
        .map { ("\($0)", script.value(Double($0.rawValue))) })
  }

  // MARK: - Channel

  private var channelFunctions: [(name: String, value: ScriptValue)] {
    unsafe [
      (
        "call",
        script.function("call") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            try unsafe call.worker.callHost(call) { script, bytes in
              unsafe script.arrayBuffer(copying: bytes)
            }
          }
        }
      ),
      (
        "callText",
        script.function("callText") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            try unsafe call.worker.callHost(call) { script, bytes in
              unsafe script.value(utf8: bytes)
            }
          }
        }
      ),
      (
        "post",
        script.function("post") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            try call.worker.post(call)
          }
        }
      ),
      (
        "send",
        script.function("send") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            try call.worker.send(call, id: 0)
            return nil
          }
        }
      ),
    ]
  }

  /// (operation, text, bytes?): waits for the reply and gives it to `convert`.
  private func callHost(
    _ call: HostCall, _ convert: (JavaScript, UnsafeRawBufferPointer) -> ScriptValue
  ) throws(Thrown) -> ScriptValue? {
    try send(call, id: 0)
    let message = channel.reply()
    defer { message.free() }
    let bytes = try unsafe replyBytes(message.bytes, operation: call[0], text: call[1])
    return unsafe convert(script, bytes)
  }

  /// (operation, text, bytes or undefined, callback): the id of a request that is answered later.
  private func post(_ call: HostCall) throws(Thrown) -> ScriptValue? {
    guard let callback = call.function(3) else {
      throw Thrown(value: script.error("post needs a callback"))
    }
    let id = nextID()
    try send(call, id: id)
    script.protect(callback)
    pending[id] = callback
    return script.value(Double(id))
  }

  private func send(_ call: HostCall, id: UInt32) throws(Thrown) {
    guard let text = call[1],
      let operation = Operation(rawValue: UInt8(clamping: call.integer(0))),
      operation.sender == .worker
    else { throw Thrown(value: script.error("no such operation")) }
    let bytes = unsafe call[2].flatMap(script.bytes) ?? UnsafeRawBufferPointer(start: nil, count: 0)
    var failure: WireError?
    let isText = unsafe script.withUTF8(of: text, prefix: 4) { text in
      do throws(WireError) {
        try unsafe channel.send(operation, id: id, prefixedText: text, bytes: bytes)
      } catch {
        failure = error
      }
    }
    if let failure {
      if failure.code != .badLength { HostChannel.end(73) }
      throw Thrown(value: script.error("the message is too large: \(failure.message)"))
    }
    if !isText { throw Thrown(value: script.error("the message is not text")) }
  }

  private func nextID() -> UInt32 {
    // 0 is for synchronous requests; ids come round after 2³² of them.
    lastID = lastID == .max ? 1 : lastID + 1
    return lastID
  }

  // MARK: - Timers

  private var timerFunctions: [(name: String, value: ScriptValue)] {
    unsafe [
      (
        "schedule",
        script.function("schedule") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            call.worker.schedule(call)
          }
        }
      ),
      (
        "cancel",
        script.function("cancel") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            let id = UInt32(clamping: call.integer(0))
            if let callback = call.worker.timers.remove(id: id) {
              call.worker.script.release(callback)
            }
            return nil
          }
        }
      ),
      (
        "hold",
        script.function("hold") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            call.worker.timers.setHoldsProcess(
              call.integer(1) != 0, id: UInt32(clamping: call.integer(0)))
            return nil
          }
        }
      ),
      (
        "monotonicMs",
        script.function("monotonicMs") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            call.worker.script.value(Clock.monotonicMs)
          }
        }
      ),
      (
        "wallMs",
        script.function("wallMs") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            call.worker.script.value(Clock.wallMs)
          }
        }
      ),
    ]
  }

  /// (milliseconds, callback): the id of a timer.
  private func schedule(_ call: HostCall) -> ScriptValue? {
    guard let callback = call.function(1) else { return nil }
    let id = nextID()
    let delay = call.number(0)
    script.protect(callback)
    timers.add(
      id: id, due: Clock.monotonicMs + (delay > 0 ? min(delay, 1e9) : 0), callback: callback)
    return script.value(Double(id))
  }

  // MARK: - Text

  private var textFunctions: [(name: String, value: ScriptValue)] {
    unsafe [
      (
        "utf8Encode",
        script.function("utf8Encode") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            guard let text = call[0] else { return nil }
            let script = call.worker.script
            var buffer: ScriptValue?
            unsafe script.withUTF8(of: text, prefix: 0) { bytes in
              buffer = unsafe script.arrayBuffer(copying: UnsafeRawBufferPointer(bytes))
            }
            return buffer
          }
        }
      ),
      (
        "utf8Decode",
        script.function("utf8Decode") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            unsafe call.worker.decode(call) { script, bytes in unsafe script.value(utf8: bytes) }
          }
        }
      ),
      (
        "latin1Decode",
        script.function("latin1Decode") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            unsafe call.worker.decode(call) { script, bytes in unsafe script.string(latin1: bytes) }
          }
        }
      ),
      (
        "isUTF8",
        script.function("isUTF8") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            unsafe call.worker.decode(call) { script, bytes in
              script.value(unsafe String(validating: bytes, as: UTF8.self) != nil)
            }
          }
        }
      ),
    ]
  }

  /// (buffer, offset, count): gives that part of the buffer to `convert`.
  private func decode(
    _ call: HostCall, _ convert: (JavaScript, UnsafeRawBufferPointer) -> ScriptValue
  ) -> ScriptValue? {
    guard let bytes = unsafe call[0].flatMap(script.bytes) else { return nil }
    let offset = min(max(0, call.integer(1)), bytes.count)
    let length = min(max(0, call.integer(2)), bytes.count - offset)
    // SAFETY: offset and length are clamped to the buffer.
    return unsafe convert(
      script, UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)]))
  }

  // MARK: - Code

  private var codeFunctions: [(name: String, value: ScriptValue)] {
    unsafe [
      (
        "compile",
        script.function("compile") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            guard let source = call[0], let url = call[1] else { return nil }
            return try call.worker.script.evaluate(source, url: url).get()
          }
        }
      ),
      (
        "moduleSource",
        script.function("moduleSource") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            let name = call.text(0)
            let module = BulkheadBuiltins.modules.first { $0.name == name }
            return module.map { call.worker.script.value($0.source) }
          }
        }
      ),
      (
        "lower",
        script.function("lower") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            guard let source = call.text(0), let mode = call.text(1) else { return nil }
            return ScriptLowering.lower(source, mode: mode).map { call.worker.script.value($0) }
          }
        }
      ),
      (
        "onUnhandledRejection",
        script.function("onUnhandledRejection") { _, _, _, count, arguments, exception in
          unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
            guard let function = call.function(0) else { return nil }
            call.worker.script.protect(function)
            call.worker.script.onUnhandledRejection(function)
            return nil
          }
        }
      ),
    ]
  }
}
