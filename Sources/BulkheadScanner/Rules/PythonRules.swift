extension Rules {
  /// Faults of Python, found by words.
  static let python: [Rule] = [pythonDecodedExecution, pythonDynamicExecution, pythonShell]

  private static let decoders: Set<String> = [
    "b64decode", "b85decode", "a85decode", "urlsafe_b64decode", "decompress", "unhexlify",
    "fromhex",
    "loads", "urlopen", "b32decode", "b16decode",
  ]

  static let pythonDecodedExecution = Rule(
    "python-decoded-execution", .critical, [.python],
    title: "runs code that it decodes or downloads",
    why: "Code is encoded only so that nobody reads it before it runs.",
    help: "write the code in plain text",
    positives: ["import base64\nexec(base64.b64decode('cHJpbnQoMSk='))"],
    evasions: [
      "eval(compile(zlib.decompress(d), 'x', 'exec'))", "__builtins__.exec(bytes.fromhex('70'))",
    ],
    negatives: [
      "print(base64.b64decode(x))", "# exec(base64.b64decode(x))", "'exec(b64decode(x))'",
    ],
    check: .python { text, report in
      for call in text.calls(of: [
        "exec", "eval", "builtins.exec", "__builtins__.exec", "builtins.eval",
      ])
      where call.arguments.contains(where: { $0.kind == .name && decoders.contains($0.text) }) {
        report.add(call.span)
      }
    })

  static let pythonDynamicExecution = Rule(
    "python-dynamic-execution", .medium, [.python],
    title: "runs text as code",
    why: "Whoever can put text there can run any code.",
    help: "call the function itself; use ast.literal_eval for data",
    positives: ["eval(input())", "exec(source)"],
    evasions: [
      "getattr(os, 'sys' + 'tem')(cmd)", "__import__('os').system(cmd)",
      "importlib.import_module('sub' + 'process')",
    ],
    negatives: [
      "model.eval()", "ast.literal_eval(x)", "getattr(options, 'name')", "def eval(x): pass",
    ],
    check: .python { text, report in
      for call in text.calls(of: ["eval", "exec", "builtins.eval", "builtins.exec"]) {
        if call.arguments.contains(where: { $0.kind == .name }) { report.add(call.span) }
      }
      for call in text.calls(of: ["getattr", "importlib.import_module"]) {
        let isBuilt = call.arguments.contains {
          $0.text == "+" || $0.text == "join" || $0.text == "chr"
        }
        if isBuilt, call.arguments.contains(where: { $0.kind == .string }) { report.add(call.span) }
      }
      for call in text.calls(of: ["__import__"])
      where ["os", "subprocess", "pty", "ctypes"].contains(call.arguments.first?.text) {
        report.add(call.span)
      }
    })

  static let pythonShell = Rule(
    "python-shell-command", .medium, [.python],
    title: "hands a built text to a shell",
    why: "Text from outside in a shell command can be a command of its own.",
    help: "use subprocess.run with a list and without shell=True",
    positives: ["os.system(cmd)", "subprocess.run('ls ' + name, shell=True)"],
    evasions: ["os.popen(f'ls {name}')"],
    negatives: ["subprocess.run(['git', 'status'])", "os.system('clear')"],
    check: .python { text, report in
      for call in text.calls(of: ["os.system", "os.popen", "commands.getoutput"])
      where call.arguments.contains(where: { $0.kind == .name }) {
        report.add(call.span)
      }
      let runners: Set<String> = [
        "subprocess.run", "subprocess.call", "subprocess.Popen", "subprocess.check_output",
        "subprocess.check_call",
      ]
      for call in text.calls(of: runners) {
        let words = call.arguments.map(\.text)
        guard let shell = words.firstIndex(of: "shell"),
          words[shell...].dropFirst(2).first == "True"
        else { continue }
        let first = call.arguments.prefix { $0.text != "," }
        if first.contains(where: { $0.kind == .name }) { report.add(call.span) }
      }
    })
}
