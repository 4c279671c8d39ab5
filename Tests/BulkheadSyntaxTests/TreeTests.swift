import BulkheadSyntax
import Testing

@Suite("Trees")
struct TreeTests {
  @Test(
    "a program becomes the nodes of ESTree",
    arguments: [
      (
        "a.b(1)",
        "(ExpressionStatement (CallExpression (MemberExpression (Identifier a) (Identifier b)) "
          + "(Literal 1)))"
      ),
      (
        "let {a, b: [c = 1, ...d]} = e",
        "(VariableDeclaration (VariableDeclarator (ObjectPattern (Property (Identifier a)) "
          + "(Property (Identifier b) (ArrayPattern (AssignmentPattern (Identifier c) (Literal 1)) "
          + "(RestElement (Identifier d))))) (Identifier e)))"
      ),
      (
        "(a, {b}) => c",
        "(ExpressionStatement (ArrowFunctionExpression (Identifier a) (ObjectPattern (Property "
          + "(Identifier b))) (Identifier c)))"
      ),
      (
        "[a, {b: c.d = 1}] = e",
        "(ExpressionStatement (AssignmentExpression (ArrayPattern (Identifier a) (ObjectPattern "
          + "(Property (Identifier b) (AssignmentPattern (MemberExpression (Identifier c) "
          + "(Identifier d)) (Literal 1))))) (Identifier e)))"
      ),
      (
        "a?.b.c; `x${y}z`",
        "(ExpressionStatement (ChainExpression (MemberExpression (MemberExpression (Identifier a) "
          + "(Identifier b)) (Identifier c)))) (ExpressionStatement (TemplateLiteral "
          + "(TemplateElement x) (Identifier y) (TemplateElement z)))"
      ),
      (
        "a + b * c ** d ** e - f",
        "(ExpressionStatement (BinaryExpression (BinaryExpression (Identifier a) (BinaryExpression "
          + "(Identifier b) (BinaryExpression (Identifier c) (BinaryExpression (Identifier d) "
          + "(Identifier e))))) (Identifier f)))"
      ),
    ])
  func shapes(_ source: String, _ expected: String) {
    let result = Parser.parse(Array(source.utf8), goal: .script)
    #expect(result.diagnostics.isEmpty)
    let statements = result.tree.root.children.map(\.description).joined(separator: " ")
    #expect(statements == expected)
  }

  @Test("of a broken text every statement before the break is in the tree")
  func broken() {
    let result = Parser.parse(Array("a();\nb(c);\nd(e f);\ng();".utf8), goal: .script)
    #expect(!result.isComplete)
    #expect(result.tree.root.children.map(\.text) == ["a();", "b(c);"])
    #expect(result.diagnostics.first?.position?.line == 3)
    #expect(result.diagnostics.first?.position?.column == 5)
    #expect(result.tree.nodes(of: .identifier).map(\.text) == ["a", "b", "c", "d", "e"])
  }

  @Test(
    "what only modules have makes a text without a known goal a module",
    arguments: [
      ("const a = require('a'); return", Goal.commonJS), ("import a from 'a'", .module),
      ("export let a", .module), ("import.meta.url", .module), ("await a", .module),
      ("import('a')", .commonJS), ("let await = 1", .commonJS),
    ])
  func goals(_ source: String, _ expected: Goal) {
    let result = Parser.parse(Array(source.utf8), goal: .auto)
    #expect(result.goal == expected)
    #expect(result.diagnostics.isEmpty)
  }

  @Test("a text that is too long is refused as a whole, one that is not is read")
  func length() {
    var options = ParserOptions()
    options.mostBytes = 4
    let refused = Parser.parse(Array("a = b".utf8), goal: .auto, options: options)
    #expect(refused.diagnostics.map(\.code) == ["text-too-long"])
    #expect(!refused.isComplete)
    #expect(Parser.parse(Array("a=b;".utf8), goal: .auto, options: options).isComplete)
  }

  @Test("a text with many faults has a thousand diagnostics")
  func faults() {
    let text = String(repeating: "let a;", count: 3000)
    let result = Parser.parse(Array(text.utf8), goal: .script)
    #expect(result.diagnostics.count == 1000)
    #expect(result.isComplete)
  }
}
