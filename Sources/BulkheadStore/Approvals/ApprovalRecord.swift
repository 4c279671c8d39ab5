public import BulkheadPolicy
public import BulkheadSource

/// What a user approved for one installed plugin; an entry of `permissions.json`.
public struct ApprovalRecord: Hashable, Sendable {
  /// The plugin.
  public var name: String
  /// Its version, as its manifest had it.
  public var version: String?
  /// Where it was installed from.
  public var source: String
  /// When, as ISO 8601.
  public var approvedAt: String
  /// Who approved, and how: `prompt` or `--yes`.
  public var approvedBy: String
  /// What was granted.
  public var permissions: PermissionSet
  /// What it may use.
  public var limits: ResourceLimits
  /// The policy it runs under: a preset's name, or the file that was given.
  public var policy: SecurityPolicy
  /// The script that `run` starts, relative to its directory.
  public var main: String?
  /// SHA-256 of each file by its path in the plugin's directory, in hexadecimal.
  public var files: [String: String]
  /// The score of the scan at installation.
  public var securityScore: Int

  /// A record.
  public init(
    name: String, version: String?, source: String, approvedAt: String, approvedBy: String,
    permissions: PermissionSet, limits: ResourceLimits, policy: SecurityPolicy, main: String?,
    files: [String: String], securityScore: Int
  ) {
    self.name = name
    self.version = version
    self.source = source
    self.approvedAt = approvedAt
    self.approvedBy = approvedBy
    self.permissions = permissions
    self.limits = limits
    self.policy = policy
    self.main = main
    self.files = files
    self.securityScore = securityScore
  }

  /// The record as `permissions.json` keeps it, without its MAC.
  public var json: JSONValue {
    var files = JSONObject()
    for (path, hash) in self.files.sorted(by: { $0.key < $1.key }) { files[path] = .string(hash) }
    return [
      "version": JSONValue(version), "source": .string(source),
      "approvedAt": .string(approvedAt), "approvedBy": .string(approvedBy),
      "permissions": permissions.json, "limits": limits.json, "policy": policy.json,
      "main": JSONValue(main), "securityScore": .integer(securityScore), "files": .object(files),
    ]
  }

  /// Reads an entry whose MAC holds, so that nothing but Bulkhead has written it.
  init(name: String, _ document: JSONDocument, _ node: JSONNode) throws {
    let plain = node.plain
    guard let permissions = node["permissions"], let limits = plain["limits"]?.objectValue,
      let policy = plain["policy"], let files = plain["files"]?.objectValue
    else {
      throw StoreError(
        code: "bad-record", "the record of \(name) in \(document.file) is incomplete",
        help: "bulkhead install \(name) again")
    }
    self.init(
      name: name, version: plain["version"]?.stringValue,
      source: plain["source"]?.stringValue ?? "",
      approvedAt: plain["approvedAt"]?.stringValue ?? "",
      approvedBy: plain["approvedBy"]?.stringValue ?? "",
      permissions: try Self.permissions(permissions.plain, document.file), limits: ResourceLimits(),
      policy: try Self.policy(policy, document.file), main: plain["main"]?.stringValue, files: [:],
      securityScore: plain["securityScore"]?.integerValue ?? 0)
    for member in limits.members {
      let text = member.value.stringValue ?? member.value.integerValue.map(String.init) ?? ""
      try self.limits.set(member.key, to: text)
    }
    for member in files.members { self.files[member.key] = member.value.stringValue ?? "" }
  }

  private static func permissions(_ value: JSONValue, _ file: String) throws -> PermissionSet {
    try PermissionSet(JSONDocument(Array(value.rendered().utf8), file: file, limits: .data))
  }

  private static func policy(_ value: JSONValue, _ file: String) throws -> SecurityPolicy {
    guard var object = value.objectValue else {
      throw StoreError(code: "bad-record", "a record in \(file) has no policy")
    }
    let name = object["name"]?.stringValue ?? ""
    object["name"] = nil
    object["extends"] = "strict"
    var policy = try SecurityPolicy.parse(
      Array(JSONValue.object(object).rendered().utf8), file: file)
    policy.name = name
    return policy
  }
}
