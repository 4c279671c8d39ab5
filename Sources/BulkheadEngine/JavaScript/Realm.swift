import CJavaScriptCore
import Glibc

/// A JavaScript value.
///
/// The collector scans the machine stack, so a value in a local variable stays alive; one that is
/// kept in a class, an array or an escaping closure must be held by a ``HeldValue``.
///
/// SAFETY: sendable in name only, so that it can be thrown: the worker has one thread.
@safe
struct Value: @unchecked Sendable {
  fileprivate let reference: OpaquePointer

  fileprivate init(_ reference: OpaquePointer) { unsafe self.reference = reference }
}

/// Keeps a value alive away from the stack.
@safe
final class HeldValue {
  let value: Value
  private let context: OpaquePointer

  fileprivate init(_ value: Value, in context: OpaquePointer) {
    self.value = value
    unsafe self.context = context
    unsafe JSValueProtect(context, value.reference)
  }

  deinit { unsafe JSValueUnprotect(context, value.reference) }
}

/// A string outside of the heap, as the engine takes and gives them.
@safe
struct ScriptText: ~Copyable {
  fileprivate let reference: OpaquePointer

  fileprivate init(adopting reference: OpaquePointer) { unsafe self.reference = reference }
  deinit { unsafe JSStringRelease(reference) }

  fileprivate consuming func take() -> OpaquePointer {
    let reference = unsafe reference
    discard self
    return unsafe reference
  }

  /// Length in UTF-16 code units.
  var count: Int { unsafe JSStringGetLength(reference) }
}

/// What a script threw.
struct ScriptException: Error {
  let value: Value
}

/// The arguments of a call from JavaScript; those that were not passed are `undefined`.
@safe
struct Arguments: ~Copyable {
  private let values: UnsafePointer<OpaquePointer?>?
  private let count: Int
  private let undefined: Value

  fileprivate init(_ values: UnsafePointer<OpaquePointer?>?, count: Int, undefined: Value) {
    unsafe self.values = values
    self.count = count
    self.undefined = undefined
  }

  subscript(index: Int) -> Value {
    // SAFETY: JavaScriptCore passes `count` values, and the bound is checked first.
    guard index < count, let reference = unsafe values?[index] else { return undefined }
    return unsafe Value(reference)
  }
}

/// A function of the worker that JavaScript may call.
@safe
struct NativeFunction {
  let name: String
  fileprivate let callback: JSObjectCallAsFunctionCallback

  /// `callback` does nothing but call ``Realm/answer(_:_:_:_:)``.
  @safe
  init(_ name: String, _ callback: JSObjectCallAsFunctionCallback) {
    self.name = name
    unsafe self.callback = callback
  }
}

/// The engine's one global context: running scripts, making values and reading them.
///
/// No other file touches the engine's pointers. Single-threaded: the worker has one thread. Lives as
/// long as the process: nothing is worth tearing down before `_exit`.
@safe
final class Realm {
  fileprivate let context: OpaquePointer
  let undefined: Value
  let null: Value
  /// Where text is copied that must end in NUL for the engine; kept between calls.
  fileprivate var scratch = ScratchBuffer()

  /// Makes the context; nil if the engine refuses. ``EngineOptions`` come first.
  init?() {
    guard let group = unsafe JSContextGroupCreate(),
      let context = unsafe JSGlobalContextCreateInGroup(group, nil),
      let undefined = unsafe JSValueMakeUndefined(context),
      let null = unsafe JSValueMakeNull(context)
    else { return nil }
    unsafe self.context = context
    self.undefined = unsafe Value(undefined)
    self.null = unsafe Value(null)
  }

  private func wrap(_ reference: OpaquePointer?) -> Value {
    unsafe reference.map { unsafe Value($0) } ?? undefined
  }

  private func unwrap(
    _ result: OpaquePointer?, _ exception: OpaquePointer?
  ) throws(ScriptException) -> Value {
    if let exception = unsafe exception { throw ScriptException(value: unsafe Value(exception)) }
    return unsafe wrap(result)
  }

  func hold(_ value: Value) -> HeldValue { unsafe HeldValue(value, in: context) }

