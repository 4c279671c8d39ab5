/// Paths as text, before the file system is asked.
enum LexicalPath {
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
    var names: [Substring] = []
    for part in isAbsolute ? [path] : [directory, path] {
      for name in part.split(separator: "/") where name != "." {
        if name == ".." { _ = names.popLast() } else { names.append(name) }
      }
    }
    return "/" + names.joined(separator: "/")
  }

  /// The names of an absolute path.
  static func names(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

  /// A name in a directory.
  static func join(_ directory: String, _ name: String) -> String {
    directory == "/" ? "/" + name : directory + "/" + name
  }

  /// The directory and the last name of an absolute path; nil for the root.
  static func split(_ path: String) -> (directory: String, name: String)? {
    guard let index = path.lastIndex(of: "/"), path.utf8.count > 1 else { return nil }
    return (
      index == path.startIndex ? "/" : String(path[..<index]), String(path[index...].dropFirst())
    )
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
