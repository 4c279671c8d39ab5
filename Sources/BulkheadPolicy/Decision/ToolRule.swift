import BulkheadSource

/// A tool grant: `Name`, or `Name(pattern)` in the agent's rule form, where `prefix:*` (or `prefix *`)
/// stands for everything that starts with the words of `prefix`.
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

  /// Whether it is the rule form with nothing left open: no pattern, or one that takes everything.
  var isUnlimited: Bool { pattern == nil || pattern == "*" || pattern == ":*" }

  /// The words before `:*` or ` *`; nil where the pattern has no such end.
  private var prefix: Substring? {
    guard let pattern else { return nil }
    for ending in [":*", " *"] where pattern.hasSuffix(ending) { return pattern.dropLast(2) }
    return nil
  }

  /// The program that a command rule names; nil if any program will do.
  var program: String? {
    guard let pattern, !isUnlimited else { return nil }
    let first = (prefix ?? pattern[...]).split(separator: " ").first
    guard let first, !first.contains("*") else { return nil }
    return PathText.names(first).last
  }

  func allows(tool name: String, argument: String) -> Bool {
    guard tool == name else { return false }
    guard let pattern, !isUnlimited else { return true }
    if tool == "WebFetch", pattern.hasPrefix("domain:") {
      guard let grant = try? HostPattern(String(pattern.dropFirst(7))),
        let target = NetworkTarget(url: argument)
      else { return false }
      return grant.matches(target.host)
    }
    return covers(line: argument, pattern)
  }

  /// Whether `Bash(pattern)` covers a command given as its words, which no shell will read again: the
  /// pattern's words have to be the first ones, each exactly.
  func allowsCommand(_ arguments: [String]) -> Bool {
    guard let pattern, !isUnlimited else { return true }
    let words = (prefix ?? pattern[...]).split(separator: " ")
    guard !words.isEmpty, !words.contains(where: { $0.contains("*") }) else { return false }
    guard prefix == nil ? arguments.count == words.count : arguments.count >= words.count else {
      return false
    }
    return zip(words, arguments).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }

  /// Whether the pattern covers a line that a shell will read. With a metacharacter only the exact
  /// line is covered: `git status; rm -rf ~` starts with `git status` and is another command.
  private func covers(line: String, _ pattern: String) -> Bool {
    if line.utf8.elementsEqual(pattern.utf8) { return true }
    guard let prefix, !prefix.contains("*"), line.utf8.starts(with: prefix.utf8),
      !line.utf8.contains(where: { Self.metacharacters.contains($0) })
    else { return false }
    let next = line.utf8.dropFirst(prefix.utf8.count).first
    return next == nil || next == UInt8(ascii: " ")
  }

  private static let metacharacters = Set(";|&<>$`\n\r\\(){}".utf8)

  /// Whether a word can be a program found on PATH: no directory, no shell syntax, no option.
  static func isCommandName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64 && !text.hasPrefix("-") && !text.hasPrefix(".")
      && text.utf8.allSatisfy { byte in
        "._+-".utf8.contains(byte) || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte)
      }
  }
}
