import BulkheadPolicy
import BulkheadSource
import CSeccompNotify
import Glibc

/// One command from its plan to its result.
final class CommandRun: Sendable {
  private let configuration: CommandSandbox.Configuration
  private let command: CommandSandbox.Command
  private let authority: Authority
  private let gate: DecisionGate
  private let view: SandboxView
  private let identity: SandboxIdentity
  private let landlock: Int32

  static let tier = "A"

  init(
    _ configuration: CommandSandbox.Configuration, _ command: CommandSandbox.Command
  ) throws(CommandSandboxError) {
    self.configuration = configuration
    self.command = command
    gate = DecisionGate(configuration)
    guard let authority = gate.authority() else {
      throw CommandSandboxError(
        "permissions", "the permissions of \(SafeText.escaped(configuration.plugin)) cannot be read"
      )
    }
    self.authority = authority
    identity = SandboxIdentity(authority.locations)
    view = SandboxView(
      authority, workingDirectory: command.workingDirectory, toolchains: configuration.toolchains)
    landlock = clandlock_version()
    guard landlock >= 3 else {
      throw CommandSandboxError(
        "Landlock", landlock < 0 ? "this kernel has none" : "version \(landlock) is too old",
        help: "Linux 6.2 or newer, with landlock among the LSMs that are started (lsm=)")
    }
  }

  func run() throws(CommandSandboxError) -> CommandResult {
    guard
      let program = command.arguments.first.flatMap({
        CommandEnvironment.program(
          $0, from: command.workingDirectory, toolchains: configuration.toolchains)
      })
    else {
      let name = SafeText.escaped(command.arguments.first ?? "")
      return CommandResult(
        ending: .notExecuted("\(name): command not found"), exitCode: 127, usage: .init(),
        tier: Self.tier, isolation: [])
    }
    try recordStart()
    let plan = try planFile(program)
    let streams = try OutputStreams(command.standard, limit: configuration.limits.outputBytes)
    let launcher = try Launcher.start(
      configuration.launcher, plan: plan, standard: streams.forCommand)
    let group = MemoryGroup.make(
      limit: configuration.limits.memoryBytes,
      name: "bulkhead-\(getpid())-\(launcher.process)")
    let holds = group?.add(launcher.process) ?? false
    let watch = Watch(
      configuration.limits, launcher: launcher.process, group: holds ? group : nil)
    streams.start { watch.end(for: "outputBytes", "it wrote more than its outputBytes") }
    launcher.go()
    return try supervise(launcher, watch, streams)
  }

  /// The layers, for the log and the result.
  private func layers(_ watch: Watch?) -> [String] {
    var layers = [
      "namespaces (user, mount, process, network, ipc, host name)", "private view",
      "no capabilities, no_new_privs", "Landlock \(landlock)", "seccomp with notification",
    ]
    guard let watch else { return layers }
    layers.append(watch.countsCPUExactly ? "CPU time counted" : "CPU time approximate")
    layers.append(watch.hasMemoryGroup ? "memory by cgroup" : "memory polled")
    return layers
  }

  private func recordStart() throws(CommandSandboxError) {
    do {
      try configuration.recorder.record(
        AuditEvent(
          plugin: configuration.plugin, context: configuration.context, action: "sandbox",
          resource: command.arguments.joined(separator: " "), allowed: true,
          rule: "tier \(Self.tier)", details: layers(nil).joined(separator: ", ")))
    } catch {
      throw CommandSandboxError("audit", "the audit log cannot be written: \(error)")
    }
  }

  private func planFile(_ program: String) throws(CommandSandboxError) -> Descriptor {
    var plan = LaunchPlan()
    if identity.drops { plan.drop(user: identity.user, group: identity.group) }
    // CLONE_NEWUSER | NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
    plan.enterNamespaces(0x1000_0000 | 0x0002_0000 | 0x2000_0000 | 0x4000_0000 | 0x0C00_0000)
    plan.makeSockets(16)
    view.describe(
      in: &plan, landlockVersion: landlock, scratchBytes: configuration.limits.memoryBytes)
    for (resource, value) in rlimits { plan.limit(resource, to: value) }
    plan.filter(CommandFilter.program())
    // Bulkhead's own secrets, and a directory that only the supervisor can open.
    plan.expectClosed(authority.locations.configuration)
    plan.expectClosed(authority.locations.project + "/.claude/security/audit.db")
    plan.run(
      program, arguments: command.arguments, environment: environment(),
      in: command.workingDirectory)
    switch plan.file() {
    case .success(let file): return file
    case .failure(let error): throw CommandSandboxError("plan", "cannot be written", error)
    }
  }

  private var rlimits: [(UInt32, UInt64)] {
    [
      (UInt32(RLIMIT_CORE.rawValue), 0),
      (UInt32(__RLIMIT_NPROC.rawValue), UInt64(configuration.processes)),
      (UInt32(RLIMIT_NOFILE.rawValue), 4096),
    ]
  }

