import BulkheadSource

extension Rules {
  /// Text that becomes Python code.
  static let pythonCode: [Rule] = [
    pythonEncodedEval, pythonRemoteCode, pythonEval, pythonDynamicImport, pythonTemplate,
    pythonObfuscatedCall, pythonPackedCode,
  ]

  static let pythonEncodedEval = Rule(
    "python-encoded-eval", .critical, [.python],
    title: "runs code that it decodes",
    why: "Code is encoded only so that nobody reads it before it runs.",
    help: "write the code in plain text",
    positives: ["import base64\nexec(base64.b64decode('cHJpbnQoMSk='))"],
    evasions: [
      "import zlib\neval(compile(zlib.decompress(d), 'x', 'exec'))",
      "__builtins__.exec(bytes.fromhex('70'))",
      "from base64 import b64decode as d\ne = exec\ns = d(x)\ne(s.decode())",
      "import codecs\nexec(codecs.decode('cevag(1)', 'rot13'))",
      "import marshal, types\nexec(marshal.loads(data))",
      "exec((lambda _: __import__('zlib').decompress(__import__('base64').b64decode(_[::-1])))(b'x'))",
      "def load(x):\n    import base64\n    return base64.b64decode(x)\nexec(load(payload))",
    ],
    negatives: [
      "import base64\nprint(base64.b64decode(x))", "# exec(base64.b64decode(x))",
      "'exec(b64decode(x))'", "exec(source)",
    ],
    check: .python { facts, report in
      for (call, code) in facts.evaluations {
        let isCodec =
          facts.tree.source(of: code, limit: 400).contains("decode(")
          && facts.evaluator.value(code).text != nil
        if facts.sources(code).contains(.decoded) || isCodec { report.add(call.span) }
      }
    })

  static let pythonRemoteCode = Rule(
    "python-remote-code-eval", .critical, [.python],
    title: "runs what it downloads as code",
    why: "Whoever controls the server, or the way to it, runs any code as the user.",
    help: "ship the code with the plugin",
    positives: ["import requests\nexec(requests.get(url).text)"],
    evasions: [
      "from urllib.request import urlopen as u\ncode = u(x).read()\nexec(code)",
      "import httpx\nr = httpx.get(u)\neval(compile(r.text, 'a', 'exec'))",
      "import requests\ns = requests.Session()\nr = s.get(u)\nexec(r.content.decode())",
    ],
    negatives: ["import requests\nprint(requests.get(url).text)", "exec(code)"],
    check: .python { facts, report in
      for (call, code) in facts.evaluations where facts.sources(code).contains(.network) {
        report.add(call.span)
      }
      // A downloader that is written out as text and run in another process.
      for (call, command, _) in facts.commands {
        let text = facts.evaluator.spelled(command)
        if text.contains("urlopen("), text.contains("exec(") { report.add(call.span) }
      }
    })

  static let pythonEval = Rule(
    "python-eval", .medium, [.python],
    title: "runs text as code",
    why: "Whoever can put text there can run any code.",
    help: "call the function itself; use ast.literal_eval for data",
    positives: ["eval(input())", "exec(source)", "exec 'x = %s' % value"],
    evasions: [
      "e = eval\ne(text)", "import builtins as b\nb.eval(text)",
      "getattr(__builtins__, 'ex' + 'ec')(text)", "__builtins__['eval'](text)",
      "globals()['__builtins__'].eval(text)", "exec(f'print({name})')",
    ],
    negatives: [
      "model.eval()", "import ast\nast.literal_eval(x)", "getattr(options, 'name')",
      "def eval(x): pass\neval(y)", "eval('1 + 1')", "import re\nre.compile(pattern)",
      "code = 'x = 1'\nexec(code)", "import ast\ncompile(source, name, 'exec', ast.PyCF_ONLY_AST)",
    ],
    check: .python { facts, report in
      for (call, code) in facts.evaluations where !facts.isConstant(code) {
        if call.path == "compile" {
          // A compiled tree that nothing runs is how tools look at code.
          guard call.arguments.count < 4,
            facts.tree.statements.contains(where: { $0.scope == 0 }),
            facts.sources(code) != [.open, .file]
          else { continue }
        }
        report.add(call.span)
      }
    })

