import BulkheadPolicy
import CSeccompNotify
import Glibc

// open(2) and its kin: decided on the real path, opened by the supervisor, given as a descriptor.

extension CallHandler {
  /// One open, as the call asked for it.
  struct Opening {
    let call: HeldCall
    /// As written, made absolute.
    let path: [UInt8]
    let flags: Int32
    let mode: UInt32

    var reads: Bool { flags & O_ACCMODE != O_WRONLY }
    var writes: Bool { flags & O_ACCMODE != O_RDONLY || flags & (O_CREAT | O_TRUNC) != 0 }
    var creates: Bool { flags & O_CREAT != 0 }
    var isTemporary: Bool {
      flags & Int32(cfile_temporary) == Int32(cfile_temporary)
    }
    var closesOnExec: Bool { flags & O_CLOEXEC != 0 }
    /// What decides on a file that exists.
    var actions: [Action] {
      (reads ? [.fsRead] : []) + (writes ? [.fsWrite] : [])
    }
  }

  func open(
    _ call: HeldCall, _ directory: Int32, _ address: UInt64, _ flags: Int32, _ mode: UInt32
  ) -> Answer {
    switch path(call, directory, address) {
    case .failure(let error): return .fail(error)
    case .success(let path):
      return open(Opening(call: call, path: path, flags: flags, mode: mode))
    }
  }

