import BulkheadSyntax
import Foundation
import Testing

/// Parses texts that were valid before tokens were deleted, repeated, moved or replaced by bytes.
/// More of them with BULKHEAD_MUTATIONS=1000000, and of other texts with
/// BULKHEAD_MUTATION_CORPUS=DIRECTORY.
@Suite("Mutations")
struct MutationTests {
  @Test("no text crashes the parser, and every tree holds together")
  func mutations() {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["BULKHEAD_MUTATIONS"].flatMap(Int.init) ?? 3000
    var mutator = Mutator(seed: environment["BULKHEAD_MUTATION_SEED"].flatMap(UInt64.init) ?? 1)
    mutator.texts = environment["BULKHEAD_MUTATION_CORPUS"].map(Self.corpus) ?? Self.texts
    var slowest = (rate: 0.0, text: [UInt8]())
    for _ in 0..<count {
      let text = mutator.next()
      let start = clock()
      let fault = Self.check(text, goal: mutator.goal(), language: mutator.language())
      let rate = Double(clock() - start) / Double(text.count + 100)
      if rate > slowest.rate { slowest = (rate, text) }
      guard let fault else { continue }
      Issue.record("\(fault) in \(String(reflecting: String(decoding: text, as: UTF8.self)))")
      return
    }
    if environment["BULKHEAD_MUTATIONS"] != nil {
      print(
        "slowest: \(slowest.rate) µs of processor time a byte: \(String(decoding: slowest.text, as: UTF8.self).prefix(300))"
      )
    }
  }

  /// What is wrong with the tree of a text.
  static func check(_ text: [UInt8], goal: Goal, language: ScriptLanguage) -> String? {
    var options = ParserOptions()
    options.language = language
    let result = Parser.parse(text, goal: goal, options: options)
    let tree = result.tree
    if !result.isComplete, result.diagnostics.isEmpty { return "a silent failure" }
    if tree.root.kind != .program { return "no program" }
    for index in tree.indices {
      let node = SyntaxNode(tree: tree, index: index)
      if node.span.start > node.span.end || node.span.end > text.count {
        return "\(node.kind) at \(node.span)"
      }
      for child in node.children {
        if child.index >= index { return "\(child.kind) behind its parent \(node.kind)" }
        if child.parent != node { return "\(child.kind) with two parents" }
        if child.span.start < node.span.start || child.span.end > node.span.end {
          return "\(child.kind) \(child.span) outside of \(node.kind) \(node.span)"
        }
      }
      _ = (node.name, node.stringValue, node.numberValue, node.regexp, node.keyName)
      _ = (node.propertyName, node.bigintValue, node.params.count, node.body, node.source)
    }
    let scopes = ScopeAnalysis(tree)
    for reference in scopes.references {
      if let place = reference.variable, scopes.variables[place].scope >= scopes.scopes.count {
        return "a reference to a scope that is not there"
      }
    }
    return nil
  }

  static func corpus(_ directory: String) -> [[UInt8]] {
    let files = FileManager.default.enumerator(atPath: directory)?.allObjects ?? []
    return files.compactMap { $0 as? String }.sorted().compactMap { path in
      guard [".js", ".ts", ".tsx", ".mjs", ".cjs", ".jsx"].contains(where: path.hasSuffix),
        let data = FileManager.default.contents(atPath: directory + "/" + path), data.count < 5000
      else { return nil }
      return Array(data)
    }
  }

  static let texts = [
    "class A extends B { #p = 1; static { this.x = #p in a } get q() { return this.#p } async *m(a, {b} = {}) { yield* await a } }",
    "for (const [a, {b = 1, ...c}] of d) label: while (1) { if (a) break label; else continue }",
    "x = (a, b = 2, ...c) => a + b ** -c; y = async z => await z; [p, {q: r.s}] = [1, {q: 2}];",
    "import a, {b as c} from 'd' with {e: 'f'}; export * as g from 'h'; export default function* () { yield }",
    "if (/re[/]x/gu.test(a?.b?.[c]?.(d))) `a${b + `c${d}`}e`; else do x++; while (!y) throw new Z(...w)",
    "switch (a ?? b) { case 1n: let c = 0x1_0; default: var {d} = e } try { f() } catch ({g}) {} finally {}",
    "<a.b c=\"d\" {...e} f={g}>h {i} <></> <j:k/></a.b>; 'use strict'; with (a) eval(b); function f(a, a) {}",
    "async function f() { for await (using a of b) await using c = d } (async (a, {b = 1}) => {}); ({__proto__: a, get b() {}, async *[c]() {}})",
    "interface A<T> extends B { a?: string } type C = A | (() => D)[]; enum E { a = 1 } let f = <T,>(a: T): a is B => a as C satisfies D; abstract class G { private constructor(readonly a: string) { super() } }",
  ].map { Array($0.utf8) }
}

/// Makes texts from others by a generator that always gives the same ones.
struct Mutator {
  var state: UInt64
  var texts: [[UInt8]] = []

  init(seed: UInt64) { state = seed }

  mutating func random(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % max(1, limit)
  }

  mutating func goal() -> Goal {
    [.script, .module, .commonJS, .interactive, .auto][random(5)]
  }

  mutating func language() -> ScriptLanguage {
    ScriptLanguage.allCases[random(ScriptLanguage.allCases.count)]
  }

  mutating func next() -> [UInt8] {
    var pieces = self.pieces()
    for _ in 0...random(4) {
      guard !pieces.isEmpty else { break }
      let place = random(pieces.count)
      switch random(6) {
      case 0: pieces.remove(at: place)
      case 1: pieces.insert(pieces[random(pieces.count)], at: place)
      case 2: pieces.swapAt(place, random(pieces.count))
      case 3:
        let other = self.pieces()
        let first = random(other.count)
        pieces.insert(contentsOf: other[min(first, other.count)...].prefix(random(12)), at: place)
      case 4:
        let end = min(pieces.count, place + 1 + random(5))
        let part = Array(pieces[place..<end])
        for _ in 0..<random(6) { pieces.insert(contentsOf: part, at: place) }
      default:
        guard !pieces[place].isEmpty else { break }
        pieces[place][random(pieces[place].count)] = UInt8(random(256))
      }
    }
    return pieces.flatMap { $0 + [random(9) == 0 ? 10 : 32] }
  }

  private mutating func pieces() -> [[UInt8]] {
    let text = texts[random(texts.count)]
    return Lexer.tokens(of: text).map { Array(text[$0.start..<$0.end]) }
  }
}