  static let pythonDynamicImport = Rule(
    "python-dynamic-import", .medium, [.python],
    title: "imports a module that a caller chooses",
    why: "With the name of any module a caller gets at everything the module can do.",
    help: "choose from a table of modules",
    positives: ["import importlib, sys\nimportlib.import_module(sys.argv[1])"],
    evasions: [
      "@mcp.tool()\ndef load(name):\n    return __import__(name)",
      "load = __import__\nload(input())",
    ],
    negatives: [
      "import importlib\nimportlib.import_module('json')", "for n in names:\n    __import__(n)",
    ],
    check: .python { facts, report in
      for call in facts.calls(of: ["__import__", "importlib.import_module"]) {
        let flow = facts.sources(call.arguments.first)
        if !flow.isDisjoint(with: [.input, .argument, .network, .decoded]) {
          report.add(call.span)
        }
      }
    })

  static let pythonTemplate = Rule(
    "python-template-code-injection", .medium, [.python],
    title: "compiles a template from text that comes from outside",
    why: "Template languages call functions: who writes the template runs code.",
    help: "keep templates in files, and give them values by name",
    positives: [
      "import flask\n@app.route('/')\ndef f():\n    return flask.render_template_string(flask.request.args['t'])"
    ],
    evasions: [
      "from jinja2 import Template as T\n@mcp.tool()\ndef render(t: str):\n    return T(t).render()",
      "from flask import render_template_string\ntemplate = '<p>%s</p>' % name\nrender_template_string(template)",
    ],
    negatives: [
      "import flask\nflask.render_template('a.html', x=request.args['x'])",
      "from jinja2 import Template\nTemplate('hello {{ x }}').render(x=1)",
    ],
    check: .python { facts, report in
      let compilers: Set<String> = [
        "flask.render_template_string", "jinja2.Template", "jinja2.Environment().from_string",
        "django.template.Template", "tornado.template.Template", "mako.template.Template",
        "jinja2.sandbox.SandboxedEnvironment().from_string",
      ]
      for call in facts.calls(of: compilers) {
        guard let template = call.arguments.first, !facts.isConstant(template) else { continue }
        let flow = facts.sources(template)
        if flow.contains(.input) || isBuilt(template, facts) { report.add(call.span) }
      }
      for call in facts.calls(of: ["jinja2.Environment"]) {
        if let escape = facts.evaluator.keyword("autoescape", of: call.node),
          facts.tree.source(of: escape) == "False"
        {
          report.add(call.span, severity: .low)
        }
      }
    })

  /// Put together from parts: a format, a sum, a fill-in.
  static func isBuilt(_ node: PythonTree.Index, _ facts: PythonFacts, depth: Int = 0) -> Bool {
    switch facts.tree.kind(node) {
    case .format: return !facts.isConstant(node)
    case .binary:
      return facts.tree.mark(node) == Marks.plus || facts.tree.mark(node) == Marks.percent
    case .call:
      guard let callee = facts.tree.child(node, 0) else { return false }
      return facts.tree.kind(callee) == .attribute
        && ["format", "join", "replace"].contains(facts.tree.name(callee))
    case .name:
      guard depth < 4 else { return false }
      let record = facts.tree.records[Int(node.raw)]
      let origins = facts.evaluator.bindings.origins(
        of: record.name, in: Int(facts.tree.nodeScopes[Int(node.raw)]))
      return origins.contains { origin in
        if case .expression(let value) = origin {
          isBuilt(value, facts, depth: depth + 1)
        } else {
          false
        }
      }
    default: return false
    }
  }

  private static let powerful: Set<String> = Set(PythonSinks.evaluators.keys)
    .union(PythonSinks.shells).union(PythonSinks.runners).union(PythonSinks.starters.keys)

