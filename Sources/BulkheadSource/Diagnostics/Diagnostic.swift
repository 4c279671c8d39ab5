/// One message about something the user gave us: what, where, why, and what to change.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  /// How much it matters.
  public enum Severity: String, Hashable, Sendable {
    case error, warning, note
  }

  /// How much it matters.
  public var severity: Severity
  /// A stable kebab-case name for programs, such as `json-duplicate-key`.
  public var code: String
  /// What is wrong and why; lower case, no full stop.
  public var message: String
  /// The file it is about, as the user named it.
  public var file: String?
  /// The place in that file.
  public var position: SourcePosition?
  /// The line or flag to change.
  public var help: String?

  /// A message; texts that come from a plugin have to be escaped by the caller (`SafeText`).
  public init(
    _ severity: Severity = .error, code: String, _ message: String, file: String? = nil,
    position: SourcePosition? = nil, help: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.file = file
    self.position = position
    self.help = help
  }

  /// `FILE:LINE:COLUMN`, as much of it as is known.
  public var place: String? {
    guard let file else { return nil }
    let name = SafeText.escaped(file)
    guard let position else { return name }
    return "\(name):\(position.line):\(position.column)"
  }

  /// `FILE:LINE:COLUMN: error: message [code]`, and the help on a line of its own.
  public var description: String {
    var text = place.map { $0 + ": " } ?? ""
    text += "\(severity.rawValue): \(message) [\(code)]"
    if let help { text += "\n  help: \(help)" }
    return text
  }
}