  // MARK: Running

  /// Evaluates a script and returns its completion value; `line` is the number of its first line.
  func evaluate(
    _ source: borrowing ScriptText, url: borrowing ScriptText, line: Int32 = 1
  ) throws(ScriptException) -> Value {
    var exception: OpaquePointer?
    let result = unsafe JSEvaluateScript(
      context, source.reference, nil, url.reference, line, &exception)
    return try unsafe unwrap(result, exception)
  }

  /// Calls a function with `this` undefined. The queue of microtasks drains before this returns,
  /// unless JavaScript further out is running.
  @discardableResult
  func call(
    _ function: Value, _ first: Value? = nil, _ second: Value? = nil, _ third: Value? = nil,
    _ fourth: Value? = nil
  ) throws(ScriptException) -> Value {
    var exception: OpaquePointer?
    let count =
      (first == nil ? 0 : 1) + (second == nil ? 0 : 1) + (third == nil ? 0 : 1)
      + (fourth == nil ? 0 : 1)
    // SAFETY: the tuple keeps the arguments on the stack, where the collector sees them (it does
    // not look into arrays), and is laid out like an array of four, of which `count` are read.
    var arguments = unsafe (
      first?.reference, second?.reference, third?.reference, fourth?.reference
    )
    let result = unsafe withUnsafePointer(to: &arguments) { tuple in
      unsafe tuple.withMemoryRebound(to: OpaquePointer?.self, capacity: 4) { values in
        unsafe JSObjectCallAsFunction(
          context, function.reference, nil, count, values, &exception)
      }
    }
    return try unsafe unwrap(result, exception)
  }

  /// Whether `eval` and the Function constructors work; if not, they throw an EvalError.
  func setCodeGeneration(_ isAllowed: Bool) {
    let text = text("Code generation from strings disallowed for this context")
    unsafe JSGlobalContextSetEvalEnabled(context, isAllowed, text.reference)
  }

  /// `function(promise, reason)` is called for rejections nobody has handled when the queue of
  /// microtasks is empty.
  func setUnhandledRejectionCallback(_ function: Value) throws(ScriptException) {
    var exception: OpaquePointer?
    unsafe JSGlobalContextSetUnhandledRejectionCallback(context, function.reference, &exception)
    if let exception = unsafe exception { throw ScriptException(value: unsafe Value(exception)) }
  }

  /// Collects garbage and gives the free memory back to the kernel.
  func trimMemory() {
    unsafe JSSynchronousGarbageCollectForDebugging(context)
    bulkhead_return_free_memory()
  }

  /// Bytes of the heap in use.
  func heapBytes() throws(ScriptException) -> Double {
    guard let statistics = unsafe JSGetMemoryUsageStatistics(context) else { return 0 }
    return try number(property("heapSize", of: unsafe Value(statistics)))
  }

  // MARK: Making values

  func number(_ value: Double) -> Value { unsafe wrap(JSValueMakeNumber(context, value)) }
  func boolean(_ value: Bool) -> Value { unsafe wrap(JSValueMakeBoolean(context, value)) }
  func object() -> Value { unsafe wrap(JSObjectMake(context, nil, nil)) }

  func string(_ text: borrowing ScriptText) -> Value {
    unsafe wrap(JSValueMakeString(context, text.reference))
  }

  func string(_ string: String) -> Value { self.string(text(string)) }

  /// Parses JSON; nil if it is not JSON.
  func json(_ text: borrowing ScriptText) -> Value? {
    unsafe JSValueMakeFromJSONString(context, text.reference).map { unsafe Value($0) }
  }

  /// What to throw: an Error; `code` becomes its property if it is not empty.
  func exception(_ message: String, code: String = "", name: String? = nil) -> ScriptException {
    var argument: OpaquePointer? = unsafe string(message).reference
    guard let object = unsafe JSObjectMakeError(context, 1, &argument, nil) else {
      return ScriptException(value: string(message))
    }
    let error = unsafe Value(object)
    if !code.isEmpty { set("code", of: error, to: string(code)) }
    if let name { set("name", of: error, to: string(name)) }
    return ScriptException(value: error)
  }

