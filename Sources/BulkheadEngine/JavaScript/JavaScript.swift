import CJavaScriptCore
import Glibc

/// The one JavaScript context of this process; every cast of the engine's C API is here or in
/// ScriptValue.swift.
@safe
final class JavaScript {
  private let context: JSGlobalContextRef
  private let group: JSContextGroupRef
  /// Reused by `withUTF8`, so that the hot path allocates nothing.
  private var scratch = UnsafeMutableRawBufferPointer.allocate(
    byteCount: firstScratch, alignment: 16)
  private static let firstScratch = 64 << 10
  private static let keptScratch = 4 << 20

  init() {
    // SAFETY: both live as long as the process.
    unsafe group = JSContextGroupCreate()
    unsafe context = JSGlobalContextCreateInGroup(group, nil)
  }

  /// Makes `eval` and Function constructors throw, or work.
  func setDynamicCode(_ allowed: Bool) {
    unsafe withString("code from strings is not allowed in a plugin") { message in
      unsafe JSGlobalContextSetEvalEnabled(context, allowed, message)
    }
  }

  /// Starts the engine's time-limit thread, which has to exist before the filter forbids new ones.
  /// The limit never ends a script: the host does that.
  func startHelperThread() {
    unsafe JSContextGroupSetExecutionTimeLimit(group, 3600, { _, _ in false }, nil)
    _ = evaluate("for (let i = 0; i < 3; i++);", url: "bulkhead:warm-up")
  }

  /// Makes the engine look up now what it would look up in files at the first use of dates.
  func warmUp() { _ = evaluate("new Date().toString()", url: "bulkhead:warm-up") }

  // MARK: - Running code

  /// The completion value of a script, or what it threw.
  func evaluate(_ source: String, url: String) -> Result<ScriptValue, Thrown> {
    unsafe withString(source) { source in
      unsafe withString(url) { url in unsafe evaluate(source, url) }
    }
  }

  /// The same for a source that is a JavaScript string already.
  func evaluate(_ source: ScriptValue, url: ScriptValue) -> Result<ScriptValue, Thrown> {
    guard let source = unsafe JSValueToStringCopy(context, source.reference, nil) else {
      return .failure(Thrown(value: undefined))
    }
    defer { unsafe JSStringRelease(source) }
    guard let url = unsafe JSValueToStringCopy(context, url.reference, nil) else {
      return .failure(Thrown(value: undefined))
    }
    defer { unsafe JSStringRelease(url) }
    return unsafe evaluate(source, url)
  }

  private func evaluate(_ source: JSStringRef, _ url: JSStringRef) -> Result<ScriptValue, Thrown> {
    var exception: JSValueRef?
    let value = unsafe JSEvaluateScript(context, source, nil, url, 1, &exception)
    return unsafe result(value, exception)
  }

  /// Calls a function. The microtasks it queued have run when this, as the outermost call, returns.
  @discardableResult
  func call(_ function: ScriptValue, _ arguments: [ScriptValue] = []) -> Result<ScriptValue, Thrown>
  {
    var exception: JSValueRef?
    let references: [JSValueRef?] = unsafe arguments.map { unsafe $0.reference }
    let value = unsafe references.withUnsafeBufferPointer { references in
      unsafe JSObjectCallAsFunction(
        context, function.reference, nil, references.count, references.baseAddress, &exception)
    }
    return unsafe result(value, exception)
  }

  private func result(
    _ value: JSValueRef?, _ exception: JSValueRef?
  ) -> Result<ScriptValue, Thrown> {
    if let value = unsafe value { return unsafe .success(ScriptValue(value)) }
    return unsafe .failure(Thrown(value: exception.map { unsafe ScriptValue($0) } ?? undefined))
  }

  /// Registers what is called with (promise, reason) for a rejection that nobody handles.
  func onUnhandledRejection(_ function: ScriptValue) {
    unsafe JSGlobalContextSetUnhandledRejectionCallback(context, function.reference, nil)
  }

  /// Keeps a value from the collector until `release`.
  func protect(_ value: ScriptValue) { unsafe JSValueProtect(context, value.reference) }
  func release(_ value: ScriptValue) { unsafe JSValueUnprotect(context, value.reference) }

  // MARK: - Making values

