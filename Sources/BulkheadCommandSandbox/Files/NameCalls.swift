import BulkheadPolicy
import CSeccompNotify
import Glibc

// Calls that make, move and remove names: decided on the real path the name has, and done by the
// supervisor in the directory that was decided on.

extension CallHandler {
  func changeNames(_ call: HeldCall) -> Answer {
    if let error = gate.takeFileOperation() { return .fail(error) }
    let here = AT_FDCWD
    switch call.number {
    case SystemCall.unlink: return remove(call, here, 0, flags: 0)
    case SystemCall.rmdir: return remove(call, here, 0, flags: AT_REMOVEDIR)
    case SystemCall.unlinkat: return remove(call, call.int(0), 1, flags: call.int(2))
    case SystemCall.mkdir: return makeDirectory(call, here, 0, mode: call.int(1))
    case SystemCall.mkdirat: return makeDirectory(call, call.int(0), 1, mode: call.int(2))
    case SystemCall.symlink: return makeLink(call, target: 0, here, 1)
    case SystemCall.symlinkat: return makeLink(call, target: 0, call.int(1), 2)
    case SystemCall.mknod: return makeNode(call, here, 0, mode: call.int(1))
    case SystemCall.mknodat: return makeNode(call, call.int(0), 1, mode: call.int(2))
    case SystemCall.rename: return rename(call, (here, 0), (here, 1), flags: 0)
    case SystemCall.renameat: return rename(call, (call.int(0), 1), (call.int(2), 3), flags: 0)
    case SystemCall.renameat2:
      return rename(
        call, (call.int(0), 1), (call.int(2), 3), flags: UInt32(bitPattern: call.int(4)))
    case SystemCall.link: return linkFile(call, (here, 0), (here, 1), flags: 0)
    case SystemCall.linkat:
      return linkFile(call, (call.int(0), 1), (call.int(2), 3), flags: call.int(4))
    default: return .fail(EPERM)
    }
  }

  /// The place that a path argument names.
  func place(_ call: HeldCall, _ directory: Int32, _ index: Int) -> Outcome<PathLookup.Place> {
    path(call, directory, call.arguments[index]).flatMap { path in
      lookup.place(path, in: reachesHost(.fsWrite, path) ? .host : .view)
    }
  }

  /// Nil if the supervisor is to do it.
  func decideChange(
    _ place: PathLookup.Place, _ name: String, decision: Decision? = nil
  ) -> Answer? {
    switch zone(of: place.path, in: place.root) {
    case .kernel, .scratch: return .proceed
    case .sharedScratch: return nil
    case .data: return refusal(.fsWrite, place.path, name, decision: decision)
    case .system, .own, .elsewhere:
      return refusal(.fsWrite, place.path, name) ?? .fail(EROFS)
    }
  }

  /// Runs one call that makes something at a real path. What is made in scratch space belongs to the
  /// command's own user, the only one that file system knows.
  func owning(_ path: [UInt8], in root: PathLookup.Root, _ body: () -> Int32) -> Int32 {
    guard identity.drops, identity.owner != identity.user,
      zone(of: path, in: root) == .sharedScratch
    else { return body() }
    guard cthread_act_as(identity.user, identity.group) >= 0 else {
      errno = EPERM
      return -1
    }
    let result = body()
    let error = errno
    _ = cthread_act_as(identity.owner, identity.ownerGroup)
    errno = error
    return result
  }

  /// Runs one call on a place; its errno is the answer.
  private func perform(_ place: PathLookup.Place, _ body: (UnsafePointer<CChar>) -> Int32) -> Answer
  {
    defer { place.directory.stayOpen() }
    let result = owning(place.path, in: place.root) { unsafe Kernel.withPath(place.name, body) }
    return result < 0 ? .fail(Errno.last) : .value(0)
  }

  private func remove(_ call: HeldCall, _ directory: Int32, _ index: Int, flags: Int32) -> Answer {
    switch place(call, directory, index) {
    case .failure(let error): return missing(call, directory, index, "unlink", error)
    case .success(let place):
      if let answer = decideChange(place, flags == 0 ? "unlink" : "rmdir") { return answer }
      return unsafe perform(place) { unsafe unlinkat(place.directory.number, $0, flags) }
    }
  }

  private func makeDirectory(
    _ call: HeldCall, _ directory: Int32, _ index: Int, mode: Int32
  ) -> Answer {
    switch place(call, directory, index) {
    case .failure(let error) where error.code == EINVAL: return .fail(EEXIST)
    case .failure(let error): return missing(call, directory, index, "mkdir", error)
    case .success(let place):
      // mkdir -p: what is there is there, granted or not.
      if exists(place) { return .fail(EEXIST) }
      let decision = String(validating: place.path, as: UTF8.self).flatMap {
        gate.authority()?.decideMakingDirectory($0)
      }
      if let answer = decideChange(place, "mkdir", decision: decision) { return answer }
      umask(ProcessMemory.creationMask(call.process))
      return unsafe perform(place) {
        unsafe mkdirat(place.directory.number, $0, mode_t(mode & 0o1777))
      }
    }
  }

  private func exists(_ place: PathLookup.Place) -> Bool {
    defer { place.directory.stayOpen() }
    var status = stat()
    return unsafe Kernel.withPath(place.name) {
      unsafe fstatat(place.directory.number, $0, &status, AT_SYMLINK_NOFOLLOW)
    } == 0
  }

