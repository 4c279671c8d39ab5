import BulkheadSource
import BulkheadSyntax
import Glibc

// Parses the files named on standard input, one `GOAL PATH` a line, and prints one JSON line for
// each: {"path", "ok", "errors": [{"message", "line", "column"}]}. The goal is that of a
// `Goal`, with `+strict` behind it for a script to which "use strict" is to be prepended.
// With `--erase` the lines are paths of TypeScript, and the output {"path", "ok", "text"}.
//
// `bulkhead syntax --files-from` is the command for people. The corpora need more: a goal for each
// file, "use strict" before it, proposals that are refused elsewhere, and times (`--measure`).

let goals: [String: Goal] = [
  "script": .script, "module": .module, "commonJS": .commonJS, "interactive": .interactive,
  "auto": .auto,
]

if CommandLine.arguments.count > 2, CommandLine.arguments[1] == "--measure" {
  for path in CommandLine.arguments.dropFirst(2) { measure(path) }
  exit(0)
}
if CommandLine.arguments.dropFirst().first == "--erase" {
  while let path = readLine() { erase(path) }
  exit(0)
}
while let line = readLine() {
  guard let space = line.firstIndex(of: " ") else {
    stop("not `GOAL PATH`: \(line)")
  }
  let words = line[..<space].split(separator: "+")
  let path = String(line[line.index(after: space)...])
  guard let goal = words.first.flatMap({ goals[String($0)] }), var source = contents(of: path)
  else {
    stop("cannot read \(line)")
  }
  let isStrict = words.dropFirst().contains("strict")
  if isStrict { source = Array("\"use strict\";\n".utf8) + source }
  var options = ParserOptions(file: path)
  options.allowsProposals = words.dropFirst().contains("proposals")
  if words.dropFirst().contains("jsx") { options.language = .jsx }
  if words.dropFirst().contains("ts") { options.language = .typeScript }
  if words.dropFirst().contains("tsx") { options.language = .tsx }
  let result = Parser.parse(source, goal: goal, options: options)
  let errors = result.diagnostics.map { diagnostic in
    var error = JSONObject()
    error["message"] = .string(diagnostic.message)
    error["code"] = .string(diagnostic.code)
    error["line"] = .integer((diagnostic.position?.line ?? 0) - (isStrict ? 1 : 0))
    error["column"] = .integer(diagnostic.position?.column ?? 0)
    return JSONValue.object(error)
  }
  var report = JSONObject()
  report["path"] = .string(path)
  report["ok"] = .bool(errors.isEmpty)
  report["errors"] = .array(errors)
  print(JSONValue.object(report).rendered())
}

/// Prints what is left of a file without its types.
func erase(_ path: String) {
  guard let source = contents(of: path) else { stop("cannot read \(path)") }
  let erased = TypeScript.erase(source)
  var report = JSONObject()
  report["path"] = .string(path)
  report["ok"] = .bool(erased.diagnostics.isEmpty)
  report["text"] = .string(String(decoding: erased.utf8, as: UTF8.self))
  print(JSONValue.object(report).rendered())
}

/// Parses a script several times and prints the shortest time, and the tree's size.
func measure(_ path: String) {
  guard let source = contents(of: path) else { stop("cannot read \(path)") }
  var best = Duration.seconds(1000)
  var bestOfScopes = Duration.seconds(1000)
  var bytesOfTree = 0
  let clock = ContinuousClock()
  for _ in 0..<20 {
    let start = clock.now
    let result = Parser.parse(source, goal: .commonJS)
    let middle = clock.now
    let scopes = ScopeAnalysis(result.tree)
    best = min(best, middle - start)
    if scopes.scopes.count > 0 { bestOfScopes = min(bestOfScopes, clock.now - middle) }
    bytesOfTree = result.tree.byteCount
    if !result.diagnostics.isEmpty { stop("\(path) does not parse") }
  }
  let name = path.split(separator: "/").last.map(String.init) ?? path
  print(
    name, source.count, "bytes", best, rate(source.count, best), "MB/s, scopes", bestOfScopes,
    "tree", Double(bytesOfTree) / Double(max(1, source.count)), "of the text")
}

func rate(_ bytes: Int, _ duration: Duration) -> Double {
  Double(bytes) / 1e6 / (duration / .seconds(1))
}

func contents(of path: String) -> [UInt8]? {
  guard let file = unsafe fopen(path, "rb") else { return nil }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe fread(&chunk, 1, chunk.count, file)
    if count == 0 { return bytes }
    bytes.append(contentsOf: chunk[..<count])
  }
}

func stop(_ reason: String) -> Never {
  let text = Array("syntax-check: error: \(reason)\n".utf8)
  _ = unsafe write(STDERR_FILENO, text, text.count)
  exit(2)
}
