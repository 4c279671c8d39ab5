import BulkheadSyntax

extension Rules {
  /// Text that becomes code.
  static let dynamicCode: [Rule] = [
    dynamicEval, disguisedEval, functionConstructor, timerString, vmModule, moduleCompile,
    decodedCode, downloadedCode,
  ]

  private static let vmFunctions: Set<String> = [
    "module:vm.runInThisContext", "module:vm.runInNewContext", "module:vm.runInContext",
    "module:vm.Script", "module:vm.compileFunction", "module:vm.SourceTextModule",
  ]

  /// A literal in plain letters.
  private static func isWritten(_ node: SyntaxNode) -> Bool {
    node.kind == .literal && node.stringValue != nil && !node.flags.contains(.escaped)
  }

  /// The argument that a call runs as code; nil where it runs none.
  private static func code(of call: ScriptFacts.Call, _ facts: ScriptFacts) -> SyntaxNode? {
    switch call.path {
    case "eval": return call.arguments.first
    case "Function": return call.arguments.last
    case "setTimeout", "setInterval", "setImmediate": return isText(call.arguments.first, facts)
    case let path? where vmFunctions.contains(path): return call.arguments.first
    case "module._compile", "module.constructor._compile", "module:module._compile":
      return call.arguments.first
    default:
      // `new Module()._compile(text)`: the object is not known, the method is not used otherwise.
      guard let callee = call.callee, callee.kind == .memberExpression else { return nil }
      return facts.evaluator.key(of: callee) == "_compile" ? call.arguments.first : nil
    }
  }

  /// The expression if it gives text for certain.
  private static func isText(_ node: SyntaxNode?, _ facts: ScriptFacts) -> SyntaxNode? {
    guard let node else { return nil }
    if facts.evaluator.value(node).string != nil { return node }
    if node.kind == .templateLiteral { return node }
    guard node.kind == .binaryExpression, node.operator == .plus else { return nil }
    let operands = [node.left, node.right].compactMap(\.self)
    return operands.contains { facts.evaluator.value($0).string != nil } ? node : nil
  }

  static let dynamicEval = Rule(
    "dynamic-eval", .medium,
    title: "runs text as code with eval",
    why: "Whoever can put text there can run any code, and no reader can tell what will run.",
    help: "call the function itself, or read data with JSON.parse",
    positives: ["eval(input);", "const x = eval('1 + ' + y);"],
    evasions: ["globalThis?.eval?.(code);", "eval.call(null, code);", "const e = eval; e(code);"],
    negatives: [
      "function eval(x) {} eval(code);", "// eval(code)", "log('eval(code)');", "model.eval(code);",
      "import { eval as run } from './math.js'; run(code);", "eval('alert(1)');",
    ],
    check: .script { facts, report in
      for call in facts.calls where call.path == "eval" {
        // A text that stands there is code that stands there.
        if let code = call.arguments.first, !isWritten(code) { report.add(call.span) }
      }
    })

  static let disguisedEval = Rule(
    "disguised-eval", .high,
    title: "reaches eval or Function by a name that is put together",
    why: "Nobody hides what they call from a reader without a reason.",
    help: "remove the disguise and the call",
    positives: ["globalThis['ev' + 'al'](code);", "(() => {}).constructor(code)();"],
    evasions: [
      "const k = ['al', 'ev'].reverse().join(''); globalThis[k](code);",
      "global[String.fromCharCode(101, 118, 97, 108)](code);", "self[atob('ZXZhbA==')](code);",
      "[].filter.constructor(code)();", "''.constructor.constructor(code)();",
      "Reflect.get(globalThis, `ev${'al'}`)(code);",
      "const { ['ev' + 'al']: run } = globalThis; run(code);",
      "x['construc' + 'tor']['constructor'](code)();",
    ],
    negatives: [
      "eval(code);", "new Function(code);", "this.constructor(code);", "globalThis['fetch'](url);",
      "class A { copy() { return new this.constructor(this); } }",
    ],
    check: .script { facts, report in
      for call in facts.calls where call.path == "eval" || call.path == "Function" {
        let name = call.path ?? ""
        guard !call.arguments.isEmpty, let callee = call.callee, !facts.isPlain(call, name),
          callee.kind != .identifier || facts.isBuiltName(callee)
        else { continue }
        report.add(call.span)
      }
    })

