import BulkheadWire

/// Requests to the host: the hot path of every file access.
extension ScriptWorker {
  static var hostFunctions: [NativeFunction] {
    [
      NativeFunction("call") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          try unsafe worker.request(arguments) { (_, bytes) throws(ScriptException) in
            try unsafe worker.realm.arrayBuffer(copying: bytes)
          }
        }
      },
      NativeFunction("callText") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          try unsafe worker.request(arguments) { (operation, bytes) throws(ScriptException) in
            // Not the source of modules.
            let widens = operation == .readFile
            return unsafe worker.realm.string(
              worker.realm.text(decoding: bytes, widensASCII: widens))
          }
        }
      },
      NativeFunction("post") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          try worker.post(arguments)
        }
      },
      NativeFunction("send") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let operation = try worker.operation(arguments[0])
          try worker.transmit(operation, id: 0, arguments)
          // The host has the code by now, and the frame has to be the last one.
          if operation == .exit { Process.end(0) }
          return worker.realm.undefined
        }
      },
    ]
  }

  /// `(operation, text, bytes?)`: waits for the reply and converts its bytes.
  @inline(__always)
  private func request(
    _ arguments: borrowing Arguments,
    _ convert: (Operation, UnsafeRawBufferPointer) throws(ScriptException) -> Value
  ) throws(ScriptException) -> Value {
    let operation = try operation(arguments[0])
    guard operation.expectsReply else { throw realm.exception("\(operation) has no reply") }
    try transmit(operation, id: 0, arguments)
    let answer = try unsafe channel.awaitReply { (payload) throws(ScriptException) in
      try unsafe HostAnswer(payload) { (bytes) throws(ScriptException) in
        try unsafe convert(operation, bytes)
      }
    }
    switch answer {
    case .value(let value): return value
    case .failure(let code, let message):
      throw exception(
        code: code, message: message, operation: arguments[0], text: arguments[1])
    }
  }

  /// `(operation, text, bytes or undefined, callback)`: the id of a request answered later.
  private func post(_ arguments: borrowing Arguments) throws(ScriptException) -> Value {
    let operation = try operation(arguments[0])
    let callback = arguments[3]
    guard operation.expectsReply, realm.isFunction(callback) else {
      throw realm.exception("post: \(operation) needs a reply and a callback", name: "TypeError")
    }
    let id = pending.nextID()
    try transmit(operation, id: id, arguments)
    pending.add(
      .init(
        operation: operation, callback: realm.hold(callback), text: realm.hold(arguments[1])),
      id: id)
    return realm.number(Double(id))
  }

  private func operation(_ value: Value) throws(ScriptException) -> Operation {
    guard let code = UInt8(exactly: try realm.integer(value)),
      let operation = Operation(rawValue: code), operation.sender == .worker
    else { throw realm.exception("no such operation", name: "TypeError") }
    return operation
  }

  /// Sends `(operation, text, bytes?)`; the bytes may be an ArrayBuffer, a view, or a string, which
  /// goes out as UTF-8.
  private func transmit(
    _ operation: Operation, id: UInt32, _ arguments: borrowing Arguments
  ) throws(ScriptException) {
    let bytes = arguments[2]
    // All conversions that may run code of the program come before the first byte is written.
    let text = try realm.text(of: arguments[1])
    var failure: WireError?
    if realm.isUndefined(bytes) {
      do throws(WireError) {
        try unsafe channel.send(
          operation, id: id, capacity: realm.maximumUTF8Count(of: text)
        ) { buffer in (unsafe realm.encode(text, into: buffer), 0) }
      } catch {
        failure = error
      }
    } else if realm.isString(bytes) {
      failure = send(operation, id: id, text, body: try realm.text(of: bytes))
    } else {
      let sent: Void? = try unsafe realm.withBytes(of: bytes) { (bytes) throws(ScriptException) in
        do throws(WireError) {
          try unsafe channel.send(
            operation, id: id, capacity: realm.maximumUTF8Count(of: text), bytes: bytes
          ) { buffer in (unsafe realm.encode(text, into: buffer), 0) }
        } catch {
          failure = error
        }
      }
      guard sent != nil else {
        throw realm.exception("bytes must be a string, an ArrayBuffer or a view", name: "TypeError")
      }
    }
    if let failure {
      throw realm.exception("the message is too long: \(failure.message)", code: "ERR_OUT_OF_RANGE")
    }
  }

  private func send(
    _ operation: Operation, id: UInt32, _ text: borrowing ScriptText,
    body: borrowing ScriptText
  ) -> WireError? {
    let capacity = realm.maximumUTF8Count(of: text) + realm.maximumUTF8Count(of: body)
    do throws(WireError) {
      try unsafe channel.send(operation, id: id, capacity: capacity) { buffer in
        let count = unsafe realm.encode(text, into: buffer)
        // SAFETY: the capacity covers the longest form of both texts.
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        return (count, unsafe realm.encode(body, into: rest))
      }
      return nil
    } catch {
      return error
    }
  }
}