  static let pythonObfuscatedCall = Rule(
    "python-obfuscated-call", .medium, [.python],
    title: "reaches a powerful function by a way around its name",
    why: "Nobody hides what they call from a reader without a reason.",
    help: "call the function by its name",
    positives: ["import os\ngetattr(os, 'sys' + 'tem')(cmd)", "__import__('os').system(cmd)"],
    evasions: [
      "import os\nos.__dict__['system'](cmd)", "import os\nvars(os)['popen'](cmd)",
      "import importlib\nimportlib.import_module('sub' + 'process').run(cmd)",
      "import sys\nsys.modules['os'].system(cmd)",
      "import os\nos.__getattribute__('metsys'[::-1])(cmd)",
      "import os\nrun = getattr(os, ''.join(chr(c) for c in [115, 121, 115, 116, 101, 109]))\nrun(cmd)",
      "getattr(__import__('so'[::-1]), 'system').__call__(cmd)",
    ],
    negatives: [
      "import os\ngetattr(os, 'geteuid')()", "getattr(settings, 'HOST', 'localhost')",
      "self.__dict__['name']", "import os\nos.system('clear')", "getattr(self, method)(x)",
      "__import__('pkg_resources').declare_namespace(__name__)",
    ],
    check: .python { facts, report in
      for call in facts.calls {
        guard let path = call.path, powerful.contains(path) else { continue }
        if facts.isDisguised(call) {
          report.add(call.span, severity: isSpelledOut(call, path, facts) ? .medium : .high)
        } else if let callee = facts.tree.child(call.node, 0), facts.tree.kind(callee) == .name,
          case .expression(let origin)? = facts.evaluator.bindings.origins(
            of: facts.tree.records[Int(callee.raw)].name,
            in: Int(facts.tree.nodeScopes[Int(callee.raw)])
          ).first, facts.tree.kind(origin) == .call || facts.tree.kind(origin) == .subscript_
        {
          report.add(call.span, severity: .high)
        }
      }
      // A module by a name that is put together, whatever is done with it.
      for call in facts.calls(of: ["__import__", "importlib.import_module"]) {
        guard let name = call.arguments.first, facts.tree.kind(name) != .string,
          let module = facts.evaluator.value(name).text,
          ["os", "subprocess", "pty", "ctypes", "socket", "builtins", "marshal"].contains(module)
        else { continue }
        report.add(call.span, module, severity: .high)
      }
    })

  /// The name stands in the text as it is.
  private static func isSpelledOut(
    _ call: PythonFacts.Call, _ path: String, _ facts: PythonFacts
  ) -> Bool {
    let text = facts.tree.source(of: call.node, limit: 300)
    return text.contains(path.split(separator: ".").last ?? "")
  }

  static let pythonPackedCode = Rule(
    "python-obfuscated-code", .high, [.python],
    title: "was packed so that nobody can read it",
    why: "Only code that must not be read is packed.",
    help: "publish the source",
    positives: ["from pytransform import pyarmor_runtime\npyarmor_runtime()"],
    evasions: [
      "from pyarmor_runtime_000000 import __pyarmor__\n__pyarmor__(__name__, __file__, b'PY')",
      (0..<12).map { "_0x3f\($0)a1 = _0x4b2c(\($0))" }.joined(separator: "\n"),
      (0..<6).map { _ in "IlIIlIlIllIIllIl = IIllIlIIllIlIIlI + 1" }.joined(separator: "\n")
        + "\nIlIIlIlIllIIllIll = lIIllIlIIllIlIIlI\nIlIIlIlIllIIlllIl = IIllIlIIllIlIIlIl",
    ],
    negatives: ["import armor\narmor.run()", "lll = 1", "x1 = x2 = 0"],
    check: .python { facts, report in
      for use in facts.tree.imports
      where use.module.hasPrefix("pyarmor_runtime") || use.module.hasPrefix("pytransform") {
        return report.add(use.span)
      }
      let packers = facts.calls(of: ["__pyarmor__", "pyarmor_runtime"])
      if let call = packers.first { return report.add(call.span) }
      let odd = facts.tree.names.texts.filter(isMangled)
      guard odd.count >= 4, odd.count * 3 > facts.tree.names.texts.count / 4,
        let first = facts.tree.records.first(where: {
          $0.kind == .name && $0.name >= 0 && isMangled(facts.tree.names.texts[Int($0.name)])
        })
      else { return }
      report.add(Span(start: Int(first.start), end: Int(first.end)))
    })

  /// `_0x3fa1`, `IlIIlIlI`, `O0OO00OO`: names that look alike on purpose.
  private static func isMangled(_ name: String) -> Bool {
    if name.hasPrefix("_0x"), name.count >= 6, name.dropFirst(3).allSatisfy(\.isHexDigit) {
      return true
    }
    guard name.count >= 10 else { return false }
    return name.allSatisfy { "Il1_".contains($0) } || name.allSatisfy { "O0_o".contains($0) }
  }
}