  static let functionConstructor = Rule(
    "dynamic-function-constructor", .medium,
    title: "makes a function from text",
    why: "It is eval by another name.",
    help: "write the function in the file",
    positives: ["new Function('a', body);", "Function(code)();"],
    evasions: [
      "const F = Function; new F(code);", "Reflect.construct(Function, [code]);",
      "Function.apply(null, [code]);",
    ],
    negatives: [
      "Function('return this')();", "function Function(x) {} Function(code);",
      "x instanceof Function;",
    ],
    check: .script { facts, report in
      for call in facts.calls where call.path == "Function" && !call.arguments.isEmpty {
        // The old way to get the global object.
        if facts.evaluator.value(call.arguments.last).string == "return this" { continue }
        if call.arguments.allSatisfy(isWritten) { continue }
        report.add(call.span)
      }
    })

  static let timerString = Rule(
    "dynamic-timer-string", .medium,
    title: "gives a timer text to run as code",
    why: "A timer evaluates text as eval does.",
    help: "give the timer a function",
    positives: ["setTimeout('run()', 10);"],
    evasions: ["setTimeout(code + ';', 10);", "globalThis['setInter' + 'val'](`${code}`, 5);"],
    negatives: [
      "setTimeout(() => run(), 10);", "setTimeout(run, 10);", "timers.setTimeout('name', 10);",
    ],
    check: .script { facts, report in
      for call in facts.calls where call.path == "setTimeout" || call.path == "setInterval" {
        if isText(call.arguments.first, facts) != nil { report.add(call.span) }
      }
    })

  static let vmModule = Rule(
    "dynamic-vm", .medium,
    title: "runs text as code with the vm module",
    why: "The module is no sandbox: code in it reaches the process around it.",
    help: "call the function itself",
    positives: ["require('vm').runInThisContext(code);"],
    evasions: [
      "import { Script as S } from 'node:vm'; new S(code);",
      "const v = require('v' + 'm'); v['runInNew' + 'Context'](code);",
    ],
    negatives: [
      "const vm = createViewModel(); vm.runInContext(code);",
      "const vm = require('./vm'); vm.Script(x);",
    ],
    check: .script { facts, report in
      for call in facts.calls where vmFunctions.contains(call.path ?? "") {
        if let code = call.arguments.first, !isWritten(code) { report.add(call.span) }
      }
    })

  static let moduleCompile = Rule(
    "dynamic-module-compile", .medium,
    title: "compiles text as a module",
    why: "It runs text as code, past the file system that was examined.",
    help: "put the module into a file and require it",
    positives: ["module._compile(code, 'x.js');"],
    evasions: ["const M = require('module'); new M('x')['_com' + 'pile'](code, 'x');"],
    negatives: ["template.compile(code);", "module.exports = compile;"],
    check: .script { facts, report in
      for call in facts.calls {
        guard let callee = call.callee, callee.kind == .memberExpression,
          facts.evaluator.key(of: callee) == "_compile"
        else { continue }
        report.add(call.span)
      }
    })

  static let decodedCode = Rule(
    "decoded-code", .critical,
    title: "decodes hidden text and runs it as code",
    why: "Code is encoded only so that nobody reads it before it runs.",
    help: "write the code in plain text",
    positives: [
      "eval(Buffer.from('Y29uc29sZS5sb2coMSk7', 'base64').toString());",
      "new Function(atob(payload))();",
    ],
    evasions: [
      "const s = Buffer.from(data, 'hex').toString(); const run = eval; run(s);",
      "function d(x) { return atob(x); } (0, eval)(d('Y29uc29sZQ=='));",
      "let c = ''; c = atob(p); setTimeout(c + '', 1);",
      "require('vm').runInThisContext(zlib.inflateSync(x)); const zlib = require('zlib');",
    ],
    negatives: [
      "const text = Buffer.from(data, 'base64').toString(); console.log(text);", "eval(code);",
      "const image = atob(data); draw(image);",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        guard let code = code(of: call, facts) else { continue }
        if facts.flows.sources(of: code).contains(.decoded) { report.add(call.span) }
      }
    })

  static let downloadedCode = Rule(
    "downloaded-code", .critical,
    title: "runs what it downloads as code",
    why: "Whoever controls the server, or the way to it, runs any code as the user.",
    help: "ship the code with the plugin",
    positives: ["const r = await fetch(url); eval(await r.text());"],
    evasions: [
      "fetch(url).then(r => r.text()).then(t => new Function(t)());",
      "require('https').get(url, res => res.on('data', d => eval(d + '')));",
    ],
    negatives: [
      "const r = await fetch(url); console.log(await r.text());", "fetch(url).then(r => r.json());",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        guard let code = code(of: call, facts) else { continue }
        if facts.flows.sources(of: code).contains(.network) { report.add(call.span) }
      }
    })
}
