public import BulkheadSource

/// What a policy says to a permission set.
public struct ValidationResult: Sendable {
  /// Why grants are refused; empty if all may be given.
  public var errors: [Diagnostic]
  /// What a person should know before saying yes.
  public var warnings: [Diagnostic]
  /// The grants without an error.
  public var approved: PermissionSet
  /// The grants with one.
  public var denied: PermissionSet
  /// Every grant in the order of the set, with its risk and a sentence for it.
  public var reviews: [GrantReview]
  /// The limits that would hold: those asked for, under the upper bounds of the policy.
  public var limits: ResourceLimits
  /// Whether a person has to be asked: there are warnings, and the policy asks for them.
  public var needsApproval: Bool

  /// Whether there are no errors.
  public var valid: Bool { errors.isEmpty }

  /// The reviews, the highest risk first, else in the order of the set.
  public var reviewsByRisk: [GrantReview] {
    reviews.enumerated().sorted { left, right in
      (right.element.risk, left.offset) < (left.element.risk, right.offset)
    }.map(\.element)
  }
}
