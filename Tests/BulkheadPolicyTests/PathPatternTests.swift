import BulkheadPolicy
import Testing

private func matches(_ pattern: String, _ path: String, base: Bool = true) throws -> Bool {
  try PathPattern(pattern, locations: .demo).matches(ResolvedPath(path), includesBase: base)
}

@Suite struct PathPatternTests {
  @Test(
    "a pattern matches these paths",
    arguments: [
      ("a/b", "/work/app/a/b"), ("./a//b/", "/work/app/a/b"), ("*.json", "/work/app/x.json"),
      ("a/*", "/work/app/a/.hidden"), ("a/**", "/work/app/a/b/c"), ("a/**", "/work/app/a"),
      ("**", "/work/app"), ("**/x", "/work/app/x"), ("**/x", "/work/app/a/b/x"),
      ("a/**/b/**/c", "/work/app/a/b/x/b/c"), ("a/?.ts", "/work/app/a/é.ts"),
      ("[a-c]x", "/work/app/bx"), ("[!a-c]x", "/work/app/dx"), ("[]]", "/work/app/]"),
      ("[é]", "/work/app/é"), ("{a,b/c}/d", "/work/app/b/c/d"), ("{a,{b,c}}", "/work/app/c"),
      ("\\*", "/work/app/*"), ("a\\[b", "/work/app/a[b"), ("/srv/x", "/srv/x"),
      ("~/n", "/home/ada/n"),
      ("${CLAUDE_PROJECT_DIR}/q", "/work/app/q"), ("a*b*c", "/work/app/aXbYbZc"),
      (".", "/work/app"),
      ("${CLAUDE_PLUGIN_DATA}/**", "/home/ada/.claude/plugins/data/demo/x"), ("/", "/"),
    ])
  func positive(pattern: String, path: String) throws {
    #expect(try matches(pattern, path))
  }

  @Test(
    "a pattern does not match its neighbours",
    arguments: [
      ("a/b", "/work/app/a/bc"), ("a/b", "/work/app/a/b/c"), ("a/b", "/work/application/a/b"),
      ("*.json", "/work/app/a/x.json"), ("*", "/work/app/a/b"), ("a/**", "/work/app/ab"),
      ("a/?.ts", "/work/app/a/ab.ts"), ("[a-c]x", "/work/app/dx"), ("**/x", "/work/app/ax"),
      ("[©]", "/work/app/é"), ("*[©]", "/work/app/é"), ("a/*/c", "/work/app/a/c"),
      ("A", "/work/app/a"), ("e\u{301}", "/work/app/\u{E9}"), ("a", "/other/a"), ("a", "/"),
      ("~x", "/home/ada/x"), ("a*b*c", "/work/app/aXbYbZcd"), ("/srv/x", "/srv/x/y"),
    ])
  func negative(pattern: String, path: String) throws {
    #expect(try !matches(pattern, path))
  }

  @Test("d/** includes d for listing it, not for removing it")
  func base() throws {
    for pattern in ["d/**", "*/**", "**"] {
      let path = pattern == "**" ? "/work/app" : "/work/app/d"
      #expect(try matches(pattern, path))
      #expect(try !matches(pattern, path, base: false), "\(pattern)")
      #expect(try matches(pattern, path + "/x", base: false))
    }
  }

  @Test(
    "a pattern that can be misread is refused",
    arguments: [
      "", "..", "a/../b", "../x", "/../etc", "a\0b", "[a", "{a", "a}", "a\\", "[z-a]", "${HOME}/x",
      "${CLAUDE_PROJECT_DIR}x", "${CLAUDE", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "{..,a}/x",
    ])
  func refused(pattern: String) {
    #expect(throws: PathPatternError.self) { try PathPattern(pattern, locations: .demo) }
  }

  @Test("a pattern full of stars takes no longer than path times pattern")
  func linear() throws {
    let stars = String(repeating: "*a", count: 100) + "b"
    #expect(try !matches(stars, "/work/app/" + String(repeating: "a", count: 5_000)))
    let spans = String(repeating: "**/a/", count: 100) + "b"
    #expect(try !matches(spans, "/work/app" + String(repeating: "/a", count: 2_000)))
  }

