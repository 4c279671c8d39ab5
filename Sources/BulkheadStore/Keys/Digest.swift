import CCrypto

/// SHA-256 and HMAC-SHA-256, by OpenSSL.
public enum Digest {
  /// The 32 bytes of SHA-256.
  ///
  /// - Throws: `StoreError` with code `no-libcrypto` where the library cannot be loaded.
  public static func sha256(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: ccrypto_digest_size)
    // SAFETY: both buffers outlive the call, and `digest` has the 32 bytes that are written.
    let status = unsafe digest.withUnsafeMutableBufferPointer { out in
      unsafe bytes.withUnsafeBytes { input in
        unsafe ccrypto_sha256(input.baseAddress, input.count, out.baseAddress)
      }
    }
    guard status == 0 else { throw noLibrary }
    return digest
  }

  /// The 32 bytes of HMAC-SHA-256.
  ///
  /// - Throws: `StoreError` with code `no-libcrypto` where the library cannot be loaded.
  public static func hmac(_ bytes: [UInt8], key: [UInt8]) throws(StoreError) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: ccrypto_digest_size)
    // SAFETY: the buffers outlive the call, and `digest` has the 32 bytes that are written.
    let status = unsafe digest.withUnsafeMutableBufferPointer { out in
      unsafe key.withUnsafeBytes { key in
        unsafe bytes.withUnsafeBytes { input in
          unsafe ccrypto_hmac_sha256(
            key.baseAddress, key.count, input.baseAddress, input.count, out.baseAddress)
        }
      }
    }
    guard status == 0 else { throw noLibrary }
    return digest
  }

  /// Lower-case hexadecimal.
  public static func hex(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      if byte < 16 { text += "0" }
      text += String(byte, radix: 16)
    }
    return text
  }

  /// Whether two digests are the same, in time that does not depend on where they differ.
  static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static var noLibrary: StoreError {
    StoreError(
      code: "no-libcrypto", "libcrypto.so.3 cannot be loaded",
      help: "apt-get install libssl3")
  }
}
