import BulkheadSource
import BulkheadSyntax

/// Turns a plugin's source into a classic script that the engine runs.
enum ScriptLowering {
  /// What ``Lowering`` makes of a source, behind the number of columns it puts before the first
  /// line: `90(function…`. Else a JSON object of what is wrong with it and where:
  /// `{"message":…,"line":…,"column":…}`.
  static func lower(_ source: String, mode: String, path: String) -> String {
    var options = ParserOptions(file: path)
    // The worker has one thread and cannot start another. The engine leaves this much of its stack.
    options.usesThread = false
    if mode != "interactive", [".ts", ".mts", ".cts"].contains(where: path.hasSuffix) {
      options.language = .typeScript
    }
    options.stackBudget = 1 << 20
    do throws(LoweringError) {
      let lowered = try Lowering.lower(
        Array(source.utf8), mode: Self.mode(mode), options: options)
      return "\(lowered.headCount)" + String(decoding: lowered.utf8, as: UTF8.self)
    } catch {
      return problem(error)
    }
  }

  private static func mode(_ name: String) -> Lowering.Mode {
    switch name {
    case "module": .module
    case "entry": .entry
    case "commonJS": .commonJS
    default: .interactive
    }
  }

  private static func problem(_ error: LoweringError) -> String {
    let first = error.diagnostics.first
    let object: JSONValue = [
      "message": .string(first?.message ?? "the source does not parse"),
      "line": .integer(first?.position?.line ?? 1),
      "column": .integer(first?.position?.column ?? 1),
    ]
    return object.rendered()
  }
}
