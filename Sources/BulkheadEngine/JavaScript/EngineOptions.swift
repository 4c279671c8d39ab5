import CJavaScriptCore

/// The switches that make JavaScriptCore run on one thread, so that the lockdown can forbid new ones.
enum EngineOptions {
  /// To be called before anything else of the engine. Without it idle helper threads would end and be
  /// made again under a filter that kills for that.
  static func apply(justInTime: Bool) {
    bulkhead_disable_allocator_thread()
    set("useJIT", justInTime)
    // A compiled WebAssembly module would run without the time limit.
    set("useWasm", false)
    // Signals cannot stop a loop under the filter; checks in the loop can.
    set("usePollingTraps", true)
    set("useConcurrentGC", false)
    set("useConcurrentJIT", false)
    // SAFETY: the name is copied during the call.
    _ = unsafe jsc_options_set_uint("numberOfGCMarkers", 1)
  }

  private static func set(_ name: String, _ value: Bool) {
    // SAFETY: the name is copied during the call.
    _ = unsafe jsc_options_set_boolean(name, value ? 1 : 0)
  }
}
