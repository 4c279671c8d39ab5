import BulkheadSyntax

extension Rules {
  /// Modules that are found while the code runs.
  static let imports: [Rule] = [dynamicRequire, dynamicImport, hiddenImport]

  static let dynamicRequire = Rule(
    "dynamic-require", .medium,
    title: "requires a module whose name is worked out while it runs",
    why: "No reader can tell which module it is.",
    help: "require modules by constant names, or choose from a table of them",
    positives: ["require(name);"],
    evasions: [
      "const load = require; load(name);", "module.require(process.argv[2]);",
      "module.constructor._load(name);",
    ],
    negatives: [
      "require('fs');", "const n = 'fs'; require(n);", "function f(require) { require(name); }",
      "require.resolve(name);",
    ],
    check: .script { facts, report in
      for call in facts.calls where call.path == "require" {
        if let name = call.arguments.first, !facts.isConstant(name), !isBeside(name, facts) {
          report.add(call.span)
        }
      }
    })

  static let dynamicImport = Rule(
    "dynamic-import", .medium,
    title: "imports a module whose name is worked out while it runs",
    why: "No reader can tell which module it is.",
    help: "import modules by constant names, or choose from a table of them",
    positives: ["const m = await import(name);"], evasions: ["import('./' + process.argv[2]);"],
    negatives: ["import('fs');", "const n = './a.js'; import(n);", "import fs from 'fs';"],
    check: .script { facts, report in
      for node in facts.nodes(of: .importExpression) {
        if let name = node.source, !facts.isConstant(name), !isBeside(name, facts) {
          report.add(node.span)
        }
      }
    })

  /// A path that starts beside the file: `path.join(__dirname, 'lib', name)` stays in the plugin.
  private static func isBeside(_ node: SyntaxNode, _ facts: ScriptFacts) -> Bool {
    let text = facts.evaluator.spelled(node)
    return node.descendants.prefix(200).contains {
      $0.kind == .identifier && $0.name == "__dirname"
    }
      && !text.contains("..")
  }

  private static let powerful: Set<String> = [
    "child_process", "vm", "net", "tls", "dgram", "cluster", "worker_threads", "inspector", "fs",
    "http",
    "https", "dns", "os", "process", "module", "repl", "v8",
  ]

  static let hiddenImport = Rule(
    "hidden-import", .high,
    title: "puts the name of a powerful module together",
    why: "Nobody hides which module they load from a reader without a reason.",
    help: "write the name of the module",
    positives: ["require('child_' + 'process');"],
    evasions: [
      "const m = ['child', 'process'].join('_'); require(m);",
      "require(atob('Y2hpbGRfcHJvY2Vzcw=='));",
      "require('\\x63hild_process'.slice(0) + '');", "import('f'.concat('s'));",
      "require(String.fromCharCode(118, 109));",
    ],
    negatives: [
      "require('child_process');", "const name = 'fs'; require(name);", "require('./a' + '.js');",
      "require(`fs`);",
    ],
    check: .script { facts, report in
      for use in facts.imports where use.isBuilt && powerful.contains(use.module) {
        // A name that is written somewhere whole is not hidden.
        if !facts.mentions(use.module) { report.add(use.span, use.module) }
      }
    })
}
