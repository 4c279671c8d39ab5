/// A path pattern bound to its locations, compiled once: `*` and `?` stop at `/`, `**` spans, classes,
/// braces and escapes as in docs/permissions.md. Matching takes time in proportion to path × pattern.
public struct PathPattern: Hashable, Sendable {
  /// The pattern as it was written.
  public let text: String
  private let alternatives: [Alternative]

  /// One of the patterns that braces stand for: literal names, then what begins with a wildcard.
  struct Alternative: Hashable, Sendable {
    let base: ResolvedPath
    let tail: [Component]
    /// The same without `d` itself for `d/**`: the last `**` takes one name at least.
    let tailBelowBase: [Component]

    init(components: [Component]) {
      var bytes: [UInt8] = []
      let fixed = components.prefix { component in
        guard case .literal(let name) = component else { return false }
        bytes += [UInt8(ascii: "/")] + name
        return true
      }
      base = ResolvedPath(bytes)
      tail = Array(components[fixed.count...])
      let anyName = Component.wild(NamePattern(elements: [.any]))
      tailBelowBase = tail.last == .anyDepth ? tail + [anyName] : tail
    }

    /// Whether it is one path, without wildcards.
    var isExact: Bool { tail.isEmpty }

    /// A path that it matches; `filler` stands for each `*` unless the name would be empty.
    func example(replacingWildcardsBy filler: String) -> ResolvedPath {
      var path = base.count == 0 ? "" : base.text
      for component in tail {
        switch component {
        case .anyDepth: path += "/x"
        case .literal(let name): path += "/" + String(decoding: name, as: UTF8.self)
        case .wild(let wild): path += "/" + wild.example(filler)
        }
      }
      return ResolvedPath(path)
    }
  }

  enum Component: Hashable, Sendable {
    /// `**`: any number of names.
    case anyDepth
    /// A name without wildcards, as the kernel sees it.
    case literal([UInt8])
    /// A name with wildcards.
    case wild(NamePattern)

    var isAnyDepth: Bool {
      if case .anyDepth = self { true } else { false }
    }
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
    for alternative in alternatives where path.isInside(alternative.base) {
      if alternative.isExact {
        if path.count == alternative.base.count { return true }
      } else if Self.matches(
        path, from: alternative.base.count,
        includesBase ? alternative.tail : alternative.tailBelowBase)
      {
        return true
      }
    }
    return false
  }

  /// A pattern that matches just this text.
  public static func escaped(_ text: String) -> String {
    let special = "*?[{}\\"
    guard text.utf8.contains(where: { special.utf8.contains($0) }) else { return text }
    // By scalars: to a character a wildcard before a combining mark is none.
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if special.unicodeScalars.contains(scalar) { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  /// Whether the pattern names this path by itself, without a wildcard; braces are a list of names.
  func names(_ path: ResolvedPath) -> Bool {
    alternatives.contains { $0.isExact && $0.base == path }
  }

  /// The one path this pattern names, if it has no wildcards.
  public var exactPath: String? {
    alternatives.count == 1 && alternatives[0].isExact ? alternatives[0].base.text : nil
  }

  /// For each alternative, the longest directory that everything it matches is in.
  public var bases: [String] { alternatives.map(\.base.text) }

  /// Whether `**` occurs, so that it reaches directories of any depth.
  public var spansDirectories: Bool {
    alternatives.contains { $0.tail.contains(.anyDepth) }
  }

  /// How far one alternative of a pattern goes.
  struct Reach {
    /// The directory, or for an exact pattern the path, that everything it matches is in.
    let base: ResolvedPath
    /// The number of names that may be below it: 0 for an exact path, very many for `**`.
    let wildDepth: Int
    /// Paths that it matches, with little and with something in place of each wildcard; none for an
    /// exact path.
    let examples: [ResolvedPath]
  }

  var reaches: [Reach] {
    alternatives.map { alternative in
      let spans = alternative.tail.contains(.anyDepth)
      return Reach(
        base: alternative.base, wildDepth: spans ? Int.max : alternative.tail.count,
        examples: alternative.isExact
          ? [] : ["", "x"].map { alternative.example(replacingWildcardsBy: $0) })
    }
  }

  /// Only the last `**` is ever tried again: what an earlier one could take more of, it can too.
  private static func matches(
    _ path: ResolvedPath, from first: Int, _ pattern: [Component]
  ) -> Bool {
    var name = first
    var part = 0
    var retry: (part: Int, name: Int)?
    while name < path.count {
      if part < pattern.count, pattern[part].isAnyDepth {
        retry = (part, name)
        part += 1
      } else if part < pattern.count, matches(path, name, pattern[part]) {
        part += 1
        name += 1
      } else if let last = retry {
        retry = (last.part, last.name + 1)
        part = last.part + 1
        name = last.name + 1
      } else {
        return false
      }
    }
    return pattern[part...].allSatisfy(\.isAnyDepth)
  }

  private static func matches(_ path: ResolvedPath, _ name: Int, _ component: Component) -> Bool {
    switch component {
    case .anyDepth: false
    case .literal(let literal): path.name(name, equals: literal)
    case .wild(let wild): wild.matches(path[name])
    }
  }
}

/// Why a path pattern cannot be used.
public struct PathPatternError: Error, Hashable, Sendable {
  /// What is wrong; lower case.
  public let message: String
  /// What to write instead.
  public let help: String?
}
