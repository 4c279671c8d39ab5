import BulkheadSource
import BulkheadSyntax

extension Rules {
  /// Data from callers that becomes an address, a path, code or a pattern.
  static let inputs: [Rule] = [
    addressFromInput, browserInput, browserCode, sandboxCode, pathFromInput, archivePath,
    slowPattern,
    hardcodedSecret,
  ]

  private static func imports(_ names: Set<String>, _ facts: ScriptFacts) -> Bool {
    facts.imports.contains { names.contains($0.module) }
  }

  static let addressFromInput = Rule(
    "ssrf-request", .medium,
    title: "asks an address that a caller chooses",
    why: "From here a caller reaches servers that only this machine may reach.",
    help: "choose the host from a list, and refuse private addresses",
    positives: ["app.get('/', (req, res) => fetch(req.query.url));"],
    evasions: [
      "const axios = require('axios'); function f(req) { const u = `http://${req.body.host}/`; axios.get(u); }",
      "const needle = require('needle'); module.exports = (req, res) => needle('get', req.query.u);",
      "require('http').createServer((request) => require('http').get({ host: request.headers.x }));",
    ],
    negatives: [
      "app.get('/', (req, res) => fetch('https://api.example.net/?q=' + req.query.q));",
      "fetch(url);", "app.get('/', (req, res) => fetch('/api', { body: req.body }));",
    ],
    check: .script { facts, report in
      for call in facts.calls where NetworkCalls.asks(call.path ?? "") {
        let isAddress = call.arguments.prefix(2).contains { argument in
          let text = facts.evaluator.spelled(argument)
          // A constant host stays the host whatever follows it.
          if let url = URLText(text), !url.host.contains("\u{FFFC}") { return false }
          if text.hasPrefix("/") { return false }
          guard case .object(let options) = facts.evaluator.value(argument) else {
            return facts.flows.sources(of: argument).contains(.input)
          }
          let named = ["host", "hostname", "url", "uri"].compactMap {
            facts.evaluator.property($0, of: options)
          }
          return facts.flows.sources(of: named).contains(.input)
        }
        if isAddress { report.add(call.span) }
      }
    })

  private static let browsers: Set<String> = [
    "puppeteer", "puppeteer-core", "playwright", "playwright-core", "phantom", "@playwright/test",
    "wkhtmltopdf", "wkhtmltoimage", "chrome-remote-interface",
  ]

  static let browserInput = Rule(
    "ssrf-headless-browser", .low,
    title: "lets a browser without a window open what is worked out while it runs",
    why: "The browser reaches servers and files of this machine for whoever chooses the page.",
    help: "open only addresses from a list, and write pages from templates that escape",
    positives: ["const { chromium } = require('playwright'); page.goto(input);"],
    evasions: [
      "const phantom = require('phantom'); page['set' + 'Content'](req.body);",
      "const w = require('wkhtmltopdf'); w(req.query.u);",
      "const p = require('puppeteer'); p.launch({ args: ['--remote-debugging-port=9222'] });",
    ],
    negatives: [
      "const { chromium } = require('playwright'); page.goto('https://example.net');",
      "router.goto(input);", "const { chromium } = require('playwright'); page.click(selector);",
    ],
    check: .script { facts, report in
      guard imports(browsers, facts) else { return }
      let methods: Set<String> = [
        "goto", "setContent", "openUrl", "open", "evaluateJavaScript", "setDocumentContent",
        "navigate",
        "generate", "property",
      ]
      for call in facts.calls {
        let method = facts.evaluator.key(ofCallee: call) ?? ""
        let isRenderer = ["module:wkhtmltopdf", "module:wkhtmltoimage"].contains(call.path)
        let last = method == "property" ? call.arguments.dropFirst().first : call.arguments.first
        if isRenderer || methods.contains(method), let page = last, !facts.isConstant(page),
          page.kind != .objectExpression, !page.kind.isFunction
        {
          report.add(call.span)
        }
        if method == "launch", let options = call.arguments.first,
          facts.tree.text(options.span).contains("--remote-debugging")
        {
          report.add(call.span)
        }
      }
    })

