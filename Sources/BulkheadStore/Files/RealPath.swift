import Glibc

/// The path of an open directory as the kernel knows it.
package enum RealPath {
  package static func of(_ directory: Directory) throws(StoreError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    // SAFETY: the kernel writes at most the count it is given.
    let count = unsafe readlink("/proc/self/fd/\(directory.descriptor)", &buffer, buffer.count)
    guard count > 0 else { throw StoreError.system("resolve", directory.path) }
    return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
