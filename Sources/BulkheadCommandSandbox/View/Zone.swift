/// What a path of the sandbox belongs to, which says who answers for it.
enum Zone: Hashable, Sendable {
  /// Programs, libraries and settings of the machine: the kernel lets them be read and run, not changed.
  case system
  /// /proc and /dev as the sandbox has them: the kernel answers.
  case kernel
  /// /tmp and the like, empty at the start and gone at the end: the kernel answers.
  case scratch
  /// Scratch space that has data below it, so that the kernel cannot be left alone with it: the
  /// supervisor does what is asked.
  case sharedScratch
  /// The plugin's own approved files: the kernel lets them be read and run.
  case own
  /// What grants are about: closed by the kernel, each access decided and done by the supervisor.
  case data
  /// Anything else: directories that only lead somewhere, and what is not in the view at all.
  case elsewhere
}

/// Paths as bytes, absolute and without a slash at the end.
enum PathBytes {
  static let slash = UInt8(ascii: "/")
  static let dot = UInt8(ascii: ".")

  static func isInside(_ path: [UInt8], _ directory: [UInt8]) -> Bool {
    path.starts(with: directory)
      && (path.count == directory.count || path[directory.count] == slash || directory == [slash])
  }

  /// Whether the path is what it says, as far as its text goes: no `//`, `.` or `..`, no slash at the
  /// end. Links may still lead elsewhere.
  static func isClean(_ path: [UInt8]) -> Bool {
    guard path.first == slash, path.count > 1 else { return false }
    var start = 1
    for index in 1...path.count where index == path.count || path[index] == slash {
      let length = index - start
      if length == 0 { return false }
      if path[start] == dot, length == 1 || (length == 2 && path[start + 1] == dot) {
        return false
      }
      start = index + 1
    }
    return true
  }

  /// Resolves `//`, `.` and `..` by the text alone.
  static func normalised(_ path: [UInt8]) -> [UInt8] {
    var names: [ArraySlice<UInt8>] = []
    for name in path.split(separator: slash) where !name.elementsEqual([dot]) {
      if name.elementsEqual([dot, dot]) { _ = names.popLast() } else { names.append(name) }
    }
    return names.isEmpty ? [slash] : names.flatMap { [slash] + $0 }
  }

  /// The directory and the last name; nil where the last name is `.`, `..` or missing.
  static func split(_ path: [UInt8]) -> (directory: [UInt8], name: [UInt8])? {
    var end = path.count
    while end > 1, path[end - 1] == slash { end -= 1 }
    guard let last = path[..<end].lastIndex(of: slash), last + 1 < end else { return nil }
    let name = Array(path[(last + 1)..<end])
    guard name != [dot], name != [dot, dot] else { return nil }
    return (last == 0 ? [slash] : Array(path[..<last]), name)
  }

  static func join(_ directory: [UInt8], _ name: [UInt8]) -> [UInt8] {
    directory == [slash] ? [slash] + name : directory + [slash] + name
  }
}
