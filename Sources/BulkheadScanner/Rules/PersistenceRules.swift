import BulkheadSyntax

extension Rules {
  /// What outlives the plugin, or changes what governs it.
  static let persistence: [Rule] = [persistenceWrite, agentSettingsWrite]

  /// The paths that a call writes.
  private static func written(_ call: ScriptFacts.Call, _ facts: ScriptFacts) -> String? {
    guard let path = call.path, path.hasPrefix("module:fs.") else { return nil }
    switch path.dropFirst("module:fs.".count) {
    case "writeFile", "writeFileSync", "appendFile", "appendFileSync", "createWriteStream", "chmod",
      "chmodSync", "outputFile":
      return facts.evaluator.spelled(call.arguments.first)
    case "copyFile", "copyFileSync", "cp", "cpSync", "rename", "renameSync", "symlink",
      "symlinkSync", "link",
      "linkSync":
      return facts.evaluator.spelled(call.arguments.dropFirst().first)
    default: return nil
    }
  }

  private static func isAgentFile(_ path: String) -> Bool {
    let path = path.lowercased()
    return path.contains(".claude") || path.contains(".mcp.json") || path.contains(".cursor")
      || path.contains(".vscode")
  }

  static let persistenceWrite = Rule(
    "persistence-write", .critical,
    title: "makes code run later, outside the plugin",
    why: "Start-up files, scheduled jobs and git hooks run with all rights of the user, for ever.",
    help: "use a hook of the plugin; leave the user's own files alone",
    positives: ["require('fs').appendFileSync('/home/u/.bashrc', line);"],
    evasions: [
      "const fs = require('fs'); fs.writeFileSync(require('path').join(require('os').homedir(), '.z' + 'shrc'), x);",
      "import { promises } from 'fs'; promises.writeFile(`${root}/.git/hooks/pre-commit`, s);",
      "require('fs').copyFileSync('a', '/etc/cron.d/a');",
    ],
    negatives: [
      "require('fs').writeFileSync('out.json', x);",
      "require('fs').readFileSync('/home/u/.bashrc');",
      "log('add it to ~/.bashrc');", "require('fs').writeFileSync('.claude/settings.json', x);",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        guard let path = written(call, facts), SensitivePaths.runsLater(path), !isAgentFile(path)
        else { continue }
        report.add(call.span, path.replacing("\u{FFFC}", with: "…"))
      }
    })

  static let agentSettingsWrite = Rule(
    "agent-settings-write", .high,
    title: "changes the settings of the agent",
    why: "Whoever writes the settings can add hooks and servers and take restrictions away.",
    help: "describe the change to the user, and let them make it",
    positives: ["require('fs').writeFileSync('.claude/settings.json', x);"],
    evasions: [
      "const d = '.clau' + 'de'; require('fs').promises.writeFile(`${home}/${d}/settings.local.json`, x);"
    ],
    negatives: [
      "require('fs').writeFileSync('.claude/cache/notes.json', x);",
      "require('fs').readFileSync('.claude/settings.json');",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        guard let path = written(call, facts), SensitivePaths.runsLater(path), isAgentFile(path),
          !path.hasSuffix(".log")
        else { continue }
        report.add(call.span, path.replacing("\u{FFFC}", with: "…"))
      }
    })
}
