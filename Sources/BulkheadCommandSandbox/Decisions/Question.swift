public import BulkheadPolicy

/// An access that no grant covers and that a person may allow while the program waits.
public struct Question: Sendable {
  /// Who asks.
  public let plugin: String
  /// What it wants to do.
  public let action: Action
  /// With what.
  public let resource: Resource
  /// Why it is not allowed as it is, and the command that would grant it for good.
  public let denial: Denial

  struct Key: Hashable, Sendable {
    let action: Action
    let resource: String
  }

  var key: Key { Key(action: action, resource: resource.auditName) }
}

/// Asks a person about one access of a running command.
public protocol AccessPrompter: Sendable {
  /// Whether the person says yes, for the rest of this run. Called on a thread of its own, for one
  /// question at a time. Text of the plugin in a question has to be escaped where it is shown.
  func allows(_ question: Question) -> Bool
}
