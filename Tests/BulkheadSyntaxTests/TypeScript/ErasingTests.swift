import BulkheadSyntax
import Testing

/// What TypeScript becomes, runs of white space as one.
private func erased(_ source: String, _ language: ScriptLanguage = .typeScript) -> String {
  var options = ParserOptions()
  options.language = language
  let result = TypeScript.erase(Array(source.utf8), options: options)
  return result.diagnostics.first?.message ?? String(decoding: result.utf8, as: UTF8.self)
}

private func squeezed(_ text: String) -> String {
  text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
}

struct ErasingTests {
  @Test(
    "types become white space, and every token keeps its line and column",
    arguments: [
      ("let a: string = b as any as T;", "let a         = b            ;"),
      ("let a!: T, { b }: U = c", "let a    , { b }    = c"),
      (
        "function f<T>(this: T, a?: T, ...b: U[]): a is T {}",
        "function f   (         a    , ...b     )         {}"
      ),
      ("f<T, U<V>>(a!)!.b<X>`c`", "f         (a ) .b   `c`"),
      ("a < b > c; a<b>(c); a < b || c > d", "a < b > c; a   (c); a < b || c > d"),
      ("new A<T>; new A<T>(b)", "new A   ; new A   (b)"),
      ("a?.b<T>(c); a?.<T>(c)", "a?.b   (c); a?.   (c)"),
      ("let é: 日本 = 1; let b: '💩' = 2", "let é     = 1; let b       = 2"),
      ("(a: T, b = 1, c?): U => a", "(a   , b = 1, c )    => a"),
      ("a ? (b) : c => d", "a ? (b) : c => d"), ("a ? (b): c => d : e", "a ? (b)    => d : e"),
      ("a ? b => (c = b) : b => 0", "a ? b => (c = b) : b => 0"),
      ("async <T>(a: T) => a; async<T>(b)", "async    (a   ) => a; async   (b)"),
      ("x = <T>(y); z = <T,>(y: T) => y", "x =    (y); z =     (y   ) => y"),
      (
        "class A<T> extends B<U> implements C, D { }", "class A    extends B                    { }"
      ),
      (
        "abstract class A { abstract b(): void; private readonly c?: T = 1; [k: string]: T }",
        "         class A {                                      c     = 1;                }"
      ),
      (
        "class A { a(): void; a(b?: T) {} declare c: T; static override d = 1 }",
        "class A {            a(b    ) {}               static          d = 1 }"
      ),
      ("class A { get: T; set: U; }", "class A { get;  ; set;  ; }"),
      (
        "import type A from 'b'; import { type C, D } from 'e'",
        "                        import {         D } from 'e'"
      ),
      (
        "export type { A }; export { type B, C }; let C",
        "                   export {         C }; let C"
      ),
      (
        "import type from 'a'; import { type as as } from 'b'",
        "import type from 'a'; import { type as as } from 'b'"
      ),
      ("for (const a of b as T[]) ;", "for (const a of b       ) ;"),
      ("try {} catch (e: unknown) {}", "try {} catch (e         ) {}"),
      ("o = { m<T>(a: T): T { return a } }", "o = { m   (a   )    { return a } }"),
      (
        "var type, declare, namespace, abstract, module; type = module",
        "var type, declare, namespace, abstract, module; type = module"
      ),
      ("a satisfies T ? b : c", "a             ? b : c"),
      ("a = b < c >> d; a = f(x < y, x >= y)", "a = b < c >> d; a = f(x < y, x >= y)"),
    ])
  func types(_ source: String, _ expected: String) {
    #expect(erased(source) == expected)
  }

