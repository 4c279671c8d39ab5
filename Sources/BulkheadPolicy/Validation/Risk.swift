/// How much harm a grant could do if the plugin were hostile.
public enum Risk: Int, Hashable, Sendable, Comparable, CaseIterable {
  /// Little that a person would mind.
  case low
  /// Data or work could be lost or leave.
  case medium
  /// Credentials, code that runs later, or anything at all.
  case high

  /// The word for it.
  public var name: String {
    switch self {
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    }
  }

  /// Low before medium before high.
  public static func < (left: Risk, right: Risk) -> Bool { left.rawValue < right.rawValue }
}
