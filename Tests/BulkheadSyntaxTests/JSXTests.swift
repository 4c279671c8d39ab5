import BulkheadSyntax
import Testing

@Suite("JSX")
struct JSXTests {
  private func parse(_ source: String) -> ParseResult {
    var options = ParserOptions()
    options.language = .jsx
    return Parser.parse(Array(source.utf8), goal: .module, options: options)
  }

  @Test(
    "elements are expressions",
    arguments: [
      ("<a/>", "(JSXElement (JSXOpeningElement (JSXIdentifier a)))"),
      (
        "<a b='c\nd' e={f}>g {h} &amp;</a>",
        "(JSXElement (JSXOpeningElement (JSXIdentifier a) (JSXAttribute (JSXIdentifier b) "
          + "(Literal 'c\nd')) (JSXAttribute (JSXIdentifier e) (JSXExpressionContainer "
          + "(Identifier f)))) (JSXText g ) (JSXExpressionContainer (Identifier h)) "
          + "(JSXText  &amp;) (JSXClosingElement (JSXIdentifier a)))"
      ),
      (
        "<><a.b {...c}/>{/* d */}</>",
        "(JSXFragment (JSXOpeningFragment <>) (JSXElement (JSXOpeningElement (JSXMemberExpression "
          + "(JSXIdentifier a) (JSXIdentifier b)) (JSXSpreadAttribute (Identifier c)))) "
          + "(JSXExpressionContainer (JSXEmptyExpression /* d */)) (JSXClosingFragment </>))"
      ),
    ])
  func shapes(_ source: String, _ expected: String) {
    let result = parse(source)
    #expect(result.diagnostics.isEmpty)
    #expect(result.tree.root.children.first?.expression?.description == expected)
  }

  @Test(
    "valid elements parse",
    arguments: [
      "<a-b c-d='e'/>", "<a:b c:d={1}></a:b>", "<a>{...b}</a>", "x = <a>'</a> / 2", "<a>{<b/>}</a>",
      "<a b=<c/>/>",
      "<if for='a' class={b}/>", "(a) => <b>{c => <d/>}</b>", "<a>&lt;{`${<b/>}`}</a>", "a < b > c",
      "<a></a >", "<a b='\\'/>",
    ])
  func valid(_ source: String) { #expect(parse(source).diagnostics.isEmpty) }

  @Test(
    "invalid elements are refused",
    arguments: [
      "<a>", "<a></b>", "<a.b></a.c>", "<></a>", "<a b={}/>", "<a b=c/>", "<a>}</a>", "<a>></a>",
      "<a", "<a b='c/>", "<a {b}/>",
      "<a.b:c/>", "<a/ >b", "<a>{</a>",
    ])
  func invalid(_ source: String) { #expect(!parse(source).diagnostics.isEmpty) }

  @Test("without JSX an element is no expression")
  func plain() {
    #expect(!Parser.parse(Array("<a/>".utf8), goal: .script).diagnostics.isEmpty)
  }
}
