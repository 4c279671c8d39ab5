/// Paths that stay closed inside any broader grant (DESIGN §2, invariant 5): what governs a plugin, what
/// gets code run outside the sandbox later, keys and credentials. Only a grant that names one exactly
/// opens it. Names are compared without case: a file system may fold it.
struct ProtectedPaths: Sendable {
  enum Reason: String, Sendable {
    case governs = "it governs what the plugin may do"
    case runsLater = "what is written there gets run outside the sandbox"
    case credentials = "it holds keys or credentials"
  }

  private struct Rule {
    let names: [String]
    let reason: Reason
    let closesReading: Bool
  }

  private let configuration: ResolvedPath
  private let pluginRoot: ResolvedPath
  private let pluginData: ResolvedPath

  init(_ locations: Locations) {
    configuration = ResolvedPath(locations.configuration)
    pluginRoot = ResolvedPath(locations.pluginRoot)
    pluginData = ResolvedPath(locations.pluginData)
  }

  /// Whether the path is Bulkhead's own: its key, permission store or audit log.
  func isStore(_ path: ResolvedPath) -> Bool {
    if path.isInside(configuration) { return true }
    return (0..<max(path.count - 1, 0)).contains { index in
      path.lowercasedName(index) == ".claude" && path.lowercasedName(index + 1) == "security"
    }
  }

  /// Why the path is closed to writing, or to reading too; nil if it is not.
  func reason(closing path: ResolvedPath, forWriting: Bool) -> Reason? {
    if path.isInside(configuration) { return .governs }
    if forWriting, path.isInside(pluginRoot) { return .governs }
    let names = (0..<path.count).map(path.lowercasedName)
    let isOwnData = path.isInside(pluginData)
    for (index, name) in names.enumerated() {
      if name.hasPrefix(".env."), !Self.harmlessEnvironments.contains(name) { return .credentials }
      for rule in Self.rulesByFirstName[name] ?? []
      where (rule.closesReading || forWriting)
        && names[index...].starts(with: rule.names)
        && !(isOwnData && rule.reason == .governs && index < pluginData.count)
      {
        return rule.reason
      }
      if forWriting, name == ".claude", let file = names.last, index == names.count - 2,
        file.hasPrefix("settings"), file.hasSuffix(".json")
      {
        return .governs
      }
    }
    return nil
  }

  /// The rules by the first name of each, so that a path costs one lookup a name.
  private static let rulesByFirstName: [String: [Rule]] = {
    var rules: [Rule] = [
      Rule(names: [".claude", "security"], reason: .governs, closesReading: true)
    ]
    rules += credentials.map { Rule(names: $0, reason: .credentials, closesReading: true) }
    rules += governing.map { Rule(names: $0, reason: .governs, closesReading: false) }
    rules += runLater.map { Rule(names: $0, reason: .runsLater, closesReading: false) }
    return Dictionary(grouping: rules) { $0.names[0] }
  }()

  private static let governing: [[String]] = [
    [".claude", "security"], [".claude", "plugins"], [".claude", "hooks"], [".claude", "commands"],
    [".claude", "agents"], [".claude", "skills"], [".claude", "rules"],
    [".claude", "output-styles"],
    [".claude", "claude.md"], ["claude.md"], ["claude.local.md"], ["agents.md"], [".mcp.json"],
    [".claude.json"], [".cursor"], [".github", "copilot-instructions.md"], [".claude-plugin"],
    ["bulkhead.json"],
  ]

  private static let runLater: [[String]] = [
    [".git", "hooks"], [".git", "config"], [".git", "info", "attributes"], [".git", "modules"],
    [".gitattributes"], [".gitmodules"], [".gitconfig"], [".config", "git"], [".husky"],
    [".github", "workflows"], [".gitlab-ci.yml"], [".vscode"], [".idea"], [".zed"], [".envrc"],
    [".direnv"], [".config", "direnv"], [".config", "fish"], [".config", "autostart"],
    [".config", "systemd"], [".local", "bin"], [".local", "share", "applications"], [".oh-my-zsh"],
    [".vimrc"], [".vim"], [".config", "nvim"], [".emacs"], [".emacs.d"], [".xinitrc"],
    [".config", "environment.d"], [".pam_environment"], [".tmux.conf"], [".npmrc"], [".yarnrc"],
    [".yarnrc.yml"], [".pip"], [".pypirc"], [".inputrc"], [".devcontainer"], [".tool-versions"],
    [".mise.toml"], [".pre-commit-config.yaml"], [".lldbinit"], [".gdbinit"],
    [".bashrc"], [".bash_profile"], [".bash_login"], [".bash_logout"], [".bash_aliases"],
    [".profile"], [".zshrc"], [".zshenv"], [".zprofile"], [".zlogin"], [".zlogout"], [".kshrc"],
    [".cshrc"], [".tcshrc"], [".xprofile"], [".xsession"], [".xsessionrc"],
  ]

  private static let harmlessEnvironments: Set<String> = [
    ".env.example", ".env.sample", ".env.template", ".env.dist", ".env.schema",
  ]

  private static let credentials: [[String]] = [
    [".ssh"], [".aws"], [".azure"], [".gnupg"], [".kube"], [".netrc"], [".npmrc"], [".pypirc"],
    [".pgpass"], [".my.cnf"], [".git-credentials"], [".env"], [".envrc"], [".vault-token"],
    [".credentials.json"], [".password-store"], ["service-account.json"], ["id_rsa"], ["id_dsa"],
    ["id_ecdsa"], ["id_ed25519"], ["id_ecdsa_sk"], ["id_ed25519_sk"], [".config", "gh"],
    [".config", "gcloud"], [".config", "op"], [".config", "hub"], [".docker", "config.json"],
    [".cargo", "credentials"], [".cargo", "credentials.toml"], [".config", "bulkhead"],
    [".local", "share", "keyrings"], [".mozilla", "firefox"], [".config", "google-chrome"],
    [".config", "chromium"], [".thunderbird"], [".config", "configstore"],
    [".gem", "credentials"], [".terraform.d", "credentials.tfrc.json"],
  ]
}

extension ResolvedPath {
  /// Whether this is `other` or something below it.
  public func isInside(_ other: ResolvedPath) -> Bool {
    count >= other.count && (0..<other.count).allSatisfy { self[$0].elementsEqual(other[$0]) }
  }

  func lowercasedName(_ index: Int) -> String {
    String(decoding: self[index], as: UTF8.self).lowercased()
  }
}
