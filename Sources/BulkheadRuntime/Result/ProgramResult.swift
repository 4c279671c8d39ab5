import BulkheadSource
import BulkheadWire

/// The `result` frame of a worker: `{ok: true, value?, display}` or `{ok: false, error}`.
struct ProgramResult {
  private let json: JSONValue

  /// Bytes of a result: the built-ins keep it far below.
  private static let limits = JSONLimits(bytes: 16 << 20, depth: 256, replacesLoneSurrogates: true)

  /// Reads the text.
  init(_ text: String) throws(WireError) {
    do throws(Diagnostic) {
      json = try JSONDocument(Array(text.utf8), file: "result", limits: Self.limits).root.plain
    } catch {
      // JavaScript nests deeper than we read; everything else no `JSON.stringify` makes.
      guard error.code == "json-too-deep", text.hasPrefix(#"{"ok":true"#) else {
        throw WireError(.badPayload, "result: \(error.message)")
      }
      json = ["ok": true, "display": "[nested more than \(Self.limits.depth) deep]"]
    }
  }

  /// Puts it into what the caller gets.
  func apply(to result: inout ExecutionResult) throws(WireError) {
    switch json["ok"] {
    case .bool(true):
      result.success = true
      result.value = json["value"]
      result.display = json["display"]?.stringValue
    case .bool(false):
      guard let error = json["error"], let name = error["name"]?.stringValue,
        let message = error["message"]?.stringValue
      else { throw WireError(.badPayload, "result: an error without name and message") }
      result.error = ExecutionError(
        name: name, message: message, stack: error["stack"]?.stringValue,
        code: error["code"]?.stringValue)
    default:
      throw WireError(.badPayload, "result: neither success nor failure")
    }
  }
}
