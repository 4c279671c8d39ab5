import BulkheadSource

/// Collects a manifest from all the places where parts of it may be declared.
struct ManifestReader {
  private(set) var errors: [Diagnostic] = []
  var manifest = PluginManifest(
    name: "", version: nil, description: nil, main: nil, permissions: nil,
    limits: ResourceLimits(), allowedCommands: [], file: "")
  private var permissionsPlace: String?
  private var sandboxPlace: String?

  private static let sandboxKeys =
    ["enabled", "allowedCommands"] + ResourceLimits.keys.map(\.name)

  /// Claude Code adds keys with every release, so unknown keys at the top level are not errors.
  mutating func readManifest(_ document: JSONDocument) {
    manifest.file = document.file
    var reader = NodeReader(document)
    let members = reader.members(of: document.root, what: "the manifest", known: nil)
    for member in members {
      switch member.key {
      case "name": readName(member.value, &reader)
      case "version": manifest.version = reader.string(member.value, what: "\"version\"")
      case "description":
        manifest.description = reader.string(member.value, what: "\"description\"")
      case "main": readMain(member.value, &reader)
      case "permissions": readPermissions(member.value, in: "the top level", &reader)
      case "sandbox":
        readSandbox(member.value, in: "the top level", known: Self.sandboxKeys, &reader)
      case "metadata": readMetadata(member.value, &reader)
      default: break
      }
    }
    if case .object = document.root.value, !members.contains(where: { $0.key == "name" }) {
      reader.report(
        "missing-key", "the manifest has no \"name\"", at: document.root,
        help: #"add "name": "my-plugin""#)
    }
    errors += reader.errors
  }

  /// Reads what concerns Bulkhead from a second manifest; its other keys belong to another agent.
  mutating func readOther(_ document: JSONDocument) {
    var reader = NodeReader(document)
    for member in reader.members(of: document.root, what: "the manifest", known: nil) {
      switch member.key {
      case "main": readMain(member.value, &reader)
      case "permissions": readPermissions(member.value, in: "the second manifest", &reader)
      case "sandbox":
        readSandbox(
          member.value, in: "the second manifest", known: Self.sandboxKeys, &reader)
      case "metadata": readMetadata(member.value, &reader)
      default: break
      }
    }
    errors += reader.errors
  }

  mutating func readSidecar(_ document: JSONDocument) {
    var reader = NodeReader(document)
    for member in reader.members(
      of: document.root, what: "bulkhead.json", known: ["permissions", "sandbox", "main"])
    {
      switch member.key {
      case "permissions": readPermissions(member.value, in: "bulkhead.json", &reader)
      case "sandbox":
        readSandbox(member.value, in: "bulkhead.json", known: Self.sandboxKeys, &reader)
      case "main": readMain(member.value, &reader)
      default: break
      }
    }
    errors += reader.errors
  }

  private mutating func readMetadata(_ node: JSONNode, _ reader: inout NodeReader) {
    guard case .object = node.value, let sandbox = node["sandbox"] else { return }
    if let permissions = sandbox["permissions"] {
      readPermissions(permissions, in: "metadata.sandbox", &reader)
    }
    readSandbox(
      sandbox, in: "metadata.sandbox", known: Self.sandboxKeys + ["permissions"], &reader)
  }

  private mutating func readName(_ node: JSONNode, _ reader: inout NodeReader) {
    guard let name = reader.string(node, what: "\"name\"") else { return }
    if PluginManifest.isValidName(name) {
      manifest.name = name
    } else {
      reader.report(
        "bad-name", "a plugin cannot be named \"\(SafeText.escaped(name, limit: 80))\"", at: node,
        help: "use 1 to 64 letters, digits, '.', '_' and '-', starting with a letter or digit")
    }
  }

  private mutating func readMain(_ node: JSONNode, _ reader: inout NodeReader) {
    guard let main = reader.string(node, what: "\"main\"") else { return }
    let names = PathText.names(main.replacing("\\", with: "/"))
    if main.isEmpty || PathText.isAbsolute(main) || names.contains("..") || main.utf8.contains(0) {
      reader.report(
        "bad-main", "\"main\" has to name a file inside the plugin's directory", at: node,
        help: #"write "main": "index.js""#)
    } else if let first = manifest.main, first != main {
      reader.report(
        "contradiction", "\"main\" is not the same as in \(manifest.file)", at: node,
        help: "declare it in one place only")
    } else {
      manifest.main = main
    }
  }

  private mutating func readPermissions(
    _ node: JSONNode, in place: String, _ reader: inout NodeReader
  ) {
    let permissions = PermissionSet(node, reader: &reader)
    if let first = permissionsPlace, manifest.permissions != permissions {
      reader.report(
        "contradiction", "the permissions of \(place) differ from those of \(first)", at: node,
        help: "declare them in one place only")
      return
    }
    if permissionsPlace == nil {
      manifest.declarations = Self.declarations(of: node, in: reader.document)
    }
    manifest.permissions = permissions
    permissionsPlace = permissionsPlace ?? place
  }

  private static func declarations(
    of node: JSONNode, in document: JSONDocument
  ) -> [String: PluginManifest.Declaration] {
    guard case .object(let members) = node.value else { return [:] }
    var declarations: [String: PluginManifest.Declaration] = [:]
    for member in members {
      guard case .array(let elements) = member.value.value else { continue }
      for (index, element) in elements.enumerated() {
        declarations["\(member.key)[\(index)]"] = PluginManifest.Declaration(
          file: document.file, position: document.position(of: element.span))
      }
    }
    return declarations
  }

  private mutating func readSandbox(
    _ node: JSONNode, in place: String, known: [String], _ reader: inout NodeReader
  ) {
    var limits = ResourceLimits()
    var commands: [String] = []
    for member in reader.members(of: node, what: "sandbox", known: known) {
      switch member.key {
      case "permissions": break
      case "enabled":
        if reader.bool(member.value, what: "\"enabled\"") == false {
          reader.report(
            "sandbox-disabled", "a plugin cannot turn its own sandbox off", at: member.value,
            help: "remove the key")
        }
      case "allowedCommands":
        commands = readCommands(member.value, &reader)
      default: readLimit(member, &limits, &reader)
      }
    }
    if let first = sandboxPlace, limits != manifest.limits || commands != manifest.allowedCommands {
      reader.report(
        "contradiction", "the limits of \(place) differ from those of \(first)", at: node,
        help: "declare them in one place only")
      return
    }
    manifest.limits = limits
    manifest.allowedCommands = commands
    sandboxPlace = sandboxPlace ?? place
  }

  private func readCommands(_ node: JSONNode, _ reader: inout NodeReader) -> [String] {
    reader.strings(node, what: "allowedCommands").filter { command in
      if ToolRule.isCommandName(command) { return true }
      reader.report(
        "bad-command",
        "\"\(SafeText.escaped(command, limit: 60))\" is not the name of a program", at: node,
        help: "name programs without path and arguments; tools can have Bash(git status:*)")
      return false
    }
  }

  private func readLimit(
    _ member: JSONNode.Member, _ limits: inout ResourceLimits, _ reader: inout NodeReader
  ) {
    limits.read(member, &reader)
  }
}

extension ResourceLimits {
  /// Sets the limit that a member of a `sandbox` or `limits` object names; a key that names none has
  /// been reported before.
  mutating func read(_ member: JSONNode.Member, _ reader: inout NodeReader) {
    guard let key = Self.keys.first(where: { $0.name == member.key }) else { return }
    let text: String
    switch member.value.value {
    case .integer(let number): text = String(number)
    case .string(let string): text = string
    default:
      reader.report(
        "wrong-type",
        "\"\(key.name)\" has to be a number or a size such as \"256MB\", not "
          + member.value.kindInWords, at: member.value)
      return
    }
    do throws(Diagnostic) {
      try set(key.name, to: text)
    } catch {
      reader.report(error.code, error.message, at: member.value, help: error.help)
    }
  }
}