  var undefined: ScriptValue { unsafe ScriptValue(JSValueMakeUndefined(context)) }
  var null: ScriptValue { unsafe ScriptValue(JSValueMakeNull(context)) }

  func value(_ number: Double) -> ScriptValue {
    unsafe ScriptValue(JSValueMakeNumber(context, number))
  }

  func value(_ isTrue: Bool) -> ScriptValue {
    unsafe ScriptValue(JSValueMakeBoolean(context, isTrue))
  }

  func value(_ text: String) -> ScriptValue {
    unsafe withString(text) { unsafe ScriptValue(JSValueMakeString(context, $0)) }
  }

  /// The value of a JSON text; null where it is not one.
  func value(json text: String) -> ScriptValue {
    unsafe withString(text) { text in
      unsafe JSValueMakeFromJSONString(context, text).map { unsafe ScriptValue($0) } ?? null
    }
  }

  /// A string of bytes that are UTF-8; what is not becomes U+FFFD.
  func value(utf8 bytes: UnsafeRawBufferPointer) -> ScriptValue {
    let string = unsafe Self.string(utf8: bytes)
    defer { unsafe JSStringRelease(string) }
    return unsafe ScriptValue(JSValueMakeString(context, string))
  }

  /// A string with one character a byte.
  func string(latin1 bytes: UnsafeRawBufferPointer) -> ScriptValue {
    let units = unsafe bytes.map { UInt16($0) }
    let string = unsafe units.withUnsafeBufferPointer { units in
      unsafe JSStringCreateWithCharacters(units.baseAddress, units.count)
    }
    defer { unsafe JSStringRelease(string) }
    return unsafe ScriptValue(JSValueMakeString(context, string))
  }

  /// An ArrayBuffer with a copy of the bytes, which the engine frees.
  func arrayBuffer(copying bytes: UnsafeRawBufferPointer) -> ScriptValue {
    guard let memory = unsafe malloc(max(1, bytes.count)) else { return undefined }
    // SAFETY: the memory has as many bytes as are copied.
    if let start = bytes.baseAddress { unsafe memcpy(memory, start, bytes.count) }
    let buffer = unsafe JSObjectMakeArrayBufferWithBytesNoCopy(
      context, memory, bytes.count, { memory, _ in unsafe free(memory) }, nil, nil)
    return unsafe buffer.map { unsafe ScriptValue($0) } ?? undefined
  }

  /// A function of the host.
  func function(_ name: String, _ callback: JSObjectCallAsFunctionCallback) -> ScriptValue {
    unsafe withString(name) { name in
      let function = unsafe JSObjectMakeFunctionWithCallback(context, name, callback)
      return unsafe function.map { unsafe ScriptValue($0) } ?? undefined
    }
  }

  /// An object with properties that cannot be changed.
  func object(_ properties: [(name: String, value: ScriptValue)]) -> ScriptValue {
    guard let object = unsafe JSObjectMake(context, nil, nil) else { return undefined }
    let attributes = JSPropertyAttributes(
      kJSPropertyAttributeReadOnly | kJSPropertyAttributeDontDelete)
    for property in properties {
      unsafe withString(property.name) { name in
        unsafe JSObjectSetProperty(
          context, object, name, property.value.reference, attributes, nil)
      }
    }
    return unsafe ScriptValue(object)
  }

  /// An Error with a message.
  func error(_ message: String) -> ScriptValue {
    let message = value(message)
    return unsafe withUnsafeTemporaryAllocation(of: JSValueRef?.self, capacity: 1) { arguments in
      unsafe arguments.initialize(repeating: message.reference)
      let error = unsafe JSObjectMakeError(context, 1, arguments.baseAddress, nil)
      return unsafe error.map { unsafe ScriptValue($0) } ?? undefined
    }
  }

  // MARK: - Reading values

  func isObject(_ value: ScriptValue) -> Bool { unsafe JSValueIsObject(context, value.reference) }

  func isTrue(_ value: ScriptValue) -> Bool { unsafe JSValueToBoolean(context, value.reference) }

  func number(_ value: ScriptValue) -> Double {
    unsafe JSValueToNumber(context, value.reference, nil)
  }

  /// The number as an integer; 0 for what is not finite.
  func integer(_ value: ScriptValue) -> Int {
    let number = number(value)
    return number.isFinite ? Int(max(-0x1p53, min(0x1p53, number))) : 0
  }