  func function(_ native: NativeFunction) -> Value {
    let name = text(native.name)
    return unsafe wrap(JSObjectMakeFunctionWithCallback(context, name.reference, native.callback))
  }

  /// An ArrayBuffer of a copy of the bytes.
  func arrayBuffer(copying bytes: UnsafeRawBufferPointer) throws(ScriptException) -> Value {
    try unsafe arrayBuffer(count: bytes.count) { memory in
      unsafe memory.copyMemory(from: bytes)
      return nil
    }
  }

  /// An ArrayBuffer of at most `capacity` bytes; `fill` returns how many of them it wrote, or nil
  /// for all. The memory is neither cleared nor copied.
  func arrayBuffer(
    count capacity: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int?
  ) throws(ScriptException) -> Value {
    guard let memory = unsafe malloc(max(1, capacity)) else {
      throw exception("out of memory", name: "RangeError")
    }
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: memory, count: capacity)
    let count = unsafe fill(buffer) ?? capacity
    // A block that got its size from an upper bound gives the rest back.
    let kept = unsafe count < capacity / 2 ? realloc(memory, max(1, count)) ?? memory : memory
    var failure: OpaquePointer?
    // SAFETY: the memory came from malloc and is the engine's from here, also when it fails.
    let object = unsafe JSObjectMakeArrayBufferWithBytesNoCopy(
      context, kept, count, { memory, _ in unsafe free(memory) }, nil, &failure)
    return try unsafe unwrap(object, failure)
  }

  // MARK: Properties

  func property(_ name: String, of object: Value) throws(ScriptException) -> Value {
    var exception: OpaquePointer?
    let key = text(name)
    let value = unsafe JSObjectGetProperty(context, object.reference, key.reference, &exception)
    return try unsafe unwrap(value, exception)
  }

  /// Defines a property, for good, of an object that the worker made itself.
  func set(_ name: String, of object: Value, to value: Value) {
    let key = text(name)
    let attributes = JSPropertyAttributes(kJSPropertyAttributeDontDelete)
    unsafe JSObjectSetProperty(
      context, object.reference, key.reference, value.reference, attributes, nil)
  }

  // MARK: Reading values

  func isFunction(_ value: Value) -> Bool {
    unsafe JSValueIsObject(context, value.reference)
      && JSObjectIsFunction(context, value.reference)
  }

  func isString(_ value: Value) -> Bool { unsafe JSValueIsString(context, value.reference) }
  func isUndefined(_ value: Value) -> Bool { unsafe JSValueIsUndefined(context, value.reference) }
  func isTrue(_ value: Value) -> Bool { unsafe JSValueToBoolean(context, value.reference) }

  /// What a Proxy stands for, null if it was revoked; undefined for all other values.
  func proxyTarget(of value: Value) -> Value {
    guard unsafe JSValueIsObject(context, value.reference) else { return undefined }
    return unsafe wrap(JSObjectGetProxyTarget(value.reference))
  }

  func number(_ value: Value) throws(ScriptException) -> Double {
    var exception: OpaquePointer?
    let number = unsafe JSValueToNumber(context, value.reference, &exception)
    if let exception = unsafe exception { throw ScriptException(value: unsafe Value(exception)) }
    return number
  }

  /// The number without its fraction; 0 for what is no safe integer.
  func integer(_ value: Value) throws(ScriptException) -> Int {
    let number = try number(value)
    return abs(number) <= 0x1p53 ? Int(number) : 0
  }

  /// Calls `body` with the memory of an ArrayBuffer or a view; nil if the value is neither.
  func withBytes<Result>(
    of value: Value, _ body: (UnsafeRawBufferPointer) throws(ScriptException) -> Result
  ) throws(ScriptException) -> Result? {
    let object = unsafe value.reference
    let kind = unsafe JSValueGetTypedArrayType(context, object, nil)
    guard kind != kJSTypedArrayTypeNone else { return nil }
    var start: UnsafeMutableRawPointer?
    var count = 0
    if kind == kJSTypedArrayTypeArrayBuffer {
      unsafe start = JSObjectGetArrayBufferBytesPtr(context, object, nil)
      count = unsafe JSObjectGetArrayBufferByteLength(context, object, nil)
    } else {
      // The pointer is the buffer's, not the view's.
      let offset = unsafe JSObjectGetTypedArrayByteOffset(context, object, nil)
      unsafe start = JSObjectGetTypedArrayBytesPtr(context, object, nil)?.advanced(by: offset)
      count = unsafe JSObjectGetTypedArrayByteLength(context, object, nil)
    }
    // SAFETY: taking the pointer pins the buffer: it can be neither moved nor detached. `body` runs
    // no script, so a resizable buffer keeps its length.
    return try unsafe body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  // MARK: Calls from JavaScript

  /// Runs the body of a native function and hands what it throws to JavaScript.
  @inline(__always)
  func answer(
    _ count: Int, _ values: UnsafePointer<OpaquePointer?>?,
    _ exception: UnsafeMutablePointer<OpaquePointer?>?,
    _ body: (borrowing Arguments) throws(ScriptException) -> Value
  ) -> OpaquePointer? {
    do throws(ScriptException) {
      let arguments = unsafe Arguments(values, count: count, undefined: undefined)
      return unsafe try body(arguments).reference
    } catch {
      // SAFETY: JavaScriptCore always passes a place for the exception.
      unsafe exception?.pointee = error.value.reference
      return nil
    }
  }
}

