import Bulkhead
import BulkheadSyntax
import Glibc

/// A script with what is known about it before it is read.
struct ScriptInput {
  let path: String
  let source: [UInt8]
  let goal: Goal
  var language: ScriptLanguage

  /// Reads a file, or standard input where the path is `-`. What is not given is found out.
  init(_ path: String, goal: SyntaxGoal, language: SyntaxLanguage?) throws(Diagnostic) {
    self.path = path
    source = try InputFile.read(path, limit: ParserOptions().mostBytes)
    self.language = language?.language ?? NodeRules.language(of: path)
    self.goal =
      switch goal {
      case .script: .script
      case .module: .module
      case .commonjs: .commonJS
      case .auto: path == "-" ? .auto : try NodeRules.goal(of: path)
      }
  }

  var options: ParserOptions {
    var options = ParserOptions(file: path)
    options.language = language
    return options
  }

  func parse() -> ParseResult { Parser.parse(source, goal: goal, options: options) }
}

/// What Node takes a file for.
enum NodeRules {
  static func language(of path: String) -> ScriptLanguage {
    switch pathExtension(path) {
    case "ts", "mts", "cts": .typeScript
    case "tsx": .tsx
    case "jsx": .jsx
    default: .javaScript
    }
  }

  /// The goal by the extension, else by the nearest `package.json`; `auto` where neither says, so that
  /// the syntax does.
  static func goal(of path: String) throws(Diagnostic) -> Goal {
    switch pathExtension(path) {
    case "mjs", "mts": return .module
    case "cjs", "cts": return .commonJS
    default: break
    }
    var names = PathText.names(try realPath(path)).dropLast()
    // The directory of packages belongs to none of them.
    while names.last != "node_modules" {
      let manifest = names.map { "/" + $0 }.joined() + "/package.json"
      if let bytes = try BoundedFile.read(manifest) {
        return try goal(of: JSONDocument(bytes, file: manifest, limits: .data))
      }
      if names.popLast() == nil { break }
    }
    return .auto
  }

  private static func goal(of manifest: JSONDocument) -> Goal {
    switch manifest.root["type"]?.plain {
    case "module": .module
    case "commonjs": .commonJS
    default: .auto
    }
  }

  /// The extension without its dot; a name that begins with its only dot has none.
  private static func pathExtension(_ path: String) -> String {
    let name = PathText.names(path).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return String(name[name.index(after: dot)...])
  }

  private static func realPath(_ path: String) throws(Diagnostic) -> String {
    // SAFETY: realpath's own buffer is copied and freed here.
    guard let real = unsafe realpath(path, nil) else {
      throw Diagnostic(
        code: "unreadable-file", "the path leads nowhere", file: path,
        help: "name a file, or say --goal")
    }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
