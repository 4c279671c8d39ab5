import BulkheadPolicy
import Glibc

/// Answers the calls of one sandbox. Called by several threads at once.
struct CallHandler: Sendable {
  let gate: DecisionGate
  let view: SandboxView
  let lookup: PathLookup
  let listener: Listener
  let identity: SandboxIdentity
  let programs: ProgramLedger
  let network: NetworkDoor

  /// Decides and does what a call asks for.
  func handle(_ call: HeldCall) -> Answer {
    if programs.isImpostor(call) { return .gone }
    switch call.number {
    case SystemCall.open:
      return open(call, AT_FDCWD, call.arguments[0], call.int(1), UInt32(call.int(2) & 0o7777))
    case SystemCall.creat:
      return open(
        call, AT_FDCWD, call.arguments[0], O_CREAT | O_WRONLY | O_TRUNC,
        UInt32(call.int(1) & 0o7777))
    case SystemCall.openat:
      return open(
        call, call.int(0), call.arguments[1], call.int(2), UInt32(call.int(3) & 0o7777))
    case SystemCall.openat2: return open2(call)
    case SystemCall.execve, SystemCall.execveat: return execute(call)
    case SystemCall.connect: return connect(call)
    case SystemCall.truncate, SystemCall.chmod, SystemCall.fchmod, SystemCall.fchmodat,
      SystemCall.fchmodat2, SystemCall.chown, SystemCall.fchown, SystemCall.lchown,
      SystemCall.fchownat, SystemCall.utime, SystemCall.utimes, SystemCall.futimesat,
      SystemCall.utimensat, SystemCall.setxattr, SystemCall.lsetxattr, SystemCall.fsetxattr,
      SystemCall.removexattr, SystemCall.lremovexattr, SystemCall.fremovexattr:
      return changeAttributes(call)
    default: return changeNames(call)
    }
  }

  // MARK: What the handlers share

  /// The path of a call made absolute, once it is certain that it is this call's.
  func path(
    _ call: HeldCall, _ directory: Int32, _ address: UInt64, allowsEmpty: Bool = false
  ) -> Outcome<[UInt8]> {
    ProcessMemory.path(call.process, at: address).flatMap { text in
      if text.isEmpty, !allowsEmpty { return .failure(Errno(ENOENT)) }
      return ProcessMemory.absolute(text, from: directory, call.process)
    }.flatMap { path in
      listener.isWaiting(call) ? .success(path) : .failure(Errno(ESRCH))
    }
  }

  /// Decides one access to a real path; nil if it may be done.
  func refusal(
    _ action: Action, _ path: [UInt8], _ name: String, decision: Decision? = nil
  ) -> Answer? {
    // Two names that differ only in bytes that are not UTF-8 would be one name to the decision.
    guard let text = String(validating: path, as: UTF8.self) else { return .fail(EILSEQ) }
    switch gate.decide(action, .path(text), call: name, decision: decision) {
    case .allowed: return nil
    case .denied(let error): return .fail(error)
    case .open(let question): return .held(question)
    }
  }

  /// What is said of a path that is not in the view. A person who looks at the log learns that the
  /// plugin wanted it; the plugin does not learn whether it is there.
  func absence(_ action: Action, _ path: [UInt8], _ name: String, _ error: Errno) -> Answer {
    let text = PathBytes.normalised(path)
    // Runtimes look into /sys at every start for what a container has; it is nobody's data.
    guard error.code == ENOENT, view.zone(of: text) == .elsewhere, Kernel.exists(text),
      !PathBytes.isInside(text, Array("/sys".utf8))
    else { return .fail(error) }
    if let refusal = refusal(action, text, name) {
      if case .held = refusal { return refusal }
      return .fail(ENOENT)
    }
    return .fail(error)
  }

  /// Whether the path, as written, is outside the view while the authority of this moment, or a person's
  /// answer, opens it: then the host's file is meant.
  func reachesHost(_ action: Action, _ path: [UInt8]) -> Bool {
    let text = PathBytes.isClean(path) ? path : PathBytes.normalised(path)
    guard view.zone(of: text) == .elsewhere, let name = String(validating: text, as: UTF8.self)
    else { return false }
    return gate.mayAllow(action, .path(name))
  }
}

extension CallHandler {
  /// Whether a question is about a path that is not in the view, so that no must sound like "not there".
  func isAbsent(_ question: Question) -> Bool {
    guard case .path(let path) = question.resource else { return false }
    return view.zone(of: Array(path.utf8)) == .elsewhere
  }

  /// Writes down that a person said no, or did not answer in time.
  func refuse(_ question: Question) {
    _ = gate.refuse(question.action, question.resource, question.denial, call: "asked")
    if question.action == .exec {
      programs.noteRefusal(question.resource.auditName, question.denial)
    }
  }
}
