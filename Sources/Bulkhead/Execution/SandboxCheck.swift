public import BulkheadLinux

/// What this machine gives, and whether a plugin would run on it.
public struct SandboxCheck: Sendable {
  /// As `uname -r` says.
  public var kernel: String
  /// As `uname -m` says.
  public var architecture: String
  /// What confinement stands on, from the outside in.
  public var facilities: [Facility]
  /// The layers that confined a worker that was started to find out; empty where it was refused.
  public var isolation: [String]
  /// Why a plugin would not run; nil where it would.
  public var refusal: RuntimeError?

  /// Looks at this machine, and runs one line of code in a worker. Nothing is kept.
  public init(options: SandboxRuntime.Options = SandboxRuntime.Options()) async {
    let machine = Machine.probe()
    kernel = machine.kernel
    architecture = machine.architecture
    facilities = machine.facilities
    isolation = []
    let runtime = SandboxRuntime(recorder: ForgetfulRecorder(), options: options)
    do throws(RuntimeError) {
      let locations = Locations(
        project: "/", pluginRoot: "/nonexistent", pluginData: "/nonexistent", home: "/nonexistent",
        pluginName: ".doctor")
      let context = try runtime.createContext(
        plugin: ".doctor", permissions: .none, locations: locations)
      let result = try await runtime.execute("6 * 7", in: context)
      await runtime.destroyContext(context.id)
      isolation = result.isolation
      if result.value != 42 {
        refusal = RuntimeError(
          code: "wrong-answer",
          "the script worker does not compute: \(result.error?.message ?? "no value")",
          help: "build bulkhead and bulkhead-worker again, from the same sources")
      }
    } catch {
      refusal = error
    }
  }

  /// Whether a plugin would run.
  public var canRun: Bool { refusal == nil }
}

/// Keeps nothing: what `doctor` tries is no decision about a plugin.
private final class ForgetfulRecorder: AuditRecorder {
  func record(_ event: AuditEvent) {}
  func record(_ violation: Violation, plugin: String, context: String) {}
}
