import BulkheadSource
import BulkheadSyntax

extension Rules {
  /// Ways around the name of what is called.
  static let disguises: [Rule] = [
    obfuscatedCall, obfuscatedGlobal, obfuscatedHex, obfuscatedBoolean,
  ]

  /// The call without `.call`, `.apply` and `.bind()`: what names the function.
  private static func naming(_ callee: SyntaxNode?, _ facts: ScriptFacts) -> SyntaxNode? {
    guard var node = callee else { return nil }
    for _ in 0..<4 {
      if node.kind == .callExpression, let inner = node.callee, inner.kind == .memberExpression,
        facts.evaluator.key(of: inner) == "bind", let object = inner.object
      {
        node = object
      } else if node.kind == .memberExpression,
        ["call", "apply", "bind"].contains(facts.evaluator.key(of: node)), let object = node.object
      {
        node = object
      } else {
        break
      }
    }
    return node
  }

  /// Part of the engine or of a module that can do something.
  private static func isPowerful(_ node: SyntaxNode?, _ facts: ScriptFacts) -> Bool {
    guard let path = facts.evaluator.path(node) else { return false }
    return path == "process" || path == "globalThis" || path == "global"
      || [
        "module:os", "module:fs", "module:child_process", "module:http", "module:https",
        "module:net",
        "module:dns", "module:vm", "module:tls", "module:crypto", "module:module",
      ].contains(path)
  }

