/// A path pattern bound to its locations, compiled once: `*` and `?` stop at `/`, `**` spans, classes,
/// braces and escapes as in docs/permissions.md. Matching takes time in proportion to path × pattern.
public struct PathPattern: Hashable, Sendable {
  /// The pattern as it was written.
  public let text: String
  private let alternatives: [Alternative]

  struct Alternative: Hashable, Sendable {
    var components: [Component]
  }

  enum Component: Hashable, Sendable {
    /// `**`: any number of names.
    case anyDepth
    /// A name without wildcards, as the kernel sees it.
    case literal([UInt8])
    /// A name with wildcards.
    case wild(NamePattern)
  }

  /// Compiles a pattern.
  ///
  /// - Throws: `PathPatternError` for an empty pattern, `..`, NUL, an open class or brace, an unknown
  ///   `${…}`, or more than 64 alternatives.
  public init(_ text: String, locations: Locations) throws(PathPatternError) {
    self.text = text
    alternatives = try PathPatternParser.parse(text, locations: locations)
  }

  /// Whether the real path matches. `includesBase` is whether `d/**` matches `d` itself, as it does
  /// for listing.
  public func matches(_ path: ResolvedPath, includesBase: Bool) -> Bool {
    alternatives.contains { matches(path, $0.components, includesBase: includesBase) }
  }

  /// The one path this pattern names, if it has no wildcards.
  public var exactPath: String? {
    guard alternatives.count == 1 else { return nil }
    var path = ""
    for component in alternatives[0].components {
      guard case .literal(let name) = component else { return nil }
      path += "/" + String(decoding: name, as: UTF8.self)
    }
    return path.isEmpty ? "/" : path
  }

  /// For each alternative, the longest directory that everything it matches is in.
  public var bases: [String] {
    alternatives.map { alternative in
      var base = ""
      for component in alternative.components {
        guard case .literal(let name) = component else { break }
        base += "/" + String(decoding: name, as: UTF8.self)
      }
      return base.isEmpty ? "/" : base
    }
  }

  /// For each alternative, the number of its names and whether `**` is among them.
  var componentCounts: [(all: Int, spans: Bool)] {
    alternatives.map { ($0.components.count, $0.components.contains(.anyDepth)) }
  }

  /// Whether `**` occurs, so that it reaches directories of any depth.
  public var spansDirectories: Bool {
    alternatives.contains { $0.components.contains(.anyDepth) }
  }

  private func matches(_ path: ResolvedPath, _ pattern: [Component], includesBase: Bool) -> Bool {
    var name = 0
    var part = 0
    var retry: (part: Int, name: Int)?
    while name < path.count {
      if part < pattern.count {
        switch pattern[part] {
        case .anyDepth:
          retry = (part, name)
          part += 1
          continue
        case .literal(let literal) where path[name].elementsEqual(literal):
          (part, name) = (part + 1, name + 1)
          continue
        case .wild(let wild) where wild.matches(path[name]):
          (part, name) = (part + 1, name + 1)
          continue
        default:
          break
        }
      }
      guard let last = retry else { return false }
      retry = (last.part, last.name + 1)
      (part, name) = (last.part + 1, last.name + 1)
    }
    if part == pattern.count { return !endsInEmptySpan(pattern, retry, path) || includesBase }
    // What is left may only be a final `**` that matches nothing.
    return part == pattern.count - 1 && pattern[part] == .anyDepth && includesBase
  }

  /// Whether the pattern ended with a `**` that took no name at all.
  private func endsInEmptySpan(
    _ pattern: [Component], _ retry: (part: Int, name: Int)?, _ path: ResolvedPath
  ) -> Bool {
    guard let retry else { return false }
    return retry.part == pattern.count - 1 && retry.name == path.count
  }
}

/// Why a path pattern cannot be used.
public struct PathPatternError: Error, Hashable, Sendable {
  /// What is wrong; lower case.
  public let message: String
  /// What to write instead.
  public let help: String?
}

/// An absolute path cut into its names, made once for all patterns it is matched with.
public struct ResolvedPath: Hashable, Sendable {
  private let bytes: [UInt8]
  private let names: [Range<Int>]

  /// Cuts an absolute path; empty and `.` names do not count.
  public init(_ path: String) {
    bytes = Array(path.utf8)
    var names: [Range<Int>] = []
    names.reserveCapacity(16)
    var start = 0
    for end in 0...bytes.count where end == bytes.count || bytes[end] == UInt8(ascii: "/") {
      if end > start, !(end == start + 1 && bytes[start] == UInt8(ascii: ".")) {
        names.append(start..<end)
      }
      start = end + 1
    }
    self.names = names
  }

  /// The number of names.
  public var count: Int { names.count }

  /// The bytes of a name.
  public subscript(index: Int) -> ArraySlice<UInt8> { bytes[names[index]] }
}

extension ResolvedPath {
  /// Whether both have the same names.
  public static func == (left: ResolvedPath, right: ResolvedPath) -> Bool {
    left.count == right.count && left.isInside(right)
  }

  /// Hashes the names.
  public func hash(into hasher: inout Hasher) {
    for index in 0..<count { hasher.combine(self[index]) }
  }
}
