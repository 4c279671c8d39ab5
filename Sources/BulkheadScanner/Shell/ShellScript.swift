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
    private(set) var name = ""

    /// Works ``name`` out of the first word, when the words are all there.
    mutating func setName() {
      name =
        words.first.map { word in
          guard let slash = word.text.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            return word.text
          }
          return String(word.text[word.text.index(after: slash)...])
        } ?? ""
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
  private(set) var commands: [Command] = []

  /// All pipelines, those of substitutions among them.
  private(set) var allPipelines: [[Command]] = []

  /// Collects ``commands`` and ``allPipelines``, when the pipelines are all there.
  mutating func collect() {
    for pipeline in pipelines {
      allPipelines.append(pipeline)
      for command in pipeline {
        commands.append(command)
        for word in command.words where !word.substitutions.isEmpty { add(word.substitutions) }
        for word in command.inputs where !word.substitutions.isEmpty { add(word.substitutions) }
      }
    }
  }

  private mutating func add(_ scripts: [ShellScript]) {
    for script in scripts {
      commands += script.commands
      allPipelines += script.allPipelines
    }
  }
}
