import Glibc

/// Conversions between text and bytes, and bytes nobody can guess.
extension ScriptWorker {
  static var textFunctions: [NativeFunction] {
    [
      // (string): its UTF-8.
      NativeFunction("utf8Encode") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let realm = worker.realm
          let text = try realm.text(of: arguments[0])
          return try unsafe realm.arrayBuffer(count: realm.maximumUTF8Count(of: text)) { memory in
            unsafe realm.encode(text, into: memory)
          }
        }
      },
      // (string): the low byte of each code unit.
      NativeFunction("latin1Encode") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let text = try worker.realm.text(of: arguments[0])
          return try unsafe worker.realm.arrayBuffer(count: text.count) { memory in
            unsafe worker.realm.withUTF16(of: text) { units in
              // SAFETY: the memory has one byte for each unit.
              for index in units.indices {
                unsafe memory[index] = UInt8(truncatingIfNeeded: units[index])
              }
            }
            return nil
          }
        }
      },
      // (buffer, offset, count, fatal): the text of UTF-8.
      NativeFunction("utf8Decode") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let isFatal = worker.realm.isTrue(arguments[3])
          return try unsafe worker.withRange(arguments) { (bytes) throws(ScriptException) in
            if isFatal, unsafe String(validating: bytes, as: UTF8.self) == nil {
              throw worker.realm.exception(
                "The encoded data was not valid for encoding utf-8",
                code: "ERR_ENCODING_INVALID_ENCODED_DATA", name: "TypeError")
            }
            return unsafe worker.realm.string(worker.realm.text(decoding: bytes))
          }
        }
      },
      // (buffer, offset, count): one character a byte.
      NativeFunction("latin1Decode") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          try unsafe worker.withRange(arguments) { (bytes) throws(ScriptException) in
            worker.realm.string(worker.realm.text(utf16: unsafe bytes.map { UInt16($0) }))
          }
        }
      },
      // (buffer, offset, count): whether the bytes are UTF-8.
      NativeFunction("isUTF8") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          try unsafe worker.withRange(arguments) { (bytes) throws(ScriptException) in
            worker.realm.boolean(unsafe String(validating: bytes, as: UTF8.self) != nil)
          }
        }
      },
      // (algorithm, buffer): the digest of the bytes, undefined if there is no such algorithm.
      NativeFunction("digest") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let realm = worker.realm
          guard let name = realm.plainText(of: arguments[0]),
            let algorithm = MessageDigest(rawValue: name)
          else { return realm.undefined }
          let digest = try unsafe realm.withBytes(of: arguments[1]) { unsafe algorithm.digest($0) }
          guard let digest else {
            throw realm.exception("needs an ArrayBuffer or a view", name: "TypeError")
          }
          return try unsafe realm.arrayBuffer(count: digest.count) { memory in
            unsafe memory.copyBytes(from: digest)
            return nil
          }
        }
      },
      // (count): random bytes of the kernel.
      NativeFunction("randomBytes") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let count = try worker.realm.integer(arguments[0])
          guard (0...ScriptWorker.maximumRandomCount).contains(count) else {
            throw worker.realm.exception("count is out of range", name: "RangeError")
          }
          return try unsafe worker.realm.arrayBuffer(count: count) { memory in
            unsafe ScriptWorker.fillRandom(memory)
            return nil
          }
        }
      },
    ]
  }

  private static let maximumRandomCount = 64 << 20

  private static func fillRandom(_ memory: UnsafeMutableRawBufferPointer) {
    var done = 0
    while done < memory.count {
      // getentropy(3) refuses more.
      let count = min(256, memory.count - done)
      // SAFETY: `count` bytes from `done` on lie in the memory.
      guard let start = memory.baseAddress, unsafe getentropy(start + done, count) == 0 else {
        Process.fail("getentropy: errno \(errno)")
      }
      done += count
    }
  }

  /// Gives the range `(buffer, offset, count)`, clamped to the buffer, to `body`.
  private func withRange(
    _ arguments: borrowing Arguments,
    _ body: (UnsafeRawBufferPointer) throws(ScriptException) -> Value
  ) throws(ScriptException) -> Value {
    let offset = try realm.integer(arguments[1])
    let count =
      realm.isUndefined(arguments[2]) ? Int.max : try realm.integer(arguments[2])
    let result = try unsafe realm.withBytes(of: arguments[0]) {
      (bytes) throws(ScriptException) in
      let start = min(max(0, offset), bytes.count)
      let length = min(max(0, count), bytes.count - start)
      // SAFETY: both are clamped to the buffer.
      return try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)]))
    }
    guard let result else {
      throw realm.exception("needs an ArrayBuffer or a view", name: "TypeError")
    }
    return result
  }
}
