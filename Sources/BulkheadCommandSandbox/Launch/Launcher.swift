import CSeccompNotify
import Glibc

/// The process of `bulkhead-launch` and what it reports.
struct Launcher: Sendable {
  /// What the launcher says on its socket.
  enum Message {
    /// Sockets in the sandbox's network: the name server's first.
    case network([Descriptor])
    /// Init of the process namespace is there; the root of the view.
    case initialised(process: pid_t, root: Descriptor)
    /// The calls of the command, which is this process, arrive here from now on.
    case listening(Descriptor, process: pid_t)
    /// It gave up.
    case failed(code: Int32, String)
    /// Nothing more will come.
    case ended
  }

  let process: pid_t
  private let socket: Descriptor

  /// Starts the launcher; it waits for `go`.
  static func start(
    _ path: String, plan: Descriptor, standard: [Int32]
  ) throws(CommandSandboxError) -> Launcher {
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw CommandSandboxError("launch", "cannot make a socket pair", Errno.last)
    }
    let (ours, theirs) = (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    var on: Int32 = 1
    unsafe setsockopt(ours.number, SOL_SOCKET, SO_PASSCRED, &on, 4)

    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // Above all that they are copied to, so that no copy overwrites one that is still to be made.
    let high = try (standard + [theirs.number, plan.number]).map {
      number throws(CommandSandboxError) in
      let copy = fcntl(number, F_DUPFD_CLOEXEC, 64)
      guard copy >= 0 else {
        throw CommandSandboxError("launch", "cannot copy a descriptor", .last)
      }
      return Descriptor(owning: copy)
    }
    defer {
      for descriptor in high + [theirs, plan] { descriptor.stayOpen() }
    }
    for (target, source) in high.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, source.number, Int32(target))
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var process: pid_t = 0
    let arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("bulkhead-launch"), nil]
    defer { unsafe free(arguments[0]) }
    var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
    let result = unsafe posix_spawn(
      &process, path, &actions, &attributes, arguments, &environment)
    guard result == 0 else {
      throw CommandSandboxError(
        "launch", "cannot start \(path)", Errno(result),
        help: "it is installed beside the program; build the product bulkhead-launch")
    }
    return Launcher(process: process, socket: ours)
  }

  /// Lets the launcher go on from one of its two stops.
  func go() {
    var letter: UInt8 = 0x67
    _ = unsafe send(socket.number, &letter, 1, Int32(MSG_NOSIGNAL))
  }

  /// Waits for the next message.
  func receive() -> Message {
    var descriptors = [Int32](repeating: -1, count: 32)
    var count: Int32 = 0
    var sender: pid_t = 0
    var length = 0
    // SAFETY: at most the capacities are written, and at most 32 descriptors.
    let message = unsafe [UInt8](unsafeUninitializedCapacity: 1024) { buffer, filled in
      repeat {
        length = unsafe cmessage_receive(
          socket.number, buffer.baseAddress, buffer.count, &descriptors, &count, &sender)
      } while length == -Int(EINTR)
      filled = max(0, length)
    }
    let files = descriptors.prefix(Int(count)).map { Descriptor(owning: $0) }
    switch (message.first.map { UnicodeScalar($0) }, files.first) {
    case ("N", _?): return .network(files)
    case ("I", let root?): return .initialised(process: sender, root: root)
    case ("L", let listener?): return .listening(listener, process: sender)
    case ("E", _) where message.count >= 5:
      let code = unsafe message.withUnsafeBytes {
        unsafe $0.loadUnaligned(fromByteOffset: 1, as: Int32.self)
      }
      return .failed(code: code, String(decoding: message[5...], as: UTF8.self))
    default: return .ended
    }
  }

  /// The report of a launcher that failed after `listening`; nil while it has not, or where it never will.
  func failure() -> (code: Int32, text: String)? {
    var state = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&state, 1, 0) == 1, state.revents & Int16(POLLIN) != 0,
      case .failed(let code, let text) = receive()
    else { return nil }
    return (code, text)
  }

  /// Waits for the launcher's end, which is that of all it started: its exit code.
  func wait() -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      if errno != EINTR { return 125 }
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
