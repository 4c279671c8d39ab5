import BulkheadPolicy
import BulkheadSource

/// Puts the scans of a plugin's files together.
struct PluginReport {
  let policy: SecurityPolicy
  let walk: TreeWalk
  let results: [PluginScanner.FileResult]

  func result() -> SecurityScanResult {
    var examinations: [CodeScanner.Examination] = []
    var skipped = walk.skipped
    var incomplete = walk.incomplete
    for result in results {
      switch result {
      case .scanned(let examination): examinations.append(examination)
      case .skipped(let file, let isIncomplete):
        skipped.append(file)
        if isIncomplete { incomplete.append(file) }
      }
    }
    skipped.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let executed = executedFiles(examinations)
    let files = examinations.map { examination in
      var scan = examination.scan
      scan.isExecuted = executed.contains(scan.path)
      return scan
    }
    let scores = files.filter(\.language.isCode).map(\.securityScore)
    let mean = scores.isEmpty ? 100 : scores.reduce(0, +) / Double(scores.count)
    let reasons = Gate(policy: policy).reasons(files, score: mean, incomplete: incomplete)
    return SecurityScanResult(
      passed: reasons.isEmpty, reasons: reasons, securityScore: mean,
      lowestScore: scores.min() ?? 100, files: files, capabilities: Self.capabilities(files),
      inventory: examinations.flatMap(\.inventory) + Self.instructions(files),
      recommendations: Recommendations.of(
        files.flatMap(\.dangerousPatterns), files.flatMap(\.secrets),
        files.flatMap(\.importViolations)),
      skipped: skipped)
  }

  /// Each thing the plugin can do once, where it first does it.
  private static func capabilities(_ files: [FileScan]) -> [Capability] {
    var seen: Set<[String?]> = []
    return files.flatMap(\.capabilities).filter {
      seen.insert([$0.capability, $0.resource]).inserted
    }.sorted { ($0.capability, $0.resource ?? "") < ($1.capability, $1.resource ?? "") }
  }

  /// Skills, commands and agents, and programs for the agent's PATH.
  private static func instructions(_ files: [FileScan]) -> [InventoryItem] {
    files.compactMap { file in
      let parts = file.path.split(separator: "/")
      let kind: InventoryItem.Kind
      if parts.last == "SKILL.md" {
        kind = .instruction
      } else if file.language == .markdown,
        ["commands", "agents", "output-styles"].contains(parts.first)
      {
        kind = .instruction
      } else if parts.first == "bin", parts.count == 2 {
        kind = .program
      } else {
        return nil
      }
      return InventoryItem(
        kind: kind, name: String(parts.last ?? ""), file: file.path, line: 1, command: nil)
    }
  }

  /// The files that start unasked: those that commands name, programs in `bin/`, and what they import.
  private func executedFiles(_ examinations: [CodeScanner.Examination]) -> Set<String> {
    let paths = Set(examinations.map(\.scan.path))
    var executed: Set<String> = []
    for path in paths where path.hasPrefix("bin/") { executed.insert(path) }
    let words = examinations.flatMap(\.commands).flatMap { command in
      command.text.split { " \"';|&()<>$`=\n".contains($0) }
    }
    for word in words {
      // `${CLAUDE_PLUGIN_ROOT}/hooks/a.sh` and `./hooks/a.sh` name `hooks/a.sh`.
      var rest = word
      while !rest.isEmpty {
        if paths.contains(String(rest)) {
          executed.insert(String(rest))
          break
        }
        guard let slash = rest.firstIndex(of: "/") else { break }
        rest = rest[rest.index(after: slash)...]
      }
    }
    let imports = Dictionary(
      examinations.map { ($0.scan.path, $0.localImports) }, uniquingKeysWith: { first, _ in first })
    var pending = Array(executed)
    while let path = pending.popLast() {
      for specifier in imports[path] ?? [] {
        guard let target = Self.resolve(specifier, from: path, paths),
          executed.insert(target).inserted
        else { continue }
        pending.append(target)
      }
    }
    return executed
  }

  /// The file of a relative import, as Node.js finds it.
  private static func resolve(_ specifier: String, from path: String, _ paths: Set<String>)
    -> String?
  {
    var parts = path.split(separator: "/").dropLast().map(String.init)
    for name in specifier.split(separator: "/") where name != "." {
      if name == ".." {
        if parts.popLast() == nil { return nil }
      } else {
        parts.append(String(name))
      }
    }
    let base = parts.joined(separator: "/")
    let endings = ["", ".js", ".mjs", ".cjs", ".ts", ".json", "/index.js", "/index.ts"]
    return endings.map { base + $0 }.first(where: paths.contains)
  }
}
