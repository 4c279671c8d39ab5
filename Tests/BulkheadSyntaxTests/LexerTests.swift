import BulkheadSyntax
import Testing

@Suite("Lexer")
struct LexerTests {
  @Test(
    "a slash divides or begins a regular expression by what stands before it",
    arguments: [
      ("a / b / c", "identifier slash identifier slash identifier"),
      ("x = /a[/]b/g", "identifier assign regexp"),
      (
        "if (a) /b/.test(c)",
        "if leftParen identifier rightParen regexp dot identifier leftParen identifier rightParen"
      ),
      ("(a) / b", "leftParen identifier rightParen slash identifier"),
      ("a.return / b", "identifier dot return slash identifier"),
      ("return /b/", "return regexp"),
      ("({}) / b", "leftParen leftBrace rightBrace rightParen slash identifier"),
      ("{} /b/", "leftBrace rightBrace regexp"),
      ("`a${ /b/ }c` / d", "templateHead regexp templateTail slash identifier"),
    ])
  func slashes(_ source: String, _ expected: String) {
    let kinds = Lexer.tokens(of: Array(source.utf8)).dropLast().map { "\($0.kind)" }
    #expect(kinds.joined(separator: " ") == expected)
  }

  @Test("tokens of any bytes lie one behind the other and end at the end")
  func garbage() {
    var state: UInt64 = 7
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<80 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(
          state >> 40 & 3 == 0
            ? UInt8(truncatingIfNeeded: state >> 33)
            : Array("`${}/\\'\"#*-<!=\n0x_na".utf8)[Int(state >> 50) % 20])
      }
      let tokens = Lexer.tokens(of: bytes, includingTrivia: true)
      #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.end <= $1.start })
      #expect(tokens.dropLast().allSatisfy { $0.start < $0.end })
      #expect(tokens.last?.kind == .endOfFile)
    }
  }
}
