import BulkheadBuiltins
import BulkheadLinux
import BulkheadWire
import Glibc

/// The life of a worker: make an engine, give up everything, then run what the host sends.
///
/// Not a byte of a plugin is parsed before the lockdown; not a byte of a plugin can change the order.
public final class ScriptWorker {
  let script = JavaScript()
  let channel = HostChannel(
    input: WorkerOptions.inputDescriptor, output: WorkerOptions.outputDescriptor)
  var timers = Timers()
  /// Callbacks of requests that are not answered yet.
  var pending: [UInt32: ScriptValue] = [:]
  var lastID: UInt32 = 0
  /// Whether the script ended with an error that nobody caught.
  var hasFailed = false
  /// What the script that runs came to; nil while its promise is open.
  var outcome: String?
  /// What the built-ins export, once they are there.
  var hooks: Hooks?
  /// The object of the start frame.
  var start: ScriptValue?

  /// The functions that the built-ins give to the engine.
  struct Hooks {
    /// (options, source, done): runs a script; `done` gets the JSON of the result.
    let execute: ScriptValue
    /// (error): the JSON of the result where a callback threw and nobody caught it.
    let uncaught: ScriptValue
    /// (code, message, operation, text): the Error of a reply that says no.
    let makeError: ScriptValue
  }

  /// The only worker of this process: the engine's callbacks have no other way to it.
  nonisolated(unsafe) static var current: ScriptWorker?

  private init() {}

  /// Runs the worker until the channel ends; its exit code is for the host's diagnostics only.
  public static func run(arguments: [String]) -> Never {
    guard let options = WorkerOptions(arguments: arguments) else { HostChannel.end(64) }
    do throws(LinuxError) {
      try Lockdown.closeDescriptors(from: WorkerOptions.outputDescriptor + 1)
    } catch {
      refuse(error)
    }
    EngineOptions.apply(justInTime: options.justInTime)
    let worker = ScriptWorker()
    unsafe current = worker
    worker.script.setDynamicCode(false)
    worker.script.warmUp()
    do throws(LinuxError) {
      let layers = try Lockdown.engage(
        memoryBytes: options.memoryBytes,
        startingThreads: { worker.script.startHelperThread() })
      worker.announce(layers: layers)
    } catch {
      refuse(error)
    }
    worker.serve()
  }

  /// Says on stderr which layer is missing, which the host shows to the user.
  private static func refuse(_ error: LinuxError) -> Never {
    let text = Array("\(error)\n".utf8)
    // SAFETY: the buffer is only read, for its own length, during the call.
    _ = unsafe text.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    HostChannel.end(70)
  }

  private func announce(layers: [String]) {
    let list = layers.map { "\"\($0)\"" }.joined(separator: ",")
    channel.send(.ready, fields: ["{\"isolation\":[\(list)],\"engine\":\"JavaScriptCore\"}"])
  }

  private func serve() -> Never {
    while true {
      let message = channel.next()
      defer { message.free() }
      switch message.operation {
      case .start: begin(message)
      case .execute: execute(message)
      case .shutdown: HostChannel.end(0)
      default: break  // A reply to a request of a script that has ended.
      }
    }
  }

  /// Makes the built-ins, with what the host says about the plugin.
  private func begin(_ message: HostChannel.Message) {
    let text = unsafe Self.parts(of: message.bytes).text
    let start = unsafe script.value(json: String(decoding: text, as: UTF8.self))
    script.protect(start)
    self.start = start
    script.setDynamicCode(script.isTrue(script.property("dynamicCode", of: start)))
    guard
      case .success(let bootstrap) = script.evaluate(
        BulkheadBuiltins.bootstrap, url: "bulkhead:bootstrap"),
      case .success(let exports) = script.call(bootstrap, [makeBinding()]), script.isObject(exports)
    else { HostChannel.end(74) }
    script.protect(exports)
    hooks = Hooks(
      execute: script.property("execute", of: exports),
      uncaught: script.property("uncaught", of: exports),
      makeError: script.property("makeError", of: exports))
  }

  private func execute(_ message: HostChannel.Message) {
    guard let hooks else { HostChannel.end(75) }
    let (options, source) = unsafe Self.parts(of: message.bytes)
    outcome = nil
    let arguments = unsafe [
      script.value(json: String(decoding: options, as: UTF8.self)),
      script.value(utf8: source),
      script.function("done") { _, _, _, count, arguments, exception in
        unsafe HostCall.perform(count, arguments, exception) { (call) throws(Thrown) in
          call.worker.finish(with: call.text(0))
          return nil
        }
      },
    ]
    if case .failure(let thrown) = script.call(hooks.execute, arguments) {
      fail(with: thrown.value)
    }
    runUntilDone()
    forgetWhatIsPending()
    channel.send(.result, fields: [outcome ?? Self.neverSettled])
  }

  private static let neverSettled =
    #"{"ok":false,"error":{"name":"Error","message":"the script ended while it still awaited "#
    + #"something that can no longer happen","stack":""}}"#

  /// Splits a command: `u32` length of a text, the text, bytes.
  private static func parts(
    of payload: UnsafeRawBufferPointer
  ) -> (text: UnsafeRawBufferPointer, bytes: UnsafeRawBufferPointer) {
    guard payload.count >= 4 else { HostChannel.end(76) }
    // SAFETY: four bytes are there by the guard; both slices are checked against the count.
    let count = unsafe Int(UInt32(littleEndian: payload.loadUnaligned(as: UInt32.self)))
    guard count <= payload.count - 4 else { HostChannel.end(76) }
    return unsafe (
      UnsafeRawBufferPointer(rebasing: payload[4..<(4 + count)]),
      UnsafeRawBufferPointer(rebasing: payload[(4 + count)...])
    )
  }
}
