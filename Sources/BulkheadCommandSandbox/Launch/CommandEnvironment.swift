import BulkheadPolicy
import Glibc

/// The variables a command sees: a few that say where it is, and those that were granted. An
/// allow-list: what hands code to programs (LD_PRELOAD, NODE_OPTIONS, GIT_*, BASH_ENV …) has no end.
enum CommandEnvironment {
  /// Harmless words about the user's terminal and language, as they are outside.
  private static let inherited = [
    "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "LANG", "LANGUAGE",
    "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LC_TIME", "LC_NUMERIC", "LC_COLLATE", "TZ", "USER",
    "LOGNAME", "CI",
  ]

  /// Variables that an agent gives to the plugins it runs, about the plugin itself.
  private static let ofAgent = [
    "CLAUDE_PLUGIN_ROOT", "CLAUDE_PROJECT_DIR", "CLAUDE_PLUGIN_DATA",
  ]

  /// The environment as `NAME=value`.
  ///
  /// - Parameters:
  ///   - outer: the variables that there are outside.
  ///   - record: decides on a granted variable and writes it down; false keeps it out.
  static func variables(
    _ authority: Authority, _ configuration: CommandSandbox.Configuration,
    identity: SandboxIdentity, record: (String) -> Bool
  ) -> [String] {
    let locations = authority.locations
    let outer = configuration.environment
    var values: [String: String] = [:]
    for name in inherited { values[name] = outer[name] }
    values["PATH"] = searchPath(configuration.toolchains).joined(separator: ":")
    values["HOME"] = locations.home
    values["SHELL"] = "/bin/sh"
    values["TMPDIR"] = "/tmp"
    values["XDG_CACHE_HOME"] = "/tmp/.cache"
    values["npm_config_cache"] = "/tmp/.npm"
    // A plugin may not write beside its own code, and should not be denied at every import for trying.
    values["PYTHONDONTWRITEBYTECODE"] = "1"
    values["BULKHEAD"] = configuration.plugin
    values[ofAgent[0]] = locations.pluginRoot
    values[ofAgent[1]] = locations.project
    values[ofAgent[2]] = locations.pluginData
    if identity.drops, identity.user != identity.owner {
      // git refuses a repository of another user, and reads every file again whose owner is not the one
      // it remembers; the project's owner is the one who runs this.
      for (index, setting) in [("safe.directory", "*"), ("core.checkStat", "minimal")].enumerated()
      {
        values["GIT_CONFIG_COUNT"] = "\(index + 1)"
        values["GIT_CONFIG_KEY_\(index)"] = setting.0
        values["GIT_CONFIG_VALUE_\(index)"] = setting.1
      }
    }
    for name in authority.permissions.env {
      guard let value = outer[name], !name.contains("="), record(name) else { continue }
      values[name] = value
    }
    return values.map { "\($0.key)=\($0.value)" }.sorted()
  }

  /// Where programs are looked for, in the sandbox.
  static func searchPath(_ toolchains: [String]) -> [String] {
    toolchains.flatMap { [$0 + "/bin", $0 + "/shims"] }.filter { Kernel.status($0) != nil }
      + ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
  }

  /// The absolute path of a command's program; nil where there is none.
  static func program(
    _ name: String, from directory: String, toolchains: [String]
  ) -> String? {
    if name.contains("/") { return name.hasPrefix("/") ? name : directory + "/" + name }
    return searchPath(toolchains).map { $0 + "/" + name }.first { path in
      var status = stat()
      return unsafe stat(path, &status) == 0 && Kernel.isRegular(status.st_mode)
        && status.st_mode & 0o111 != 0
    }
  }
}
