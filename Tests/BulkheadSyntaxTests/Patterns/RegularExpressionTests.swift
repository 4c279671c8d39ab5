import Testing

@testable import BulkheadSyntax

/// The first early error of a literal such as `/a(/u`.
private func problem(_ literal: String) -> PatternError? {
  let bytes = Array(literal.utf8)
  let slash = bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0
  return bytes.withUnsafeBufferPointer {
    RegularExpressionPattern.check(
      SourceBytes($0), pattern: 1..<slash, flags: slash + 1..<bytes.count)
  }
}

struct RegularExpressionTests {
  @Test(
    "valid patterns are accepted",
    arguments: [
      "/(?:)/", "/a|b|/dgimsuy", "/a|b/v", "/x{1}{/", "/x{1,2}?/u", "/{/", "/{,5}/", "/a]}/",
      "/[]/",
      "/[^]/", "/x{99999999999999999999,99999999999999999999}/u", "/x{007,7}/",
      // Leniency without u and v.
      "/\\c/", "/\\c1/", "/[\\c]/", "/[\\c_]/", "/\\k/", "/\\k<a/", "/\\9/", "/\\1/", "/\\x4/",
      "/\\u{110000}/", "/\\p{Nonsense}/", "/[\\d-z]/", "/(?=a)*/", "/(?!a){2}/", "/\\-/",
      "/[\\1-\\7]/",
      // Groups, references, modifiers.
      "/(?<a>.)\\k<a>/", "/\\k<a>(?<a>.)/u", "/(?<a>x)|(?<a>y)/", "/(?:(?<a>x)|(?<a>y))\\k<a>/",
      "/(?<𝒜>.)\\k<\\u{1d49c}>/", "/(?<\\ud835\\udc9c>.)\\k<𝒜>/", "/(?<π>a)/", "/\\2(a)(b)/u",
      "/(?<=a)b/", "/(?<!a)b/u", "/(?i:a)(?-i:b)(?ims:c)(?im-s:d)/", "/(?-ims:a)/v",
      // Unicode properties.
      "/\\p{Lu}\\P{ASCII}[\\p{Script=Greek}\\p{scx=Grek}]/u", "/\\p{gc=Letter}\\p{Any}/u",
      "/\\p{Script=Sidetic}/u", "/\\p{sc=Qaai}/u", "/\\p{RGI_Emoji}/v", "/[\\p{RGI_Emoji}--a]/v",
      "/[\\u{1F4A9}-\\ud83d\\udcab]/u", "/[💩-💫]/u", "/[💩]/", "/\\0/u", "/\\cZ\\//u",
      // Class sets.
      "/[[a-z]&&[aeiou]]/v", "/[\\w--\\d--_]/v", "/[\\q{abc|d|}x]/v", "/[^\\q{a|b}]/v",
      "/[a\\-b]/v",
      "/[^\\p{RGI_Emoji}&&a]/v", "/[[^a][b[c]]]/v", "/[\\&&&\\&]/v", "/[^a--\\q{bc}]/v", "/[]/v",
      "/[\\b\\n\\cA\\u{41}]/v",
    ])
  func accepts(_ literal: String) {
    #expect(problem(literal) == nil)
  }

