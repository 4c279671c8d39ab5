/// The line of a finding as a report shows it: shortened, escaped, without any credential.
public struct SourceExcerpt: Hashable, Sendable {
  /// What stands before the place; an ellipsis in front where the line is long.
  public var before: String
  /// The place itself, as far as it is on this line.
  public var marked: String
  /// What stands after it.
  public var after: String

  /// The whole line.
  public var line: String { before + marked + after }
}