  @Test(
    "declarations that exist for the compiler alone are gone",
    arguments: [
      "interface A<T> extends B { (a: T): void; new (): T; readonly [k: string]: U; get b(): T, c?(): void\n d: 1 }",
      "type A<in out T extends U = V> = T extends (infer U extends string)[] ? { -readonly [K in keyof T as `a${K}`]-?: T[K] } : never",
      "declare const a: unique symbol, b: typeof import('c', { with: { 'resolution-mode': 'import' } })",
      "declare module 'a' { export default b; export = c; import d = require('e'); const f; function g(): void }",
      "declare global { var a: [b: string, c?: number, ...d: T[]] }", "declare enum A { B }",
      "export declare abstract class A { protected constructor(private a: T); b(): this is C; static c; }",
      "type A = abstract new <T>(...a: any[]) => asserts a is T; type B = () => A extends () => C extends D ? E : F ? G : H",
      "function f(a: string): void\nfunction f(a: number): void;",
      "namespace A { export type B = 1 }",
      "export type * as a from 'b'; export as namespace C; export interface D {}",
      "export default interface A {}",
      "type A = -1 | 'b' | `c` | null | void | this | A.B<C>['d'][]; type A = readonly string[] | unique symbol",
      "type F = ({ a = `${{}}` }, [b], c?: d) => { e: f }; type G = (a) => (b)[]",
    ])
  func declarations(_ source: String) {
    #expect(squeezed(erased(source)) == "")
  }

  @Test(
    "what is left of a line does not go on with the next one",
    arguments: [
      ("let a = b\ntype C = D\n(e)", "let a = b\n;         \n(e)"),
      ("a as any\n(b)", "a ;     \n(b)"),
      ("let a = b\ninterface C {}\n[d]", "let a = b\n;             \n[d]"),
      ("if (a) type B = C\nelse d", "if (a) ;         \nelse d"),
      ("f = (a): {\n} => b", "f = (a    \n) => b"),
      ("f = async <\nT>(a) => a", "f = async (\n   a) => a"),
      ("() => { return <T\n>a }", "() => { return ( \n a) }"),
      ("class A { b = c\nprivate *d() {} }", "class A { b = c\n;       *d() {} }"),
    ])
  func lines(_ source: String, _ expected: String) {
    #expect(erased(source) == expected)
  }

  @Test(
    "what runs is written in JavaScript on the same lines",
    arguments: [
      (
        "enum A { B, C = 2,\n D = B | C, 'e' = 'f' }",
        "var A;(function(A){ A[A[\"B\"]=0]=\"B\"; A[A[\"C\"]= 2]=\"C\";\n A[A[\"D\"]= A.B | A.C]=\"D\"; A[\"e\"]= 'f' })(A||(A={}));"
      ),
      (
        "export enum A { B }\nexport enum A { C = B }",
        "export var A;(function(A){ A[A[\"B\"]=0]=\"B\" })(A||(A={}));\n;(function(A){ A[A[\"C\"]= A.B]=\"C\" })(A||(A={}));"
      ),
      (
        "namespace A.B { export const c = 1 }",
        "var A;(function(A){let B;(function(B){ const c = 1;B.c=c; })(B=A.B||(A.B={}));})(A||(A={}));"
      ),
      (
        "namespace A { export let b = 1 }\nnamespace A { b }",
        "var A;(function(A){ let b = 1;A.b=b; })(A||(A={}));\n;(function(A){ A.b })(A||(A={}));"
      ),
      (
        "namespace A { export class A {} }",
        "var A;(function(A_1){ class A {};A_1.A=A; })(A||(A={}));"
      ),
      (
        "class A extends B { constructor(private a: T, readonly b = 1) { super(); c } }",
        "class A extends B {a;b; constructor( a , b = 1) { super();;this.a=a;this.b=b; c } }"
      ),
      (
        "import a = b.c; import d = require('e'); export = f",
        "const a = b.c; const d = require('e'); module.exports = f"
      ),
    ])
  func transforms(_ source: String, _ expected: String) {
    #expect(squeezed(erased(source)) == squeezed(expected))
    #expect(erased(source).count { $0 == "\n" } == source.count { $0 == "\n" })
  }

  @Test(
    "TSX keeps its elements",
    arguments: [
      (
        "a = <T,>(b: T) => <C<T> d={b as any}>{e!}</C>",
        "a =     (b   ) => <C    d={b       }>{e }</C>"
      ),
      ("a = <T extends U>(b) => b", "a =              (b) => b"),
    ])
  func tsx(_ source: String, _ expected: String) {
    #expect(erased(source, .tsx) == expected)
  }

