import BulkheadPolicy
import CSeccompNotify
import Glibc

// connect(2): decided, and done by the supervisor on a copy of the caller's socket, with the address that
// was decided on. The kernel never reads the caller's memory again.

extension CallHandler {
  func connect(_ call: HeldCall) -> Answer {
    let length = Int(call.arguments[2] & 0xFFFF_FFFF)
    guard length >= 2, length <= 128 else { return .fail(EINVAL) }
    switch (
      ProcessMemory.bytes(call.process, at: call.arguments[1], count: length),
      Kernel.opened(cprocess_take(call.process, call.int(0)))
    ) {
    case (.failure(let error), _), (_, .failure(let error)): return .fail(error)
    case (.success(let address), .success(let socket)):
      guard listener.isWaiting(call) else { return .gone }
      // One that was inherited, from the host's network, would be a way round the sandbox's.
      guard network.owns(socket) else { return .fail(EACCES) }
      if Int32(SocketAddress.family(address)) == AF_UNIX {
        return connectUnix(call, socket, address)
      }
      guard let target = SocketAddress(address), Self.option(socket, SO_TYPE) == 1 else {
        // UDP, routing messages, disconnecting: nothing of it leaves the sandbox's network.
        return Self.connect(socket, address)
      }
      return connectTCP(call, socket, address, target)
    }
  }

  private func connectTCP(
    _ call: HeldCall, _ socket: Descriptor, _ address: [UInt8], _ target: SocketAddress
  ) -> Answer {
    let host = network.host(for: target)
    guard let opening = network.policy.decide(host, target.port) else { return .fail(EACCES) }
    guard opening.decision.isAllowed else {
      if target.isLoopback, Self.isServed(target.port, for: call.process) {
        return Self.connect(socket, address)
      }
      return refuseConnection(opening) ?? open(target.port, socket, address)
    }
    return open(target.port, socket, address)
  }

  private func open(_ port: UInt16, _ socket: Descriptor, _ address: [UInt8]) -> Answer {
    if let error = network.open(port), error.code != EADDRINUSE { return .fail(error) }
    return Self.connect(socket, address)
  }

  /// Whether a program of the sandbox listens on a port: its own servers are its own business.
  private static func isServed(_ port: UInt16, for process: pid_t) -> Bool {
    let digits = String(port, radix: 16, uppercase: true)
    let ending = ":" + String(repeating: "0", count: 4 - digits.count) + digits
    return ["tcp", "tcp6"].contains { table in
      let text = Kernel.read("/proc/\(process)/net/\(table)") ?? ""
      return text.split(separator: "\n").contains { line in
        let fields = line.split(separator: " ", maxSplits: 4)
        return fields.count > 3 && fields[1].hasSuffix(ending) && fields[3] == "0A"
      }
    }
  }

  /// Nil where a person is to be asked, which is done once the program has said something.
  private func refuseConnection(_ opening: HostPolicy.Opening) -> Answer? {
    switch gate.decide(
      .networkConnect, .network(opening.target), call: "connect", decision: opening.decision)
    {
    case .allowed, .open: return nil
    case .denied(let error): return .fail(error)
    }
  }

  /// A UNIX socket is a way to whatever listens: one among the data needs a grant to write it.
  private func connectUnix(
    _ call: HeldCall, _ socket: Descriptor, _ address: [UInt8]
  ) -> Answer {
    let name = Array(address.dropFirst(2).prefix { $0 != 0 })
    // Abstract names are of the sandbox's own network.
    guard !name.isEmpty else { return Self.connect(socket, address) }
    let found = ProcessMemory.absolute(name, from: AT_FDCWD, call.process).flatMap { path in
      listener.isWaiting(call) ? lookup.find(path) : .failure(Errno(ESRCH))
    }
    switch found {
    case .failure(let error):
      if error.code == ESRCH { return .gone }
      guard case .success(let path) = ProcessMemory.absolute(name, from: AT_FDCWD, call.process)
      else { return .fail(error) }
      return absence(.fsWrite, path, "connect", error)
    case .success(let found):
      guard found.mode & S_IFMT == S_IFSOCK else { return .fail(ECONNREFUSED) }
      switch view.zone(of: found.path) {
      case .scratch, .sharedScratch: break
      case .data:
        if let refusal = refusal(.fsWrite, found.path, "connect") { return refusal }
      case .system, .kernel, .own, .elsewhere: return .fail(EACCES)
      }
      // By the handle: what was decided on, whatever has become of the name.
      defer { found.file.stayOpen() }
      let path = Array(found.file.reopeningPath.utf8)
      return Self.connect(socket, [UInt8(AF_UNIX), 0] + path + [0])
    }
  }

  // MARK: Doing it

  private static func option(_ socket: Descriptor, _ name: Int32) -> Int32 {
    defer { socket.stayOpen() }
    var value: Int32 = 0
    var length = socklen_t(4)
    _ = unsafe getsockopt(socket.number, SOL_SOCKET, name, &value, &length)
    return value
  }

  /// Connects a copy of the caller's socket; the answer is the call's. What listens is on this machine,
  /// so a socket that blocks is connected soon or never.
  private static func connect(_ socket: Descriptor, _ address: [UInt8]) -> Answer {
    defer { socket.stayOpen() }
    let flags = fcntl(socket.number, F_GETFL)
    let blocks = flags & O_NONBLOCK == 0
    if blocks { _ = fcntl(socket.number, F_SETFL, flags | O_NONBLOCK) }
    defer { if blocks { _ = fcntl(socket.number, F_SETFL, flags) } }
    var result = unsafe SocketAddress.call(Glibc.connect, socket.number, address)
    if blocks, result == -EINPROGRESS {
      var state = pollfd(fd: socket.number, events: Int16(POLLOUT), revents: 0)
      guard unsafe poll(&state, 1, 3000) == 1 else { return .fail(ETIMEDOUT) }
      result = -option(socket, SO_ERROR)
    }
    return result < 0 ? .fail(-result) : .value(0)
  }
}