  @Test("random patterns and paths get the answer of a naive matcher")
  func naive() throws {
    var random = SplitMix(state: 42)
    let names = ["a", "b", "ab", "a*", "*b", "*", "?", "**", "[ab]", "a?b", "*a*", "[!a]"]
    let parts = ["a", "b", "ab", "aab", "c", ".a", "abb"]
    var hits = 0
    for _ in 0..<20_000 {
      let pattern = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        names.randomElement(using: &random) ?? "a"
      }
      let path = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        parts.randomElement(using: &random) ?? "a"
      }
      let expected = naiveMatch(pattern[...], path[...])
      let actual = try matches(
        pattern.joined(separator: "/"), "/work/app/" + path.joined(separator: "/"))
      #expect(actual == expected, "\(pattern.joined(separator: "/")) with \(path)")
      if expected { hits += 1 }
    }
    #expect((1_000..<19_000).contains(hits), "both answers have to be frequent")
  }
}

/// The meaning of a pattern written down without any care for time.
private func naiveMatch(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
  guard let first = pattern.first else { return path.isEmpty }
  if first == "**" {
    return naiveMatch(pattern.dropFirst(), path)
      || (!path.isEmpty && naiveMatch(pattern, path.dropFirst()))
  }
  guard let name = path.first else { return false }
  return naiveName(Array(first)[...], Array(name)[...])
    && naiveMatch(pattern.dropFirst(), path.dropFirst())
}

private func naiveName(
  _ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>
) -> Bool {
  guard let first = pattern.first else { return name.isEmpty }
  switch first {
  case "*":
    return naiveName(pattern.dropFirst(), name)
      || (!name.isEmpty && naiveName(pattern, name.dropFirst()))
  case "?": return !name.isEmpty && naiveName(pattern.dropFirst(), name.dropFirst())
  case "[":
    guard let close = pattern.firstIndex(of: "]"), let character = name.first else { return false }
    let isNegated = pattern[pattern.startIndex + 1] == "!"
    let members = pattern[(pattern.startIndex + (isNegated ? 2 : 1))..<close]
    return members.contains(character) != isNegated
      && naiveName(pattern[(close + 1)...], name.dropFirst())
  default: return name.first == first && naiveName(pattern.dropFirst(), name.dropFirst())
  }
}

/// Random numbers that are the same on every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct ResolvedPathTests {
  @Test(
    "a path is cut into its names",
    arguments: [
      ("/", []), ("", []), ("/a", ["a"]), ("/a/b", ["a", "b"]), ("//a///b/", ["a", "b"]),
      ("/./a/./b/.", ["a", "b"]), ("/a/..b/...", ["a", "..b", "..."]), ("a/b", ["a", "b"]),
      ("/.a", [".a"]), ("a//b/", ["a", "b"]), ("./a", ["a"]), ("//", []), ("/a/.", ["a"]),
      ("/a//", ["a"]), ("///", []), ("/a/./", ["a"]),
    ] as [(String, [String])])
  func names(path: String, names: [String]) {
    let resolved = ResolvedPath(path)
    #expect((0..<resolved.count).map { String(decoding: resolved[$0], as: UTF8.self) } == names)
    #expect(resolved.text == "/" + names.joined(separator: "/"))
    #expect(resolved == ResolvedPath("/" + names.joined(separator: "/")))
  }

  @Test("a path is inside itself and its ancestors, not inside a name that it begins with")
  func inside() {
    let path = ResolvedPath("/a/bc/d")
    for ancestor in ["/", "/a", "/a/bc", "/a/bc/d", "//a/./bc/"] {
      #expect(path.isInside(ResolvedPath(ancestor)), "\(ancestor)")
    }
    for other in ["/a/b", "/a/bc/d/e", "/a/bc/dd", "/b", "/a/bd/d"] {
      #expect(!path.isInside(ResolvedPath(other)), "\(other)")
    }
  }

  @Test("a step up is seen behind a slash that joins a combining mark")
  func combiningMark() {
    #expect(throws: PathPatternError.self) {
      try PathPattern("a/../\u{301}x", locations: .demo)
    }
    #expect(throws: Never.self) { try PathPattern("a/\u{301}x", locations: .demo) }
  }

  @Test("an escaped wildcard before a combining mark stands for itself")
  func escapedCombiningMark() throws {
    let pattern = PathPattern.escaped("*\u{301}")
    #expect(try matches(pattern, "/work/app/*\u{301}"))
    #expect(try !matches(pattern, "/work/app/x\u{301}"))
  }
}
