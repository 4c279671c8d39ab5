import BulkheadSyntax

extension Rules {
  /// Changes to what all code shares.
  static let prototypes: [Rule] = [prototypePollution, prototypeWalk, builtInReplacement]

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
      for node in facts.nodes(of: .assignmentExpression) {
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

  static let prototypeWalk = Rule(
    "prototype-pollution-walk", .low,
    title: "walks into an object by keys that are worked out",
    why: "With the key __proto__ the walk ends at what all objects share.",
    help: "refuse the keys __proto__, constructor and prototype, or use a Map",
    positives: ["for (const k of path.split('.')) { o = o[k]; }"],
    evasions: [
      "keys.forEach(function (k) { config = config[k]; });",
      "while (i < n) { obj = obj[keys[i++]] || (obj[k] = {}); }",
    ],
    negatives: [
      "for (const k of keys) { const v = o[k]; use(v); }",
      "for (let i = 0; i < n; i++) { node = list[0]; }",
      "for (const k of keys) { if (k === '__proto__') continue; o = o[k]; }",
    ],
    check: .script { facts, report in
      for node in facts.nodes(of: .assignmentExpression) {
        guard let name = node.left?.name, var value = node.right else { continue }
        if value.kind == .logicalExpression, let left = value.left { value = left }
        guard value.kind == .memberExpression, value.isComputed, value.object?.name == name,
          facts.evaluator.key(of: value) == nil
        else { continue }
        let loop = node.ancestors.prefix(30).first { ancestor in
          switch ancestor.kind {
          case .forStatement, .forOfStatement, .forInStatement, .whileStatement, .doWhileStatement:
            true
          case .functionExpression, .arrowFunctionExpression:
            ancestor.parent?.callee.map { facts.evaluator.key(of: $0) == "forEach" } ?? false
          default: false
          }
        }
        guard let loop else { continue }
        let text = facts.tree.text(loop.span)
        if !text.contains("__proto__"), !text.contains("hasOwn") { report.add(node.span) }
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
      for node in facts.nodes(of: .assignmentExpression)
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
