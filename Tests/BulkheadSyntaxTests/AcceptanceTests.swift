import BulkheadSyntax
import Testing

/// What must parse and what must be refused, so that a regression shows without test262 at hand.
@Suite("Acceptance")
struct AcceptanceTests {
  @Test(
    "a valid script parses",
    arguments: [
      // Names and words.
      "var yield = 1, let = 2, async, of, get, set, await, static; let\nx", "var \\u{61}b, ünï",
      "({class: 1, if: 2}).class", "async\nfunction f() {}", "yield: 1",
      "if (a) let\nb", "var eval, arguments",
      // Automatic semicolons.
      "a\nb\n++c", "do; while (a) b", "return_\n/a/g", "var a\nvar b", "{a}", "throw a",
      "for (;;) break\nlabel: while (a) continue label",
      // Declarations.
      "var a; var a; function a() {} function a() {}", "{ function a() {} function a() {} }",
      "try {} catch (e) { var e; for (var e of []); }",
      "if (a) function f() {} else function g() {}",
      "l: function f() {}", "switch (a) { case 1: let b; default: c }",
      "let {a, ...b} = c, [d,,...e] = f",
      "for (var a = 1 in b);", "for (let in a);", "for (async of => 1;;);",
      "{ using a = b, c = d; }", "using\na", "for (using of of);", "{ let using = 1; using[0] }",
      "function f(a, a) {}", "function f() { let a; { var b; let a } }",
      // Functions.
      "function* g() { yield; yield a; yield* b; (yield) }", "async () => await a",
      "(a, b = 1, ...c) => {}",
      "({a, b: [c]}) => a", "async ({a}) => a", "async function f() { for await (a of b); }",
      "function f(a = 1, {b}, [c] = []) {}", "function* g() { (function yield() {}) }",
      "({get a() {}, set a(b) {}, async *c() {}, *d() {}})",
      "a => a => a", "((((a)))) + b", "(() => {})()", "a ? (b) : c => d",
      "function f() { new.target }",
      // Classes.
      "class A extends (b, c) { constructor() { super() } static async *m() {} get; set; static; async }",
      "class A { #a = 1; get #b() {} set #b(c) {} static #c() {} d() { return #a in this } }",
      "class A { static { var await_; function f() { arguments } } static = 1; 'constructor'() {} }",
      "class A { a = super.b; c = () => this; [d] = 1; static async; get\n x() {} }",
      "class A { static prototype_; static constructor() {} } class B extends A {}",
      "class A { #a; m() { class B { n() { this.#a; this.#c } #c } } }",
      // Expressions.
      "a ?? b ?? c", "(a ?? b) || c", "a ** -b", "(-a) ** b", "a?.b?.[c]?.(d).e", "new a.b(c).d",
      "new (a())()", "a?.5:b", "import(a), import(a, b,)", "`${a}${`${b}`}`", "a`\\u`",
      "[a, , b] = c", "({a = 1} = b)", "[...[a]] = b", "[a.b, c[d]] = e", "({a: b.c, ...d.e} = f)",
      "({__proto__: a, __proto__: b} = c)", "({__proto__: a, __proto__() {}, ['__proto__']: 1})",
      "a &&= b ||= c ??= d", "0b1 + 0O7 + 0xF + 1_000n + .5e-1 + 017 + 089.5",
      "'\\08\\u{10FFFF}\u{2028}'",
      "f() = 1", "f()++", "for (f() in a);", "delete a", "void typeof a", "a = b ? c : d ? e : f",
      "for (var a = (b in c);;);", "a\n<!-- b\n--> c",
      // Regular expressions.
      "/(?<a>b)|(?<a>c)/", "/[\\d-z]{,3}/", "/(?i-s:a)/u", "/[a--b]/v", "/\\p{Lu}/u",
      "a = b / c / d",
      "/a/dgimsuy", "/]{}/", "/\\k/", "x\n/a/g",
      // With and strict.
      "with (a) b", "'use strict'; var a; (function () { this })", "function f() { 'use strict' }",
    ])
  func valid(_ source: String) {
    #expect(refusal(source, .script) == nil)
  }

