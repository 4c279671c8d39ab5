public import BulkheadPolicy

/// Where a broker gets the authority of its plugin from.
public protocol AuthoritySource: Sendable {
  /// What the plugin may do now. Asked for every request and every redirect, so that a revoke takes
  /// effect at once, also in a running context.
  func current() throws -> Authority
}

/// What a broker serves one context with.
public struct BrokerConfiguration: Sendable {
  /// The plugin's name, for the audit log.
  public var plugin: String
  /// The context's name, for the audit log.
  public var context: String
  /// What the plugin may do.
  public var authority: any AuthoritySource
  /// Where decisions are written down before they take effect.
  public var recorder: any AuditRecorder
  /// How much the context may use: network calls, file operations, open requests, and for each fetch
  /// the time.
  public var limits: ResourceLimits
  /// The variables that there are; the plugin sees those it is granted.
  public var environment: [String: String]
  /// What relative paths of the plugin start from: an absolute path.
  public var workingDirectory: String
  /// Where the plugin's modules are: an absolute path. Modules outside of it do not exist.
  public var pluginRoot: String
  /// Whether the bytes of a module are those that were approved; the path is relative to `pluginRoot`.
  /// A module for which this throws is not loaded.
  public var isApproved: @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Bool
  /// Told of every violation, on the thread that found it; the broker writes none down itself.
  public var onViolation: @Sendable (Violation) -> Void
  /// Finds the addresses of hosts.
  public var resolver: any HostResolver = SystemResolver()
  /// A file with the certificates (PEM) of the authorities to trust instead of the system's.
  public var certificateAuthorities: String?
  /// Most bytes of a response's body, after decompression.
  public var maximumBodyBytes = 32 << 20

  /// A configuration; the working directory defaults to the root of the plugin.
  public init(
    plugin: String, context: String, authority: any AuthoritySource,
    recorder: any AuditRecorder, limits: ResourceLimits, environment: [String: String] = [:],
    pluginRoot: String, workingDirectory: String? = nil,
    isApproved: @escaping @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Bool,
    onViolation: @escaping @Sendable (Violation) -> Void = { _ in }
  ) {
    self.plugin = plugin
    self.context = context
    self.authority = authority
    self.recorder = recorder
    self.limits = limits
    self.environment = environment
    self.workingDirectory = workingDirectory ?? pluginRoot
    self.pluginRoot = pluginRoot
    self.isApproved = isApproved
    self.onViolation = onViolation
  }
}

/// What a context has used.
public struct BrokerUsage: Hashable, Sendable {
  /// Requests over the network that were decided: each redirect is one, denied ones count.
  public var networkCalls = 0
  /// File operations that were decided, denied ones included; the loading of modules is none.
  public var filesystemOps = 0

  /// Usage; nothing unless given.
  public init(networkCalls: Int = 0, filesystemOps: Int = 0) {
    self.networkCalls = networkCalls
    self.filesystemOps = filesystemOps
  }
}
