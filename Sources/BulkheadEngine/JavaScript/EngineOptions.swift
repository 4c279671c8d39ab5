import CJavaScriptCore

/// Switches of the engine that must be set before its first call and cannot be changed after.
///
/// Together they leave the engine with one thread and nothing to open later, which is what the
/// system call filter relies on: by default idle helper threads end after ten seconds and are
/// started again on demand, and a filter without `clone` would kill the worker then.
enum EngineOptions {
  /// This version of the engine lacks one of the options.
  struct UnknownOption: Error, CustomStringConvertible {
    var name: String
    var description: String {
      "JavaScriptCore has no option \(name); help: libjavascriptcoregtk-4.1 2.50 has it"
    }
  }

  /// Sets the options; throws with the first that the engine does not know.
  static func apply(justInTime: Bool) throws(UnknownOption) {
    bulkhead_disable_allocator_thread()
    let switches: [(name: StaticString, isOn: Bool)] = [
      ("useJIT", justInTime),
      // Another compiler to attack, and the limits do not cover its memories.
      ("useWasm", false),
      // The other way to interrupt compiled code signals a thread, which the filter forbids.
      ("usePollingTraps", true),
      ("useConcurrentGC", false),
      ("useConcurrentJIT", false),
    ]
    for option in switches {
      // SAFETY: a static string is NUL-terminated and immortal.
      let isKnown = unsafe jsc_options_set_boolean(Self.name(option.name), option.isOn ? 1 : 0)
      guard isKnown != 0 else { throw UnknownOption(name: "\(option.name)") }
    }
    // Zero markers would hang the first collection.
    guard unsafe jsc_options_set_uint(Self.name("numberOfGCMarkers"), 1) != 0 else {
      throw UnknownOption(name: "numberOfGCMarkers")
    }
  }

  /// Of the library that was loaded: `2.50.6`.
  static var version: String {
    "\(jsc_get_major_version()).\(jsc_get_minor_version()).\(jsc_get_micro_version())"
  }

  private static func name(_ text: StaticString) -> UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
