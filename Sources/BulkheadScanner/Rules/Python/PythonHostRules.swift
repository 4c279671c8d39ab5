import BulkheadSource

extension Rules {
  /// What Python code takes from the machine and leaves on it.
  static let pythonHost: [Rule] = [
    pythonCapture, pythonHarvest, pythonCredentialFile, pythonPersistence, pythonPermissions,
    pythonSystemFile,
  ]

  static let pythonCapture = Rule(
    "python-screen-clipboard-capture", .medium, [.python],
    title: "takes the screen, the clipboard or the keys that are typed",
    why: "Passwords and wallets pass through them.",
    help: "do without, or ask the user each time",
    positives: ["import pyperclip\ntext = pyperclip.paste()"],
    evasions: [
      "from PIL import ImageGrab as g\ng.grab()", "import mss\nwith mss.mss() as s:\n    s.grab(m)",
      "from pynput.keyboard import Listener as L\nL(on_press=f).start()",
      "import subprocess\nsubprocess.check_output(['pbpaste'])",
      "import pandas as pd\npd.read_clipboard()",
    ],
    negatives: ["screen.grab()", "clipboard = {}", "import keyboard_layout"],
    check: .python { facts, report in
      for call in facts.calls where isCapture(call.path ?? "") { report.add(call.span) }
      for (call, command, _) in facts.commands {
        var text = facts.evaluator.spelled(command)
        if case .list(let words) = facts.evaluator.value(command), let first = words.first {
          text = facts.evaluator.spelled(first)
        }
        let program = text.split(separator: " ").first ?? ""
        if ["pbpaste", "xclip", "xsel", "screencapture", "scrot"].contains(program) {
          report.add(call.span, String(program))
        }
      }
    })

  private static func isCapture(_ path: String) -> Bool {
    let exact: Set<String> = [
      "pyperclip.paste", "pyperclip.copy", "PIL.ImageGrab.grab", "ImageGrab.grab",
      "pyscreenshot.grab",
      "pyautogui.screenshot", "pandas.read_clipboard", "mss.mss", "mss.mss().grab",
      "pyHook.HookManager",
      "pynput.keyboard.Listener", "pynput.mouse.Listener", "keyboard.on_press", "keyboard.record",
      "keyboard.hook", "win32clipboard.GetClipboardData", "clipboard.paste", "d3dshot.create",
      "d3dshot.create().screenshot", "PIL.ImageGrab.grabclipboard", "cv2.VideoCapture",
    ]
    return exact.contains(path) || path.hasSuffix(".to_clipboard") && !path.hasPrefix("?.self")
  }

  static let pythonHarvest = Rule(
    "python-environment-harvest", .medium, [.python],
    title: "goes over the whole environment",
    why: "The environment holds tokens that the plugin has no use for.",
    help: "read the variables you need by name",
    positives: ["import os\nfor k, v in os.environ.items():\n    found[k] = v"],
    evasions: [
      "from os import environ as e\n{k: v for k, v in e.items() if 'TOKEN' in k}",
      "import os, json\njson.dumps(dict(os.environ))", "import os\nprint(str(os.environ))",
    ],
    negatives: [
      "import os, subprocess\nsubprocess.run(['ls'], env={**os.environ, 'A': 'b'})",
      "import os\nenv = os.environ.copy()", "import os\nos.environ.get('HOME')",
      "import os\nenv = dict(os.environ)\nenv['A'] = 'b'",
    ],
    check: .python { facts, report in
      for call in facts.calls(of: ["os.environ.items", "os.environ.values"]) {
        report.add(call.span)
      }
      for call in facts.calls(of: ["json.dumps", "json.dump", "str", "repr", "pprint.pformat"]) {
        guard let data = call.arguments.first else { continue }
        let inner = facts.tree.kind(data) == .call ? facts.tree.child(data, 1) ?? data : data
        if facts.evaluator.path(inner) == "os.environ" { report.add(call.span) }
      }
    })

