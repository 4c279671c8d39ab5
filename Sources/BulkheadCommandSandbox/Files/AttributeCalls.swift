import BulkheadPolicy
import CSeccompNotify
import Glibc

// Calls that change what is known about a file: its mode, owner, times, length and attributes. A
// descriptor that was given for reading does not carry the right to change these, though the kernel
// would take it for that: the forms that name a descriptor are decided as well.

extension CallHandler {
  func changeAttributes(_ call: HeldCall) -> Answer {
    if let error = gate.takeFileOperation() { return .fail(error) }
    switch target(of: call) {
    case .failure(let error): return error.code == ESRCH ? .gone : .fail(error)
    case .success(let target):
      if let answer = decideAttribute(target) { return answer }
      return change(call, target.file)
    }
  }

  /// What a call is about, by a handle or by a copy of the caller's descriptor.
  private func target(of call: HeldCall) -> Outcome<PathLookup.Found> {
    switch call.number {
    case SystemCall.fchmod, SystemCall.fchown, SystemCall.fsetxattr, SystemCall.fremovexattr:
      return held(call, call.int(0))
    case SystemCall.utimensat where call.arguments[1] == 0,
      SystemCall.futimesat where call.arguments[1] == 0:
      return held(call, call.int(0))
    case SystemCall.lchown, SystemCall.lsetxattr, SystemCall.lremovexattr:
      return named(call, AT_FDCWD, 0, flags: AT_SYMLINK_NOFOLLOW)
    case SystemCall.truncate, SystemCall.chmod, SystemCall.chown, SystemCall.utime,
      SystemCall.utimes, SystemCall.setxattr, SystemCall.removexattr:
      return named(call, AT_FDCWD, 0, flags: 0)
    case SystemCall.fchmodat, SystemCall.futimesat:
      return named(call, call.int(0), 1, flags: 0)
    case SystemCall.fchownat: return named(call, call.int(0), 1, flags: call.int(4))
    case SystemCall.utimensat, SystemCall.fchmodat2:
      return named(call, call.int(0), 1, flags: call.int(3))
    default: return .failure(Errno(EPERM))
    }
  }

  private func named(
    _ call: HeldCall, _ directory: Int32, _ index: Int, flags: Int32
  ) -> Outcome<PathLookup.Found> {
    let emptyPath: Int32 = 0x1000
    if flags & emptyPath != 0,
      case .success(let text) = ProcessMemory.path(call.process, at: call.arguments[index]),
      text.isEmpty
    {
      return held(call, directory)
    }
    return path(call, directory, call.arguments[index]).flatMap { path in
      lookup.find(
        path, followsLinks: flags & AT_SYMLINK_NOFOLLOW == 0,
        in: reachesHost(.fsWrite, path) ? .host : .view)
    }
  }

  private func held(_ call: HeldCall, _ descriptor: Int32) -> Outcome<PathLookup.Found> {
    Kernel.opened(cprocess_take(call.process, descriptor)).flatMap { file in
      guard listener.isWaiting(call) else { return .failure(Errno(ESRCH)) }
      guard let path = file.path(), let status = file.status() else {
        return .failure(Errno(EBADF))
      }
      return .success(
        PathLookup.Found(file: file, path: path, mode: status.st_mode, root: .view))
    }
  }

  private func decideAttribute(_ found: PathLookup.Found) -> Answer? {
    // Pipes, sockets and files in memory have no path and are the process's own.
    guard found.path.first == PathBytes.slash, !found.path.starts(with: Array("/memfd:".utf8))
    else { return nil }
    let path = Self.withoutDeletedMark(found)
    switch zone(of: path, in: found.root) {
    case .scratch, .sharedScratch: return nil
    case .kernel: return .fail(EPERM)
    case .data: return refusal(.fsWrite, path, "attributes")
    case .system, .own, .elsewhere:
      return refusal(.fsWrite, path, "attributes") ?? .fail(EROFS)
    }
  }

  /// The kernel marks the path of a removed file, which is judged by the name it had.
  private static func withoutDeletedMark(_ found: PathLookup.Found) -> [UInt8] {
    let mark = Array(" (deleted)".utf8)
    guard found.path.suffix(mark.count).elementsEqual(mark),
      found.file.status().map({ $0.st_nlink == 0 }) ?? true
    else { return found.path }
    return Array(found.path.dropLast(mark.count))
  }

  // MARK: Doing it

