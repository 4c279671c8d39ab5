/// What commands do, by their names and arguments.
enum ShellFacts {
  static func isShell(_ name: String) -> Bool {
    ["sh", "bash", "zsh", "dash", "ksh", "ash", "fish"].contains(name)
  }

  static func isInterpreter(_ name: String) -> Bool {
    isShell(name) || ["node", "perl", "ruby", "php", "bun", "deno"].contains(name)
      || name.hasPrefix("python")
  }

  /// An interpreter that reads its program from the standard input.
  static func executesInput(_ command: ShellScript.Command) -> Bool {
    if command.name == "source" || command.name == "." {
      return command.arguments.first?.text == "/dev/stdin"
    }
    guard isInterpreter(command.name) else { return false }
    for argument in command.arguments {
      let text = argument.text
      if text == "-" || text == "-s" || text == "--" || text == "/dev/stdin" { return true }
      if text.hasPrefix("-") {
        let takesProgram =
          isShell(command.name) ? text.contains("c") : "cemEp".contains(text.last ?? " ")
        if takesProgram, !text.hasPrefix("--") { return false }
        continue
      }
      return false
    }
    return true
  }

  /// The scripts whose output the command runs: of `eval`, `sh -c`, `source <(…)`, `bash <(…)`.
  static func executedScripts(of command: ShellScript.Command) -> [ShellScript] {
    switch command.name {
    case "eval", "source", ".":
      return (command.arguments + command.inputs).flatMap(\.substitutions)
    case let name where isInterpreter(name):
      // Only the first word that is no option is a program or its text.
      var programs: [ShellScript.Word] = command.inputs
      if let program = command.arguments.first(where: { !$0.text.hasPrefix("-") }) {
        programs.append(program)
      }
      return programs.flatMap(\.substitutions)
    default: return command.words.first?.substitutions.filter { _ in command.name.isEmpty } ?? []
    }
  }

  /// The files an interpreter is given as its program.
  static func scriptArgument(of command: ShellScript.Command) -> [String] {
    guard isInterpreter(command.name) || command.name == "source" || command.name == "." else {
      return []
    }
    return command.arguments.filter { !$0.text.hasPrefix("-") }.prefix(1).map(\.text)
  }

  /// The title of the first critical rule that a text in a shell would break.
  static func criticalFault(in text: String) -> String? {
    let script = ShellScript(Array(text.utf8))
    var report = Report()
    for rule in Rules.shell where rule.severity == .critical {
      report.rule = rule
      if case .shell(let check) = rule.check { check(script, &report) }
    }
    return report.items.first { $0.severity == .critical }?.rule.title
  }

  static func downloads(_ command: ShellScript.Command) -> Bool {
    ["curl", "wget", "fetch", "aria2c", "http", "https"].contains(command.name)
  }

  static func sends(_ command: ShellScript.Command) -> Bool {
    ["curl", "wget", "nc", "ncat", "netcat", "http", "https", "scp"].contains(command.name)
      || command.outputs.contains { $0.text.hasPrefix("/dev/tcp/") }
  }

  static func decodes(_ command: ShellScript.Command) -> Bool {
    let arguments = command.arguments.map(\.text)
    switch command.name {
    case "base64", "base32", "gbase64":
      return arguments.contains { ["-d", "-D", "--decode", "-di", "-id"].contains($0) }
    case "xxd": return arguments.contains { $0.hasPrefix("-r") }
    case "openssl": return arguments.contains("-d")
    case "uudecode": return true
    default: return false
    }
  }

  /// The files a download is written to.
  static func outputs(of command: ShellScript.Command) -> [String] {
    var outputs = command.outputs.map(\.text)
    let arguments = Array(command.arguments)
    for (index, argument) in arguments.enumerated() {
      let isOutput =
        ["-o", "--output", "--output-document"].contains(argument.text)
        || (command.name == "wget" && argument.text == "-O")
      if isOutput, index + 1 < arguments.count { outputs.append(arguments[index + 1].text) }
    }
    return outputs
  }

  /// Its output is the environment or a credential.
  static func yieldsCredentials(_ command: ShellScript.Command) -> Bool {
    switch command.name {
    case "env", "printenv", "export", "set": return command.arguments.isEmpty
    case "cat", "tar", "zip", "base64", "gzip", "head", "tail", "less", "xxd":
      return (command.arguments + command.inputs).contains { SensitivePaths.isCredential($0.text) }
    default: return false
    }
  }

  /// Prints a variable that holds a credential: `echo $API_KEY`, `printenv TOKEN`.
  static func namesCredential(_ command: ShellScript.Command) -> Bool {
    if SensitivePaths.isHarmless(command.name) { return false }
    if command.arguments.contains(where: { SensitivePaths.isCredential($0.text) }) { return true }
    guard ["echo", "printf", "printenv"].contains(command.name) else { return false }
    return command.arguments.contains { argument in
      let name = argument.text.filter { $0 != "$" && $0 != "{" && $0 != "}" }.uppercased()
      let isVariable = command.name == "printenv" || argument.text.hasPrefix("$")
      return isVariable
        && ["API_KEY", "TOKEN", "SECRET", "PASSWORD", "ACCESS_KEY", "PRIVATE_KEY"].contains {
          name.hasSuffix($0)
        }
    }
  }

  /// The archives that a command makes of credentials: `tar czf a.tgz ~/.ssh`.
  static func archives(_ command: ShellScript.Command) -> [String] {
    guard ["tar", "zip", "7z"].contains(command.name),
      command.arguments.contains(where: { SensitivePaths.isCredential($0.text) })
    else { return [] }
    return command.arguments.map(\.text).filter {
      [".tgz", ".gz", ".zip", ".tar", ".7z"].contains(where: $0.hasSuffix)
    }
  }

  /// An argument of curl or wget that uploads a credential file: `@path`, `name=@path`.
  static func isCredentialUpload(_ argument: String) -> Bool {
    guard let at = argument.firstIndex(of: "@") else { return false }
    return SensitivePaths.isCredential(String(argument[argument.index(after: at)...]))
  }

  /// A download from a host whose installer many people use weighs less.
  static func severity(ofHostsIn command: ShellScript.Command) -> Severity {
    let hosts = command.arguments.compactMap { URLText($0.text)?.host.lowercased() }
    return !hosts.isEmpty && hosts.allSatisfy(installers.contains) ? .medium : .critical
  }

  private static let installers: Set<String> = [
    "sh.rustup.rs", "bun.sh", "astral.sh", "get.docker.com", "deno.land", "get.pnpm.io",
    "install.python-poetry.org", "deb.nodesource.com", "claude.ai", "get.k3s.io", "fnm.vercel.app",
    "get.helm.sh", "starship.rs", "get.volta.sh", "mise.run",
  ]
}