  private func makeNode(
    _ call: HeldCall, _ directory: Int32, _ index: Int, mode: Int32
  ) -> Answer {
    let kind = mode_t(mode) & S_IFMT
    guard kind == S_IFIFO || kind == S_IFREG || kind == 0 else { return .fail(EPERM) }
    switch place(call, directory, index) {
    case .failure(let error): return missing(call, directory, index, "mknod", error)
    case .success(let place):
      if let answer = decideChange(place, "mknod") { return answer }
      umask(ProcessMemory.creationMask(call.process))
      return unsafe perform(place) {
        unsafe mknodat(place.directory.number, $0, mode_t(mode) & (S_IFMT | 0o777), 0)
      }
    }
  }

  /// A link may not point to what the plugin may not read: something outside would follow it later.
  private func makeLink(
    _ call: HeldCall, target index: Int, _ directory: Int32, _ pathIndex: Int
  ) -> Answer {
    switch (
      ProcessMemory.path(call.process, at: call.arguments[index]),
      place(call, directory, pathIndex)
    ) {
    case (.failure(let error), _): return .fail(error)
    case (_, .failure(let error)): return missing(call, directory, pathIndex, "symlink", error)
    case (.success(let target), .success(let place)):
      if let answer = decideChange(place, "symlink") { return answer }
      guard listener.isWaiting(call) else { return .gone }
      if zone(of: place.path, in: place.root) != .sharedScratch,
        let refusal = refuseTarget(target, of: place)
      {
        return refusal
      }
      return unsafe perform(place) { name in
        unsafe Kernel.withPath(target) { unsafe symlinkat($0, place.directory.number, name) }
      }
    }
  }

  private func refuseTarget(_ target: [UInt8], of place: PathLookup.Place) -> Answer? {
    guard let directory = PathBytes.split(place.path)?.directory else { return .fail(EINVAL) }
    let written =
      target.first == PathBytes.slash
      ? target : PathBytes.normalised(PathBytes.join(directory, target))
    // Where it leads now, or, through what does not exist yet, where its text says.
    var real = PathBytes.normalised(written)
    if case .success(let found) = lookup.find(written, in: place.root) { real = found.path }
    switch view.zone(of: real) {
    case .system, .own: return nil
    case .kernel, .scratch, .sharedScratch, .data, .elsewhere:
      return refusal(.fsRead, real, "symlink target")
    }
  }

  private func rename(
    _ call: HeldCall, _ old: (Int32, Int), _ new: (Int32, Int), flags: UInt32
  ) -> Answer {
    switch (place(call, old.0, old.1), place(call, new.0, new.1)) {
    case (.failure(let error), _): return missing(call, old.0, old.1, "rename", error)
    case (_, .failure(let error)): return missing(call, new.0, new.1, "rename", error)
    case (.success(let from), .success(let to)):
      defer { from.directory.stayOpen() }
      if let answer = bothProceed(from, to) { return answer }
      for place in [from, to] {
        if let answer = decideChange(place, "rename") { return crossing(answer) }
      }
      let isExchange = flags & 2 != 0
      if let refusal = refuseContents(from, movedTo: to)
        ?? (isExchange ? refuseContents(to, movedTo: from) : nil)
      {
        return refusal
      }
      return unsafe perform(to) { new in
        unsafe Kernel.withPath(from.name) { old in
          unsafe cfile_rename(from.directory.number, old, to.directory.number, new, flags & 3)
        }
      }
    }
  }

  /// Two names in scratch space are the kernel's business.
  private func bothProceed(_ one: PathLookup.Place, _ other: PathLookup.Place) -> Answer? {
    let zones = [one, other].map { zone(of: $0.path, in: $0.root) }
    return zones.allSatisfy { $0 == .scratch || $0 == .kernel } ? .proceed : nil
  }

  /// Of two names only one is in scratch space: other file systems, so programs copy instead.
  private func crossing(_ answer: Answer) -> Answer {
    if case .proceed = answer { .fail(EXDEV) } else { answer }
  }

  private func linkFile(
    _ call: HeldCall, _ old: (Int32, Int), _ new: (Int32, Int), flags: Int32
  ) -> Answer {
    guard flags & ~AT_SYMLINK_FOLLOW == 0 else { return .fail(ENOENT) }
    switch (place(call, old.0, old.1), place(call, new.0, new.1)) {
    case (.failure(let error), _): return missing(call, old.0, old.1, "link", error)
    case (_, .failure(let error)): return missing(call, new.0, new.1, "link", error)
    case (.success(let from), .success(let to)):
      defer { from.directory.stayOpen() }
      if let answer = bothProceed(from, to) { return answer }
      // Under its new name everything may be done that grants allow there: so it has to be here.
      for place in [from, to] {
        if let answer = decideChange(place, "link") { return crossing(answer) }
      }
      if zone(of: from.path, in: from.root) != .sharedScratch,
        let refusal = refusal(.fsRead, from.path, "link")
      {
        return refusal
      }
      return unsafe perform(to) { new in
        unsafe Kernel.withPath(from.name) { old in
          unsafe linkat(from.directory.number, old, to.directory.number, new, 0)
        }
      }
    }
  }

  private func missing(
    _ call: HeldCall, _ directory: Int32, _ index: Int, _ name: String, _ error: Errno
  ) -> Answer {
    if error.code == ESRCH { return .gone }
    guard error.code == ENOENT,
      case .success(let path) = path(call, directory, call.arguments[index])
    else { return .fail(error) }
    return absence(.fsWrite, path, name, error)
  }
}
