/// Why a command could not be put into a sandbox. Nothing of it has run then.
public struct CommandSandboxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The layer or step: `launch`, `user namespace`, `Landlock`, `seccomp`, `canary` …
  public let step: String
  /// What is wrong; lower case.
  public let message: String
  /// What would change that.
  public let help: String?

  init(_ step: String, _ message: String, help: String? = nil) {
    self.step = step
    self.message = message
    self.help = help
  }

  init(_ step: String, _ message: String, _ error: Errno, help: String? = nil) {
    self.init(step, "\(message): \(error)", help: help)
  }

  /// The message and the help.
  public var description: String {
    "\(step): \(message)" + (help.map { "\n  help: \($0)" } ?? "")
  }

  /// The launcher's report.
  init(launcher text: String, code: Int32) {
    let parts = text.split(separator: ":", maxSplits: 1)
    let step = parts.first.map(String.init) ?? "launch"
    let rest = parts.count > 1 ? parts[1].drop { $0 == " " } : Substring(text)
    let reason = code == 0 ? "" : ": \(Errno(code))"
    self.init(step, rest + reason, help: Self.help(step))
  }

  private static func help(_ step: String) -> String? {
    switch step {
    case "namespaces", "user namespace":
      "this machine gives no user namespaces; allow them: sysctl user.max_user_namespaces=15000, "
        + "and where AppArmor restricts them kernel.apparmor_restrict_unprivileged_userns=0"
    case "view", "view: proc": "in a container, start it with /proc not masked"
    case "seccomp":
      "a second seccomp listener is refused inside another supervisor (WSL2, some containers)"
    case "Landlock": "Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK, and lsm=landlock at boot"
    default: nil
    }
  }
}