  static let browserCode = Rule(
    "headless-code-injection", .medium,
    title: "runs text in a browser without a window that is put together while it runs",
    why: "Whoever can put text there runs code in every page the browser opens.",
    help: "pass values as arguments of a function",
    positives: [
      "const CDP = require('chrome-remote-interface'); Runtime.evaluate({ expression: input });"
    ],
    evasions: [
      "const CDP = require('chrome-remote-interface'); Page['nav' + 'igate']({ url: 'http://' + host });",
      "const CDP = require('chrome-remote-interface'); Page.printToPDF({ headerTemplate: '<h1>' + t });",
    ],
    negatives: [
      "const CDP = require('chrome-remote-interface'); Runtime.evaluate({ expression: '1 + 1' });",
      "Runtime.evaluate({ expression: input });",
    ],
    check: .script { facts, report in
      guard imports(["chrome-remote-interface"], facts) else { return }
      let keys = ["expression", "url", "html", "headerTemplate", "footerTemplate", "scriptSource"]
      for call in facts.calls {
        guard let method = facts.evaluator.key(ofCallee: call),
          [
            "evaluate", "compileScript", "navigate", "printToPDF", "setDocumentContent",
            "addScriptToEvaluateOnNewDocument",
          ].contains(method),
          case .object(let options) = facts.evaluator.value(call.arguments.first)
        else { continue }
        let values = keys.compactMap { facts.evaluator.property($0, of: options) }
        if values.contains(where: { !facts.isConstant($0) }) { report.add(call.span) }
      }
    })

  static let sandboxCode = Rule(
    "sandbox-code-injection", .medium,
    title: "runs text of a caller in a sandbox of the same process",
    why: "Sandboxes written in JavaScript have been broken out of again and again.",
    help: "run it in a process of its own that has no rights",
    positives: ["const { VM } = require('vm2'); new VM().run(code);"],
    evasions: [
      "const { NodeVM: N } = require('vm2'); const vm = new N(); vm.run('x = ' + req.query.x);",
      "const Sandbox = require('sandbox'); const s = new Sandbox(); s['ru' + 'n'](`f(${x})`);",
    ],
    negatives: ["const { VM } = require('vm2'); new VM().run('1 + 1');", "job.run(code);"],
    check: .script { facts, report in
      let modules: Set<String> = [
        "vm2", "sandbox", "isolated-vm", "safe-eval", "notevil", "static-eval",
      ]
      guard imports(modules, facts) else { return }
      for call in facts.calls {
        let isRun =
          facts.evaluator.key(ofCallee: call) == "run" && isMade(call.callee?.object, facts)
        let path = call.path ?? ""
        let isScript = [
          "module:vm2.VMScript", "module:safe-eval", "module:notevil", "module:static-eval",
        ]
        .contains(path)
        if isRun || isScript, let code = call.arguments.first, !facts.isConstant(code) {
          report.add(call.span)
        }
        // What is put into the sandbox can be the way out of it.
        if ["module:vm2.VM", "module:vm2.NodeVM"].contains(path),
          case .object(let options) = facts.evaluator.value(call.arguments.first),
          let sandbox = facts.evaluator.property("sandbox", of: options),
          facts.flows.sources(of: sandbox).contains(.input)
        {
          report.add(call.span)
        }
      }
    })

  /// The object was made by a constructor of a sandbox module.
  private static func isMade(_ node: SyntaxNode?, _ facts: ScriptFacts) -> Bool {
    guard var node else { return false }
    for _ in 0..<4 {
      if node.kind == .newExpression || node.kind == .callExpression {
        let path = facts.evaluator.path(node.callee) ?? ""
        return path.hasPrefix("module:vm2.") || path == "module:sandbox"
      }
      guard node.kind == .identifier else { return false }
      let origins = facts.evaluator.origins(of: node)
      guard
        let origin = origins.lazy.compactMap({ origin -> SyntaxNode? in
          if case .expression(let value) = origin { value } else { nil }
        }).first
      else { return false }
      node = origin
    }
    return false
  }

