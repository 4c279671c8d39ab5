import CJavaScriptCore

/// A JavaScript value. It is only valid on the worker's one thread, and beyond the call it came from only
/// while `JavaScript.protect` keeps it.
@safe
struct ScriptValue {
  let reference: JSValueRef

  init(_ reference: JSValueRef) { unsafe self.reference = reference }
}

/// What a script threw. An `Error` is Sendable; this one never leaves the thread it was thrown on.
@safe
struct Thrown: Error, @unchecked Sendable {
  let value: ScriptValue
}

/// One call of a host function from JavaScript.
@safe
struct HostCall {
  let worker: ScriptWorker
  private let count: Int
  private let arguments: UnsafePointer<JSValueRef?>?

  /// An argument; nil where fewer were given.
  subscript(index: Int) -> ScriptValue? {
    // SAFETY: the engine passes `count` arguments, which live for the call.
    guard index < count, let value = unsafe arguments?[index] else { return nil }
    return unsafe ScriptValue(value)
  }

  func integer(_ index: Int) -> Int { self[index].map(worker.script.integer) ?? 0 }
  func number(_ index: Int) -> Double { self[index].map(worker.script.number) ?? 0 }
  func text(_ index: Int) -> String? { self[index].flatMap(worker.script.text) }
  func function(_ index: Int) -> ScriptValue? {
    self[index].flatMap { worker.script.isObject($0) ? $0 : nil }
  }

  /// Runs a host function; what it throws is thrown into the script, no value is `undefined`.
  static func perform(
    _ count: Int, _ arguments: UnsafePointer<JSValueRef?>?,
    _ exception: UnsafeMutablePointer<JSValueRef?>?,
    _ body: (HostCall) throws(Thrown) -> ScriptValue?
  ) -> JSValueRef? {
    guard let worker = unsafe ScriptWorker.current else { return nil }
    do throws(Thrown) {
      let call = unsafe HostCall(worker: worker, count: count, arguments: arguments)
      return unsafe try body(call)?.reference ?? worker.script.undefined.reference
    } catch {
      unsafe exception?.pointee = error.value.reference
      return unsafe worker.script.undefined.reference
    }
  }
}
