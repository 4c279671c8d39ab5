/// The gate before an installation: the scan of DESIGN §6.
struct ScannerGate: PluginGate {
  let progress: (@Sendable (Int, Int) -> Void)?

  func judge(
    directory: String, manifest: PluginManifest, policy: SecurityPolicy
  ) async throws -> PluginVerdict {
    let result = try PluginScanner(policy: policy).scan(
      directory: directory, permissions: manifest.declaredPermissions, progress: progress)
    return PluginVerdict(
      reasons: result.reasons, securityScore: Int(result.securityScore),
      findings: result.findingLines,
      inferredPermissions: PermissionInference.permissions(for: result.needs))
  }
}

extension SecurityScanResult {
  /// What was found, one line each, worst first.
  var findingLines: [String] {
    let findings = files.flatMap { file in file.dangerousPatterns.map { (file.path, $0) } }
    let sorted = findings.enumerated().sorted { left, right in
      (right.element.1.severity, left.offset) < (left.element.1.severity, right.offset)
    }
    let faults = sorted.map { item in
      let (path, finding) = item.element
      return "\(finding.severity.rawValue) \(SafeText.escaped(path)):\(finding.line): "
        + "\(finding.description) [\(finding.rule)]"
    }
    let imports = files.flatMap { file in
      file.importViolations.map {
        "\(SafeText.escaped(file.path)):\($0.line): \($0.description) [\($0.rule)]"
      }
    }
    let secrets = secrets.map {
      "\(SafeText.escaped($0.file)):\($0.line): contains a credential: \($0.type) [\($0.rule)]"
    }
    return secrets + faults + imports
  }

  /// What the code does, as far as reading it tells.
  public var needs: [CodeNeed] {
    capabilities.compactMap { use in
      Action(name: use.capability).map { CodeNeed($0, use.resource) }
    }
  }
}

extension PluginInstaller {
  /// An installer for a project, with the scanner as its gate.
  ///
  /// - Parameters:
  ///   - project: the project.
  ///   - prompter: asks a person; the default says no.
  ///   - progress: called with how many files are scanned, of how many, on any thread.
  public init(
    project: Project, prompter: any PermissionPrompter = DenyingPrompter(),
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) {
    self.init(
      project: project.directory, permissions: project.permissions, recorder: project.audit,
      gate: ScannerGate(progress: progress), prompter: prompter,
      locations: { project.locations(of: $0) })
  }
}
