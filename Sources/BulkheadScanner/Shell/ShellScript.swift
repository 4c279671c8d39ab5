import BulkheadSource

/// Shell text as commands: enough to see what is piped, substituted and executed, not a shell.
struct ShellScript: Sendable {
  /// A word after quotes are removed and known variables are put in.
  struct Word: Sendable {
    var text = ""
    var span = Span(start: 0, end: 0)
    /// The scripts of `$(…)`, back quotes and `<(…)` in it.
    var substitutions: [ShellScript] = []
    /// It contains a variable whose value is not known, or the output of a command.
    var isOpen = false
  }

  /// A simple command of a pipeline.
  struct Command: Sendable {
    /// Its words without assignments, wrappers such as `sudo`, and redirections.
    var words: [Word] = []
    /// The files it writes by `>` and `>>`.
    var outputs: [Word] = []
    /// The files it reads by `<` and the texts by `<<<`.
    var inputs: [Word] = []
    /// Its bytes.
    var span = Span(start: 0, end: 0)

    /// The program without its directory.
    var name: String {
      words.first.map { $0.text.split(separator: "/").last.map(String.init) ?? "" } ?? ""
    }

    /// What follows the program.
    var arguments: ArraySlice<Word> { words.dropFirst() }
  }

  /// The pipelines in the order of the text, those of groups and functions among them.
  var pipelines: [[Command]] = []

  /// Reads a text; what is not understood is left out.
  init(_ utf8: [UInt8]) {
    var reader = ShellReader(bytes: utf8)
    self = reader.script(until: nil, depth: 0)
  }

  init() {}

  /// All commands, those of substitutions among them.
  var commands: [Command] {
    pipelines.joined().flatMap { command in
      [command] + (command.words + command.inputs).flatMap { $0.substitutions.flatMap(\.commands) }
    }
  }

  /// All pipelines, those of substitutions among them.
  var allPipelines: [[Command]] {
    pipelines.flatMap { pipeline in
      [pipeline]
        + pipeline.flatMap { command in
          (command.words + command.inputs).flatMap { $0.substitutions.flatMap(\.allPipelines) }
        }
    }
  }
}
