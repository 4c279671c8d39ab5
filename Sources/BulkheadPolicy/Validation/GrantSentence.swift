import BulkheadSource

/// Says what a grant allows, as the end of a sentence that starts with "it wants to". Everything from
/// the manifest is escaped.
enum GrantSentence {
  static func file(_ grant: PermissionSet.FileGrant) -> String {
    let verb =
      switch grant.access {
      case .read: "read"
      case .write: "write"
      case .readwrite: "read and write"
      }
    return "\(verb) \(files(grant.path))"
  }

  /// `any file under output/ ending in .json`, or the pattern itself where words would be longer.
  private static func files(_ pattern: String) -> String {
    let isPlain = !pattern.contains { "[]{}\\?".contains($0) || $0.isNewline }
    let names = PathText.names(pattern)
    let root = PathText.isAbsolute(pattern) ? "/" : ""
    let fixed = names.prefix { !$0.contains("*") }
    let base = place(root + fixed.joined(separator: "/"))
    let rest = Array(names.dropFirst(fixed.count))
    // `${NAME}` has braces of its own.
    let hasWildcardText = pattern.hasPrefix("${") ? !plainAfterLocation(pattern) : !isPlain
    if hasWildcardText { return "files that match \(shown(pattern))" }
    switch rest.count {
    case 0: return base.exact
    case 1 where rest[0] == "**": return "any file \(base.under)"
    case 1 where rest[0] == "*": return "any file directly \(base.inside)"
    case 1: if let ending = ending(rest[0]) { return "any file directly \(base.inside) \(ending)" }
    case 2 where rest[0] == "**":
      if rest[1] == "*" { return "any file \(base.under)" }
      if let ending = ending(rest[1]) { return "any file \(base.under) \(ending)" }
    default: break
    }
    return "files that match \(shown(pattern))"
  }

  private static func plainAfterLocation(_ pattern: String) -> Bool {
    guard let close = pattern.firstIndex(of: "}") else { return false }
    return !pattern[close...].dropFirst().contains { "[]{}\\?".contains($0) }
  }

  private struct Place {
    let exact: String
    let under: String
    let inside: String
  }

  private static func place(_ base: String) -> Place {
    switch base {
    case "", ".":
      return Place(
        exact: "the project directory", under: "of the project", inside: "in the project")
    case "/":
      return Place(exact: "/", under: "of this machine", inside: "in /")
    case "~":
      return Place(
        exact: "your home directory", under: "of your home directory",
        inside: "in your home directory")
    case "${CLAUDE_PLUGIN_DATA}":
      return Place(
        exact: "its own data directory", under: "of its own data directory",
        inside: "in its own data directory")
    case "${CLAUDE_PLUGIN_ROOT}":
      return Place(
        exact: "its own directory", under: "of its own directory", inside: "in its own directory")
    default:
      let text = shown(base)
      return Place(exact: text, under: "under \(text)/", inside: "in \(text)/")
    }
  }

  private static func ending(_ name: String) -> String? {
    guard name.hasPrefix("*"), name.dropFirst().contains("*") == false else { return nil }
    return "ending in \(shown(String(name.dropFirst())))"
  }

  static func network(_ grant: PermissionSet.NetworkGrant) -> String {
    let host = shown(grant.host)
    let whom = grant.host.hasPrefix("*.") ? "every host below \(host.dropFirst(2))" : host
    let protocols = grant.effectiveProtocols.joined(separator: ", ")
    let ports = grant.ports.map(String.init).joined(separator: ", ")
    let detail = ports.isEmpty ? protocols : "\(protocols), port \(ports)"
    return "exchange data with \(whom) (\(detail))"
  }

  static func tool(_ rule: ToolRule) -> String {
    if rule.tool == "Bash" { return command(rule) }
    if rule.tool.hasPrefix("mcp__") { return "use the MCP tool \(shown(rule.tool))" }
    guard let pattern = rule.pattern else { return "use the agent's tool \(shown(rule.tool))" }
    return "use the agent's tool \(shown(rule.tool)) for \(shown(pattern))"
  }

  private static func command(_ rule: ToolRule) -> String {
    guard let pattern = rule.pattern, rule.program != nil else { return "run any command" }
    guard pattern.hasSuffix(":*") else { return "run the command \(shown(pattern))" }
    let words = shown(String(pattern.dropLast(2)))
    return words.contains(" ")
      ? "run commands that start with \(words)" : "run \(words) with any arguments"
  }

  private static func shown(_ text: String) -> String { SafeText.escaped(text, limit: 120) }
}