  static let pythonCredentialFile = Rule(
    "python-reads-credentials", .high, [.python],
    title: "reads a file of credentials",
    why: "A plugin needs the credentials it is given, not those of other programs.",
    help: "take credentials from an environment variable that is named in permissions.env",
    positives: ["open('/home/u/.ssh/id_rsa').read()"],
    evasions: [
      "import os\nopen(os.path.join(os.path.expanduser('~'), '.aws', 'credentials'))",
      "from pathlib import Path\n(Path.home() / '.ssh' / 'id_ed25519').read_text()",
      "import shutil\nshutil.copy('~/.config/google-chrome/Default/Login Data', '/tmp/x')",
    ],
    negatives: ["open('config.json')", "DENIED = ['~/.ssh', '~/.aws']", "print('~/.ssh/id_rsa')"],
    check: .python { facts, report in
      let openers: Set<String> = [
        "open", "io.open", "shutil.copy", "shutil.copyfile", "shutil.copy2", "shutil.copytree",
        "sqlite3.connect", "os.listdir", "glob.glob", "os.walk",
      ]
      for call in facts.calls(of: openers) {
        if isWriting(call, facts) { continue }
        let path = facts.evaluator.spelled(call.arguments.first)
        if SensitivePaths.isCredential(path) {
          report.add(call.span, path.replacing("\u{FFFC}", with: "…"))
        }
      }
      for call in facts.methods(["read_text", "read_bytes", "open"]) {
        guard let callee = facts.tree.child(call.node, 0), facts.tree.kind(callee) == .attribute
        else {
          continue
        }
        let path = facts.evaluator.spelled(facts.tree.child(callee, 0))
        if SensitivePaths.isCredential(path) {
          report.add(call.span, path.replacing("\u{FFFC}", with: "…"))
        }
      }
    })

  private static func isWriting(_ call: PythonFacts.Call, _ facts: PythonFacts) -> Bool {
    guard call.path == "open" || call.path == "io.open",
      let mode = facts.argument(call, "mode", 1).flatMap({ facts.evaluator.value($0).text })
    else { return false }
    return mode.contains { "wax+".contains($0) }
  }

  static let pythonPersistence = Rule(
    "python-persistence", .critical, [.python],
    title: "makes code run later, outside the plugin",
    why: "Start-up files, scheduled jobs and git hooks run with all rights of the user, for ever.",
    help: "use a hook of the plugin; leave the user's own files alone",
    positives: ["open('/home/u/.bashrc', 'a').write(line)"],
    evasions: [
      "import os\nwith open(os.path.expanduser('~/.zshrc'), 'a') as f:\n    f.write(x)",
      "from pathlib import Path\n(Path.home() / '.ssh' / 'authorized_keys').write_text(k)",
      "import os\nos.system('(crontab -l; echo \"* * * * * x\") | crontab -')",
      "import subprocess\nsubprocess.run(['crontab', path])",
      "import shutil\nshutil.copy('x', '/etc/cron.d/x')",
    ],
    negatives: [
      "open('/home/u/.bashrc').read()", "open('out.txt', 'w')", "print('add it to ~/.bashrc')",
      "import subprocess\nsubprocess.run(['crontab', '-l'])",
    ],
    check: .python { facts, report in
      for call in facts.calls(of: ["open", "io.open"]) where isWriting(call, facts) {
        note(facts.evaluator.spelled(call.arguments.first), call, &report)
      }
      for call in facts.methods(["write_text", "write_bytes"]) {
        guard let callee = facts.tree.child(call.node, 0), facts.tree.kind(callee) == .attribute
        else {
          continue
        }
        note(facts.evaluator.spelled(facts.tree.child(callee, 0)), call, &report)
      }
      for call in facts.calls(of: ["shutil.copy", "shutil.copyfile", "shutil.copy2", "os.symlink"])
      {
        note(facts.evaluator.spelled(call.arguments.dropFirst().first), call, &report)
      }
      for (call, command, _) in facts.commands {
        let text = facts.evaluator.spelled(command)
        var words = text.split(separator: " ").map(String.init)
        if case .list(let nodes) = facts.evaluator.value(command) {
          words = nodes.map { facts.evaluator.spelled($0) }
        }
        let sets = words.contains { $0.hasSuffix("crontab") } && !words.contains("-l")
        if sets || text.contains("| crontab") || text.contains("schtasks /create")
          || text.contains("systemctl enable")
        {
          report.add(call.span)
        }
      }
      for call in facts.calls(of: ["winreg.SetValueEx", "_winreg.SetValueEx"]) {
        report.add(call.span)
      }
      for call in facts.calls where call.path?.hasPrefix("crontab.CronTab().new") == true {
        report.add(call.span)
      }
    })

