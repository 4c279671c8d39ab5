/// What a filter does with one system call, and why.
public struct SystemCallRule: Hashable, Sendable {
  /// The verdict of a rule.
  public enum Verdict: Hashable, Sendable {
    /// The call goes through.
    case allow
    /// The call goes through if none of these bits is set in the argument (counted from 0, low 32
    /// bits); else it fails with EPERM.
    case allowWithout(bits: UInt32, argument: Int)
    /// The call fails with this error number, and the process goes on.
    case fail(Int32)
  }

  /// As in manual pages.
  public var name: String
  /// The call's number on this architecture.
  public var number: UInt32
  /// What becomes of the call.
  public var verdict: Verdict
  /// Who needs it, or why it may not go through.
  public var reason: String

  /// Makes a rule.
  public init(_ name: String, _ number: Int, _ verdict: Verdict, _ reason: String) {
    self.name = name
    self.number = UInt32(number)
    self.verdict = verdict
    self.reason = reason
  }
}
