import Bulkhead

/// The words at the end of an execution.
struct ExecutionText {
  let result: ExecutionResult
  let style: Style

  /// Denials that are listed.
  private static let shownDenials = 20

  init(_ result: ExecutionResult, style: Style) {
    self.result = result
    self.style = style
  }

  /// What a value is printed as: a string as it is, nothing for `undefined`.
  static func value(_ result: ExecutionResult) -> String? {
    guard result.success else { return nil }
    if let text = result.value?.stringValue { return text }
    return result.display == "undefined" ? nil : result.display
  }

  /// Why it failed and what it was denied; empty where there is nothing to say.
  var text: String { (failure + denials).joined(separator: "\n") }

  private var failure: [String] {
    guard let error = result.error else { return [] }
    // `process.exit` says what the plugin has to say.
    if error.name == "ExitError" { return [] }
    // What would allow it is said with the denials.
    let told = Set(result.violations.compactMap(\.help).map { "  help: " + $0 })
    let lines = error.stack.split(separator: "\n", omittingEmptySubsequences: true)
      .filter { !told.contains(String($0)) }
    var shown = lines.prefix(20).map { SafeText.escaped(String($0), limit: 500) }
    if shown.isEmpty { shown = [SafeText.escaped(error.message, limit: 500)] }
    shown[0] = "\(style.red("error:")) \(shown[0])"
    if let help = error.help, !error.stack.contains(help) {
      shown.append("  \(style.cyan("help:")) \(SafeText.escaped(help, limit: 500))")
    }
    return shown
  }

  private var denials: [String] {
    var counts: [Violation: Int] = [:]
    var order: [Violation] = []
    for violation in result.violations where violation.type == .permission {
      var key = violation
      key.timestamp = 0
      counts[key, default: 0] += 1
      if counts[key] == 1 { order.append(key) }
    }
    var lines: [String] = []
    for violation in order.prefix(Self.shownDenials) {
      let count = counts[violation, default: 1]
      let times = count > 1 ? " (\(count) times)" : ""
      lines.append("\(style.yellow("denied:")) \(Self.reason(violation.message))\(times)")
      if let help = violation.help { lines.append("  \(style.cyan("to allow it:")) \(help)") }
    }
    let rest = order.count - Self.shownDenials
    if rest > 0 {
      lines.append(style.dim("and \(rest.of("more denial")): bulkhead audit --denied"))
    }
    return lines
  }

  private static func reason(_ message: String) -> String {
    let prefix = "Permission denied: "
    return message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
  }
}
