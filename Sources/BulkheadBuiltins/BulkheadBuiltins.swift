/// The JavaScript that every worker has before a plugin's: Node-style modules and web APIs, thin over the
/// one channel to the host.
public enum BulkheadBuiltins {
  /// Evaluates to a function of the engine's binding; it makes the globals and returns the hooks.
  public static let bootstrap = bootstrapSource

  /// Modules by name, each evaluated at its first use. Names with `internal/` cannot be required.
  public static let modules: [(name: String, source: String)] = [
    ("assert", assertSource),
    ("buffer", bufferSource),
    ("console", consoleSource),
    ("crypto", cryptoSource),
    ("events", eventsSource),
    ("fs", fsSource),
    ("fs/promises", fsPromisesSource),
    ("module", moduleSource),
    ("os", osSource),
    ("path", pathSource),
    ("process", processSource),
    ("querystring", querystringSource),
    ("string_decoder", stringDecoderSource),
    ("timers", timersSource),
    ("timers/promises", timersPromisesSource),
    ("url", urlSource),
    ("util", utilSource),
    ("internal/arguments", argumentsSource),
    ("internal/descriptors", descriptorsSource),
    ("internal/encoding", encodingSource),
    ("internal/errors", errorsSource),
    ("internal/esm", esModulesSource),
    ("internal/events", eventTargetSource),
    ("internal/fetch", fetchSource),
    ("internal/inspect", inspectSource),
    ("internal/misc", miscSource),
    ("internal/modules", modulesSource),
    ("internal/streams", streamsSource),
    ("internal/url", urlInternalSource),
  ]
}
