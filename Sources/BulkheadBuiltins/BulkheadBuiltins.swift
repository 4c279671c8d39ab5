/// The JavaScript that every worker has before a plugin's: Node-style modules and web APIs, thin over the
/// one channel to the host.
public enum BulkheadBuiltins {
  /// Evaluates to a function of the engine's binding; it makes the globals and returns the hooks.
  public static let bootstrap = bootstrapSource

  /// Modules by name, evaluated at their first `require`.
  public static let modules: [(name: String, source: String)] = []
}
