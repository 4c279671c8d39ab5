import Glibc

/// A directory in which plugins are installed and run, with what governs them there: the approvals, the
/// audit log and the policy. Nothing is made on disk before there is something to keep.
///
///     PROJECT/.claude/plugins/NAME        the installed plugins
///     PROJECT/.claude/plugin-data/NAME    what a plugin keeps for itself
///     PROJECT/.claude/security            permissions.json, audit.db, violations.log, policy.json
///     ~/.config/bulkhead                  the user's key and policy
public struct Project: Sendable {
  /// The directory, real and absolute.
  public let directory: String
  /// The home directory of the user, real and absolute.
  public let home: String
  /// The user's configuration directory of Bulkhead, real where it exists.
  public let configuration: String
  /// What was approved.
  public let permissions: PermissionStore
  /// What was decided.
  public let audit: AuditLog
  /// Where policies come from.
  public let layers: PolicyLayers

  /// A project.
  ///
  /// - Parameters:
  ///   - directory: its path; nil stands for the nearest directory upwards from the current one that has
  ///     `.claude` or `.git` and belongs to this user, or else the current one.
  ///   - home: the home directory of the user; nil stands for `HOME`.
  ///   - managedPolicyDirectory: where the administrator of the machine keeps a policy.
  /// - Throws: `StoreError` where the directory is none, or `HOME` is not set.
  public init(
    directory: String? = nil, home: String? = nil,
    managedPolicyDirectory: String = "/etc/bulkhead"
  ) throws(StoreError) {
    self.home = Self.real(try Self.orThrow(home, UserKey.homeDirectory))
    let project = try ProjectSearch(home: self.home).find(directory)
    self.directory = project
    let given = home.map { $0 + "/.config/bulkhead" }
    let configuration = Self.real(try Self.orThrow(given, UserKey.configurationDirectory))
    self.configuration = configuration
    let key: @Sendable () throws -> UserKey = {
      try UserKey(directory: configuration, outside: project)
    }
    permissions = PermissionStore(project: project, key: key)
    audit = AuditLog(directory: project + "/.claude/security", key: key)
    layers = PolicyLayers(
      managedDirectory: managedPolicyDirectory, userDirectory: configuration, project: project)
  }

  private static func orThrow(
    _ given: String?, _ fallback: () throws(StoreError) -> String
  ) throws(StoreError) -> String {
    if let given { given } else { try fallback() }
  }

  /// Where plugins are installed.
  public var pluginsDirectory: String { directory + "/.claude/plugins" }

  /// The directories of a plugin. Its name has to be one (`PluginManifest.isValidName`).
  public func locations(of plugin: String) -> Locations {
    Locations(
      project: directory, pluginRoot: pluginsDirectory + "/" + plugin,
      pluginData: directory + "/.claude/plugin-data/" + plugin, home: home,
      configuration: configuration, pluginName: plugin)
  }

  /// The policy in force: what the user chose, within the bounds of the machine and the project.
  ///
  /// - Parameters:
  ///   - chosen: the name of a preset or the path of a file; nil stands for the user's own policy.
  ///   - fallback: what holds where nobody has said anything.
  public func policy(
    _ chosen: String? = nil, fallback: SecurityPolicy = .default
  ) throws(DiagnosticList) -> SecurityPolicy {
    var named: SecurityPolicy?
    if let chosen { named = try SecurityPolicy.named(chosen) }
    return try layers.policy(chosen: named, fallback: fallback)
  }

  /// The policy in force for a plugin that was approved under one: it never gets wider than that.
  public func policy(for record: ApprovalRecord) throws(DiagnosticList) -> SecurityPolicy {
    try layers.policy(chosen: record.policy, fallback: .strict)
  }

  /// The policy files that are there, in the order of their authority.
  public var policyFiles: [String] {
    [layers.managedDirectory, layers.userDirectory, layers.projectDirectory].flatMap { directory in
      PolicyLayers.fileNames.map { "\(directory)/\($0)" }.filter(Self.exists)
    }
  }

  /// Whether there is anything at a path, be it a link that leads nowhere.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    // SAFETY: the path is copied by the kernel, the structure outlives the call.
    return unsafe lstat(path, &status) == 0
  }

  /// A path without links, as far as it exists.
  static func real(_ path: String) -> String {
    // SAFETY: realpath's own buffer is copied and freed here.
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
