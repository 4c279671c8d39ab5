import BulkheadSource

/// Judges grants of tools and commands.
enum ToolGrantReviewer {
  static func review(_ text: String, _ review: inout GrantReview) {
    let shown = SafeText.escaped(text, limit: 120)
    guard let rule = ToolRule(text) else {
      review.refuse(
        "bad-tool", "\(shown) is not a tool", help: "write Name or Name(pattern), such as Read")
      return
    }
    review.sentence = GrantSentence.tool(rule)
    guard known.contains(rule.tool) || isMCPTool(rule.tool) else {
      review.refuse(
        "unknown-tool", "there is no tool \(SafeText.escaped(rule.tool, limit: 60))",
        help: "tools are named as the agent names them: \(suggestion(for: rule.tool))")
      return
    }
    if rule.tool == "Bash" {
      reviewCommand(rule, &review)
    } else if let reason = elevated[rule.tool], rule.pattern == nil {
      review.warn(
        "elevated-tool", "\(shown): \(reason)", risk: .medium,
        help: "narrow it as \(rule.tool)(pattern)")
    }
  }

  private static func reviewCommand(_ rule: ToolRule, _ review: inout GrantReview) {
    guard let program = rule.program else {
      review.warn(
        "elevated-command", "the plugin could run any command", risk: .high,
        help: "name the commands: Bash(git status:*)")
      return
    }
    let shown = SafeText.escaped(program, limit: 60)
    if runners.contains(program) {
      review.warn(
        "elevated-command", "\(shown) runs any other program or code it is given", risk: .high,
        help: "name the commands that are needed")
    } else {
      review.warn(
        "elevated-command", "the plugin could run \(shown) on your files", risk: .medium,
        help: "narrow it to a sub-command: Bash(\(shown) status:*)")
    }
  }

  private static func isMCPTool(_ tool: String) -> Bool {
    tool.hasPrefix("mcp__") && tool.utf8.count > 5
      && tool.utf8.allSatisfy {
        "_-.*".utf8.contains($0) || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
          || (0x61...0x7A).contains($0)
      }
  }

  private static func suggestion(for name: String) -> String {
    known.sorted().first { $0.lowercased() == name.lowercased() }.map { "did you mean \($0)?" }
      ?? "Read, Write, Edit, Bash, Glob, Grep, WebFetch, mcp__SERVER__TOOL …"
  }

  private static let known: Set<String> = [
    "Agent", "AskUserQuestion", "Bash", "BashOutput", "Cd", "Edit", "EnterPlanMode", "ExitPlanMode",
    "EnterWorktree", "ExitWorktree", "Glob", "Grep", "KillBash", "KillShell", "LS", "LSP",
    "ListMcpResourcesTool", "Monitor", "MultiEdit", "NotebookEdit", "NotebookRead", "PowerShell",
    "Read", "ReadMcpResourceTool", "SendMessage", "Skill", "SlashCommand", "Task", "TaskCreate",
    "TaskGet", "TaskList", "TaskOutput", "TaskStop", "TaskUpdate", "TodoRead", "TodoWrite",
    "ToolSearch", "WebFetch", "WebSearch", "Write",
  ]

  private static let elevated: [String: String] = [
    "Write": "the agent could be made to write any file", "Agent": "it starts other agents",
    "Edit": "the agent could be made to change any file", "Task": "it starts other agents",
    "MultiEdit": "the agent could be made to change any file",
    "NotebookEdit": "the agent could be made to change any notebook",
    "WebFetch": "what the agent knows could go to any host",
    "PowerShell": "it runs any command", "SlashCommand": "it runs any command of other plugins",
    "Skill": "it uses skills of other plugins",
  ]

  /// Programs whose arguments are programs.
  private static let runners: Set<String> = [
    "sh", "bash", "zsh", "dash", "ksh", "fish", "env", "xargs", "find", "sudo", "doas", "su", "ssh",
    "node", "nodejs", "deno", "bun", "python", "python3", "python2", "perl", "ruby", "php", "lua",
    "awk", "gawk", "sed", "npx", "bunx", "pnpx", "uvx", "uv", "npm", "yarn", "pnpm", "pip", "pip3",
    "make", "docker", "podman", "kubectl", "eval", "exec", "nohup", "timeout", "nice", "setsid",
    "watch", "parallel", "tmux", "screen", "vim", "vi", "emacs", "gdb", "strace", "swift", "go",
    "cargo", "java", "osascript", "busybox", "systemd-run", "crontab", "at",
  ]
}