  @Test(
    "what is no TypeScript is refused",
    arguments: [
      "let a: = 1", "type A = ", "interface {", "f<T,", "class A { private }}", "a as",
      "enum A { B C }",
      "let a: { b: c", "(a: T) => ", "function f(a?: ) {}", "import type { a from 'b'",
      "abstract let a",
      "let a: [b: c", "type A<T = 1", "namespace A { ", "<T>", "let a: `${b",
      "x = <C<:a>?/>",
    ])
  func refusals(_ source: String) {
    for language in [ScriptLanguage.typeScript, .tsx] {
      var options = ParserOptions()
      options.language = language
      #expect(!TypeScript.erase(Array(source.utf8), options: options).diagnostics.isEmpty)
    }
  }

  @Test(
    "what the compiler refuses and Node erases is read, and the engine does not get to run it",
    arguments: [
      ("@a() function b() {}", "@a() function b() {}"),
      ("@a async function b(c: d) {}", "@a async function b(c   ) {}"),
      ("@a interface B {}", "@a               "),
      ("@a type B = 1; let c", "@a             let c"),
      ("async a\n=> b", "async a\n=> b"),
      (
        "class A { protected static\nstatic a() {} }", "class A {           static\nstatic a() {} }"
      ),
      ("class A { static abstract { a } }", "class A { static abstract { a } }"),
      ("class A { static readonly {} }", "class A { static readonly {} }"),
      (
        "namespace A { const b = await 1 }",
        "var A;(function(A){ const b = await 1 })(A||(A={}));"
      ),
      (
        // A module for its first line, and without that a call of something named `await`.
        "import type B from 'b'; namespace A { const b = await (c) }",
        "var A;(function(A){ const b = await (c) })(A||(A={}));"
      ),
    ])
  func readButNotRun(_ source: String, _ expected: String) {
    #expect(squeezed(erased(source)) == squeezed(expected))
    for mode in [Lowering.Mode.entry, .commonJS, .module] {
      var options = ParserOptions()
      options.language = .typeScript
      #expect(throws: LoweringError.self) {
        try Lowering.lower(Array(source.utf8), mode: mode, options: options)
      }
    }
  }

  @Test(
    "what the compiler refuses and Node takes away is taken away",
    arguments: [
      ("@a(b as c) enum D {}", "var D;(function(D){})(D||(D={}));"),
      ("@a const enum D {}", "var D;(function(D){})(D||(D={}));"),
      ("a; global { b() }", "a;"), ("namespace\nA {}", ""), ("declare\ninterface A {}", ""),
      ("declare\ntype A = 1", ""),
      ("import { typ\\u0065 A, B } from 'c'", "import { B } from 'c'"),
      ("import typ\\u{65} A from 'c'", ""),
      ("export { typ\\u0065 as } from 'c'", "export { } from 'c'"),
    ])
  func takenAway(_ source: String, _ expected: String) {
    #expect(squeezed(erased(source)) == squeezed(expected))
  }

  @Test(
    "a text that is JavaScript stays what it is, also where Node takes something away",
    arguments: [
      "declare\nlet a", "declare\nclass A {}", "namespace\nA\n{}", "namespace\ntry {} finally {}",
      "declare\nnamespace\nA\n{}", "class A { static\nstatic() {} }",
      "class A { static\nstatic\na }",
      "class A { static abstract\n}", "class A { static abstract() {} }", "global\n{ a() }",
      "import { typ\\u0065 as A } from 'c'", "import typ\\u0065 from 'a'", "async\na => b",
    ])
  func plain(_ source: String) {
    #expect(erased(source) == source)
    #expect(Parser.parse(Array(source.utf8), goal: .auto).diagnostics.isEmpty)
  }

  @Test("nested places that may be types or not cost no exponential time")
  func nesting() {
    for piece in ["a<(", "a<{[", "a?(b):c=>", "<T>(", "(a:b=>", "a<b<", "async<T>(", "x?y=>(z):"] {
      _ = erased(String(repeating: piece, count: 400))
    }
  }
}
