import BulkheadSource

/// Text of a plugin as messages show it.
enum Shown {
  static func path(_ path: String) -> String { SafeText.escaped(path, limit: 300) }
}