  static let obfuscatedCall = Rule(
    "obfuscated-member-call", .medium,
    title: "calls a function of the engine by a way around its name",
    why: "Nobody hides what they call from a reader without a reason.",
    help: "call the function by its name",
    positives: ["process['sp' + 'awn']('node', []);", "Reflect.get(process, 'exit')(1);"],
    evasions: [
      "const os = require('os'); Object.getOwnPropertyDescriptor(os, 'hostname').value();",
      "process[Object.keys(process).find(n => n === 'exit')].call(process, 1);",
      "Object.entries(process).find(([n]) => n === 'exit')[1].apply({}, [1]);",
      "const os = require('os'); Object.entries(os).filter(([k]) => k === 'hostname')[0][1].bind({})();",
      "const os = require('os'); os[Buffer.from([104, 111, 115, 116, 110, 97, 109, 101]).toString()]();",
      "const os = require('os'); os['\\x68ostname']();",
    ],
    negatives: [
      "process.exit(1);", "const fs = require('fs'); fs[method](path);", "table['run'](x);",
      "const o = {}; Reflect.get(o, 'run')();",
      "Object.entries(options).find(([k]) => k === 'a')[1];",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        guard let node = naming(call.node.callee, facts) else { continue }
        if let severity = disguise(node, facts) { report.add(call.span, severity: severity) }
      }
    })

  private static func disguise(_ node: SyntaxNode, _ facts: ScriptFacts) -> Severity? {
    if node.kind == .callExpression {
      guard facts.evaluator.path(node.callee) == "Reflect.get",
        isPowerful(node.arguments.first, facts)
      else { return nil }
      return .medium
    }
    guard node.kind == .memberExpression, let object = node.object else { return nil }
    if node.isComputed {
      // `Object.entries(os).find(…)[1]`, `….filter(…)[0][1]`
      if listsMembers(object, facts, depth: 0) { return .medium }
      guard isPowerful(object, facts), let key = node.property else { return nil }
      if key.kind == .literal { return key.flags.contains(.escaped) ? .medium : .low }
      if facts.evaluator.value(key).string != nil { return .medium }
      return listsMembers(key, facts, depth: 0) ? .medium : nil
    }
    // `Object.getOwnPropertyDescriptor(os, 'hostname').value`
    if node.propertyName == "value", object.kind == .callExpression,
      facts.evaluator.path(object.callee) == "Object.getOwnPropertyDescriptor",
      isPowerful(object.arguments.first, facts)
    {
      return .medium
    }
    return nil
  }

  /// The expression looks through the members of something powerful.
  private static func listsMembers(_ node: SyntaxNode, _ facts: ScriptFacts, depth: Int) -> Bool {
    guard depth < 6 else { return false }
    if node.kind == .callExpression {
      let listers: Set<String> = [
        "Object.entries", "Object.keys", "Object.getOwnPropertyNames", "Object.values",
        "Reflect.ownKeys",
      ]
      if listers.contains(facts.evaluator.path(node.callee) ?? "") {
        return isPowerful(node.arguments.first, facts)
      }
      guard let callee = node.callee, callee.kind == .memberExpression, let object = callee.object,
        ["find", "filter", "map", "at"].contains(facts.evaluator.key(of: callee))
      else { return false }
      return listsMembers(object, facts, depth: depth + 1)
    }
    guard node.kind == .memberExpression, node.isComputed, let object = node.object else {
      return false
    }
    return listsMembers(object, facts, depth: depth + 1)
  }

  static let obfuscatedGlobal = Rule(
    "obfuscated-global-access", .medium,
    title: "takes something from the global object by a name that is worked out",
    why: "No reader can tell what it is; that is what the detour is for.",
    help: "use the name",
    positives: ["globalThis[decode(3)](url);"],
    evasions: [
      "const B = global[Buffer.from([66, 117, 102, 102, 101, 114])];", "self[rot(x)](data);",
      "window['fe' + 'tch'](u);",
    ],
    negatives: [
      "globalThis['fetch'](u);", "globalThis[name] = value;", "window.location;",
      "const v = globalThis[KEY];",
    ],
    check: .script { facts, report in
      for node in facts.nodes(of: .memberExpression) where node.isComputed {
        guard facts.evaluator.path(node.object) == "globalThis", let key = node.property,
          key.kind != .literal, key.kind != .identifier
        else { continue }
        let isCalled = node.parent?.kind == .callExpression && node.parent?.callee == node
        let isBuilt = facts.evaluator.value(key).string != nil
        if isCalled && key.kind == .callExpression || isBuilt { report.add(node.span) }
      }
    })

  static let obfuscatedHex = Rule(
    "obfuscated-hex-words", .medium,
    title: "writes words as hexadecimal texts",
    why: "Words are written as numbers only so that nobody reads or finds them.",
    help: "write the words in letters",
    positives: ["const t = [g('72657175697265'), g('6178696f73'), g('676574'), g('7468656e')];"],
    evasions: [
      "const t = ['72657175' + '697265', g('6178696F73'), `676574`, g('7468656e'), g('63726561746f')];"
    ],
    negatives: [
      "const h = 'd41d8cd98f00b204e9800998ecf8427e';",
      "const c = ['ff0000', '00ff00', '0000ff', 'ffffff'];",
      "const ids = ['123456', '234567', '345678', '456789'];",
    ],
    check: .script { facts, report in
      let words = facts.nodes(of: .literal).filter { node in
        guard node.span.count >= 8, node.span.count < 400, let text = node.stringValue else {
          return false
        }
        return isHexWord(Array(text.utf8))
      }
      if words.count >= 3 { for node in words.prefix(50) { report.add(node.span) } }
    })

  private static func isHexWord(_ digits: [UInt8]) -> Bool {
    guard digits.count >= 6, digits.count % 2 == 0 else { return false }
    var letters = 0
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard
        let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16),
        byte >= 0x20, byte < 0x7F
      else { return false }
      if byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A { letters += 1 }
    }
    return letters * 4 >= digits.count / 2 * 3
  }

  static let obfuscatedBoolean = Rule(
    "obfuscated-booleans", .low,
    title: "writes true, false or a number as a puzzle",
    why: "Obfuscators write `!![]` for true; people and minifiers do not.",
    help: "write the value",
    positives: ["while (!![]) { step(); }"],
    evasions: ["for (let j = +!!false; j < n; j++) {}", "x = +[];"],
    negatives: ["if (!!list) run();", "x = !0;", "x = +value;", "if (![].length) run();"],
    check: .script { facts, report in
      for node in facts.nodes(of: .unaryExpression) {
        guard let inner = node.argument else { continue }
        if inner.kind == .arrayExpression, inner.elements.isEmpty { report.add(node.span) }
        if node.operator == .plus, inner.kind == .unaryExpression, inner.operator == .exclamation {
          report.add(node.span)
        }
      }
    })
}
