extension Rules {
  /// Faults of manifests that are found by the scanner itself.
  static let manifests: [Rule] = [installScript, undeclaredCapability]

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

  static let undeclaredCapability = Rule(
    "undeclared-capability", .medium, Set([.javascript, .typescript]),
    title: "the code does what the manifest does not declare",
    why: "The sandbox will deny it, or the manifest hides what the plugin does.",
    help: "declare it in permissions, or remove the code",
    positives: [], negatives: [], check: .builtIn)
}
