// What is protected, by name. Folded: lower case. A rule occurs anywhere in a path.

extension ProtectedNames {
  /// What decides what a plugin, or the agent it serves, may do and is told to do.
  static let governing: [Rule] =
    [
      Rule(".claude/security", .governs, closesReading: true),
      Rule(".claude/plugins", .governs, isOpenInOwnData: true),
      Rule(".claude/plugins/data", .governs, closesReading: true, isOpenInOwnData: true),
      Rule(".claude/plugin-data", .governs, closesReading: true, isOpenInOwnData: true),
      Rule(".claude/projects", .credentials, closesReading: true),
      Rule(".claude/history.jsonl", .credentials, closesReading: true),
      Rule(".claude.json", .governs, closesReading: true),
    ]
    + [
      ".claude/hooks", ".claude/commands", ".claude/agents", ".claude/skills", ".claude/rules",
      ".claude/output-styles", ".claude/workflows", ".claude/themes", ".claude/session-env",
      ".claude/shell-snapshots", ".claude/local", ".claude/ide", ".claude/statusline.sh",
      ".claude-plugin", "bulkhead.json", "claude.md", "claude.local.md", "agents.md",
      "agents.override.md", "gemini.md", ".mcp.json", ".lsp.json", ".cursor", ".cursorrules",
      ".windsurf", ".windsurfrules", ".clinerules", ".roo", ".roomodes", ".continue", ".codex",
      ".gemini", ".opencode", ".aider.conf.yml", ".junie", "copilot-instructions.md",
      ".github/instructions", ".github/prompts", ".github/agents",
    ].map { Rule($0, .governs) }

  /// What a shell, an editor, git, a build service or the desktop runs by itself.
  static let runningLater: [Rule] =
    [
      Rule(".git", .runsLater, isFinal: true), Rule("git~1", .runsLater),
      Rule("docker.sock", .runsLater, closesReading: true),
      Rule("containerd.sock", .runsLater, closesReading: true),
      Rule("podman.sock", .runsLater, closesReading: true),
    ]
    + [
      ".git/hooks", ".git/config", ".git/config.worktree", ".git/info/attributes",
      ".git/info/grafts", ".git/modules", ".git/worktrees", ".git/commondir", ".git/gitdir",
      ".git/objects/info/alternates", ".gitattributes", ".gitmodules", ".gitconfig", ".config/git",
      ".githooks", ".husky", ".lefthook.yml", "lefthook.yml", ".pre-commit-config.yaml",
      ".github/workflows", ".github/actions", ".gitlab-ci.yml", ".circleci", ".travis.yml",
      ".vscode", ".vscode-server", ".idea", ".zed", ".fleet", ".devcontainer", ".devcontainer.json",
      ".vimrc", ".gvimrc", ".exrc", ".nvimrc", ".vim", ".config/nvim", ".emacs", ".emacs.d",
      ".config/emacs", ".dir-locals.el", ".config/code", ".config/zed", ".sublime-project",
      ".envrc", ".direnv", ".config/direnv", ".tool-versions", ".mise.toml", "mise.toml", ".mise",
      ".config/mise", ".asdfrc", ".autoenv",
      ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases",
      ".bash_completion",
      ".profile", ".zshrc", ".zshenv", ".zprofile", ".zlogin", ".zlogout", ".zsh", ".zdotdir",
      ".oh-my-zsh", ".kshrc", ".mkshrc", ".cshrc", ".tcshrc", ".login", ".logout", ".inputrc",
      ".config/fish", ".config/zsh", ".config/bash", ".config/nushell", ".config/powershell",
      ".config/starship.toml", ".xprofile", ".xinitrc", ".xsession", ".xsessionrc", ".xresources",
      ".pam_environment", ".tmux.conf", ".config/tmux", ".screenrc", ".config/autostart",
      ".config/systemd", ".config/environment.d", ".config/plasma-workspace", ".config/i3",
      ".config/sway", ".config/hypr", ".local/bin", ".local/lib", ".local/share/applications",
      ".local/share/systemd", ".local/share/dbus-1", ".local/share/bash-completion",
      ".local/share/nvim", ".local/share/flatpak", ".kde/autostart", ".fehbg",
      ".npmrc", ".yarnrc", ".yarnrc.yml", ".yarn", ".pnpmfile.cjs", ".bunfig.toml", "bunfig.toml",
      ".pip", ".config/pip", ".pypirc", ".condarc", ".gemrc", ".bundle", ".cargo/config",
      ".cargo/config.toml", ".cargo/bin", ".rustup", "go/bin", ".m2", ".gradle", ".sbt", ".ivy2",
      ".lldbinit", ".gdbinit", ".pdbrc", ".pythonrc", ".pythonstartup", ".irbrc", ".pryrc",
      ".rprofile", ".julia/config", ".psqlrc", ".sqliterc", ".my.cnf", ".curlrc", ".wgetrc",
      ".ansible.cfg", ".vagrant.d", ".crontab",
    ].map { Rule($0, .runsLater) }

  /// Keys, tokens and what holds them.
  static let secrets: [Rule] = [
    ".ssh", ".aws", ".azure", ".gnupg", ".kube", ".oci", ".minikube", ".netrc", "_netrc", ".npmrc",
    ".yarnrc.yml", ".pypirc", ".pgpass", ".my.cnf", ".mylogin.cnf", ".git-credentials", ".envrc",
    ".vault-token", ".credentials.json", "credentials.json", "client_secret.json",
    "service-account.json", "application_default_credentials.json", ".password-store",
    ".htpasswd", ".dockercfg", ".s3cfg", ".boto", ".terraformrc", "secrets.json", "secrets.yml",
    "secrets.yaml", "secrets.toml", ".dev.vars", "master.key", "id_rsa", "id_dsa", "id_ecdsa",
    "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk", "id_xmss", ".config/gh", ".config/hub",
    ".config/glab-cli", ".config/git/credentials", ".config/gcloud", ".config/op", ".config/doctl",
    ".config/heroku", ".config/rclone", ".config/hcloud", ".config/configstore", ".config/bulkhead",
    ".config/github-copilot", ".config/sops", ".config/age", ".config/google-chrome",
    ".config/chromium", ".config/bravesoftware", ".config/microsoft-edge", ".config/1password",
    ".config/bitwarden", ".config/keybase", ".config/slack", ".config/discord", ".config/signal",
    ".docker/config.json", ".docker/contexts", ".config/containers/auth.json",
    ".cargo/credentials", ".cargo/credentials.toml", ".gem/credentials", ".bundle/config",
    ".composer/auth.json", ".config/composer/auth.json", ".m2/settings.xml",
    ".m2/settings-security.xml", ".gradle/gradle.properties", ".terraform.d/credentials.tfrc.json",
    ".nuget/nuget.config", ".fly/config.yml", ".local/share/keyrings", ".local/share/kwalletd",
    ".local/share/opencode/auth.json", ".codex/auth.json", ".mozilla", ".thunderbird",
    ".snowsql", ".databrickscfg", ".bash_history", ".zsh_history", ".zhistory", ".sh_history",
    ".node_repl_history", ".python_history", ".psql_history", ".mysql_history", ".rediscli_history",
    ".irb_history", ".local/share/fish/fish_history", ".electrum", ".bitcoin", ".ethereum",
    ".config/solana", ".step", ".putty", ".wireguard", ".authinfo", ".authinfo.gpg", ".msmtprc",
    ".mutt", ".muttrc", ".fetchmailrc", ".anthropic", ".openai",
  ].map { Rule($0, .credentials, closesReading: true) }
}
