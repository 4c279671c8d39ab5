/// A tool grant: `Name`, or `Name(pattern)` in the agent's rule form, where `prefix:*` stands for
/// everything that starts with the words of `prefix`.
struct ToolRule: Hashable, Sendable {
  let tool: String
  let pattern: String?

  /// Nil for what is neither form.
  init?(_ text: String) {
    guard let open = text.firstIndex(of: "(") else {
      guard !text.contains(")"), !text.isEmpty else { return nil }
      tool = text
      pattern = nil
      return
    }
    guard text.hasSuffix(")"), open != text.startIndex else { return nil }
    tool = String(text[..<open])
    pattern = String(text[text.index(after: open)...].dropLast())
  }

  /// The program that a command rule names; nil if any program will do.
  var program: String? {
    guard let pattern, pattern != "*", pattern != ":*" else { return nil }
    let words = (pattern.hasSuffix(":*") ? pattern.dropLast(2) : pattern[...]).split(separator: " ")
    guard let first = words.first, !first.contains("*") else { return nil }
    return first.split(separator: "/").last.map(String.init)
  }

  func allows(tool name: String, argument: String) -> Bool {
    guard tool == name else { return false }
    guard let pattern else { return true }
    return matches(argument, pattern)
  }

  /// Whether `Bash(pattern)` covers a command. A word with a shell metacharacter is covered only by
  /// the exact pattern: `git status; rm -rf ~` starts with `git status` and is another command.
  func allowsCommand(_ arguments: [String]) -> Bool {
    guard let pattern else { return true }
    return matches(arguments.joined(separator: " "), pattern)
  }

  private func matches(_ text: String, _ pattern: String) -> Bool {
    if text == pattern || pattern == "*" { return true }
    guard pattern.hasSuffix(":*") else { return false }
    let prefix = pattern.dropLast(2)
    guard text.hasPrefix(prefix), !text.contains(where: { ";|&<>$`\n\\".contains($0) }) else {
      return false
    }
    return text.count == prefix.count || text.dropFirst(prefix.count).hasPrefix(" ")
  }
}