  @Test(
    "an invalid script is refused",
    arguments: [
      // Names and words.
      "var if", "var v\\u0061r", "v\\u0061r a", "enum", "'use strict'; var yield",
      "'use strict'; let static",
      "'use strict'; eval = 1", "'use strict'; function f(arguments) {}", "let let = 1",
      "const\nlet = 1",
      "function* g() { var yield }", "async function f() { var await }", "async (await) => a",
      "async (a = await b) => c", "function* g() { (a = yield) => b }", "function* g(a = yield) {}",
      "({if})", "({a b})", "var a\\u{110000}", "3in []", "'\n'", "\"\\u{110000}\"", "1__0", "1_",
      "0_1", "08n",
      // Declarations.
      "let a; let a", "let a; var a", "var a; let a", "const a = 1, a = 2",
      "function f(a) { let a }",
      "{ var a; } let a", "{ let a; { var a } }", "try {} catch (e) { let e }",
      "try {} catch ([e]) { var e }",
      "switch (a) { case 1: let b; case 2: let b }", "{ function a() {} let a }",
      "class A {} class A {}",
      "'use strict'; { function a() {} function a() {} }",
      "{ async function a() {} function a() {} }",
      "for (let a;;) { var a }", "for (let a, a;;);", "const a", "let {a}", "for (const a;;);",
      "for (let a = 1 of b);", "for (let a, b of c);", "for (var [a] = 1 in b);", "if (a) let b",
      "if (a) const b = 1", "if (a) class B {}", "while (a) function f() {}",
      "l: async function f() {}",
      "if (a) l: function f() {}", "using a = b", "{ using a; }", "{ using {a} = b; }",
      "for (using a in b);",
      "switch (a) { case 1: using b = c }", "for (async of a);", "for (let.a of b);",
      "for (let of a);",
      // Control.
      "break", "continue", "while (a) { function f() { break } }", "l: { continue l }", "break l",
      "l: l: a",
      "return", "switch (a) { default: default: }", "try {}", "throw\na",
      "'use strict'; with (a) b",
      "if (a) else b", "for await (a of b);",
      // Functions.
      "(a, a) => b", "function f(a, a) { 'use strict' }", "function f(a = 1, a) {}",
      "({m(a, a) {}})",
      "function f(a = 1) { 'use strict' }", "class A { m(a = 1) { 'use strict' } }",
      "(...a, b) => c",
      "function f(...a,) {}", "function f(...a = 1) {}", "({get a(b) {}})", "({set a() {}})",
      "({set a(...b) {}})",
      "a\n=> b", "()", "(a,)", "(...a)", "a => {} + 1", "() => {} || a", "async a\n=> b",
      "((a)) => b", "(a.b) => c",
      "({a: (b)}) => c", "function f(a) { 'use strict'; 010 }", "new.target", "super.a",
      "function f() { super() }",
      // Classes.
      "class A { constructor() {} constructor() {} }", "class A { get constructor() {} }",
      "class A { constructor = 1 }",
      "class A { static prototype() {} }", "class A { #a; #a }", "class A { #constructor }",
      "this.#a",
      "class A { m() { this.#a } }", "class A { m() { delete this.#a } #a }",
      "class A { get #a() {} static set #a(b) {} }",
      "class A extends B { m() { super() } }", "class A { constructor() { super() } }",
      "class A { a = arguments }",
      "class A { static { await } }", "class A { static { return } }",
      "class A { static { arguments } }",
      "class A { 'constructor' = 1 }", "class A extends B, C {}", "class A { a b }", "class let {}",
      "class A { x = super() }",
      // Expressions.
      "a ?? b || c", "a && b ?? c", "-a ** b", "a?.b = 1", "a?.`b`", "new a?.b()", "new import(a)",
      "import()", "import(...a)",
      "({a = 1})", "({__proto__: a, __proto__: b})", "[a] += b", "({a}) = b", "[(a = 1)] = b",
      "(a, b) = c", "({a: b + c} = d)",
      "[...a, b] = c", "({...{a}} = b)", "({a() {}} = b)", "a + b = c", "1++", "++a++", "f() &&= 1",
      "'use strict'; f() = 1",
      "`\\u`", "`${a", "'use strict'; '\\01'", "'\\01'; function f() { '\\01'; 'use strict' }",
      "a b", "a.", "[a", "{", "}", ")",
      "'use strict'; delete a", "for (a in b in c;;)", "a = ", "#a in #b in c", "1 in #a",
      "import.meta", "await a",
      // Regular expressions.
      "/a/gg", "/a/uv", "/(/", "/a**/", "/(?<a>b)(?<a>c)/", "/\\p{Foo}/u", "/[b-a]/",
      "/\\u{110000}/u", "/(?<a>b)\\k<c>/",
      "/(?i-i:a)/", "/a/\\u0067", "/a\n/", "/[a&&&b]/v", "/{1}/",
      // Modules only.
      "import a from 'b'", "export let a", "export default 1", "{ import a from 'b' }",
    ])
  func invalid(_ source: String) {
    #expect(refusal(source, .script) != nil)
  }

  @Test(
    "a valid module parses",
    arguments: [
      "import a, {b as c, default as d, 'e f' as g} from 'h' with {type: 'json'}",
      "import * as a from 'b'",
      "export * from 'a'; export * as b from 'c'; export * as 'd e' from 'f'",
      "export {a as 'b', a as default}; var a",
      "export default function () {}", "export default class {}", "export default async () => {}",
      "export {if} from 'a'",
      "await a; for await (b of c);", "import.meta.url", "export const {a, b: [c]} = d",
      "using a = b; await using c = d",
      "export default (class {}).name", "import {} from 'a'; export {}",
      "export async function a() {}", "function f() { await_ }",
    ])
  func validModule(_ source: String) {
    #expect(refusal(source, .module) == nil)
  }

  @Test(
    "an invalid module is refused",
    arguments: [
      "import a from 'b'; let a", "export {a}", "export let a; export {a}; ",
      "export default 1; export default 2", "var await",
      "export {'a'}; var a", "import {'a'} from 'b'", "import {if} from 'a'", "export {if}",
      "with (a) b", "010", "delete a",
      "import a from 'b' with {c: 'd', c: 'e'}", "{ export let a }", "import {a, b as a} from 'c'",
      "export * as a, b from 'c'",
      "export {a as '\\uD800'}; var a", "a\n--> b", "function a() {} var a", "import.meta = 1",
      "let yield", "new.target",
      "return", "export {a, a}; var a", "import 'a' with {b: 1}", "function f() { await a }",
      "<!-- a", "import { eval } from 'a'",
    ])
  func invalidModule(_ source: String) {
    #expect(refusal(source, .module) != nil)
  }

  @Test("a CommonJS module may return, and a prompt await and import")
  func otherGoals() {
    #expect(refusal("if (a) return; new.target", .commonJS) == nil)
    #expect(refusal("await a", .commonJS) != nil)
    #expect(refusal("import a from 'b'; await a; return c", .interactive) == nil)
    #expect(refusal("export let a", .interactive) != nil)
  }

  private func refusal(_ source: String, _ goal: Goal) -> String? {
    Parser.parse(Array(source.utf8), goal: goal).diagnostics.first.map { "\($0)" }
  }
}
