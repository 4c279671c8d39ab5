import BulkheadSource
import BulkheadSyntax

/// What is known about a script before any rule looks at it.
struct ScriptFacts {
  struct Use: Sendable { var name: String; var resource: String?; var span: Span }
  struct Import: Sendable { var module: String; var span: Span }
  var isParsed = false
  var capabilities: [Use] = []
  var imports: [Import] = []
  var localImports: [String] = []
  init(_ source: [UInt8], path: String, language: Language) {}
}
extension Rules {
  static let dynamicCode: [Rule] = []
  static let processes: [Rule] = []
  static let imports: [Rule] = []
  static let network: [Rule] = []
  static let persistence: [Rule] = []
  static let prototypes: [Rule] = []
  static let obfuscation: [Rule] = []
}
