/// What a `.reply` frame says: a status byte, then bytes or `code NUL message`.
enum HostAnswer {
  case value(Value)
  case failure(code: String, message: String)

  /// Reads a reply; the conversion copies the bytes, and must not use the channel.
  init(
    _ payload: UnsafeRawBufferPointer,
    _ convert: (UnsafeRawBufferPointer) throws(ScriptException) -> Value
  ) throws(ScriptException) {
    guard let status = unsafe payload.first, status <= 1 else {
      Process.fail("malformed reply from the host")
    }
    // SAFETY: the payload is not empty.
    let rest = unsafe UnsafeRawBufferPointer(rebasing: payload[1...])
    if status == 0 {
      self = .value(try unsafe convert(rest))
    } else {
      let separator = unsafe rest.firstIndex(of: 0) ?? rest.endIndex
      self = .failure(
        code: unsafe String(decoding: rest[..<separator], as: UTF8.self),
        message: unsafe String(decoding: rest[separator...].dropFirst(), as: UTF8.self))
    }
  }
}
