import Bulkhead

/// Scans as a log in SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, with
/// what GitHub's code scanning reads of it.
struct SARIFReport {
  private let scans: [PluginScan]

  init(_ scans: [PluginScan]) { self.scans = scans }

  var json: JSONValue {
    let results = scans.flatMap { scan in
      scan.result.files.flatMap { self.results(of: $0, in: scan) }
    }
    let run: JSONValue = [
      "tool": [
        "driver": [
          "name": "Bulkhead", "semanticVersion": .string(SecurityCommands.version),
          "rules": .array(rules(results)),
        ]
      ],
      "columnKind": "utf16CodeUnits",
      "invocations": [
        [
          "executionSuccessful": true,
          "toolExecutionNotifications": .array(scans.flatMap(notifications)),
        ]
      ],
      "results": .array(results),
    ]
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [run],
    ]
  }

  // MARK: Results

  private func results(of file: FileScan, in scan: PluginScan) -> [JSONValue] {
    file.dangerousPatterns.map { finding in
      result(
        finding.rule, Self.level(finding.severity), finding.description,
        in: file.path, of: scan, from: finding.start, to: finding.end)
    }
      + file.secrets.map { secret in
        result(
          secret.rule, "error", "contains a credential: \(secret.type), \(secret.redacted)",
          in: file.path, of: scan,
          from: SourcePosition(line: secret.line, column: secret.column))
      }
      + file.importViolations.map { violation in
        result(
          violation.rule, "warning", violation.description, in: file.path, of: scan,
          from: SourcePosition(line: violation.line, column: violation.column))
      }
  }

  private func result(
    _ rule: String, _ level: String, _ message: String, in path: String, of scan: PluginScan,
    from start: SourcePosition, to end: SourcePosition? = nil
  ) -> JSONValue {
    var region: JSONObject = [
      "startLine": .integer(start.line), "startColumn": .integer(start.column),
    ]
    if let end {
      region["endLine"] = .integer(end.line)
      region["endColumn"] = .integer(end.column)
    }
    // A scanned file is named by its own path; what is in a directory, by that and the path in it.
    let file = path == scan.directory ? path : "\(scan.directory)/\(path)"
    return [
      "ruleId": .string(rule), "level": .string(level), "message": ["text": .string(message)],
      "locations": [
        [
          "physicalLocation": [
            "artifactLocation": ["uri": .string(Self.uri(file))], "region": .object(region),
          ]
        ]
      ],
    ]
  }

  private func notifications(_ scan: PluginScan) -> [JSONValue] {
    scan.result.skipped.map { file in
      [
        "level": "note", "message": ["text": .string("not scanned: \(file.reason)")],
        "locations": [
          [
            "physicalLocation": [
              "artifactLocation": ["uri": .string(Self.uri("\(scan.directory)/\(file.path)"))]
            ]
          ]
        ],
      ]
    }
      + scan.manifestErrors.map { error in
        ["level": "error", "message": ["text": .string(error.description)]]
      }
  }

  // MARK: Rules

  /// The rules that found something.
  private func rules(_ results: [JSONValue]) -> [JSONValue] {
    Set(results.compactMap { $0["ruleId"]?.stringValue }).sorted().map { id in
      guard let rule = Rules.rule(id) else {
        return ["id": .string(id), "defaultConfiguration": ["level": "error"]]
      }
      return [
        "id": .string(id), "shortDescription": ["text": .string(rule.title)],
        "fullDescription": ["text": .string(rule.why)], "help": ["text": .string(rule.help)],
        "defaultConfiguration": ["level": .string(Self.level(rule.severity))],
        "properties": [
          "tags": ["security"], "security-severity": .string(Self.score(rule.severity)),
        ],
      ]
    }
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low: "note"
    }
  }

  /// In the bands of CVSS that code scanning shows as critical, high, medium and low.
  private static func score(_ severity: Severity) -> String {
    switch severity {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "2.5"
    }
  }

  /// A path as a URI reference (RFC 3986): relative as it is, absolute with its scheme.
  private static func uri(_ path: String) -> String {
    var text = path.hasPrefix("/") ? "file://" : ""
    var rest = path[...]
    while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
    for byte in rest.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        text += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return text
  }
}
