import BulkheadBuiltins
import BulkheadLinux
import BulkheadSource
import BulkheadWire
import Glibc

/// The life of a worker: make an engine, give up everything, then run what the host sends.
///
/// Not a byte of a plugin is read before the lockdown, so nothing of a plugin can change the order.
public final class ScriptWorker {
  let realm: Realm
  let channel: HostChannel
  var timers = TimerQueue<HeldValue>()
  var pending = PendingRequests()
  /// Frames to execute that came while something was executing.
  var waiting: [HostChannel.Incoming] = []
  private(set) var execution: Execution?
  private(set) var hooks: Hooks?
  /// `function(promise, reason)`, which returns true if the program has handled the rejection.
  var unhandledRejection: HeldValue?

  /// The worker of this process, for native functions: the engine gives them no context.
  ///
  /// SAFETY: set once before the first script runs; the process has one thread.
  nonisolated(unsafe) private(set) static var current: ScriptWorker?

  /// Functions of the built-ins that the engine calls.
  struct Hooks {
    /// `(options, source, done)`: runs a program; `done` gets the JSON of its result.
    var execute: HeldValue
    /// `(error, origin)`: the JSON of the result of a program that an uncaught error ends, or
    /// nothing if the program has a handler for it.
    var uncaught: HeldValue
    /// `(code, message, operation, text)`: the Error for a request that failed.
    var makeError: HeldValue
    /// `()`: called when nothing is left to wait for; may start something.
    var beforeExit: HeldValue?
  }

  private init(realm: Realm, channel: HostChannel) {
    self.realm = realm
    self.channel = channel
  }

  /// Runs the worker until the channel ends.
  public static func run(arguments: [String]) -> Never {
    prepare(arguments: arguments) { options in
      try Lockdown.engage(memoryBytes: options.memoryBytes, accepting: options.accepted)
    }.serve()
  }

  /// Everything up to the first frame from the host. Tests that look for a way out of a worker do it
  /// from here, each time with another `engage`.
  package static func prepare(
    arguments: [String], engage: (WorkerOptions) throws -> [String]
  ) -> ScriptWorker {
    guard let options = WorkerOptions(arguments: arguments) else {
      Process.fail("unknown argument", code: 64)
    }
    let channel = HostChannel(
      input: WorkerOptions.inputDescriptor, output: WorkerOptions.outputDescriptor)
    channel.makeOutputNonBlocking()
    do throws(LinuxError) {
      try Lockdown.closeDescriptors(from: WorkerOptions.outputDescriptor + 1)
    } catch {
      Process.fail("\(error)")
    }
    let worker = ScriptWorker(realm: makeRealm(options), channel: channel)
    unsafe current = worker
    // The filter does not leave getpid(2).
    let pid = getpid()
    do {
      let layers = try engage(options)
      // A host that ended before the kernel was told to kill this process then has left no writer.
      guard channel.hasHost else { Process.end(0) }
      worker.announce(layers: layers, pid: pid)
    } catch {
      Process.fail("\(error)")
    }
    return worker
  }

  private static func makeRealm(_ options: WorkerOptions) -> Realm {
    do throws(EngineOptions.UnknownOption) {
      try EngineOptions.apply(justInTime: options.justInTime)
    } catch {
      Process.fail("\(error)")
    }
    guard let realm = Realm() else { Process.fail("the engine made no context") }
    // ICU looks for the time zone at the first use of a date; what it finds now is kept.
    _ = try? realm.evaluate(
      realm.text("new Date().toString()"), url: realm.text("bulkhead:warm-up"))
    return realm
  }

  private func announce(layers: [String], pid: Int32) {
    let ready: JSONValue = .object([
      "isolation": .array(layers.map { .string($0) }),
      "engine": .string("JavaScriptCore \(EngineOptions.version)"),
      "pid": .integer(Int(pid)), "protocol": .integer(WireProtocol.fingerprint),
    ])
    send(.ready, ready.rendered())
  }

  private func send(_ operation: Operation, id: UInt32 = 0, _ text: String) {
    do throws(WireError) {
      try channel.send(operation, id: id, text: text)
    } catch {
      Process.fail("channel: \(error)")
    }
  }

  // MARK: Commands

  private func serve() -> Never {
    while true {
      guard let frame = waiting.isEmpty ? nextCommand() : waiting.removeFirst() else { continue }
      switch frame.operation {
      case .start: start(frame)
      case .execute: execute(frame)
      case .shutdown: Process.end(0)
      // A late answer to a request of a program that has ended; others have no sender.
      default: break
      }
    }
  }

  /// How long the worker idles before it gives free memory back, in milliseconds.
  private static let idleDelay = 250.0

  /// Waits for a command; gives memory back once if none comes for a while.
  private func nextCommand() -> HostChannel.Incoming? {
    if let frame = channel.next(within: Self.idleDelay) { return frame }
    if hasRunSinceTrim {
      hasRunSinceTrim = false
      realm.trimMemory()
    }
    return channel.next()
  }

  /// Whether there may be something to give back.
  private var hasRunSinceTrim = false

