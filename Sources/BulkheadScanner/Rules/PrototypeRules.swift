import BulkheadSyntax

extension Rules {
  /// Changes to what all code shares.
  static let prototypes: [Rule] = [prototypePollution, builtInReplacement]

  static let prototypePollution = Rule(
    "prototype-pollution", .medium,
    title: "writes to the prototype of all objects",
    why: "Every object of the process gets the property, those that decide about access too.",
    help: "use Object.create(null) or a Map for data by name",
    positives: ["Object.prototype.isAdmin = true;", "x.__proto__.isAdmin = true;"],
    evasions: [
      "x['__pro' + 'to__'][key] = value;", "({}).constructor.prototype.a = 1;",
      "Object.assign(Object.prototype, o);",
      "const p = '__proto__'; x[p].y = 1;", "Object.defineProperty(Object['prototype'], 'a', d);",
    ],
    negatives: [
      "A.prototype.run = function () {};", "if (key === '__proto__') continue;",
      "const o = { __proto__: null };",
      "x.prototype = y;", "x.__proto__ = Base.prototype;",
    ],
    check: .script { facts, report in
      func isShared(_ node: SyntaxNode?) -> Bool {
        guard let node, node.kind == .memberExpression else {
          return facts.evaluator.path(node) == "Object.prototype"
        }
        let path = facts.evaluator.path(node)
        if path == "Object.prototype" || path == "?constructor.prototype" { return true }
        return facts.evaluator.key(of: node) == "__proto__"
      }
      for node in facts.tree.nodes(of: .assignmentExpression) {
        if let left = node.left, left.kind == .memberExpression, isShared(left.object) {
          report.add(node.span)
        }
      }
      let definers: Set<String> = [
        "Object.defineProperty", "Object.assign", "Reflect.set", "Reflect.defineProperty",
      ]
      for call in facts.calls where definers.contains(call.path ?? "") {
        if isShared(call.arguments.first) { report.add(call.span) }
      }
    })

  static let builtInReplacement = Rule(
    "built-in-replacement", .medium,
    title: "replaces a function of the engine or of a module",
    why: "All other code of the process then calls the replacement, with its data.",
    help: "wrap the function under a name of your own",
    positives: ["require('fs').readFileSync = function () {};", "globalThis.fetch = wrapper;"],
    evasions: [
      "const h = require('https'); h['req' + 'uest'] = f;", "JSON['parse'] = f;",
      "module.constructor.prototype.require = f;",
    ],
    negatives: [
      "const api = {}; api.fetch = f;", "module.exports.fetch = f;", "globalThis.state = 1;",
      "let fetch; fetch = f;",
    ],
    check: .script { facts, report in
      let globals: Set<String> = [
        "fetch", "eval", "require", "Function", "JSON.parse", "JSON.stringify", "Promise",
        "XMLHttpRequest",
        "WebSocket", "module.constructor.prototype.require", "module:module.prototype.require",
      ]
      for node in facts.tree.nodes(of: .assignmentExpression)
      where node.left?.kind == .memberExpression {
        guard let path = replaced(node, facts) else { continue }
        let ofModule = [
          "module:fs.", "module:http.", "module:https.", "module:child_process.", "module:crypto.",
        ]
        if globals.contains(path) || ofModule.contains(where: path.hasPrefix) {
          report.add(node.span, path)
        }
      }
    })

  /// The path that an assignment writes, resolved from the object so that the value does not count.
  private static func replaced(_ node: SyntaxNode, _ facts: ScriptFacts) -> String? {
    guard let left = node.left, let name = facts.evaluator.key(of: left),
      let object = facts.evaluator.path(left.object)
    else { return nil }
    return object == "globalThis" ? name : object + "." + name
  }
}