// MARK: - Text

extension Realm {
  /// `String(value)`; may run the program's code if the value is an object.
  func text(of value: Value) throws(ScriptException) -> ScriptText {
    var failure: OpaquePointer?
    let copy = unsafe JSValueToStringCopy(context, value.reference, &failure)
    if let failure = unsafe failure { throw ScriptException(value: unsafe Value(failure)) }
    guard let copy = unsafe copy else { throw exception("value has no text", name: "TypeError") }
    return unsafe ScriptText(adopting: copy)
  }

  /// The text of a string, and of nothing else: no code of the program runs.
  func plainText(of value: Value) -> String? {
    guard isString(value), let text = try? text(of: value) else { return nil }
    return plainText(of: text)
  }

  func plainText(of text: borrowing ScriptText) -> String {
    unsafe scratch.use(maximumUTF8Count(of: text)) { buffer in
      let count = unsafe encode(text, into: buffer)
      // SAFETY: `count` bytes were just written.
      return unsafe String(
        decoding: UnsafeRawBufferPointer(rebasing: buffer[..<count]), as: UTF8.self)
    }
  }

  func text(_ string: String) -> ScriptText {
    var string = string
    // A closure cannot return a value that is not copyable.
    let reference = string.withUTF8 { bytes in
      unsafe text(decoding: UnsafeRawBufferPointer(bytes)).take()
    }
    return unsafe ScriptText(adopting: reference)
  }

