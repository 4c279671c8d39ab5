/// Paths that plugins have no business with, by any spelling of where they start.
enum SensitivePaths {
  /// A file or directory that holds credentials.
  static func isCredential(_ path: String) -> Bool { hasPart(path, credentials, credentialParts) }

  /// A file that makes code run later, outside the plugin.
  static func runsLater(_ path: String) -> Bool { hasPart(path, later, laterParts) }

  /// Programs that only look whether a path is there.
  static func isHarmless(_ program: String) -> Bool {
    ["ls", "test", "[", "[[", "stat", "mkdir", "chmod", "rm", "ssh-keygen", "ssh-add"].contains(
      program)
  }

  /// One of the parts stands in the path between separators, or ends it.
  private static func hasPart(_ path: String, _ search: ByteSearch, _ parts: [String]) -> Bool {
    let bytes = Array(path.utf8)
    var isFound = false
    search.forEach(in: bytes) { number, start, end in
      let before = start == 0 ? UInt8(ascii: "/") : bytes[start - 1]
      let after = end == bytes.count ? UInt8(ascii: "/") : bytes[end]
      if "/\\~:=@".utf8.contains(before),
        parts[number].hasSuffix("/") || "/\\'\" ".utf8.contains(after)
      {
        isFound = true
      }
    }
    return isFound
  }

  private static let credentials = ByteSearch(credentialParts.map(ByteText.init))
  private static let later = ByteSearch(laterParts.map(ByteText.init))

  private static let credentialParts = [
    ".ssh", ".ssh/id_rsa", ".ssh/id_ed25519", ".aws/credentials", ".aws", ".npmrc", ".netrc",
    ".git-credentials", ".pypirc", ".docker/config.json", ".kube/config", ".gnupg",
    ".config/gcloud", ".azure", ".config/gh/hosts.yml", ".vault-token", ".terraform.d",
    "etc/shadow", ".bash_history", ".zsh_history", ".claude/.credentials.json",
    "library/keychains", ".mozilla/firefox", ".config/google-chrome", "google/chrome/user data",
    "application support/google/chrome", "local storage/leveldb", "login data", "key4.db",
    "logins.json", ".electrum", ".bitcoin/wallet.dat", "wallet.dat", ".ethereum/keystore",
    "proc/self/environ",
  ]

  private static let laterParts = [
    ".bashrc", ".bash_profile", ".bash_login", ".profile", ".zshrc", ".zshenv", ".zprofile",
    ".zlogin", ".config/fish/config.fish", ".git/hooks/", "library/launchagents/",
    "library/launchdaemons/", ".config/autostart/", ".config/systemd/user/", "etc/cron.d/",
    "etc/crontab", "etc/profile.d/", "etc/ld.so.preload", "var/spool/cron/",
    ".claude/settings.json",
    ".claude/settings.local.json", ".claude.json", ".ssh/authorized_keys", ".ssh/config",
    ".vscode/tasks.json", ".envrc", ".cursor/mcp.json", "start menu/programs/startup/",
    ".config/git/config", ".gitconfig", ".mcp.json", ".claude/hooks/",
  ]
}