  /// openat2(2). What it can restrict beyond openat(2) is not carried out here; programs fall back.
  func open2(_ call: HeldCall) -> Answer {
    let size = Int(clamping: call.arguments[3])
    guard size >= 24, size <= 4096 else { return .fail(size < 24 ? EINVAL : E2BIG) }
    switch ProcessMemory.bytes(call.process, at: call.arguments[2], count: size) {
    case .failure(let error): return .fail(error)
    case .success(let how):
      guard how[24...].allSatisfy({ $0 == 0 }) else { return .fail(E2BIG) }
      let fields = unsafe how.withUnsafeBytes { bytes in
        (0..<3).map { unsafe bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) }
      }
      guard fields[2] == 0 else { return .fail(ENOSYS) }
      guard fields[0] <= UInt64(UInt32.max), fields[1] & ~0o7777 == 0 else { return .fail(EINVAL) }
      let flags = Int32(bitPattern: UInt32(fields[0]))
      return open(call, call.int(0), call.arguments[1], flags, UInt32(fields[1]))
    }
  }

  private func open(_ opening: Opening) -> Answer {
    // A handle reads nothing, names what is in the view anyway, and cannot be injected.
    if opening.flags & Int32(cfile_path) != 0 { return .proceed }
    // The launcher's canary: nobody's access, so no row; what it must not open is decided as ever.
    if !programs.hasStarted {
      return mayRead(opening.path) ? .proceed : .fail(EACCES)
    }
    if let held = heldFile(opening) { return held }
    if PathBytes.isClean(opening.path) {
      switch view.zone(of: opening.path) {
      case .kernel: return .proceed
      case .system where !opening.writes, .own where !opening.writes: return .proceed
      default: break
      }
    }
    if let error = gate.takeFileOperation() { return .fail(error) }
    if opening.writes || opening.isTemporary { return openForWriting(opening) }
    return openForReading(opening)
  }

  private func mayRead(_ path: [UInt8]) -> Bool {
    String(validating: path, as: UTF8.self).map { gate.mayAllow(.fsRead, .path($0)) } ?? false
  }

  // MARK: Reading

  private func openForReading(_ opening: Opening) -> Answer {
    let root: PathLookup.Root = reachesHost(.fsRead, opening.path) ? .host : .view
    let kept = O_DIRECTORY | O_NOFOLLOW
    let opened = lookup.open(
      opening.path, O_RDONLY | O_NONBLOCK | O_NOCTTY | (opening.flags & kept), in: root)
    switch opened {
    case .failure(let error):
      if error.code == ELOOP || error.code == ENXIO || error.code == EACCES {
        // A jumping link of /proc, a pipe or socket, or a file this process may not read either.
        return openExisting(opening, root)
      }
      return absence(.fsRead, opening.path, "open", error)
    case .success(let found):
      guard Kernel.isRegular(found.mode) || found.isDirectory else {
        return openExisting(opening, root)
      }
      if let answer = decideOpening(opening, found) { return answer }
      if opening.flags & O_NONBLOCK == 0 {
        _ = fcntl(
          found.file.number, F_SETFL, opening.flags & (O_APPEND | Int32(cfile_no_access_time)))
      }
      return .file(found.file, closesOnExec: opening.closesOnExec)
    }
  }

  /// Nil if the supervisor is to give the file.
  private func decideOpening(_ opening: Opening, _ found: PathLookup.Found) -> Answer? {
    switch zone(of: found.path, in: found.root) {
    case .kernel, .scratch: return .proceed
    case .sharedScratch: return nil
    case .system, .own:
      return opening.writes ? refusal(.fsWrite, found.path, "open") ?? .fail(EROFS) : .proceed
    case .elsewhere:
      // A directory that only leads somewhere: its names are those of the view.
      if found.isDirectory, !opening.writes { return nil }
      return refusal(opening.writes ? .fsWrite : .fsRead, found.path, "open") ?? .fail(EROFS)
    case .data:
      for action in opening.actions {
        if let refusal = refusal(action, found.path, "open") { return refusal }
      }
      return nil
    }
  }

  /// The zone of a real path. Of the host everything is data: decided on, whatever it is.
  func zone(of path: [UInt8], in root: PathLookup.Root) -> Zone {
    root == .host ? .data : view.zone(of: path)
  }

  // MARK: Writing, and what is neither file nor directory

  private func openForWriting(_ opening: Opening) -> Answer {
    let root: PathLookup.Root = reachesHost(.fsWrite, opening.path) ? .host : .view
    if opening.isTemporary { return openTemporary(opening, root) }
    let exclusive = opening.creates && opening.flags & O_EXCL != 0
    switch lookup.find(
      opening.path, followsLinks: !exclusive && opening.flags & O_NOFOLLOW == 0, in: root)
    {
    case .success where exclusive: return .fail(EEXIST)
    case .success(let found): return open(found, opening)
    case .failure(let error) where error.code == ENOENT && opening.creates:
      return create(opening, root)
    case .failure(let error): return absence(.fsWrite, opening.path, "open", error)
    }
  }

  private func openExisting(_ opening: Opening, _ root: PathLookup.Root) -> Answer {
    switch lookup.find(opening.path, followsLinks: opening.flags & O_NOFOLLOW == 0, in: root) {
    case .failure(let error): return .fail(error)
    case .success(let found): return open(found, opening)
    }
  }

  private func open(_ found: PathLookup.Found, _ opening: Opening) -> Answer {
    defer { found.file.stayOpen() }
    if Kernel.isLink(found.mode) { return .fail(ELOOP) }
    if found.isDirectory, opening.writes { return .fail(EISDIR) }
    if let answer = decideOpening(opening, found) { return answer }
    // Opening a pipe waits for the other end, and devices do what they like: neither is for a thread
    // that others wait for.
    guard Kernel.isRegular(found.mode) || found.isDirectory else { return .fail(ENXIO) }
    let flags = opening.flags & ~(O_CREAT | O_EXCL | O_NOFOLLOW) | O_CLOEXEC | O_NOCTTY
    let file = unsafe Glibc.open(found.file.reopeningPath, flags)
    guard file >= 0 else { return .fail(Errno.last) }
    return .file(Descriptor(owning: file), closesOnExec: opening.closesOnExec)
  }

  private func create(_ opening: Opening, _ root: PathLookup.Root) -> Answer {
    switch lookup.place(opening.path, in: root) {
    case .failure(let error): return absence(.fsWrite, opening.path, "create", error)
    case .success(let place):
      defer { place.directory.stayOpen() }
      if let answer = decideChange(place, "create") { return answer }
      if opening.reads, zone(of: place.path, in: root) != .sharedScratch,
        let refusal = refusal(.fsRead, place.path, "create")
      {
        return refusal
      }
      umask(ProcessMemory.creationMask(opening.call.process))
      let flags = opening.flags & ~O_TRUNC | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY
      let file = owning(place.path, in: root) {
        unsafe Kernel.withPath(place.name) { name in
          unsafe openat(place.directory.number, name, flags, mode_t(opening.mode))
        }
      }
      guard file >= 0 else { return .fail(Errno.last) }
      return .file(Descriptor(owning: file), closesOnExec: opening.closesOnExec)
    }
  }

  /// A file without a name is judged by where it is: nothing else can be known of it.
  private func openTemporary(_ opening: Opening, _ root: PathLookup.Root) -> Answer {
    let path = Int32(cfile_path)
    switch lookup.open(opening.path, path | O_DIRECTORY, in: root) {
    case .failure(let error): return absence(.fsWrite, opening.path, "open", error)
    case .success(let found):
      defer { found.file.stayOpen() }
      let inside = PathBytes.join(found.path, Array("#temporary".utf8))
      switch zone(of: found.path, in: found.root) {
      case .scratch, .kernel: return .proceed
      case .sharedScratch: break
      case .data:
        guard refusal(.fsWrite, inside, "open") == nil else { return .fail(EOPNOTSUPP) }
      default: return .fail(EOPNOTSUPP)
      }
      umask(ProcessMemory.creationMask(opening.call.process))
      let file = owning(inside, in: root) {
        unsafe Glibc.open(
          found.file.reopeningPath, opening.flags | O_CLOEXEC, mode_t(opening.mode))
      }
      guard file >= 0 else { return .fail(Errno.last) }
      return .file(Descriptor(owning: file), closesOnExec: opening.closesOnExec)
    }
  }

  // MARK: Descriptors by name

  /// `/dev/stdin`, `/dev/fd/N` and `/proc/self/fd/N` of a file that grants are about: opened by its path,
  /// with the rights asked for. Nil where the kernel answers: pipes, terminals, other processes.
  private func heldFile(_ opening: Opening) -> Answer? {
    guard let number = Self.descriptorNumber(in: opening.path, of: opening.call.process),
      let path = Kernel.link("/proc/\(opening.call.process)/fd/\(number)"),
      path.first == PathBytes.slash, view.zone(of: path) == .data
    else { return nil }
    return open(
      Opening(call: opening.call, path: path, flags: opening.flags & ~O_NOFOLLOW, mode: 0))
  }

  private static let devicePrefix = Array("/dev/".utf8)
  private static let processPrefix = Array("/proc/".utf8)

  private static func descriptorNumber(in path: [UInt8], of process: pid_t) -> Int32? {
    // Every open comes by here, and hardly any is one of these.
    guard path.starts(with: devicePrefix) || path.starts(with: processPrefix) else { return nil }
    let text = String(decoding: path, as: UTF8.self)
    switch text {
    case "/dev/stdin": return 0
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default:
      for prefix in ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/"]
      where text.hasPrefix(prefix) {
        return Int32(text.dropFirst(prefix.count))
      }
      return nil
    }
  }
}