  static let pathFromInput = Rule(
    "path-traversal-input", .medium,
    title: "opens a path that a caller chooses",
    why: "With `..` or an absolute path a caller reaches any file of the user.",
    help: "resolve the path and check that it lies in the directory it belongs to",
    positives: [
      "const fs = require('fs'); app.get('/', (req, res) => fs.readFile(req.query.f, cb));"
    ],
    evasions: [
      "const { join } = require('path'); const h = (req) => open(join(root, req.params.name));",
      "import { createReadStream as r } from 'fs'; export default (req) => { const p = './' + req.body.p; r(p); };",
    ],
    negatives: [
      "const fs = require('fs'); app.get('/', (req, res) => fs.readFile('a.txt', cb));",
      "const fs = require('fs'); fs.readFile(name, cb);",
      "const { resolve } = require('path'); const h = (req) => { const p = resolve(root, req.body.p); if (!p.startsWith(root)) throw 1; return open(p); };",
      "const p = require('path'); const h = (req) => open(p.join(root, p.basename(req.query.f)));",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        guard let path = call.path else { continue }
        let opens = path.hasPrefix("module:fs.") && !path.hasSuffix(".constants")
        let joins = ["module:path.join", "module:path.resolve"].contains(path)
        guard opens || joins else { continue }
        let names = joins ? Array(call.arguments) : Array(call.arguments.prefix(1))
        let isCleaned = names.contains { node in
          node.descendants.prefix(100).contains {
            $0.kind == .callExpression
              && ["module:path.basename", "module:sanitize-filename"].contains(
                facts.evaluator.path($0.callee))
          }
        }
        if !isCleaned, facts.flows.sources(of: names).contains(.input),
          !checksPath(around: call.node, facts)
        {
          report.add(call.span)
        }
      }
    })

  static let archivePath = Rule(
    "path-traversal-archive", .medium,
    title: "writes a file where an archive says",
    why: "A name with `..` in an archive overwrites any file of the user.",
    help: "resolve the name and check that it lies below the target directory",
    positives: [
      "const unzip = require('unzip'); s.pipe(unzip.Parse()).on('entry', e => { e.pipe(require('fs').createWriteStream(e.path)); });"
    ],
    evasions: [
      "const Zip = require('adm-zip'), fs = require('fs'); z.getEntries().forEach((e) => { const n = e.entryName; fs.writeFileSync('out/' + n, x); });",
      "const tar = require('tar-stream'); const { createWriteStream: w } = require('fs'); x.on('entry', (header) => w(header['na' + 'me']));",
    ],
    negatives: [
      "const unzip = require('unzip'); x.on('entry', e => { if (e.path.indexOf('..') >= 0) return; require('fs').createWriteStream(e.path); });",
      "require('fs').createWriteStream(e.path);",
      "const unzip = require('unzip'); require('fs').createWriteStream('a.txt');",
    ],
    check: .script { facts, report in
      let modules: Set<String> = [
        "unzip", "unzipper", "adm-zip", "tar", "tar-stream", "yauzl", "jszip", "decompress",
        "unzip-stream",
        "node-stream-zip", "extract-zip", "zip",
      ]
      guard imports(modules, facts) else { return }
      let writers: Set<String> = [
        "module:fs.createWriteStream", "module:fs.writeFile", "module:fs.writeFileSync",
      ]
      for call in facts.calls where writers.contains(call.path ?? "") {
        guard let path = call.arguments.first, !facts.isConstant(path),
          namesEntry(path, facts, depth: 0),
          !checksPath(around: call.node, facts)
        else { continue }
        report.add(call.span)
      }
    })

  /// A member such as `entry.path` is a part of it, also through a name.
  private static func namesEntry(_ node: SyntaxNode, _ facts: ScriptFacts, depth: Int) -> Bool {
    guard depth < 4 else { return false }
    if node.kind == .identifier {
      return facts.evaluator.origins(of: node).contains { origin in
        if case .expression(let value) = origin {
          namesEntry(value, facts, depth: depth + 1)
        } else {
          false
        }
      }
    }
    return ([node] + node.descendants.prefix(60)).contains { part in
      part.kind == .memberExpression
        && ["path", "entryName", "name", "fileName", "relativePath"].contains(
          facts.evaluator.key(of: part))
        || depth == 0 && part.kind == .identifier && part != node
          && namesEntry(part, facts, depth: depth + 1)
    }
  }

  private static func checksPath(around node: SyntaxNode, _ facts: ScriptFacts) -> Bool {
    guard let function = node.ancestors.prefix(200).first(where: { $0.kind.isFunction }) else {
      return false
    }
    let text = facts.tree.text(function.span)
    if text.lowercased().contains("sanitiz") { return true }
    if text.contains("replace("), text.contains("..") || text.contains("\\.\\.") { return true }
    return ["indexOf(", "startsWith(", "includes(", "relative(", "basename("].contains {
      text.contains($0)
    }
  }

  static let slowPattern = Rule(
    "regex-dos", .low,
    title: "tests a text from outside with a pattern that can take for ever",
    why: "A repetition inside a repetition tries every way to split the text.",
    help: "write the pattern so that each character can match in one way only",
    positives: ["app.get('/', (req) => /(a+)+$/.test(req.query.x));"],
    evasions: [
      "const r = /^(([a-z])+.)+[A-Z]([a-z])+$/; module.exports = (req) => { const v = req.body.v; return r.exec(v); };",
      "export default (request) => request.url.match(/(\\w*)*x/);",
    ],
    negatives: [
      "app.get('/', (req) => /^[a-z]+$/.test(req.query.x));", "/(a+)+$/.test('aaa');",
      "app.get('/', (req) => /(ab)+$/.test(req.query.x));",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        guard let method = facts.evaluator.key(ofCallee: call),
          ["test", "exec", "match", "matchAll", "replace", "search", "split"].contains(method),
          let object = call.callee?.object, let argument = call.arguments.first
        else { continue }
        let isOnPattern = method == "test" || method == "exec"
        guard let pattern = pattern(isOnPattern ? object : argument, facts),
          SlowPattern.isSlow(pattern),
          facts.flows.sources(of: isOnPattern ? argument : object).contains(.input)
        else { continue }
        report.add(call.span)
      }
    })

  private static func pattern(_ node: SyntaxNode, _ facts: ScriptFacts) -> String? {
    if let literal = node.regexp { return literal.pattern }
    if node.kind == .newExpression, facts.evaluator.path(node.callee) == "RegExp" {
      return facts.evaluator.value(node.arguments.first).string
    }
    guard node.kind == .identifier,
      case .expression(let value)? = facts.evaluator.origins(of: node).first,
      value.kind != .identifier
    else { return nil }
    return pattern(value, facts)
  }

  static let hardcodedSecret = Rule(
    "secret-hardcoded-key", .low,
    title: "signs or checks with a key that is written in the code",
    why: "Everybody who has the code can make what it signs.",
    help: "read the key from an environment variable that is named in permissions.env",
    positives: ["const jwt = require('jsonwebtoken'); jwt.sign(user, 'shared');"],
    evasions: [
      "const k = 'sha' + 'red'; const j = require('jsonwebtoken'); j.verify(t, k);",
      "const session = require('express-session'); app.use(session({ secret: 'keyboard' }));",
      "const { Strategy: S } = require('passport-jwt'); new S({ secretOrKey: 'shared' });",
      "const F = require('passport-facebook'); new F({ clientSecret: 'HARDCODED' });",
      "const { JWT, JWK } = require('jose'); JWT.sign(p, JWK.asKey('shared'));",
    ],
    negatives: [
      "const jwt = require('jsonwebtoken'); jwt.sign(user, process.env.KEY);",
      "doc.sign(user, 'shared');",
      "const session = require('express-session'); app.use(session({ secret: config.secret }));",
    ],
    check: .script { facts, report in
      let tokens: Set<String> = ["jsonwebtoken", "jose", "jwt-simple", "express-jwt", "koa-jwt"]
      if imports(tokens, facts) {
        for call in facts.calls {
          guard let method = facts.evaluator.key(ofCallee: call) else { continue }
          let key = method == "asKey" ? call.arguments.first : call.arguments.dropFirst().first
          if ["sign", "verify", "encode", "decode", "asKey"].contains(method), let key,
            let text = facts.evaluator.value(key).string, !text.isEmpty
          {
            report.add(call.span)
          }
        }
      }
      let isStrategy = facts.imports.contains {
        $0.module.hasPrefix("passport") || $0.module.contains("session")
          || $0.module.contains("jwt")
      }
      guard isStrategy else { return }
      for node in facts.nodes(of: .property) {
        guard let key = node.keyName,
          ["secretOrKey", "clientSecret", "consumerSecret", "secret"].contains(key),
          let value = node.value, let text = facts.evaluator.value(value).string, !text.isEmpty,
          node.ancestors.prefix(12).contains(where: {
            $0.kind == .callExpression || $0.kind == .newExpression
              || $0.kind == .variableDeclarator
          })
        else { continue }
        report.add(node.span)
      }
    })
}

/// Patterns with a repetition inside a repetition.
enum SlowPattern {
  static func isSlow(_ pattern: String) -> Bool {
    var open: [Bool] = []
    var isEscaped = false
    var inClass = false
    var last: Bool?
    for character in pattern.prefix(2000) {
      if isEscaped {
        isEscaped = false
        last = false
        continue
      }
      switch character {
      case "\\": isEscaped = true
      case "[" where !inClass: inClass = true
      case "]" where inClass:
        inClass = false
        last = false
      case _ where inClass: break
      case "(":
        open.append(false)
        last = nil
      case ")":
        // A group that holds a repetition.
        last = open.popLast() ?? false
      case "+", "*", "{":
        if last == true { return true }
        if last != nil, !open.isEmpty { open[open.count - 1] = true }
        last = nil
      case "?": break
      default: last = false
      }
    }
    return false
  }
}