  static let pythonPermissions = Rule(
    "python-insecure-permissions", .medium, [.python],
    title: "gives everybody access to a file, or a program the rights of its owner",
    why: "Whoever can write a file that others run, or run one with the rights of root, is root.",
    help: "leave the permissions as they are, or give them to the owner only",
    positives: ["import os\nos.chmod('/tmp/a', 0o777)"],
    evasions: [
      "import os, stat\nos.chmod(p, os.stat(p).st_mode | stat.S_ISUID)",
      "from pathlib import Path\nPath('a').chmod(0o4755)",
      "@mcp.tool()\ndef set(path: str, mode: int):\n    import os\n    os.chmod(path, mode)",
    ],
    negatives: [
      "import os\nos.chmod(p, 0o600)", "import os\nos.chmod(p, 0o755)",
      "import os, stat\nos.chmod(p, os.stat(p).st_mode | stat.S_IXUSR)",
    ],
    check: .python { facts, report in
      for call in facts.methods(["chmod", "fchmod", "lchmod"]) {
        guard let mode = call.arguments.last else { continue }
        let text = facts.tree.source(of: mode)
        let bits = facts.evaluator.value(mode).number.map { Int($0) } ?? 0
        let isFromOutside =
          call.path == "os.chmod" && facts.flow.sources(of: call.arguments).contains(.input)
        if bits & 0o6002 != 0 || ["S_ISUID", "S_ISGID", "S_IWOTH"].contains(where: text.contains)
          || isFromOutside || setsBit(mode, facts)
        {
          report.add(call.span)
        }
      }
    })

  /// The mode is put together from one that has the bit in it.
  private static func setsBit(_ mode: PythonTree.Index, _ facts: PythonFacts) -> Bool {
    guard facts.tree.kind(mode) == .name else { return false }
    let record = facts.tree.records[Int(mode.raw)]
    return facts.evaluator.bindings.origins(
      of: record.name, in: Int(facts.tree.nodeScopes[Int(mode.raw)])
    ).contains { origin in
      guard case .expression(let value) = origin else { return false }
      let text = facts.tree.source(of: value)
      return ["S_ISUID", "S_ISGID", "S_IWOTH"].contains(where: text.contains)
    }
  }

  static let pythonSystemFile = Rule(
    "python-system-file", .low, [.python],
    title: "looks at the users, processes or kernel of the machine",
    why: "Who knows the machine finds the way into it.",
    help: "do without, or say in the documentation what it is for",
    positives: ["open('/etc/passwd').read()"],
    evasions: [
      "import os\np = '/'.join(['', 'etc', 'sudoers'])\nopen(p)", "import pwd\npwd.getpwall()",
      "import subprocess\nsubprocess.run(['dmidecode'])",
    ],
    negatives: [
      "open('/etc/hosts')", "print('/etc/passwd')",
      "import subprocess\nsubprocess.run(['ps', '-p', '1'])",
    ],
    check: .python { facts, report in
      let openers: Set<String> = ["open", "io.open", "os.listdir", "pathlib.Path().read_text"]
      for call in facts.calls(of: openers) {
        let path = facts.evaluator.spelled(call.arguments.first)
        let isProcess =
          path.hasPrefix("/proc/") && !path.hasPrefix("/proc/self/")
          && !["/proc/version", "/proc/cpuinfo", "/proc/meminfo"].contains(path)
        if isProcess || path == "/proc"
          || ["/etc/passwd", "/etc/sudoers", "/etc/group", "/sys/class/dmi"].contains(
            where: path.hasPrefix)
        {
          report.add(call.span, path.replacing("\u{FFFC}", with: "…"))
        }
      }
      for call in facts.calls(of: ["pwd.getpwall", "grp.getgrall", "spwd.getspall"]) {
        report.add(call.span)
      }
      for (call, command, _) in facts.commands {
        var words = facts.evaluator.spelled(command).split(separator: " ").map(String.init)
        if case .list(let nodes) = facts.evaluator.value(command) {
          words = nodes.map { facts.evaluator.spelled($0) }
        }
        let program = words.first?.split(separator: "/").last.map(String.init) ?? ""
        let spies = [
          "dmidecode", "lshw", "arp", "nsenter", "setenforce", "iptables", "auditctl", "insmod",
          "modprobe",
        ]
        if spies.contains(program) || program == "ps" && words.contains("aux") {
          report.add(call.span, program)
        }
      }
    })

  private static func note(_ path: String, _ call: PythonFacts.Call, _ report: inout Report) {
    if SensitivePaths.runsLater(path) {
      let isAgent =
        path.lowercased().contains(".claude") || path.contains(".mcp.json")
        || path.contains(".vscode") || path.contains(".cursor")
      report.add(
        call.span, path.replacing("\u{FFFC}", with: "…"), severity: isAgent ? .high : .critical)
    }
  }
}