  /// Decodes UTF-8; ill-formed sequences become U+FFFD as the Encoding Standard says.
  ///
  /// - Parameter widensASCII: makes short ASCII a string of two bytes a character. The engine's own
  ///   decoder takes 2 ns a byte, a third of a whole round trip for a file of 1 KB. Not for source:
  ///   the parser for such strings is other code, which costs a start half a millisecond.
  func text(decoding bytes: UnsafeRawBufferPointer, widensASCII: Bool = false) -> ScriptText {
    guard let base = bytes.baseAddress, bytes.count > 0 else {
      return unsafe adopt(JSStringCreateWithCharacters(nil, 0))
    }
    if widensASCII, bytes.count <= Self.wideningLimit, let text = unsafe widened(bytes) {
      return unsafe ScriptText(adopting: text)
    }
    // The engine's own decoder makes one-byte strings of ASCII, but it stops at NUL and answers
    // ill-formed input with an empty string.
    if unsafe memchr(base, 0, bytes.count) == nil {
      let text = unsafe scratch.use(bytes.count + 1) { buffer in
        unsafe buffer.copyMemory(from: bytes)
        unsafe buffer[bytes.count] = 0
        return unsafe JSStringCreateWithUTF8CString(
          buffer.baseAddress?.assumingMemoryBound(to: CChar.self))
      }
      let decoded = unsafe adopt(text)
      if decoded.count > 0 { return decoded }
    }
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count)
    _ = unsafe transcode(
      bytes.makeIterator(), from: UTF8.self, to: UTF16.self, stoppingOnError: false
    ) { units.append($0) }
    return text(utf16: units)
  }

  /// In bytes. Longer texts are worth their memory more than the time.
  private static let wideningLimit = 32 << 10

  /// Nil if the bytes are not ASCII.
  private func widened(_ bytes: UnsafeRawBufferPointer) -> OpaquePointer? {
    unsafe scratch.use(2 * bytes.count) { buffer in
      guard let units = buffer.baseAddress, let source = bytes.baseAddress else { return nil }
      // SAFETY: the buffer has room for two bytes for each of the source's.
      let wide = unsafe units.bindMemory(to: UInt16.self, capacity: bytes.count)
      let narrow = unsafe source.assumingMemoryBound(to: UInt8.self)
      var seen: UInt8 = 0
      // Without a branch, so that the loop becomes vector instructions.
      for index in 0..<bytes.count {
        let byte = unsafe narrow[index]
        seen |= byte
        unsafe wide[index] = UInt16(truncatingIfNeeded: byte)
      }
      return unsafe seen < 0x80 ? JSStringCreateWithCharacters(wide, bytes.count) : nil
    }
  }

  func text(utf16 units: [UInt16]) -> ScriptText {
    // SAFETY: the engine copies `count` units.
    unsafe adopt(
      units.withUnsafeBufferPointer { units in
        unsafe JSStringCreateWithCharacters(units.baseAddress, units.count)
      })
  }

  /// Calls `body` with the UTF-16 code units of a string.
  func withUTF16<Result>(
    of text: borrowing ScriptText, _ body: (UnsafeBufferPointer<UInt16>) -> Result
  ) -> Result {
    // SAFETY: the pointer lives as long as the text, which is borrowed.
    unsafe body(
      UnsafeBufferPointer(start: JSStringGetCharactersPtr(text.reference), count: text.count))
  }

  /// The room that `encode` needs for a text, in bytes.
  func maximumUTF8Count(of text: borrowing ScriptText) -> Int {
    unsafe JSStringGetMaximumUTF8CStringSize(text.reference)
  }

  /// Writes a text as UTF-8 and returns the number of bytes; a lone surrogate becomes U+FFFD.
  ///
  /// `destination` has room for ``maximumUTF8Count(of:)`` bytes.
  func encode(
    _ text: borrowing ScriptText, into destination: UnsafeMutableRawBufferPointer
  ) -> Int {
    guard let base = destination.baseAddress else { return 0 }
    // SAFETY: the count given is the destination's.
    let written = unsafe JSStringGetUTF8CString(
      text.reference, base.assumingMemoryBound(to: CChar.self), destination.count)
    // The result counts a final NUL. At ill-formed UTF-16 the engine just stops.
    let encoded = unsafe UnsafeRawBufferPointer(start: base, count: max(0, written - 1))
    if unsafe Self.unitCount(encoded) == text.count { return encoded.count }
    var count = 0
    let repaired = unsafe withUTF16(of: text) { units in
      unsafe String(decoding: units, as: UTF16.self)
    }
    for byte in repaired.utf8.prefix(destination.count) {
      unsafe destination[count] = byte
      count += 1
    }
    return count
  }

  /// How many UTF-16 code units well-formed UTF-8 stands for: one for each character, one more for
  /// those of four bytes.
  private static func unitCount(_ utf8: UnsafeRawBufferPointer) -> Int {
    var count = 0
    // SAFETY: the iteration keeps to the buffer.
    unsafe utf8.forEach { byte in count += (byte & 0xc0 != 0x80 ? 1 : 0) + (byte >= 0xf0 ? 1 : 0) }
    return count
  }

  private func adopt(_ reference: OpaquePointer?) -> ScriptText {
    guard let reference = unsafe reference else {
      // Making a string has no failure but this one.
      Process.fail("out of memory")
    }
    return unsafe ScriptText(adopting: reference)
  }
}