  @Test(
    "each early error is found where it is",
    arguments: [
      ("/(/", 1), ("/a)/", 2), ("/*/", 1), ("/a**/", 3), ("/a|+/", 3), ("/{1}/", 1), ("/^*/", 2),
      ("/x{2,1}/", 2), ("/x{100000000000000000001,100000000000000000000}/", 2), ("/[/", 1),
      ("/[b-a]/", 2), ("/[\\u0062-\\x61]/", 2), ("/[💩-💫]/", 6), ("/\\b+/", 3), ("/(?<=a)*/", 7),
      ("/(?<!a)?/", 7), ("/\\/", 1), ("/(?a/", 3), ("/(?#a)/", 3),
      // Flags.
      ("/a/gg", 4), ("/a/uv", 3), ("/a/x", 3), ("/a/\\u0067", 3), ("/a/G", 3),
      // Strict under u and v.
      ("/{/u", 1), ("/a{/u", 2), ("/]/u", 1), ("/}/v", 1), ("/\\-/u", 2), ("/\\c/u", 2),
      ("/\\1/u", 1), ("/(a)\\2/u", 4), ("/\\00/u", 2), ("/[\\1]/u", 3), ("/[\\d-z]/u", 2),
      ("/(?=a)*/u", 6), ("/\\u{110000}/u", 2), ("/\\x4/u", 2), ("/\\8/u", 1),
      // Group names.
      ("/(?<>a)/", 4), ("/(?<a/", 5), ("/(?<1a>.)/", 4), ("/(?<a>.)(?<a>.)/", 11),
      ("/(?<a>(?<a>.))/", 9), ("/(?:(?<a>x)|y)(?<a>z)/", 17), ("/(?<a>.)\\k<b>/", 8),
      ("/(?<a>.)\\k/", 10), ("/(?<a>.)[\\k]/", 10), ("/\\k<a>/u", 1), ("/(?<a\\x62>.)/", 5),
      ("/((?<a>x)|(?<b>y))(?<a>z)/", 21), ("/(?:(?:(?<a>x)|y)(?<b>))|(?<b>)(?<a>)(?<b>)/", 40),
      // Modifiers.
      ("/(?-:a)/", 3), ("/(?ii:a)/", 4), ("/(?i-i:a)/", 5), ("/(?g:a)/", 3), ("/(?i--m:a)/", 5),
      ("/(?i)/", 4), ("/(?I:a)/", 3),
      // Unicode properties.
      ("/\\p/u", 2), ("/\\p{}/u", 4), ("/\\p{lu}/u", 4), ("/\\p{InGreek}/u", 4),
      ("/\\p{Script}/u", 4), ("/\\p{sc=greek}/u", 4), ("/\\p{ASCII=Yes}/u", 4), ("/\\pL/u", 2),
      ("/\\p{RGI_Emoji}/u", 4), ("/\\P{RGI_Emoji}/v", 4), ("/[^\\p{RGI_Emoji}]/v", 1),
      ("/\\p{Lu/u", 2),
      // Class sets.
      ("/[a--b&&c]/v", 6), ("/[a&&b--c]/v", 6), ("/[ab&&c]/v", 4), ("/[a&&bc]/v", 6),
      ("/[a&&&b]/v", 5), ("/[&&a]/v", 2), ("/[a--]/v", 5), ("/[(]/v", 2), ("/[a-]/v", 4),
      ("/[!!]/v", 2), ("/[a-b&&c]/v", 5), ("/[[a]/v", 1), ("/[^\\q{ab}]/v", 1), ("/[\\q{a]/v", 6),
      ("/[[b-a]]/v", 3), ("/[\\q]/v", 3), ("/[^[\\q{ab}]]/v", 1),
    ])
  func refuses(_ literal: String, at offset: Int) {
    #expect(problem(literal)?.offset == offset, "\(problem(literal)?.message ?? "accepted")")
  }

  @Test("nesting costs neither stack nor more than linear time")
  func nesting() {
    let depth = 200_000
    func nested(_ open: String, _ close: String) -> String {
      String(repeating: open, count: depth) + "a" + String(repeating: close, count: depth)
    }
    #expect(problem("/" + nested("(", ")") + "/") == nil)
    #expect(problem("/" + nested("[", "]") + "/v") == nil)
    #expect(problem("/" + nested("(?=", ")") + "x/u") == nil)
    #expect(problem("/" + String(repeating: "(", count: depth) + "/")?.offset == depth)
    #expect(problem("/" + nested("(?:(?<a>)|", ")") + "|(?<a>)/") == nil)
    #expect(problem("/" + nested("(?:(?<a>)|", ")") + "(?<a>)/")?.offset == 11 * depth + 5)
    let names = String(repeating: "(?<a>)|", count: depth)
    #expect(problem("/" + nested("(?:b|", ")") + "|" + names + "\\k<a>/") == nil)
  }

  @Test("identifiers follow Unicode 17")
  func unicodeVersion() {
    // U+10940 SIDETIC LETTER N01 came with Unicode 17, U+10D69 GARAY VOWEL SIGN E with 16.
    for start: Unicode.Scalar in ["\u{10940}", "\u{88F}", "\u{16EA0}", "\u{2118}", "\u{309B}"] {
      #expect(Characters.isIdentifierStart(start))
    }
    for part: Unicode.Scalar in ["\u{10D69}", "\u{B7}", "\u{200C}", "\u{30FB}"] {
      #expect(Characters.isIdentifierPart(part) && !Characters.isIdentifierStart(part))
    }
    #expect(!Characters.isIdentifierPart("\u{2E2F}"))
  }
}
