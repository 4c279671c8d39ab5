/// Paths as text, before the file system is asked.
///
/// Everything here goes by bytes, as the kernel does. To Swift's `Character` a slash before a combining
/// mark is no slash, and names are equal that only look alike.
enum LexicalPath {
  /// Most bytes of a path, PATH_MAX with its NUL.
  static let maximumBytes = 4095

  /// An absolute path without `.`, `..`, empty names and a slash at the end.
  ///
  /// `..` is resolved by the text. The kernel would ask the file system, and its answer would show
  /// which directories exist where the plugin may not look.
  static func absolute(_ path: String, from directory: String) -> String {
    let isAbsolute = path.utf8.first == slash
    if isAbsolute, isClean(path) { return path }
    if !isAbsolute, path.utf8.first != dot, isClean(path), isClean(directory) {
      return join(directory, path)
    }
    var names: [Substring.UTF8View] = []
    for part in isAbsolute ? [path] : [directory, path] {
      for name in part.utf8.split(separator: slash) where !name.elementsEqual([dot]) {
        if name.elementsEqual([dot, dot]) { _ = names.popLast() } else { names.append(name) }
      }
    }
    return "/" + names.map { String(Substring($0)) }.joined(separator: "/")
  }

  /// A name in a directory.
  static func join(_ directory: String, _ name: String) -> String {
    directory == "/" ? "/" + name : directory + "/" + name
  }

  /// The directory and the last name of an absolute path; nil for the root.
  static func split(_ path: String) -> (directory: String, name: String)? {
    let bytes = path.utf8
    guard bytes.count > 1, let index = bytes.lastIndex(of: slash) else { return nil }
    let directory = index == bytes.startIndex ? "/" : String(path[..<index])
    return (directory, String(Substring(bytes[index...].dropFirst())))
  }

  /// Whether two paths have the same bytes.
  static func isSame(_ path: String?, _ other: String) -> Bool {
    path.map { $0.utf8.elementsEqual(other.utf8) } ?? false
  }

  /// Whether a clean path is a directory or below it.
  static func isInside(_ path: String, _ directory: String) -> Bool {
    guard directory.utf8.count > 1 else { return true }
    guard path.utf8.starts(with: directory.utf8) else { return false }
    let rest = path.utf8.dropFirst(directory.utf8.count)
    return rest.isEmpty || rest.first == slash
  }

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  private static func isClean(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { bytes in
      var previous = UInt8(0)
      for index in bytes.indices {
        // Any name that starts with a dot takes the slow way.
        // SAFETY: an index of the buffer.
        let byte = unsafe bytes[index]
        if previous == slash, byte == slash || byte == dot { return false }
        previous = byte
      }
      return previous != slash || bytes.count == 1
    }
  }
}
