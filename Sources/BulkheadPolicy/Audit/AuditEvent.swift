/// One decision, as the audit log keeps it; the recorder adds the time, the user and the session.
public struct AuditEvent: Hashable, Sendable {
  /// The plugin it was decided for.
  public var plugin: String
  /// The context that asked.
  public var context: String
  /// The name of the action, such as `fs:read`; or of an event of Bulkhead's own, such as `install`.
  public var action: String
  /// What it was about.
  public var resource: String
  /// The answer.
  public var allowed: Bool
  /// The rule that decided.
  public var rule: String
  /// Anything else worth keeping; never a secret.
  public var details: String?

  /// An event.
  public init(
    plugin: String, context: String, action: String, resource: String, allowed: Bool, rule: String,
    details: String? = nil
  ) {
    self.plugin = plugin
    self.context = context
    self.action = action
    self.resource = resource
    self.allowed = allowed
    self.rule = rule
    self.details = details
  }
}

/// Something a plugin did that it should not have.
public struct Violation: Hashable, Sendable {
  /// What kind of wall it ran into.
  public enum Kind: String, Hashable, Sendable {
    case permission, resource, pattern, timeout, crash
  }

  /// How much it matters.
  public enum Severity: String, Hashable, Sendable {
    case critical, high, medium, low
  }

  /// What kind of wall it ran into.
  public var type: Kind
  /// How much it matters.
  public var severity: Severity
  /// What happened, with plugin text escaped.
  public var message: String
  /// Where in the plugin, or which resource.
  public var location: String?
  /// The command or line that would allow it; nil where nothing would.
  public var help: String?
  /// Seconds since 1970.
  public var timestamp: Double

  /// A violation.
  public init(
    type: Kind, severity: Severity, message: String, location: String? = nil,
    help: String? = nil, timestamp: Double
  ) {
    self.type = type
    self.severity = severity
    self.message = message
    self.location = location
    self.help = help
    self.timestamp = timestamp
  }
}

/// Where decisions are written down before they take effect.
public protocol AuditRecorder: AnyObject, Sendable {
  /// Returns only after the event is committed; if it throws, the effect must not happen.
  func record(_ event: AuditEvent) throws
  /// Writes a violation to the log of violations.
  func record(_ violation: Violation, plugin: String, context: String) throws
}
