import BulkheadSyntax

/// Turns a plugin's source into a classic script that the engine runs.
enum ScriptLowering {
  /// The text of a function expression; nil where the source does not parse, so that the engine
  /// itself says what is wrong with it.
  static func lower(_ source: String, mode: String) -> String? { nil }
}
