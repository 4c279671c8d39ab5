import Testing

@testable import BulkheadScanner

@Suite struct TypeScriptTests {
  @Test(
    "TypeScript is read as such: what types hide is found, and what only looks like code is not",
    arguments: [
      (
        "a.ts",
        "import cp = require('child_process'); export function f(a: string): void { cp.exec(a as any) }"
      ),
      (
        "a.mts",
        "import { exec, type ExecOptions } from 'node:child_process'\nconst run = <T>(c: T) => exec(c!)"
      ),
      (
        "a.cts",
        "namespace N { export class A { constructor(private c: string) { (require('child_process') as any).exec(c) } } }"
      ),
      (
        "a.ts",
        "class A { constructor(@b(require('child_process').exec(process.argv[2])) private c: string) {} }"
      ),
      (
        "a.tsx",
        "import { exec } from 'child_process'; export default (p: P) => <a onClick={() => exec(p.c!)}>b</a>"
      ),
      (
        "a.js",
        "import { exec } from 'child_process'; export default (p) => <a onClick={() => exec(p.c)}>b</a>"
      ),
    ])
  func found(_ path: String, _ source: String) {
    let scan = CodeScanner().scanCode(source, path: path)
    #expect(scan.parsed)
    #expect(
      scan.dangerousPatterns.contains { $0.rule == "process-built-command" },
      "\(scan.dangerousPatterns.map(\.rule))")
  }

  @Test("types alone are no findings")
  func types() {
    let source =
      "declare module 'child_process' { function exec(a: string): void }\ninterface A { eval(a: string): void }"
    let scan = CodeScanner().scanCode(source, path: "a.d.ts")
    #expect(scan.parsed && scan.dangerousPatterns.isEmpty, "\(scan.dangerousPatterns.map(\.rule))")
  }
}
