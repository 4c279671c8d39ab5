import BulkheadSource
import BulkheadSyntax

/// What the words of a script tell where its syntax could not be read, since the text is no valid
/// program. Weaker than the rules over a tree, but never silent about a plain `eval`.
struct TokenFacts {
  private let tokens: [Token]
  private let source: [UInt8]

  init(_ source: [UInt8], from start: Int) {
    self.source = source
    tokens = Lexer.tokens(of: source).filter { $0.start >= start && $0.kind != .endOfFile }
  }

  /// A fault and its place, by the rule that finds it in a tree.
  func report(to report: inout Report) {
    for index in tokens.indices where tokens[index].kind.isName {
      if report.isFull { return }
      guard let rule = rule(at: index) else { continue }
      report.rule = rule
      report.add(
        Span(start: tokens[index].start, end: tokens[min(index + 1, tokens.count - 1)].end))
    }
  }

  /// The modules that are imported by name.
  var imports: [ScriptFacts.Import] {
    tokens.indices.compactMap { index in
      guard tokens[index].kind == .string, index > 0 else { return nil }
      let isRequired = text(index - 1) == "(" && ["require", "import"].contains(text(index - 2))
      guard isRequired || text(index - 1) == "from" || text(index - 1) == "import" else {
        return nil
      }
      let name = String(text(index).dropFirst().dropLast())
      return ScriptFacts.Import(
        module: name.hasPrefix("node:") ? String(name.dropFirst(5)) : name,
        span: tokens[index].span,
        isBuilt: false)
    }
  }

  private func rule(at index: Int) -> Rule? {
    let isCall = text(index + 1) == "("
    let isMember = [".", "?."].contains(text(index - 1))
    switch text(index) {
    case "eval" where isCall && !isMember && text(index - 1) != "function":
      return hasWord(["atob", "base64"], from: index, count: 16)
        ? Rules.decodedCode : Rules.dynamicEval
    case "Function" where isCall && !isMember:
      return hasWord(["atob", "base64"], from: index, count: 16)
        ? Rules.decodedCode : Rules.functionConstructor
    case "constructor" where text(index + 1) == "." && text(index + 2) == "constructor":
      return Rules.disguisedEval
    case "runInThisContext" where isCall, "runInNewContext" where isCall: return Rules.vmModule
    case "require" where isCall && !isMember && isName(index + 2): return Rules.dynamicRequire
    case "import" where isCall && isName(index + 2): return Rules.dynamicImport
    case "stringify" where isCall && words(index + 2, 4) == "process.env)":
      return Rules.environmentHarvest
    case "fetch" where isCall && hasProcessEnvironment(from: index):
      return Rules.environmentExfiltration
    case "rejectUnauthorized" where text(index + 1) == ":" && text(index + 2) == "false":
      return Rules.tlsDisabled
    case "__proto__" where [".", "["].contains(text(index + 1)): return Rules.prototypePollution
    default: return nil
    }
  }

  /// The whole of `process.env` among the arguments of a call.
  private func hasProcessEnvironment(from index: Int) -> Bool {
    var depth = 0
    for next in tokens.indices[index...].prefix(200) {
      let word = text(next)
      if word == "(" { depth += 1 }
      if word == ")" { depth -= 1 }
      if depth == 0, next > index + 1 { return false }
      if word == "env", text(next - 2) == "process", ![".", "["].contains(text(next + 1)) {
        return true
      }
    }
    return false
  }

  private func isName(_ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .identifier
  }

  private func hasWord(_ words: [String], from index: Int, count: Int) -> Bool {
    (index..<index + count).contains { next in words.contains { text(next).contains($0) } }
  }

  private func words(_ index: Int, _ count: Int) -> String {
    (index..<index + count).map(text).joined()
  }

  /// The text of a token, of a long one its first part; empty outside the file.
  private func text(_ index: Int) -> String {
    guard tokens.indices.contains(index) else { return "" }
    let token = tokens[index]
    return String(decoding: source[token.start..<min(token.end, token.start + 64)], as: UTF8.self)
  }
}
