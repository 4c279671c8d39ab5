package import BulkheadLinux

/// The worker's command line, which the host writes.
package struct WorkerOptions {
  /// Where frames come from; what WorkerProcess gives its child.
  static let inputDescriptor: Int32 = 3
  static let outputDescriptor: Int32 = 4

  /// Data memory a program may use, in bytes; nil for no limit.
  package private(set) var memoryBytes: Int?
  /// Whether the engine may compile to machine code.
  private(set) var justInTime = true
  /// Layers of the lockdown that may be missing on this machine.
  package private(set) var accepted: Set<Layer> = []

  /// Nil for anything but `--memory-bytes=N`, `--no-jit` and `--accept-missing=LAYER`.
  init?(arguments: [String]) {
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      switch (parts[0], parts.count > 1 ? parts[1] : nil) {
      case ("--no-jit", nil): justInTime = false
      case ("--memory-bytes", let value?):
        guard let bytes = Int(value), bytes > 0 else { return nil }
        memoryBytes = bytes
      case ("--accept-missing", let value?):
        guard let layer = Layer(rawValue: String(value)), Lockdown.optionalLayers.contains(layer)
        else { return nil }
        accepted.insert(layer)
      default: return nil
      }
    }
  }
}
