extension Rules {
  /// Faults of manifests that are found by the scanner itself.
  static let manifests: [Rule] = [
    installScript, lifecycleScript, remoteDependency, undeclaredCapability, exampleSecret,
  ]

  static let installScript = Rule(
    "package-install-script", .medium, [.json],
    title: "a package script downloads or evaluates code at installation",
    why:
      "Install scripts run before anybody has looked at the package, with all rights of the user.",
    help: "build before publishing, and leave install scripts out of package.json",
    positives: [#"{"scripts": {"postinstall": "curl -o a https://example.net/a"}}"#],
    evasions: [#"{"scripts": {"preinstall": "node -e 'x()'"}}"#],
    negatives: [
      #"{"scripts": {"prepare": "husky"}}"#, #"{"scripts": {"postinstall": "node-gyp rebuild"}}"#,
      #"{"scripts": {"fetch": "curl https://example.net"}}"#,
    ],
    check: .shell { script, report in
      for command in script.commands {
        let evaluates = ["-e", "--eval", "-p", "-c"].contains(command.arguments.first?.text)
        if ShellFacts.downloads(command) || ShellFacts.isInterpreter(command.name) && evaluates {
          report.add(command.span)
        }
      }
    })

  static let exampleSecret = Rule(
    "secret-example-value", .low,
    [.javascript, .typescript, .python, .shell, .json, .markdown, .text],
    title: "holds a value with the form of a credential",
    why: "It looks made up; should it be real, everybody who has the file has it.",
    help: "write a placeholder that cannot be mistaken, such as YOUR_TOKEN",
    positives: ["SNYK_TOKEN = \"12345678-ABCD-ABCD-ABCD-1234567890AB\""],
    negatives: ["SNYK_TOKEN = \"YOUR-TOKEN\"", "snyk test --severity=high"], check: .builtIn)

  static let lifecycleScript = Rule(
    "package-install-lifecycle", .low, [.json],
    title: "a package script runs by itself at installation",
    why:
      "Install scripts run before anybody has looked at the package, with all rights of the user.",
    help: "build before publishing, and leave install scripts out of package.json",
    positives: [#"{"scripts": {"postinstall": "node setup.js"}}"#],
    evasions: [#"{"name": "a", "version": "1", "scripts": {"pre\u0069nstall": "./run"}}"#],
    negatives: [
      #"{"scripts": {"prepare": "husky"}}"#, #"{"scripts": {"postinstall": "node-gyp rebuild"}}"#,
      #"{"scripts": {"test": "node setup.js"}}"#, #"{"scripts": {"postinstall": "patch-package"}}"#,
    ],
    check: .shell { script, report in
      let tools: Set<String> = [
        "husky", "node-gyp", "prebuild-install", "patch-package", "node-gyp-build", "lefthook",
        "is-ci",
        "simple-git-hooks", "opencollective", "electron-builder", "prisma", "tsc", "npm", "pnpm",
        "yarn",
        "bun", "ngcc", "true", "exit", "nuxt", "playwright", "cross-env",
      ]
      for command in script.commands.prefix(1) where !tools.contains(command.name) {
        report.add(command.span)
      }
    })

  static let remoteDependency = Rule(
    "package-install-remote", .medium, [.json],
    title: "a package depends on a file of some server",
    why:
      "What the server gives can change with every installation, and no registry keeps a record.",
    help: "depend on a version from the registry",
    positives: [#"{"dependencies": {"a": "http://pkg.example.net/a.tgz"}}"#],
    evasions: [#"{"optionalDependencies": {"a": "https:\/\/198.51.100.7\/a"}}"#],
    negatives: [
      #"{"dependencies": {"a": "^1.0.0"}}"#, #"{"dependencies": {"a": "github:o/a"}}"#,
      #"{"homepage": "http://example.net"}"#,
      #"{"dependencies": {"a": "git+https://github.com/o/a.git"}}"#,
    ], check: .builtIn)

  static let undeclaredCapability = Rule(
    "undeclared-capability", .medium, Set([.javascript, .typescript]),
    title: "the code does what the manifest does not declare",
    why: "The sandbox will deny it, or the manifest hides what the plugin does.",
    help: "declare it in permissions, or remove the code",
    positives: [], negatives: [], check: .builtIn)
}
