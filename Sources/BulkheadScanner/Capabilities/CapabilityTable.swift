import BulkheadSyntax

/// Which calls use which capability.
enum CapabilityTable {
  private static let reads: Set<String> = [
    "readFile", "readFileSync", "readdir", "readdirSync", "createReadStream", "open", "openSync",
    "stat", "statSync", "lstat", "lstatSync", "access", "accessSync", "existsSync", "realpath",
    "realpathSync", "readlink", "readlinkSync", "watch", "watchFile", "opendir", "opendirSync",
    "glob",
  ]
  private static let writes: Set<String> = [
    "writeFile", "writeFileSync", "appendFile", "appendFileSync", "createWriteStream", "mkdir",
    "mkdirSync", "mkdtemp", "mkdtempSync", "rm", "rmSync", "rmdir", "rmdirSync", "unlink",
    "unlinkSync", "truncate", "truncateSync", "chmod", "chmodSync", "utimes", "utimesSync",
    "outputFile", "ensureDir", "remove",
  ]
  private static let moves: Set<String> = [
    "rename", "renameSync", "copyFile", "copyFileSync", "cp", "cpSync", "symlink", "symlinkSync",
    "link",
    "linkSync",
  ]
  private static let commands: Set<String> = [
    "exec", "execSync", "execFile", "execFileSync", "spawn", "spawnSync", "fork",
  ]
  private static let code: Set<String> = [
    "eval", "Function", "module:vm.runInThisContext", "module:vm.runInNewContext",
    "module:vm.runInContext", "module:vm.Script", "module:vm.compileFunction",
  ]

  static func uses(of call: ScriptFacts.Call, _ evaluator: Evaluator) -> [ScriptFacts.Use] {
    guard let path = call.path else { return [] }
    func use(_ name: String, _ argument: Int = 0) -> ScriptFacts.Use {
      let node = call.arguments.indices.contains(argument) ? call.arguments[argument] : nil
      return ScriptFacts.Use(name: name, resource: constant(node, evaluator), span: call.span)
    }
    if code.contains(path) {
      return [ScriptFacts.Use(name: "dynamic-code", resource: nil, span: call.span)]
    }
    if NetworkCalls.senders.contains(path) {
      let isSocket = path.hasPrefix("module:net.") || path.hasPrefix("module:tls.")
      return [use(isSocket ? "network:connect" : "network:fetch")]
    }
    if path.hasPrefix("module:fs.") {
      let name = String(path.dropFirst("module:fs.".count))
      if reads.contains(name) { return [use("fs:read")] }
      if writes.contains(name) { return [use("fs:write")] }
      if moves.contains(name) { return [use("fs:read"), use("fs:write", 1)] }
    }
    if path.hasPrefix("module:child_process."),
      commands.contains(String(path.dropFirst("module:child_process.".count)))
    {
      return [use("exec")]
    }
    return []
  }

  /// A constant resource: the path, address or command, if the code says it whole.
  private static func constant(_ node: SyntaxNode?, _ evaluator: Evaluator) -> String? {
    guard let node else { return nil }
    let text = evaluator.spelled(node)
    if !text.contains("\u{FFFC}") { return text }
    // Of an address the host is enough.
    guard let url = URLText(text), !url.host.contains("\u{FFFC}") else { return nil }
    return "\(url.scheme)://\(url.host)" + (url.port.map { ":\($0)" } ?? "")
  }
}