  private func request(_ frame: HostChannel.Incoming) -> Request {
    let header = FrameHeader(
      operation: frame.operation, id: frame.id, payloadCount: frame.payload.count)
    var request: Request?
    unsafe frame.payload.withUnsafeBytes { bytes in
      request = try? unsafe Request(header, payload: bytes)
    }
    guard let request else { Process.fail("malformed \(frame.operation) from the host") }
    return request
  }

  private func object(_ text: String, of operation: Operation) -> Value {
    guard let object = realm.json(realm.text(text)) else {
      Process.fail("malformed \(operation) from the host")
    }
    return object
  }

  /// Makes the built-ins, with what the host says about the plugin.
  private func start(_ frame: HostChannel.Incoming) {
    guard hooks == nil else { Process.fail("a second start from the host") }
    let start = object(request(frame).fields[0], of: .start)
    do throws(ScriptException) {
      realm.setCodeGeneration(realm.isTrue(try realm.property("dynamicCode", of: start)))
      let binding = try makeBinding(start: start)
      let bootstrap = try realm.evaluate(
        realm.text(BulkheadBuiltins.bootstrap), url: realm.text("bulkhead:bootstrap"))
      let exports = try realm.call(bootstrap, binding)
      hooks = Hooks(
        execute: try hook("execute", of: exports), uncaught: try hook("uncaught", of: exports),
        makeError: try hook("makeError", of: exports),
        beforeExit: try? hook("beforeExit", of: exports))
      try realm.setUnhandledRejectionCallback(realm.function(Self.rejected))
    } catch {
      Process.fail("internal error: built-ins: \(describe(error.value))")
    }
  }

  private func hook(_ name: String, of exports: Value) throws(ScriptException) -> HeldValue {
    let function = try realm.property(name, of: exports)
    guard realm.isFunction(function) else { throw realm.exception("no hook \(name)") }
    return realm.hold(function)
  }

  /// For failures of the built-ins, which no plugin has a part in.
  private func describe(_ error: Value) -> String {
    let fields = ["message", "sourceURL", "stack"].map { name in
      (try? realm.property(name, of: error)).flatMap(realm.plainText(of:)) ?? ""
    }
    return fields.joined(separator: " ")
  }

  private func execute(_ frame: HostChannel.Incoming) {
    guard let hooks else { Process.fail("execute before start from the host") }
    let request = request(frame)
    let execution = Execution(id: frame.id)
    self.execution = execution
    let source = unsafe request.bytes.withUnsafeBytes { bytes in
      unsafe realm.string(realm.text(decoding: bytes))
    }
    do throws(ScriptException) {
      try realm.call(
        hooks.execute.value, object(request.fields[0], of: .execute), source,
        realm.function(Self.done))
    } catch {
      fail(with: error.value, origin: "uncaughtException")
    }
    runUntilSettled(execution)
    forgetPending()
    self.execution = nil
    hasRunSinceTrim = true
    let result = execution.result ?? Self.unknownFailure
    // The built-ins keep results far below the longest frame; this is for those that do not.
    do throws(WireError) {
      try channel.send(.result, id: execution.id, text: result)
    } catch {
      send(.result, id: execution.id, Self.unknownFailure)
    }
  }

  /// The program's promise has settled.
  func finish(_ json: String) { execution?.finish(json) }

  /// A later program must not be called back by an earlier one.
  private func forgetPending() {
    timers.removeAll()
    for id in pending.abortable { try? channel.send(.abort, text: "\(id)") }
    pending.removeAll()
  }

  // MARK: Failures of the program

  /// Ends the program with an error that nobody caught, unless the built-ins find a handler for it.
  func fail(with error: Value, origin: String) {
    guard let hooks else { Process.fail("internal error: \(describe(error))") }
    do throws(ScriptException) {
      let result = try realm.call(hooks.uncaught.value, error, realm.string(origin))
      if let json = realm.plainText(of: result) { execution?.fail(json) }
    } catch {
      execution?.fail(Self.unknownFailure)
    }
  }

  /// When the built-ins themselves cannot say what happened.
  private static let unknownFailure =
    #"{"ok":false,"error":{"name":"Error","message":"the program failed in a way that cannot be "#
    + #"shown","stack":""}}"#

  func reject(_ promise: Value, reason: Value) {
    do throws(ScriptException) {
      if let handler = unhandledRejection {
        if realm.isTrue(try realm.call(handler.value, promise, reason)) { return }
      }
      fail(with: reason, origin: "unhandledRejection")
    } catch {
      fail(with: error.value, origin: "uncaughtException")
    }
  }

  /// The exception for a request that the host refused or could not fulfil.
  func exception(
    code: String, message: String, operation: Value, text: Value
  ) -> ScriptException {
    guard let hooks else { return realm.exception(message, code: code) }
    do throws(ScriptException) {
      return ScriptException(
        value: try realm.call(
          hooks.makeError.value, realm.string(code), realm.string(message), operation, text))
    } catch {
      return error
    }
  }
}
