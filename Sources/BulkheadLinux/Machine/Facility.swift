/// One thing of a machine that confinement stands on.
public struct Facility: Hashable, Sendable {
  /// Stable, in kebab case, for machine-readable output.
  public var name: String
  /// Whether this user has it on this machine.
  public var isPresent: Bool
  /// What was found: a version, a path, or why it is missing.
  public var detail: String
  /// What Bulkhead does with it.
  public var purpose: String
  /// How to get it; for a person to run, as root where it says so.
  public var remedy: String

  /// Makes a facility.
  public init(
    _ name: String, isPresent: Bool, detail: String, purpose: String, remedy: String
  ) {
    self.name = name
    self.isPresent = isPresent
    self.detail = detail
    self.purpose = purpose
    self.remedy = remedy
  }
}
