import BulkheadSource

/// Code that a Markdown text shows: fenced blocks by their language, and lines that look like shell.
struct MarkdownCode {
  struct Block {
    var language: Language
    var span: Span
  }

  let blocks: [Block]
  /// Lines outside fences that hold a pipe or a substitution.
  let lines: [Span]

  init(_ bytes: [UInt8]) {
    var blocks: [Block] = []
    var lines: [Span] = []
    var offset = 0
    var open: (mark: UInt8, language: Language?, start: Int)?
    while offset < bytes.count {
      let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[offset..<end].drop { $0 == 0x20 || $0 == 0x09 }
      let mark = line.first ?? 0
      let isFence = (mark == 0x60 || mark == 0x7E) && line.prefix { $0 == mark }.count >= 3
      if let block = open {
        if isFence, mark == block.mark {
          if let language = block.language, block.start < offset {
            blocks.append(Block(language: language, span: Span(start: block.start, end: offset)))
          }
          open = nil
        }
      } else if isFence {
        let name = String(decoding: line.drop { $0 == mark }, as: UTF8.self)
        open = (mark, Self.language(name), min(end + 1, bytes.count))
      } else if Self.looksLikeShell(line) {
        lines.append(Span(start: line.startIndex, end: end))
      }
      offset = end + 1
    }
    if let block = open, let language = block.language, block.start < bytes.count {
      blocks.append(Block(language: language, span: Span(start: block.start, end: bytes.count)))
    }
    self.blocks = blocks
    self.lines = lines
  }

  private static func language(_ info: String) -> Language? {
    let name = info.lowercased().prefix { $0.isLetter || $0.isNumber }
    switch name {
    case "", "bash", "sh", "shell", "zsh", "console", "terminal": return .shell
    case "python", "py", "python3": return .python
    case "js", "javascript", "mjs", "cjs", "jsx", "node": return .javascript
    case "ts", "typescript", "tsx": return .typescript
    default: return nil
    }
  }

  private static let programs = [
    "curl ", "wget ", "nc ", "scp ", "base64 ", "/dev/tcp/", "ncat ", "dig ", "openssl ", "ssh ",
  ].map { Array($0.utf8) }

  private static func looksLikeShell(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.count >= 12, line.count < 4096,
      line.contains(UInt8(ascii: "|")) || line.contains(UInt8(ascii: "$"))
        || line.contains(UInt8(ascii: "&")) || line.contains(UInt8(ascii: "@"))
    else { return false }
    // A table is no pipeline.
    guard line.first != UInt8(ascii: "|") else { return false }
    for offset in line.indices
    where programs.contains(where: { $0[0] == line[offset] && line[offset...].starts(with: $0) }) {
      return true
    }
    return false
  }
}

extension ShellFacts {
  /// Rules whose finding in a text means harm, whoever the text is for. Installing from a well-known
  /// host, or changing one's own shell profile, is what guides are about.
  static func fault(inGuide text: ArraySlice<UInt8>) -> Rule? {
    let script = ShellScript(Array(text))
    var report = Report()
    for rule in [
      Rules.shellExfiltration, Rules.reverseShell, Rules.decodeExecute, Rules.hiddenExecution,
      Rules.cloudMetadata,
    ] {
      report.rule = rule
      if case .shell(let check) = rule.check { check(script, &report) }
      if !report.items.isEmpty { return rule }
    }
    // A bare address, or one without encryption, is no installer that people use.
    let isRisky = script.allPipelines.contains { pipeline in
      guard let last = pipeline.indices.last(where: { executesInput(pipeline[$0]) }),
        let source = pipeline[..<last].first(where: ShellFacts.downloads)
      else { return false }
      return source.arguments.contains { argument in
        guard let url = URLText(argument.text) else { return false }
        return url.isRawAddress || url.scheme == "http" && !url.host.contains("localhost")
          || Collectors.contains(url.host.lowercased())
      }
    }
    return isRisky ? Rules.downloadExecute : nil
  }
}
