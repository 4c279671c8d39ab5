import BulkheadPolicy
import CSeccompNotify
import Glibc

// execve(2): decided by policy and written down. The kernel reads the path again when it goes on, so what
// bounds it are Landlock, which lets only the system's and the plugin's own programs run, and the check of
// what came of it (ProgramLedger).

extension CallHandler {
  func execute(_ call: HeldCall) -> Answer {
    let isAt = call.number == SystemCall.execveat
    let pathIndex = isAt ? 1 : 0
    let written = path(
      call, isAt ? call.int(0) : AT_FDCWD, call.arguments[pathIndex], allowsEmpty: isAt)
    switch (written, written.flatMap { programFile(call, $0, isAt: isAt) }) {
    case (.failure(let error), _), (_, .failure(let error)):
      return error.code == ESRCH ? .gone : .fail(error)
    case (.success(let written), .success(let program)):
      let words = ProcessMemory.texts(
        call.process, at: call.arguments[isAt ? 2 : 1], limit: 256)
      guard listener.isWaiting(call) else { return .gone }
      return execute(call, program, written, words: Array(words.dropFirst()))
    }
  }

  private func programFile(
    _ call: HeldCall, _ path: [UInt8], isAt: Bool
  ) -> Outcome<PathLookup.Found> {
    let flags = isAt ? call.int(4) : 0
    return lookup.find(path, followsLinks: flags & AT_SYMLINK_NOFOLLOW == 0)
  }

  private func execute(
    _ call: HeldCall, _ program: PathLookup.Found, _ written: [UInt8], words: [String]
  ) -> Answer {
    guard Kernel.isRegular(program.mode) else { return .fail(EACCES) }
    guard let path = String(validating: program.path, as: UTF8.self) else { return .fail(EILSEQ) }
    guard let authority = gate.authority() else { return .fail(EACCES) }
    let policy = ProgramPolicy(authority: authority, view: view)
    let decision = policy.decide(
      path, written: String(decoding: written, as: UTF8.self),
      zone: view.zone(of: program.path), words: words)
    switch gate.decide(.exec, .command([path] + words), call: "execve", decision: decision) {
    case .denied(let error):
      if case .denied(let denial) = decision { programs.noteRefusal(path, denial) }
      return .fail(error)
    case .open(let question): return .held(question)
    case .allowed: break
    }
    // A script runs its interpreter, and the process is one of the interpreter's then. The interpreter is
    // part of the program that was decided on; what it starts is not.
    var running = program
    for _ in 0..<4 {
      guard let interpreter = ProgramPolicy.interpreter(of: running.file) else { break }
      switch lookup.find(Array(interpreter.utf8)) {
      case .failure(let error): return .fail(error)
      case .success(let found): running = found
      }
    }
    programs.expect(running.path, for: call)
    return .proceed
  }
}
