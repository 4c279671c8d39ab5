import CCrypto
import Glibc

/// SHA-256 and HMAC-SHA256 by the system's libcrypto, opened at first use.
public enum Digest {
  /// Bytes of a digest or MAC.
  public static let length = 32

  /// The SHA-256 digest of some bytes (FIPS 180-4), 32 bytes.
  public static func sha256(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length)
    // SAFETY: both arrays outlive the call; the digest has the 32 bytes that are written.
    let status = unsafe bytes.withUnsafeBytes {
      unsafe ccrypto_sha256($0.baseAddress, $0.count, &digest)
    }
    guard status == 0 else { throw failure() }
    return digest
  }

  /// The MAC of some bytes under a key (RFC 2104), 32 bytes.
  public static func hmac(_ bytes: [UInt8], key: [UInt8]) throws(StoreError) -> [UInt8] {
    var mac = [UInt8](repeating: 0, count: length)
    // SAFETY: the arrays outlive the call; the MAC has the 32 bytes that are written.
    let status = unsafe bytes.withUnsafeBytes { data in
      unsafe ccrypto_hmac_sha256(key, key.count, data.baseAddress, data.count, &mac)
    }
    guard status == 0 else { throw failure() }
    return mac
  }

  /// Bytes as lower-case hexadecimal.
  public static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of hexadecimal text; nil where it is none.
  package static func bytes(hex text: String) -> [UInt8]? {
    let digits = text.utf8.map { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
      default: nil
      }
    }
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// Whether two MACs are equal, in a time that does not tell where they differ.
  package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }

  static func failure() -> StoreError {
    // SAFETY: the text is static and copied at once.
    let why = unsafe String(cString: ccrypto_error())
    return StoreError(
      code: "no-libcrypto",
      "SHA-256 is not available: \(why.isEmpty ? "libcrypto.so.3 refused" : why)",
      help: "install OpenSSL 3 (libssl3)")
  }
}

/// A running SHA-256, for data that arrives in parts and for hashing often without allocating.
@safe package final class RunningDigest {
  private let state: UnsafeMutableRawPointer

  package init() throws(StoreError) {
    guard let state = unsafe ccrypto_sha256_new() else { throw Digest.failure() }
    unsafe self.state = state
  }

  // SAFETY: the state came from ccrypto_sha256_new and nothing uses it after this.
  deinit { unsafe ccrypto_sha256_free(state) }

  package func update(_ bytes: ArraySlice<UInt8>) throws(StoreError) {
    // SAFETY: the buffer is valid for the call.
    let status = unsafe bytes.withUnsafeBytes { buffer in
      unsafe ccrypto_sha256_update(state, buffer.baseAddress, buffer.count)
    }
    guard status == 0 else { throw Digest.failure() }
  }

  /// Writes the digest of everything since the last `finish` into an array of 32 bytes.
  package func finish(into digest: inout [UInt8]) throws(StoreError) {
    precondition(digest.count == Digest.length)
    // SAFETY: the array has the 32 bytes that are written.
    guard unsafe ccrypto_sha256_final(state, &digest) == 0 else { throw Digest.failure() }
  }
}
