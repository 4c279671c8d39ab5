/// A place where one plugin's code runs: state persists between its executions, and nothing is
/// shared with any other context.
public struct SandboxContext: Hashable, Sendable, Identifiable {
  /// Names the context in the audit log; not used twice by a runtime.
  public let id: String
  /// The plugin whose code runs in it.
  public let plugin: String

  init(id: String, plugin: String) {
    self.id = id
    self.plugin = plugin
  }
}
