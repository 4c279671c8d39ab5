public import BulkheadSource

/// What plugins may be granted at most, and what makes a person be asked.
public struct SecurityPolicy: Hashable, Sendable {
  /// The name of the preset it is, or extends, or the file it came from.
  public var name: String
  /// Most grants of files.
  public var maximumFilesystemGrants: Int
  /// Most grants of hosts.
  public var maximumNetworkGrants: Int
  /// Most tools.
  public var maximumTools: Int
  /// Ids of scan rules that reject a plugin whatever its score.
  public var bannedRules: [String]
  /// Modules whose import is a violation.
  public var bannedImports: [String]
  /// Hosts that need no question, as names or `*.domain`.
  public var trustedDomains: [String]
  /// Whether elevated grants ask a person.
  public var promptsOnElevated: Bool
  /// Whether a grant may name loopback, private and other special addresses.
  public var allowPrivateNetwork: Bool
  /// Whether plugin code may make code from strings.
  public var allowDynamicCode: Bool
  /// Upper bounds of what a plugin may ask for.
  public var limits: ResourceLimits

  /// Fewest grants, no dynamic code: for plugins that name no level.
  public static let strict = SecurityPolicy(
    name: "strict", maximumFilesystemGrants: 5, maximumNetworkGrants: 3, maximumTools: 10,
    bannedRules: [], bannedImports: systemModules, trustedDomains: [], promptsOnElevated: true,
    allowPrivateNetwork: false, allowDynamicCode: false,
    limits: ResourceLimits(filesystemOps: 5_000))

  /// For plugins in daily use.
  public static let `default` = SecurityPolicy(
    name: "default", maximumFilesystemGrants: 10, maximumNetworkGrants: 5, maximumTools: 15,
    bannedRules: [], bannedImports: systemModules, trustedDomains: commonDomains,
    promptsOnElevated: true, allowPrivateNetwork: false, allowDynamicCode: false,
    limits: ResourceLimits(
      memoryBytes: 512 << 20, cpuTimeMs: 60_000, timeoutMs: 120_000, networkCalls: 500,
      filesystemOps: 20_000))

  /// For plugins whose authors you know.
  public static let permissive = SecurityPolicy(
    name: "permissive", maximumFilesystemGrants: 50, maximumNetworkGrants: 20, maximumTools: 30,
    bannedRules: [], bannedImports: ["vm", "worker_threads", "inspector", "cluster"],
    trustedDomains: commonDomains, promptsOnElevated: true, allowPrivateNetwork: false,
    allowDynamicCode: true,
    limits: ResourceLimits(
      memoryBytes: 2 << 30, cpuTimeMs: 600_000, timeoutMs: 1_800_000, networkCalls: 10_000,
      filesystemOps: 1_000_000, outputBytes: 100 << 20, openHandles: 256))

  /// For writing plugins: private networks too, nothing asked.
  public static let development = SecurityPolicy(
    name: "development", maximumFilesystemGrants: 100, maximumNetworkGrants: 50, maximumTools: 50,
    bannedRules: [], bannedImports: [], trustedDomains: commonDomains + ["localhost", "127.0.0.1"],
    promptsOnElevated: false, allowPrivateNetwork: true, allowDynamicCode: true,
    limits: ResourceLimits(
      memoryBytes: 4 << 30, cpuTimeMs: 3_600_000, timeoutMs: 3_600_000, networkCalls: 100_000,
      filesystemOps: 10_000_000, outputBytes: 1 << 30, openHandles: 1024))

  /// The four, from narrow to wide.
  public static let presets: [SecurityPolicy] = [strict, .default, permissive, development]

  /// The preset of that name.
  public static func preset(named name: String) -> SecurityPolicy? {
    presets.first { $0.name == name }
  }

  private static let systemModules = [
    "child_process", "cluster", "worker_threads", "vm", "inspector", "repl", "v8", "dgram", "net",
    "tls", "http2",
  ]

  private static let commonDomains = [
    "api.anthropic.com", "github.com", "api.github.com", "raw.githubusercontent.com",
    "registry.npmjs.org", "pypi.org", "crates.io", "docs.anthropic.com", "code.claude.com",
  ]

  /// Whether the host needs no question.
  public func trusts(_ host: Host) -> Bool {
    trustedDomains.contains { (try? HostPattern($0))?.matches(host) ?? false }
  }

  /// Whether a trusted domain of another policy needs no question here either.
  private func trusts(_ domain: String) -> Bool {
    (try? HostPattern(domain)).map { trusts($0) } ?? false
  }

  /// What both allow: the smaller maximum, the union of what is banned, the common trusted domains.
  public func narrowed(by other: SecurityPolicy) -> SecurityPolicy {
    var policy = self
    policy.name = "\(name) narrowed by \(other.name)"
    policy.maximumFilesystemGrants = min(maximumFilesystemGrants, other.maximumFilesystemGrants)
    policy.maximumNetworkGrants = min(maximumNetworkGrants, other.maximumNetworkGrants)
    policy.maximumTools = min(maximumTools, other.maximumTools)
    policy.bannedRules = Array(Set(bannedRules).union(other.bannedRules)).sorted()
    policy.bannedImports = Array(Set(bannedImports).union(other.bannedImports)).sorted()
    policy.trustedDomains =
      trustedDomains.filter(other.trusts) + other.trustedDomains.filter(trusts)
    policy.trustedDomains = Array(Set(policy.trustedDomains)).sorted()
    policy.promptsOnElevated = promptsOnElevated || other.promptsOnElevated
    policy.allowPrivateNetwork = allowPrivateNetwork && other.allowPrivateNetwork
    policy.allowDynamicCode = allowDynamicCode && other.allowDynamicCode
    policy.limits = limits.capped(by: other.limits)
    return policy
  }

  /// The policy with the keys that a policy file has.
  public var json: JSONValue {
    [
      "name": .string(name),
      "filesystemGrants": .integer(maximumFilesystemGrants),
      "networkGrants": .integer(maximumNetworkGrants),
      "tools": .integer(maximumTools),
      "bannedRules": .array(bannedRules.map(JSONValue.string)),
      "bannedImports": .array(bannedImports.map(JSONValue.string)),
      "trustedDomains": .array(trustedDomains.map(JSONValue.string)),
      "promptOnElevated": .bool(promptsOnElevated),
      "allowPrivateNetwork": .bool(allowPrivateNetwork),
      "allowDynamicCode": .bool(allowDynamicCode),
      "limits": limits.json,
    ]
  }
}
