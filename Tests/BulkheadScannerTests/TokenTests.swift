import Testing

@testable import BulkheadScanner

/// What is found where no syntax tree is to be had.
@Suite struct TokenTests {
  static let faults: [(rule: String, text: String)] = [
    ("dynamic-eval", "const run = (code: string): void => { eval(code); };"),
    ("dynamic-function-constructor", "let f: F = new Function(code);"),
    ("decoded-code", "let x: T = eval(atob(payload));"),
    ("dynamic-require", "let m: M = require(name);"),
    ("exfiltrates-environment", "let r: R = fetch(u, { body: JSON.stringify(process.env) });"),
    ("tls-verification-disabled", "let o: O = { rejectUnauthorized: false };"),
  ]

  /// A line that no language has, so that what follows is words.
  static let broken = "let = of = %%%;\n"

  @Test("a plain fault is found by its words", arguments: faults)
  func found(rule: String, text: String) {
    let scan = CodeScanner().scanCode(Self.broken + text, path: "a.ts")
    #expect(!scan.parsed)
    #expect(scan.dangerousPatterns.contains { $0.rule == rule })
  }

  static let lookalikes: [String] = [
    "let a: string = 'eval(code)'; // eval(code)", "let b: T = model.eval(code);",
    "function eval(x: string): void {}", "let c: T = require('./a');",
    "let d: R = fetch(u, { headers: { A: process.env.TOKEN } });",
  ]

  @Test("words in strings, comments and members are no fault", arguments: lookalikes)
  func harmless(text: String) {
    let scan = CodeScanner().scanCode(Self.broken + text, path: "a.ts")
    #expect(!scan.parsed)
    #expect(scan.dangerousPatterns.isEmpty)
  }

  @Test("imports are seen without a tree")
  func imports() {
    let text = "import { exec } from 'node:child_process';\nlet x: T = require('vm');"
    let scan = CodeScanner(policy: .strict).scanCode(Self.broken + text, path: "a.ts")
    #expect(Set(scan.importViolations.map(\.module)).isSuperset(of: ["vm"]))
  }

}
