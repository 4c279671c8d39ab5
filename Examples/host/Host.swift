// An agent that keeps plugins, in one file: installs a plugin, runs it, and says what it tried.
//
//     swift run example-host PLUGIN-DIRECTORY
//
// `import Bulkhead` is all that a host needs.
import Bulkhead

/// Asks on standard input. A host with windows of its own asks there.
struct LinePrompter: PermissionPrompter {
  func approve(_ request: ApprovalRequest) async -> Bool {
    print(request.lines.joined(separator: "\n"))
    print("allow this? type yes:", terminator: " ")
    return readLine() == "yes"
  }
}

@main
struct Host {
  static func main() async {
    guard CommandLine.arguments.count == 2 else {
      print("usage: example-host PLUGIN-DIRECTORY")
      return
    }
    do {
      try await useTheGuest(CommandLine.arguments[1])
    } catch let error as InstallError where error.isRefusal {
      print("not installed: \(error.message)")
    } catch {
      print("failed: \(error)")
    }
  }

  static func useTheGuest(_ directory: String) async throws {
    let project = try Project()

    // Scanned, judged by the policy, asked about, copied into place, pinned by hash.
    let installer = PluginInstaller(project: project, prompter: LinePrompter())
    let installed = try await installer.install(
      from: directory, options: InstallOptions(policy: try project.policy())
    )
    let plugin = installed.record.name

    // Runs in a process of its own; every access is decided here, and recorded before it happens.
    let executor = PluginExecutor(project: project) { violation, context in
      print("[\(context.plugin)] \(violation.severity.rawValue): \(violation.message)")
    }
    let result = try await executor.run(plugin)
    print(SafeText.escaped(result.stdout, limit: 10_000))
    print("it used \(result.usage.cpuTimeMs) ms, \(result.usage.networkCalls) network calls")

    // The same decision, asked by the host itself.
    let manager = PermissionManager(project: project, prompter: LinePrompter())
    let answer = try manager.explain(plugin, "fs:read", "~/.ssh/id_ed25519")
    print("may it read your key? \(answer.decision.isAllowed ? "yes" : "no")")
    for remark in try manager.auditPluginPermissions(plugin) { print("unusual: \(remark)") }
    try project.audit.close()
  }
}
