import BulkheadSource

extension SecurityPolicy {
  private static let keys = [
    "extends", "filesystemGrants", "networkGrants", "tools", "bannedRules", "bannedImports",
    "trustedDomains", "promptOnElevated", "allowPrivateNetwork", "allowDynamicCode", "limits",
  ]

  /// The policy a person named: a preset, or a JSON or YAML file that extends one.
  ///
  /// - Throws: `DiagnosticList` with what is wrong.
  public static func named(_ nameOrFile: String) throws(DiagnosticList) -> SecurityPolicy {
    if let preset = preset(named: nameOrFile) { return preset }
    let bytes: [UInt8]?
    do throws(Diagnostic) {
      bytes = try BoundedFile.read(nameOrFile)
    } catch {
      throw DiagnosticList([error])
    }
    guard let bytes else {
      throw DiagnosticList([
        Diagnostic(
          code: "unknown-policy",
          "there is no policy and no file \"\(SafeText.escaped(nameOrFile))\"",
          help: "use strict, default, permissive, development, or the path of a policy file")
      ])
    }
    return try parse(bytes, file: nameOrFile)
  }

  /// Reads a policy file: YAML where its name ends in `.yaml` or `.yml`, else JSON.
  ///
  /// - Throws: every error of the file, each with its place.
  public static func parse(_ utf8: [UInt8], file: String) throws(DiagnosticList) -> SecurityPolicy {
    let document: JSONDocument
    do throws(Diagnostic) {
      let isYAML = file.hasSuffix(".yaml") || file.hasSuffix(".yml")
      document =
        isYAML ? try YAMLDocument.read(utf8, file: file) : try JSONDocument(utf8, file: file)
    } catch {
      throw DiagnosticList([error])
    }
    var reader = NodeReader(document)
    let policy = read(&reader, file: file)
    if !reader.errors.isEmpty { throw DiagnosticList(reader.errors) }
    return policy
  }

  private static func read(_ reader: inout NodeReader, file: String) -> SecurityPolicy {
    let root = reader.document.root
    let members = reader.members(of: root, what: "a policy", known: keys)
    var policy = strict
    if let extends = root["extends"] {
      if let name = reader.string(extends, what: "\"extends\"") {
        if let preset = preset(named: name) {
          policy = preset
        } else {
          reader.report(
            "unknown-policy", "there is no policy \"\(SafeText.escaped(name, limit: 40))\"",
            at: extends, help: "extend strict, default, permissive or development")
        }
      }
    } else if case .object = root.value {
      reader.report(
        "missing-key", "a policy file needs \"extends\"", at: root,
        help: "name the preset it starts from: extends: strict")
    }
    policy.name = file
    for member in members { policy.apply(member, &reader) }
    return policy
  }

  private mutating func apply(_ member: JSONNode.Member, _ reader: inout NodeReader) {
    let what = "\"\(member.key)\""
    func count(_ reader: inout NodeReader, _ current: Int) -> Int {
      reader.integer(member.value, what: what, in: 0...10_000) ?? current
    }
    switch member.key {
    case "filesystemGrants": maximumFilesystemGrants = count(&reader, maximumFilesystemGrants)
    case "networkGrants": maximumNetworkGrants = count(&reader, maximumNetworkGrants)
    case "tools": maximumTools = count(&reader, maximumTools)
    case "bannedRules": bannedRules = reader.strings(member.value, what: what)
    case "bannedImports": bannedImports = reader.strings(member.value, what: what)
    case "trustedDomains":
      trustedDomains = reader.strings(member.value, what: what)
      for domain in trustedDomains where (try? HostPattern(domain)) == nil {
        reader.report(
          "bad-host", "\"\(SafeText.escaped(domain, limit: 80))\" is not a host", at: member.value)
      }
    case "promptOnElevated":
      promptsOnElevated = reader.bool(member.value, what: what) ?? promptsOnElevated
    case "allowPrivateNetwork":
      allowPrivateNetwork = reader.bool(member.value, what: what) ?? allowPrivateNetwork
    case "allowDynamicCode":
      allowDynamicCode = reader.bool(member.value, what: what) ?? allowDynamicCode
    case "limits":
      let names = ResourceLimits.keys.map(\.name)
      for limit in reader.members(of: member.value, what: what, known: names) {
        limits.read(limit, &reader)
      }
    default: break
    }
  }
}
