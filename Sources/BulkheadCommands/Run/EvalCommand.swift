import ArgumentParser
import Bulkhead
import Glibc

/// `bulkhead eval`.
struct EvalCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Run a piece of JavaScript with the permissions you give it.",
    discussion: """
      Without permissions it can compute and nothing else. The policy is strict unless another is \
      named. Top-level await and return are allowed; the value is printed. Exits with 1 where the code \
      fails, 2 where it was not run.

      Examples:
        bulkhead eval '1 + 2'
        bulkhead eval --permissions permissions.json --limit timeoutMs=1000 - < script.js
      """)

  @Option(
    help: ArgumentHelp("A JSON file with the permissions, or a manifest.", valueName: "file"))
  var permissions: String?

  @Option(
    help: ArgumentHelp(
      "A limit: \(ResourceLimits.keys.map(\.name).joined(separator: ", ")).",
      valueName: "name=value"))
  var limit: [String] = []

  @Argument(help: ArgumentHelp("The code, or - to read it from standard input.", valueName: "code"))
  var code: String

  @OptionGroup var options: CommandOptions

  var writesJSON: Bool { options.format == .json }

  func execute(_ console: Console) async throws -> CommandStatus {
    let project = try options.project.open()
    let evaluator = CodeEvaluator(
      project: project, policy: try project.policy(options.project.policy, fallback: .strict))
    let given = try validated(evaluator, console)
    let output = PluginOutput()
    let result = try await evaluator.evaluate(
      try source(), permissions: given.approved, limits: given.limits,
      onOutput: writesJSON ? nil : output.write)
    try project.audit.close()
    if writesJSON {
      try console.result(result.json.rendered(pretty: true) + "\n")
    } else {
      output.finish()
      if let value = ExecutionText.value(result) {
        output.write(Array("\(value)\n".utf8), to: .stdout)
        output.finish()
      }
      let text = ExecutionText(result, style: console.errorStyle).text
      if !text.isEmpty { console.message(text) }
    }
    return RunCommand.code(result) == 0 ? .done : .no
  }

  /// The permissions and limits within the policy.
  private func validated(
    _ evaluator: CodeEvaluator, _ console: Console
  ) throws -> ValidationResult {
    var limits = ResourceLimits()
    for text in limit {
      guard let equals = text.firstIndex(of: "=") else {
        throw Diagnostic(
          code: "bad-limit", "\(SafeText.escaped(text, limit: 60)) is no limit",
          help: "write --limit timeoutMs=1000")
      }
      try limits.set(
        String(text[..<equals]), to: String(text[text.index(after: equals)...]))
    }
    let result = evaluator.validate(
      try readPermissions(), limits: limits, file: permissions)
    if !result.valid { throw DiagnosticList(result.errors) }
    for warning in result.warnings where warning.code == "limit-capped" {
      console.message("\(console.errorStyle.yellow("warning:")) \(warning.message)")
    }
    return result
  }

  private func readPermissions() throws -> PermissionSet {
    guard let permissions else { return .none }
    guard let bytes = try BoundedFile.read(permissions) else {
      throw Diagnostic(
        code: "no-permissions", "there is no such file", file: permissions,
        help: #"write { "filesystem": [{ "path": "README.md", "access": "read" }] } into it"#)
    }
    return try PermissionSet(JSONDocument(bytes, file: permissions))
  }

  /// The code; a program of more than 16 MB is a mistake.
  private func source() throws(Diagnostic) -> String {
    guard code == "-" else { return code }
    let limit = 16 << 20
    guard let bytes = InputFile.read(STDIN_FILENO, limit: limit), bytes.count <= limit,
      let text = String(validating: bytes, as: UTF8.self)
    else {
      throw Diagnostic(
        code: "bad-code", "the code on standard input is not UTF-8, or more than 16 MB",
        help: "give it as UTF-8 text")
    }
    return text
  }
}
