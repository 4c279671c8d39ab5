import BulkheadSyntax
import Testing

@Suite("Nesting")
struct NestingTests {
  static let shapes: [(String, String, String)] = [
    ("(", "1", ")"), ("[", "", "]"), ("{", "", "}"), ("(a)=>", "1", ""), ("(a=(", "1", "))=>1"),
    ("async(", "", ")"), ("f(", "", ")"), ("if(a)", ";", ""), ("if(a);else ", ";", ""),
    ("a?b:", "c", ""), ("a**", "1", ""), ("`${", "1", "}`"), ("- ", "1", ""), ("new ", "a", ""),
    ("(class{a=", "1", "})"), ("function f(){", "", "}"), ("({a:", "1", "})"), ("[", "a", "]=1"),
    ("try{}catch(e){var e;", "", "}"), ("label:for(;;){", "", "}"), ("a=", "1", ""),
  ]

  @Test(
    "100,000 levels of anything are read or refused, and said to be too deep", arguments: shapes)
  func deep(_ opening: String, _ middle: String, _ closing: String) {
    let count = 100_000
    let text =
      String(repeating: opening, count: count) + middle + String(repeating: closing, count: count)
    var options = ParserOptions()
    options.usesThread = false
    let result = Parser.parse(Array(text.utf8), goal: .script, options: options)
    #expect(result.diagnostics.contains { $0.code == "nesting-too-deep" })
    #expect(!result.isComplete)
    // The tree is there to be walked, and names in it are resolved.
    #expect(ScopeAnalysis(result.tree).scopes.first?.kind == .program)
  }

  @Test(
    "100,000 levels of types and decorators are read or refused, never a crash",
    arguments: [
      "@", "@(", "class A{@", "let a:(", "let a:{b:", "type A=keyof ", "type A=B extends C?",
      "type A<B=", "namespace A{", "<T>", "a as ", "f<", "(a:", "type A=[", "type A=`${",
      "type A=typeof import(", "new (a?:", "enum A{b=(", "abstract class A{b(c=",
    ])
  func deepTypes(_ opening: String) {
    for language in [ScriptLanguage.typeScript, .tsx] {
      var options = ParserOptions()
      options.usesThread = false
      options.language = language
      let text = Array(String(repeating: opening, count: 100_000).utf8)
      let result = Parser.parse(text, goal: .auto, options: options)
      #expect(!result.diagnostics.isEmpty)
    }
  }

  @Test("what does not fit the stack of the caller is read on a thread with a larger one")
  func thread() {
    let text = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
    #expect(Parser.parse(Array(text.utf8), goal: .script).diagnostics.isEmpty)
    var options = ParserOptions()
    options.stackBudget = 16 * 1024
    #expect(Parser.parse(Array(text.utf8), goal: .script, options: options).diagnostics.isEmpty)
    options.usesThread = false
    let refused = Parser.parse(Array(text.utf8), goal: .script, options: options)
    #expect(refused.diagnostics.map(\.code) == ["nesting-too-deep"])
  }

  @Test(
    "chains are as deep as the text is long",
    arguments: [("a", ".b"), ("a", "+b"), ("a", ",b"), ("a", "()"), ("a", "?.b"), ("a", "`b`")])
  func chains(_ first: String, _ link: String) {
    let text = first + String(repeating: link, count: 100_000)
    let result = Parser.parse(Array(text.utf8), goal: .script)
    #expect(result.diagnostics.isEmpty)
    #expect(ScopeAnalysis(result.tree).globalReferences.first?.isRead == true)
  }

  @Test("unclosed brackets and half arrow functions do not multiply the work")
  func halfArrows() {
    for text in ["(a=(", "((a)=>", "async(a=async(", "({a=[", "(a,{b=("] {
      let source = Array(String(repeating: text, count: 20000).utf8)
      #expect(!Parser.parse(source, goal: .script).diagnostics.isEmpty)
    }
    let nested = String(repeating: "(a=", count: 30) + "1" + String(repeating: ")=>1", count: 30)
    #expect(Parser.parse(Array(nested.utf8), goal: .script).diagnostics.isEmpty)
  }
}