  private func change(_ call: HeldCall, _ file: Descriptor) -> Answer {
    defer { file.stayOpen() }
    let path = file.reopeningPath
    switch call.number {
    case SystemCall.truncate:
      return result(unsafe truncate(path, Int(Int64(bitPattern: call.arguments[1]))))
    case SystemCall.chmod, SystemCall.fchmod: return changeMode(path, call.int(1), file)
    case SystemCall.fchmodat, SystemCall.fchmodat2: return changeMode(path, call.int(2), file)
    case SystemCall.chown, SystemCall.fchown, SystemCall.lchown:
      return changeOwner(user: call.int(1), group: call.int(2))
    case SystemCall.fchownat: return changeOwner(user: call.int(2), group: call.int(3))
    case SystemCall.utime, SystemCall.utimes, SystemCall.futimesat, SystemCall.utimensat:
      return changeTimes(call, path)
    default: return changeExtended(call, path)
    }
  }

  private func result(_ value: Int32) -> Answer { value < 0 ? .fail(Errno.last) : .value(0) }

  private func changeMode(_ path: String, _ mode: Int32, _ file: Descriptor) -> Answer {
    guard let status = file.status(), !Kernel.isLink(status.st_mode) else {
      return .fail(EOPNOTSUPP)
    }
    // Nothing that a plugin makes may run as someone else.
    return result(unsafe chmod(path, mode_t(mode) & 0o1777))
  }

  /// A user without privileges can only give a file to itself, which it is already.
  private func changeOwner(user: Int32, group: Int32) -> Answer {
    let isOwn =
      (user == -1 || uid_t(bitPattern: user) == identity.user)
      && (group == -1 || gid_t(bitPattern: group) == identity.group)
    return isOwn ? .value(0) : .fail(EPERM)
  }

  private func changeTimes(_ call: HeldCall, _ path: String) -> Answer {
    switch Self.times(of: call) {
    case .failure(let error): return .fail(error)
    case .success(let times):
      guard let times else { return result(unsafe utimensat(AT_FDCWD, path, nil, 0)) }
      // SAFETY: two timespecs, as utimensat reads.
      return unsafe times.withUnsafeBufferPointer { times in
        result(unsafe utimensat(AT_FDCWD, path, times.baseAddress, 0))
      }
    }
  }

  /// Access and modification time; nil stands for now.
  private static func times(of call: HeldCall) -> Outcome<[timespec]?> {
    let index = call.number == SystemCall.utime || call.number == SystemCall.utimes ? 1 : 2
    let address = call.arguments[index]
    if address == 0 { return .success(nil) }
    let isUtime = call.number == SystemCall.utime
    return ProcessMemory.bytes(call.process, at: address, count: isUtime ? 16 : 32).map { bytes in
      let words = unsafe bytes.withUnsafeBytes { bytes in
        stride(from: 0, to: bytes.count, by: 8).map {
          unsafe bytes.loadUnaligned(fromByteOffset: $0, as: Int.self)
        }
      }
      if isUtime { return words.map { timespec(tv_sec: $0, tv_nsec: 0) } }
      let scale = call.number == SystemCall.utimensat ? 1 : 1000
      return [
        timespec(tv_sec: words[0], tv_nsec: words[1].multipliedReportingOverflow(by: scale).0),
        timespec(tv_sec: words[2], tv_nsec: words[3].multipliedReportingOverflow(by: scale).0),
      ]
    }
  }

  private func attributeResult(_ result: Int32) -> Answer {
    result < 0 ? .fail(-result) : .value(0)
  }

  /// Attributes of users only: the others are how the system marks files.
  private func changeExtended(_ call: HeldCall, _ path: String) -> Answer {
    switch ProcessMemory.path(call.process, at: call.arguments[1]) {
    case .failure(let error): return .fail(error)
    case .success(let name):
      guard name.starts(with: Array("user.".utf8)), name.count <= 255 else { return .fail(EPERM) }
      let removes = [
        SystemCall.removexattr, SystemCall.lremovexattr, SystemCall.fremovexattr,
      ].contains(call.number)
      if removes {
        return unsafe Kernel.withPath(name) {
          attributeResult(unsafe cfile_remove_attribute(path, $0))
        }
      }
      guard call.arguments[3] <= 65536 else { return .fail(E2BIG) }
      switch ProcessMemory.bytes(
        call.process, at: call.arguments[2], count: Int(call.arguments[3]))
      {
      case .failure(let error): return .fail(error)
      case .success(let value):
        return unsafe Kernel.withPath(name) { name in
          // SAFETY: setxattr reads within the array.
          unsafe value.withUnsafeBytes { value in
            attributeResult(
              unsafe cfile_set_attribute(
                path, name, value.baseAddress, value.count, call.int(4)))
          }
        }
      }
    }
  }
}
