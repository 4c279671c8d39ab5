import ArgumentParser
import Bulkhead

/// What a scan is written as.
enum ScanFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, sarif
}

/// The flags of the commands that scan.
struct ScanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the result as text, json, jsonl (one plugin a line) or sarif.", valueName: "format"))
  var format = ScanFormat.text

  @OptionGroup var project: ProjectOptions

  var writesJSON: Bool { format == .json || format == .jsonl }

  /// Scans plugins and writes the results.
  func scan(_ targets: [String], in project: Project, _ console: Console) throws -> CommandStatus {
    let policy = try project.policy(self.project.policy)
    var scans: [PluginScan] = []
    for target in targets {
      let scan = try PluginScan(
        path: target, policy: policy, progress: console.scanProgress(target))
      if format == .jsonl { try console.result(scan.json.rendered() + "\n") }
      if format == .text { try console.result(ScanText(scan, style: console.style).text) }
      scans.append(scan)
    }
    let passed = scans.allSatisfy(\.result.passed)
    switch format {
    case .jsonl: break
    case .text:
      if scans.count > 1 { try console.result(ScanText.total(scans, console.style)) }
    case .sarif: try console.result(SARIFReport(scans).json.rendered(pretty: true) + "\n")
    case .json:
      let results = scans.map(\.json)
      let json: JSONValue =
        targets.count == 1
        ? results[0] : ["passed": .bool(passed), "results": .array(results)]
      try console.result(json.rendered(pretty: true) + "\n")
    }
    return passed ? .done : .no
  }
}
