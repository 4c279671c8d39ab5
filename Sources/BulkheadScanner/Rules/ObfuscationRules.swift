import BulkheadSource
import BulkheadSyntax

extension Rules {
  /// Text that is written so that nobody reads it.
  static let obfuscation: [Rule] = [
    renamedIdentifiers, stringTable, escapedText, characterCodes, encodedLiteral, tangled,
  ]

  static let renamedIdentifiers = Rule(
    "obfuscated-names", .high,
    title: "was run through an obfuscator that renames everything",
    why: "Minifiers make code short; only obfuscators make it unreadable.",
    help: "publish the source",
    positives: [(0..<12).map { "var _0x3f\($0)a1=_0x4b2c(0x\($0));" }.joined()],
    evasions: [(0..<12).map { "const _0X4E\($0)b7 = a\($0);" }.joined(separator: "\n")],
    negatives: ["const _0x1 = 1;", "let a = b, c = d;", "const color = 0x3f2a1b;"],
    check: .script { facts, report in
      var names: [String: Span] = [:]
      for node in facts.nodes(of: .identifier) where node.span.count >= 6 {
        guard let name = node.name?.lowercased(), name.hasPrefix("_0x"),
          name.dropFirst(3).allSatisfy(\.isHexDigit), names[name] == nil
        else { continue }
        names[name] = node.span
        if names.count == 60 { break }
      }
      if names.count >= 10 {
        for span in names.values.sorted(by: { $0.start < $1.start }) { report.add(span) }
      }
    })

  static let tangled = Rule(
    "obfuscated-flow", .high,
    title: "is so tangled that its data cannot be followed",
    why:
      "No code that people write takes so many steps; the rest of the file was not judged in full.",
    help: "publish the source, or split the file",
    positives: [], negatives: [], check: .builtIn)

  static let stringTable = Rule(
    "obfuscated-string-table", .medium,
    title: "keeps its texts in a table that is rotated before use",
    why: "The order of the table is hidden so that no reader finds a text.",
    help: "write texts where they are used",
    positives: [
      "const t = ['a', 'b', 'c']; while (true) { try { if (parseInt(f(1)) === 7) break; t.push(t.shift()); } catch { t.push(t.shift()); } }"
    ],
    evasions: [
      "const t = ['a']; (function (a, n) { while (--n) { a['push'](a['shift']()); } })(t, 123);"
    ],
    negatives: ["queue.push(other.shift());", "const q = []; q.push(1); q.shift();"],
    check: .script { facts, report in
      for call in facts.calls {
        guard let callee = call.callee, callee.kind == .memberExpression,
          facts.evaluator.key(of: callee) == "push", let argument = call.arguments.first,
          argument.kind == .callExpression, let inner = argument.callee,
          inner.kind == .memberExpression,
          facts.evaluator.key(of: inner) == "shift", let name = callee.object?.name,
          name == inner.object?.name,
          call.node.ancestors.prefix(200).contains(where: {
            $0.kind == .whileStatement || $0.kind == .forStatement
          })
        else { continue }
        report.add(call.span)
      }
    })

  static let escapedText = Rule(
    "obfuscated-escapes", .medium,
    title: "writes readable text in escapes",
    why: "Letters are escaped only so that nobody reads or finds them.",
    help: "write the text in letters",
    positives: [#"const m = "\x63\x68\x69\x6c\x64\x5f\x70\x72\x6f\x63\x65\x73\x73";"#],
    evasions: [#"const m = `\u0063\u0068\u0069\u006c\u0064\u{5f}\u0070\u0072\u006f\u0063`;"#],
    negatives: [
      #"const esc = "\x1b[31m";"#, #"const bom = "\uFEFF";"#,
      "const bytes = '\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\x09';",
    ],
    check: .script { facts, report in
      for kind in [SyntaxKind.literal, .templateElement] {
        for node in facts.nodes(of: kind)
        where node.flags.contains(.escaped) || node.text.contains("\\") {
          guard node.span.count >= 32, node.span.count < 1 << 16, let value = node.stringValue
          else { continue }
          let letters = value.unicodeScalars.filter {
            $0.isASCII && $0.value >= 0x20 && $0.value < 0x7F
          }.count
          let escapes =
            node.text.split(separator: "\\x").count + node.text.split(separator: "\\u").count - 2
          if escapes >= 8, escapes * 2 > value.count, letters * 4 > value.count * 3 {
            report.add(node.span)
          }
        }
      }
    })

  static let characterCodes = Rule(
    "obfuscated-character-codes", .medium,
    title: "writes readable text as character codes",
    why: "Letters are written as numbers only so that nobody reads or finds them.",
    help: "write the text in letters",
    positives: ["const s = String.fromCharCode(99, 104, 105, 108, 100, 95, 112, 114);"],
    evasions: [
      "[99, 104, 105, 108, 100, 95, 112, 114].map(c => String.fromCharCode(c)).join('');",
      "String['from' + 'CharCode'].apply(null, [99, 104, 105, 108, 100, 95, 112, 114]);",
    ],
    negatives: [
      "String.fromCharCode(65 + i);", "String.fromCharCode(0xFEFF);",
      "String.fromCharCode(...bytes);",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        let isMap = facts.evaluator.key(ofCallee: call) == "map"
        guard call.path == "String.fromCharCode" || isMap else { continue }
        let text: String?
        if isMap, case .array(let parts) = facts.evaluator.value(call.node) {
          let letters = parts.compactMap { value -> String? in
            if case .string(let text) = value { text } else { nil }
          }
          guard case .array(let codes) = facts.evaluator.value(call.callee?.object),
            codes.allSatisfy({ $0.number != nil })
          else { continue }
          text = letters.joined()
        } else {
          text = facts.evaluator.value(call.node).string
        }
        if let text, text.count >= 8, text.allSatisfy({ $0.isASCII }) { report.add(call.span) }
      }
    })

  static let encodedLiteral = Rule(
    "obfuscated-encoded-text", .medium,
    title: "decodes a text of letters from a literal",
    why: "Text is encoded only so that nobody reads or finds it.",
    help: "write the text in letters",
    positives: [
      "const s = atob('Y29uc3QgZnMgPSByZXF1aXJlKCJmcyIpOyBmcy5yZWFkRmlsZVN5bmMoIngiKTs=');"
    ],
    evasions: [
      "const p = 'Y29uc3QgZnMgPSByZXF1aXJlKCJm' + 'cyIpOyBmcy5yZWFkRmlsZVN5bmMoIngiKTs='; Buffer.from(p, 'base64');"
    ],
    negatives: [
      "atob(input);",
      "Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk', 'base64');",
      "atob('aGVsbG8=');",
    ],
    check: .script { facts, report in
      for call in facts.calls where ["atob", "Buffer.from"].contains(call.path) {
        guard let text = facts.evaluator.value(call.node).string, text.count >= 24,
          let written = facts.evaluator.value(call.arguments.first).string, written != text
        else { continue }
        let letters = text.unicodeScalars.count {
          $0.value >= 0x20 && $0.value < 0x7F || $0 == "\n"
        }
        if letters == text.unicodeScalars.count { report.add(call.span) }
      }
    })
}

extension Evaluator {
  /// The method a call names.
  func key(ofCallee call: ScriptFacts.Call) -> String? {
    guard let callee = call.callee, callee.kind == .memberExpression else { return nil }
    return key(of: callee)
  }
}