  private func environment() -> [String] {
    CommandEnvironment.variables(authority, configuration, identity: identity) { name in
      if case .allowed = gate.decide(.envRead, .name(name), call: "environment") {
        true
      } else {
        false
      }
    }
  }

  // MARK: Running

  private func supervise(
    _ launcher: Launcher, _ watch: Watch, _ streams: OutputStreams
  ) throws(CommandSandboxError) -> CommandResult {
    var sockets: [Descriptor] = []
    var root: Descriptor?
    var calls: Descriptor?
    while calls == nil {
      switch launcher.receive() {
      case .network(let list): sockets = list
      case .initialised(let process, let opened):
        watch.follow(process)
        root = opened
      case .listening(let opened, let process):
        calls = opened
        watch.command = process
      case .failed(let code, let text):
        watch.kill()
        _ = launcher.wait()
        throw CommandSandboxError(launcher: text, code: code)
      case .ended:
        _ = launcher.wait()
        throw CommandSandboxError("launch", "the launcher ended without a word")
      }
    }
    guard let root, let calls else {
      watch.kill()
      throw CommandSandboxError("launch", "the launcher's messages are out of order")
    }
    return try supervise(launcher, watch, streams, sockets: sockets, root: root, calls: calls)
  }

  private func supervise(
    _ launcher: Launcher, _ watch: Watch, _ streams: OutputStreams, sockets: [Descriptor],
    root: Descriptor, calls: Descriptor
  ) throws(CommandSandboxError) -> CommandResult {
    let hostRoot = Kernel.open(
      in: AT_FDCWD, Array("/".utf8), Int32(cfile_path) | O_DIRECTORY, resolve: 0)
    guard case .success(let hostRoot) = hostRoot else {
      watch.kill()
      throw CommandSandboxError("supervisor", "cannot open the root directory")
    }
    let ledger = ProgramLedger(gate)
    let desk = QuestionDesk(gate, identity: identity)
    let door = try NetworkDoor(
      sockets, policy: HostPolicy(gate: gate, resolve: configuration.resolve), desk: desk)
    let handler = CallHandler(
      gate: gate, view: view, lookup: PathLookup(viewRoot: root, hostRoot: hostRoot),
      listener: Listener(calls), identity: identity, programs: ledger, network: door)
    let threads = try Supervisor(handler, desk: desk).start()
    let network = door.start()
    launcher.go()
    let code = wait(for: launcher, watch, desk)
    door.close()
    for thread in threads { thread.join() }
    network?.join()
    streams.finish()
    watch.lookLast()
    return try result(code, launcher, watch, streams, ledger)
  }

  private func wait(for launcher: Launcher, _ watch: Watch, _ desk: QuestionDesk) -> Int32 {
    let pidfd = cprocess_pidfd(launcher.process)
    defer { if pidfd >= 0 { close(pidfd) } }
    let signals = SignalRelay(configuration.forwardedSignals, to: watch)
    defer { withExtendedLifetime(signals) {} }
    while true {
      var states = [pidfd, signals.descriptor].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      let pause = watch.look()
      _ = unsafe poll(&states, 2, pause)
      if states[0].revents != 0 { return launcher.wait() }
      if states[1].revents != 0 { signals.pass() }
      desk.expire()
    }
  }

  private func result(
    _ code: Int32, _ launcher: Launcher, _ watch: Watch, _ streams: OutputStreams,
    _ ledger: ProgramLedger
  ) throws(CommandSandboxError) -> CommandResult {
    let counts = gate.counts
    let usage = CommandResult.Usage(
      cpuTimeMs: watch.cpuMilliseconds(), isCPUTimeExact: watch.countsCPUExactly,
      memoryBytes: watch.peakMemory, wallTimeMs: watch.wallMilliseconds,
      filesystemOps: counts.filesystemOps, networkCalls: counts.networkCalls,
      outputBytes: streams.outputBytes, denials: counts.denials)
    var ending = CommandResult.Ending.exited
    var exitCode = code
    if let excess = watch.excess {
      gate.reportLimit(excess.key, excess.message, severity: .high)
      (ending, exitCode) = (.limit(key: excess.key, excess.message), 137)
    } else if let refusal = ledger.refusal {
      (ending, exitCode) = (.refused(refusal.denial.description), 125)
    } else if let failure = launcher.failure() {
      guard failure.text.hasPrefix("execve") else {
        throw CommandSandboxError(launcher: failure.text, code: failure.code)
      }
      let name = SafeText.escaped(command.arguments[0])
      ending = .notExecuted("\(name): \(Errno(failure.code))")
      exitCode = failure.code == ENOENT ? 127 : 126
    }
    return CommandResult(
      ending: ending, exitCode: exitCode, usage: usage, tier: Self.tier,
      isolation: layers(watch))
  }
}
