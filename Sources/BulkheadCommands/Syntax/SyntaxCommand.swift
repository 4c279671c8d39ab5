import ArgumentParser
import Bulkhead
import BulkheadSyntax

/// `bulkhead syntax`.
struct SyntaxCommand: SecurityCommand {
  static let configuration = CommandConfiguration(
    commandName: "syntax", abstract: "Show how the scanner reads a script, for authors of rules.",
    discussion: """
      Shows the tree of JavaScript or TypeScript; of a file with errors, what could be read. Without \
      --goal a file is what Node takes it for: by its extension, by the type in the nearest \
      package.json, by its own syntax. With --files-from every path gives one line \
      {"path", "ok", "errors": [{"message", "line", "column"}]}. Exits with 1 where a text does not \
      parse, 2 where it could not be read.

      Examples:
        bulkhead syntax index.js
        echo 'eval(a)' | bulkhead syntax --scopes -
        find src -name '*.ts' | bulkhead syntax --files-from -
      """)

  @Argument(help: ArgumentHelp("A script, or - to read it from standard input.", valueName: "file"))
  var file: String?

  @Option(help: "Read the text as script, module, commonjs or auto.")
  var goal = SyntaxGoal.auto

  @Option(help: "Read the text as js, jsx, ts or tsx, whatever its extension says.")
  var language: SyntaxLanguage?

  @Option(
    help: """
      Write an indented tree, json (the nodes as a list, each with the place of its parent), or the \
      tokens, one a line.
      """)
  var format = SyntaxFormat.tree

  @Flag(help: "Write the text with its types erased, everything else on its line and column.")
  var stripTypes = false

  @Flag(help: "Write the classic script that the engine runs, everything on its line.")
  var lower = false

  @Flag(help: "Show the scopes: the names they declare and where these are used.")
  var scopes = false

  @Option(
    help: ArgumentHelp(
      "Check every file whose path stands on a line of this file, or of standard input.",
      valueName: "list|-"))
  var filesFrom: String?

  var writesJSON: Bool { format == .json }

  func validate() throws {
    if (file == nil) == (filesFrom == nil) {
      throw ValidationError("name one file, or a list by --files-from")
    }
    let views = [stripTypes, lower, scopes].filter { $0 }.count
    if views > 1 { throw ValidationError("--strip-types, --lower and --scopes exclude each other") }
    if filesFrom != nil, views > 0 || format != .tree {
      throw ValidationError("--files-from writes JSON lines and takes no --format and no view")
    }
    if format == .tokens, views > 0 {
      throw ValidationError("--format tokens shows the text as it is")
    }
    if lower, goal == .script {
      throw ValidationError("a script runs as it is; --lower is for module and commonjs")
    }
  }

  func execute(_ console: Console) async throws -> CommandStatus {
    if let filesFrom {
      return try BulkSyntax(goal: goal, language: language).run(filesFrom, console)
    }
    var input = try ScriptInput(file ?? "-", goal: goal, language: language)
    if stripTypes { input.language = input.language.hasJSX ? .tsx : .typeScript }
    let report = SyntaxReport(input, isJSON: writesJSON)
    var output = ResultWriter(console)
    if stripTypes {
      try report.writeErased(to: &output)
    } else if lower {
      try report.writeLowered(to: &output)
    } else if scopes {
      try report.writeScopes(to: &output)
    } else if format == .tokens {
      try report.writeTokens(to: &output)
    } else {
      try report.writeTree(to: &output)
    }
    try output.finish()
    if !output.errors.isEmpty {
      console.message(Failure(DiagnosticList(output.errors)).text(console.errorStyle))
    }
    return output.errors.isEmpty ? .done : .no
  }
}

/// What a text is read as.
enum SyntaxGoal: String, ExpressibleByArgument, CaseIterable {
  case script, module, commonjs, auto
}

/// The language of a text.
enum SyntaxLanguage: String, ExpressibleByArgument, CaseIterable {
  case js, jsx, ts, tsx

  var language: ScriptLanguage {
    switch self {
    case .js: .javaScript
    case .jsx: .jsx
    case .ts: .typeScript
    case .tsx: .tsx
    }
  }
}

/// What a text is shown as.
enum SyntaxFormat: String, ExpressibleByArgument, CaseIterable {
  case tree, json, tokens
}
