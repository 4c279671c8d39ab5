import BulkheadSource
import Yams

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
  public static func parse(_ utf8: [UInt8], file: String) throws(DiagnosticList) -> SecurityPolicy {
    var json = utf8
    let isYAML = file.hasSuffix(".yaml") || file.hasSuffix(".yml")
    do throws(Diagnostic) {
      if isYAML { json = try jsonBytes(ofYAML: utf8, file: file) }
      var reader = NodeReader(try JSONDocument(json, file: file))
      let policy = read(&reader, file: file)
      if reader.errors.isEmpty { return policy }
      throw isYAML ? reader.errors[0].withoutPosition : reader.errors[0]
    } catch {
      throw DiagnosticList([error])
    }
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

  /// YAML as JSON text, so that one reader checks both. Aliases and tags are refused: a policy has no
  /// use for them, and they are how YAML readers are attacked.
  private static func jsonBytes(ofYAML utf8: [UInt8], file: String) throws(Diagnostic) -> [UInt8] {
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw Diagnostic(
        code: "yaml-invalid-utf8", "the file is not UTF-8", file: file, help: "save it as UTF-8")
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      let message = String(describing: error).split(separator: "\n").joined(separator: " ")
      throw Diagnostic(code: "yaml-syntax", SafeText.escaped(message), file: file)
    }
    guard let node else {
      throw Diagnostic(
        code: "yaml-empty", "the file is empty", file: file, help: "write extends: strict")
    }
    return Array(try json(of: node, file: file).rendered().utf8)
  }

  private static func json(of node: Node, file: String) throws(Diagnostic) -> JSONValue {
    switch node {
    case .mapping(let mapping):
      var object = JSONObject()
      for (key, value) in mapping {
        guard let name = key.string else {
          throw yamlError("a key has to be a string", key, file)
        }
        if object[name] != nil { throw yamlError("the key \"\(name)\" is there twice", key, file) }
        object[name] = try json(of: value, file: file)
      }
      return .object(object)
    case .sequence(let sequence):
      var elements: [JSONValue] = []
      for element in sequence { elements.append(try json(of: element, file: file)) }
      return .array(elements)
    case .scalar(let scalar):
      if scalar.style == .plain {
        if node.null != nil { return .null }
        if let value = node.bool { return .bool(value) }
        if let number = node.int { return .integer(number) }
      }
      return .string(scalar.string)
    case .alias:
      throw yamlError("aliases are not allowed in a policy", node, file)
    }
  }

  private static func yamlError(_ message: String, _ node: Node, _ file: String) -> Diagnostic {
    Diagnostic(
      code: "yaml-structure", SafeText.escaped(message), file: file,
      position: node.mark.map { SourcePosition(line: $0.line, column: $0.column) })
  }
}

extension Diagnostic {
  /// The same without a place: that of YAML turned to JSON would mislead.
  fileprivate var withoutPosition: Diagnostic {
    var diagnostic = self
    diagnostic.position = nil
    return diagnostic
  }
}
