import BulkheadSyntax
import Testing
import _StringProcessing

/// What a text is lowered to.
private func lowered(_ source: String, _ mode: Lowering.Mode = .module) throws -> String {
  String(decoding: try Lowering.lower(Array(source.utf8), mode: mode).utf8, as: UTF8.self)
}

/// The lowered text of a module where its source stood.
private func body(_ source: String) throws -> Substring {
  let text = try lowered(source)
  let start = try #require(text.firstRange(of: "yield;")).upperBound
  let end = try #require(text.lastIndex(of: "\n"))
  return text[start..<end]
}

struct LoweringTests {
  @Test(
    "uses of imported names become properties, inner variables of the name stay",
    arguments: [
      ("a", "I.a"), ("a()", ";(0,I.a)()"), ("a.b()", "I.a.b()"), ("a`x`", ";(0,I.a)`x`"),
      ("x = a\na()", "x = I.a\n;(0,I.a)()"), ("if (x) a()", "if (x) (0,I.a)()"),
      ("({a})", "({a:I.a})"), ("({a: 1, b: a})", "({a: 1, b: I.a})"), ("x.a", "x.a"),
      ("({a = 1} = x)", "({a:I.a = 1} = x)"), ("[a] = x", "[I.a] = x"), ("new a()", "new I.a()"),
      ("(a) => a", "(a) => a"), ("(b = a) => { var a; a }", "(b = I.a) => { var a; a }"),
      ("{ let a; a } a", "{ let a; a } I.a"), ("for (let a of x) a; a", "for (let a of x) a; I.a"),
      ("try {} catch (a) { a } a", "try {} catch (a) { a } I.a"),
      ("a: for (;;) break a", "a: for (;;) break a"),
      ("(function a() { a })", "(function a() { a })"),
      ("{ function a() {} } a", "{ function a() {} } I.a"),
      ("(class a { b = a }); a", "(class a { b = a }); I.a"),
      ("class b extends a { [a]() { a } }", "class b extends I.a { [I.a]() { I.a } }"),
      ("switch (a) { case a: let a }", "switch (I.a) { case a: let a }"),
      ("typeof a; a++", "typeof I.a; I.a++"),
      ("({ b: { ...a } } = x)", "({ b: { ...I.a } } = x)"),
      ("let { b: [a2 = a] } = x", "let { b: [a2 = I.a] } = x"),
      ("() => a()", "() => (0,I.a)()"), ("a?.()", ";(0,I.a)?.()"), ("\\u0061", "I.\\u0061"),
      ("class c { static { var a; a } d = a }", "class c { static { var a; a } d = I.a }"),
    ])
  func importedNames(_ source: String, _ expected: String) throws {
    let text = try body("import { a } from 'm';" + source)
      .replacing("bulkhead$i", with: "I").dropFirst("import { a } from 'm';".count)
    #expect(text == expected)
  }

  @Test(
    "declarations of a module keep their lines and what they declare",
    arguments: [
      ("import a\nfrom\n'm'\nx", ";       \n    \n   \nx"),
      ("export const a = 1", ";      const a = 1"),
      ("export { a\n}; let a", ";         \n   let a"), ("export * from 'm'", ";                "),
      ("export default 1 + 1; x", ";const Bd={default: 1 + 1}.default;; x"),
      ("export default function () {}", ";              function  Bd() {}"),
      ("export default async function* a() {}", ";              async function* a() {}"),
      ("export default class {}", ";const Bd={default: class {}}.default;"),
      ("export /* a */ default\n(a)", ";const Bd={default:\n(a)}.default;"),
      ("a<!--b; c-->0", "a< !--b; c-- >0"), ("'<!--' // -->", "'<!--' // -->"),
      ("#!/bin/node\nimport.meta.url", "///bin/node\nB.meta.url"),
      ("import('x', y)", "B.import('x', y)"),
    ])
  func declarations(_ source: String, _ expected: String) throws {
    let text = try body(source).replacing("bulkhead$", with: "B")
    #expect(text == expected)
  }

  @Test("names of our own are none of the text's")
  func freshNames() throws {
    #expect(
      try lowered("var bulkhead$$, bulkhead$x", .commonJS).hasPrefix("(function(bulkhead$$$$)")
        == false)
    #expect(try lowered("bulkhead$", .commonJS).hasPrefix("(function(bulkhead$$)"))
    #expect(try lowered("bulkhea\\u0064$$", .commonJS).hasPrefix("(function(bulkhead$$$)"))
  }

  @Test(
    "a text that does not parse as a whole is not lowered",
    arguments: [
      "})(); evil(); (function(){", "}}})", "let a; let a", "import a from 'm'; import a from 'n'",
      "export { b }", "return 1", "await = 1", "`", "/*",
    ])
  func refusal(_ source: String) {
    #expect(throws: LoweringError.self) { try lowered(source) }
  }

  @Test(
    "await at the top of an entry makes it asynchronous, elsewhere it is a name",
    arguments: [
      ("await x", "async function"), ("var await = 1", "function"),
      ("(async () => { await x })()", "function"), ("for await (a of b);", "async function"),
    ])
  func entry(_ source: String, _ head: String) throws {
    #expect(try lowered(source, .entry).contains("{return \(head)(exports,require,module,"))
  }

  @Test("lowering is linear in length and does not recurse")
  func longTexts() throws {
    let chain = "import { a } from 'm'; a" + String(repeating: "()()", count: 20_000)
    #expect(try lowered(chain).utf8.count > chain.utf8.count)
    let uses = "import { a } from 'm';" + String(repeating: "{ let a; a } a;", count: 20_000)
    #expect(try lowered(uses).utf8.count > uses.utf8.count)
  }
}
