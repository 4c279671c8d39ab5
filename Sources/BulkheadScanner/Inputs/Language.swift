/// What a file is read as.
public enum Language: String, Hashable, Sendable {
  case javascript, typescript, python, shell, json, markdown
  /// Looked at for credentials and hidden characters only.
  case text

  /// Whether the file's score counts for the plugin's.
  public var isCode: Bool {
    switch self {
    case .javascript, .typescript, .python, .shell: true
    case .json, .markdown, .text: false
    }
  }

  /// Works out the language by the name of a file, else by the first line of its text.
  public init(path: String, firstLine: some Sequence<UInt8>) {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    let suffix = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
    switch suffix {
    case "js", "mjs", "cjs", "jsx": self = .javascript
    case "ts", "mts", "cts", "tsx": self = .typescript
    case "py", "pyw": self = .python
    case "sh", "bash", "zsh", "ksh": self = .shell
    case "json", "jsonc", "mcpb": self = .json
    case "md", "mdx", "markdown": self = .markdown
    default: self = Self.interpreter(String(decoding: Array(firstLine), as: UTF8.self))
    }
  }

  /// By a line such as `#!/usr/bin/env node`.
  private static func interpreter(_ line: String) -> Language {
    guard line.hasPrefix("#!") else { return .text }
    let words = line.dropFirst(2).split { $0 == " " || $0 == "/" }
    for word in words {
      switch word {
      case "node", "bun", "deno": return .javascript
      case "sh", "bash", "zsh", "dash", "ksh": return .shell
      default: if word.hasPrefix("python") { return .python }
      }
    }
    return .text
  }
}
