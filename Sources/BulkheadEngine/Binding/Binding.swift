import BulkheadWire

/// The functions that the built-ins get as an argument, and nobody else: they are stored nowhere a
/// plugin could look. Each is worth no more than the channel, which the host guards.
extension ScriptWorker {
  func makeBinding(start: Value) throws(ScriptException) -> Value {
    let binding = realm.object()
    let functions =
      Self.hostFunctions + Self.timerFunctions + Self.textFunctions + Self.codeFunctions
    for function in functions {
      realm.set(function.name, of: binding, to: realm.function(function))
    }
    let operations = realm.object()
    for operation in Operation.allCases where operation.sender == .worker {
      realm.set("\(operation)", of: operations, to: realm.number(Double(operation.rawValue)))
    }
    realm.set("ops", of: binding, to: operations)
    realm.set("start", of: binding, to: start)
    let prelude = try realm.evaluate(
      realm.text(Prelude.source), url: realm.text("bulkhead:prelude"))
    try realm.call(prelude, binding)
    return binding
  }

  /// Runs the body of a native function for the worker of this process.
  @inline(__always)
  static func answer(
    _ count: Int, _ values: UnsafePointer<OpaquePointer?>?,
    _ exception: UnsafeMutablePointer<OpaquePointer?>?,
    _ body: (ScriptWorker, borrowing Arguments) throws(ScriptException) -> Value
  ) -> OpaquePointer? {
    guard let worker = unsafe current else { return nil }
    return unsafe worker.realm.answer(count, values, exception) {
      (arguments) throws(ScriptException) in try body(worker, arguments)
    }
  }
}
