import BulkheadSyntax
import Testing

@Suite("Scopes")
struct ScopeTests {
  /// Each name of the source with a number behind it: equal numbers must mean the same variable, `0` a
  /// global name. `w` marks a use that writes, `d` one that is dynamic.
  ///
  /// `let a1; { let a2 = a1; a2w++ }`
  @Test(
    "a name means the nearest declaration, hoisting included",
    arguments: [
      "a1; var a1; { var a1; let b2 = a1; b2 }", "b0; { let b1 } b0",
      "f1; function f1(a2) { return a2 + f1 + c0 }",
      "let a1; { let a2; { a2; f3; var v4; let f3 } a2; v4 } a1; v4",
      "(function f1(a2, b3 = a2) { f1; var a2; a2 })", "(function f1() { var f2; f2 }); f0",
      "class A1 { m() { A1 } } (class B2 extends B2 {}); B0; A1",
      "try { a0 } catch (e1) { e1; var e2 } e2",
      "for (let i1 = 0; i1 < 2; i1w++) { i1; let j2 } i0; j0", "for (var k1 in o0) k1; k1",
      "switch (a0) { case 1: let a1; a1; default: a1 } a0",
      "let a1; switch (a1) { case 1: let a2; a2 }",
      "let {a1, b: [c2 = a1, ...d3], [a1]: e4} = f0", "[a0w, {b: c0w, d: e0.f = a0}] = g0",
      "a0w = 1; a0w += 2; a0.b = 3",
      "(a1, {b2}) => a1 + b2 + c0", "l: for (;;) break l",
      "({a: 1, b() {}, get c() {}, d0, [e0]: 1}).f",
      "function f1() { arguments2; () => arguments2 } arguments0",
      "function f1(arguments2) { arguments2 }",
      "{ function f1() {} f1 } f2", "'use strict'; { function f1() {} f1 } f0",
      "let f1; { function f2() {} } f1",
      "function g1(f2) { { function f3() {} } f2 }", "for (a0w of b0);", "`${a0}${b0}`; a0`b`",
      "let a1; with (b0) { a1d; c0d; let d2; d2 } a1",
      "var a1; function f2() { eval0d(''); a1d; var b3; b3; c0d }",
      "var a1; function f2() { 'use strict'; eval0(''); a1 } f2",
      "function f1(a2 = b0) { var b3; b3 }", "x0w = class { static { var a1; a1 } b = a0 }",
    ])
  func resolution(_ marked: String) {
    let (source, marks) = Self.unmark(marked)
    let result = Parser.parse(Array(source.utf8), goal: .script)
    #expect(result.diagnostics.isEmpty)
    let analysis = ScopeAnalysis(result.tree)
    var uses: [NodeIndex: ScopeAnalysis.Reference] = [:]
    for reference in analysis.references { uses[reference.node] = reference }
    var placeOfNumber: [Int: Int] = [:]
    for node in result.tree.nodes(of: .identifier) {
      guard let mark = marks[node.span.start] else { continue }
      let place = analysis.place(of: node.index)
      #expect((place == nil) == (mark.number == 0), "\(node.text) at \(node.span.start)")
      if let place { #expect(placeOfNumber[mark.number, default: place] == place) }
      if let place { placeOfNumber[mark.number] = place }
      let use = uses[node.index]
      #expect((use?.isWrite ?? false) == mark.isWrite, "\(node.text) at \(node.span.start)")
      #expect((use?.isDynamic ?? false) == mark.isDynamic, "\(node.text) at \(node.span.start)")
    }
    #expect(Set(placeOfNumber.values).count == placeOfNumber.count)
  }

  struct Mark {
    var number: Int
    var isWrite: Bool
    var isDynamic: Bool
  }

  /// Takes the marks out of a source: digits behind a letter, then `w` or `d`.
  private static func unmark(_ marked: String) -> (String, [Int: Mark]) {
    var source = ""
    var marks: [Int: Mark] = [:]
    let characters = Array(marked)
    var place = 0
    var wordStart = 0
    while place < characters.count {
      let character = characters[place]
      if character.isLetter {
        if place == 0 || !characters[place - 1].isLetter { wordStart = source.utf8.count }
        source.append(character)
      } else if character.isNumber, place > 0, characters[place - 1].isLetter {
        var mark = Mark(number: character.wholeNumberValue ?? 0, isWrite: false, isDynamic: false)
        if place + 1 < characters.count, characters[place + 1] == "w" { mark.isWrite = true }
        if place + 1 < characters.count, characters[place + 1] == "d" { mark.isDynamic = true }
        if mark.isWrite || mark.isDynamic { place += 1 }
        marks[wordStart] = mark
      } else {
        source.append(character)
      }
      place += 1
    }
    return (source, marks)
  }

  @Test("a variable knows its declarations, reads and writes")
  func variables() throws {
    let source = "var a = 1; function f(b) { a += b; var b = a } var a; f(a)"
    let tree = Parser.parse(Array(source.utf8), goal: .script).tree
    let analysis = ScopeAnalysis(tree)
    let names = analysis.variables.map { variable in
      "\(analysis.name(of: variable)) \(variable.kind) \(analysis.declarations(of: variable).count) "
        + analysis.references(to: variable).map { ($0.isRead ? "r" : "") + ($0.isWrite ? "w" : "") }
        .joined(separator: " ")
    }
    #expect(names == ["a var 2 rw r r", "f function 1 r", "b parameter 2 r"])
    #expect(analysis.globalReferences.isEmpty)
    #expect(analysis.scopes.map(\.kind) == [.program, .function, .functionBody])
  }

  @Test("names of imports, exports and elements are resolved")
  func modules() {
    let source =
      "import a, {b as c} from 'd'; export {a as e, c}; export {a as f} from 'g'; <a.b c={c} />; <Z/>"
    var options = ParserOptions()
    options.language = .jsx
    let result = Parser.parse(Array(source.utf8), goal: .module, options: options)
    #expect(result.diagnostics.isEmpty)
    let analysis = ScopeAnalysis(result.tree)
    let counts = analysis.variables.map {
      "\(analysis.name(of: $0)) \($0.kind) \(analysis.references(to: $0).count)"
    }
    #expect(counts == ["a import 2", "c import 2"])
    #expect(
      analysis.globalReferences.map { result.tree.text(result.tree.span(of: $0.node)) } == ["Z"])
  }

  @Test("scopes that nest deeply and names used throughout take linear time")
  func deep() {
    let count = 2000
    let source =
      String(repeating: "function f(a) { x; { let y;", count: count)
      + String(repeating: "}}", count: count)
      + (0..<count).map { "function f\($0)() { x; y\($0) }" }.joined()
    let result = Parser.parse(Array(source.utf8), goal: .script)
    let analysis = ScopeAnalysis(result.tree)
    #expect(analysis.scopes.count == 1 + 3 * count + 2 * count)
    #expect(analysis.globalReferences.count == 3 * count)
  }
}