  /// A property of an object, `undefined` where there is none.
  func property(_ name: String, of value: ScriptValue) -> ScriptValue {
    guard isObject(value) else { return undefined }
    return unsafe withString(name) { name in
      let property = unsafe JSObjectGetProperty(context, value.reference, name, nil)
      return unsafe property.map { unsafe ScriptValue($0) } ?? undefined
    }
  }

  /// The text of a string; nil for any other value.
  func text(_ value: ScriptValue) -> String? {
    guard unsafe JSValueIsString(context, value.reference) else { return nil }
    var text: String?
    unsafe withUTF8(of: value, prefix: 0) { bytes in
      text = unsafe String(decoding: bytes, as: UTF8.self)
    }
    return text
  }

  /// Calls `body` with `prefix` bytes to fill and the UTF-8 of a value after them; false where turning
  /// the value into text throws.
  @discardableResult
  func withUTF8(
    of value: ScriptValue, prefix: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void
  ) -> Bool {
    guard let string = unsafe JSValueToStringCopy(context, value.reference, nil) else {
      return false
    }
    defer { unsafe JSStringRelease(string) }
    let capacity = unsafe JSStringGetMaximumUTF8CStringSize(string) + prefix
    if unsafe scratch.count < capacity || (scratch.count > Self.keptScratch && capacity < 4096) {
      unsafe scratch.deallocate()
      unsafe scratch = .allocate(byteCount: max(capacity, Self.firstScratch), alignment: 16)
    }
    guard let start = unsafe scratch.baseAddress else { return false }
    // SAFETY: the buffer has room for the prefix, the longest UTF-8 of the string and its NUL.
    let text = unsafe start.advanced(by: prefix).assumingMemoryBound(to: CChar.self)
    let count = unsafe JSStringGetUTF8CString(string, text, scratch.count - prefix)
    unsafe body(UnsafeMutableRawBufferPointer(rebasing: scratch[..<(prefix + max(0, count - 1))]))
    return true
  }

  /// The bytes of an ArrayBuffer or typed array, valid until JavaScript runs again; nil for others.
  func bytes(_ value: ScriptValue) -> UnsafeRawBufferPointer? {
    let object = unsafe value.reference
    switch unsafe JSValueGetTypedArrayType(context, object, nil) {
    case kJSTypedArrayTypeArrayBuffer:
      return unsafe UnsafeRawBufferPointer(
        start: JSObjectGetArrayBufferBytesPtr(context, object, nil),
        count: JSObjectGetArrayBufferByteLength(context, object, nil))
    case kJSTypedArrayTypeNone:
      return nil
    default:
      let start = unsafe JSObjectGetTypedArrayBytesPtr(context, object, nil)
      let offset = unsafe JSObjectGetTypedArrayByteOffset(context, object, nil)
      let count = unsafe JSObjectGetTypedArrayByteLength(context, object, nil)
      return unsafe UnsafeRawBufferPointer(start: start?.advanced(by: offset), count: count)
    }
  }

  // MARK: - Strings

  private func withString<Value>(_ text: String, _ body: (JSStringRef) -> Value) -> Value {
    var text = text
    let string = text.withUTF8 { utf8 in unsafe Self.string(utf8: UnsafeRawBufferPointer(utf8)) }
    defer { unsafe JSStringRelease(string) }
    return unsafe body(string)
  }

  private static func string(utf8 bytes: UnsafeRawBufferPointer) -> JSStringRef {
    // ASCII without NUL is the common case, and stays one byte a character inside the engine.
    let isPlain = unsafe bytes.allSatisfy { $0 < 0x80 && $0 != 0 }
    if isPlain, let start = bytes.baseAddress {
      return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) {
        buffer in
        // SAFETY: the buffer has room for the bytes and the NUL that ends them.
        unsafe memcpy(buffer.baseAddress.unsafelyUnwrapped, start, bytes.count)
        unsafe buffer[bytes.count] = 0
        return unsafe JSStringCreateWithUTF8CString(buffer.baseAddress)
      }
    }
    let units = unsafe Array(String(decoding: bytes, as: UTF8.self).utf16)
    return unsafe units.withUnsafeBufferPointer { units in
      unsafe JSStringCreateWithCharacters(units.baseAddress, units.count)
    }
  }
}
