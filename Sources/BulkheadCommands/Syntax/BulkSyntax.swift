import Bulkhead
import BulkheadSyntax

/// Checks many files, one JSON line for each.
struct BulkSyntax {
  let goal: SyntaxGoal
  let language: SyntaxLanguage?

  /// Checks the files whose paths are the lines of a list; `failed` where one could not be read.
  func run(_ list: String, _ console: Console) throws(Diagnostic) -> CommandStatus {
    var (isValid, isReadable) = (true, true)
    for line in try InputFile.read(list, limit: 1 << 30).split(separator: UInt8(ascii: "\n")) {
      let path = String(decoding: line, as: UTF8.self)
      var errors: [Diagnostic]
      do throws(Diagnostic) {
        errors = try ScriptInput(path, goal: goal, language: language).parse().diagnostics
        if !errors.isEmpty { isValid = false }
      } catch {
        errors = [error]
        isReadable = false
      }
      let report: JSONValue = [
        "path": .string(path), "ok": .bool(errors.isEmpty),
        "errors": .array(errors.map(SyntaxReport.json)),
      ]
      try console.result(report.rendered() + "\n")
    }
    return !isReadable ? .failed : isValid ? .done : .no
  }
}
