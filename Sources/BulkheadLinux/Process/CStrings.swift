import Glibc

/// Arrays of C strings that end in null, as execve(2) takes them.
enum CStrings {
  static func withArrays<Result>(
    _ first: [String], _ second: [String],
    _ body: (
      UnsafePointer<UnsafeMutablePointer<CChar>?>, UnsafePointer<UnsafeMutablePointer<CChar>?>
    ) -> Result
  ) -> Result {
    // SAFETY: each copy is freed once, after the call.
    var firstPointers = unsafe first.map { unsafe strdup($0) } + [nil]
    var secondPointers = unsafe second.map { unsafe strdup($0) } + [nil]
    defer {
      unsafe firstPointers.forEach { unsafe free($0) }
      unsafe secondPointers.forEach { unsafe free($0) }
    }
    return unsafe body(&firstPointers, &secondPointers)
  }
}
