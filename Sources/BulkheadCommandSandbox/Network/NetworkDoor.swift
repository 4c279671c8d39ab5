import BulkheadPolicy
import CSeccompNotify
import Glibc
import Synchronization

/// The way out of a sandbox's network, which has none by itself: answers for every address in it, and
/// passes on what is granted.
final class NetworkDoor: Sendable {
  private struct State {
    /// Sockets of the sandbox's network that do not listen yet.
    var spare: [Descriptor]
    var listeners: [UInt16: Descriptor] = [:]
    var isClosed = false
    var connections = 0
  }

  let names = SyntheticNames()
  let policy: HostPolicy
  private let desk: QuestionDesk
  private let nameServer: Descriptor
  private let state: Mutex<State>
  /// Written to where the loop has to look again.
  private let wakeRead: Descriptor
  private let wakeWrite: Descriptor

  /// Most connections at a time; each has a thread.
  private static let maximumConnections = 256

  init(
    _ sockets: [Descriptor], policy: HostPolicy, desk: QuestionDesk
  ) throws(CommandSandboxError) {
    guard let first = sockets.first, sockets.count > 1 else {
      throw CommandSandboxError("network", "the launcher made no sockets")
    }
    var ends: [Int32] = [0, 0]
    guard unsafe cfile_pipe(&ends) == 0 else {
      throw CommandSandboxError("network", "cannot make a pipe", Errno.last)
    }
    (wakeRead, wakeWrite) = (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    self.policy = policy
    self.desk = desk
    nameServer = first
    state = Mutex(State(spare: Array(sockets.dropFirst())))
    var any = [UInt8](repeating: 0, count: 28)
    (any[0], any[3]) = (UInt8(AF_INET6), 53)
    Self.acceptIPv4(first.number)
    let bound = unsafe SocketAddress.call(bind, first.number, any)
    guard bound == 0, cdatagram_wants_address(first.number) >= 0 else {
      throw CommandSandboxError("network", "cannot serve names on port 53", Errno(-bound))
    }
  }

  private static func acceptIPv4(_ socket: Int32) {
    var off: Int32 = 0
    unsafe setsockopt(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, 4)
  }

  /// Whether a socket is of the sandbox's network.
  func owns(_ socket: Descriptor) -> Bool {
    let cookie = Self.networkCookie(socket)
    return cookie != nil && cookie == Self.networkCookie(nameServer)
  }

  /// What names a network namespace (SO_NETNS_COOKIE, Linux 5.14).
  private static func networkCookie(_ socket: Descriptor) -> UInt64? {
    defer { socket.stayOpen() }
    var cookie: UInt64 = 0
    var length = socklen_t(8)
    let result = unsafe getsockopt(socket.number, SOL_SOCKET, 71, &cookie, &length)
    return result == 0 ? cookie : nil
  }

  /// What an address means: a name that it stands for, or itself. A grant of `localhost` is one of the
  /// addresses that libc knows under that name.
  func host(for target: SocketAddress) -> Host {
    let host = names.host(for: target.address)
    let localhost = Host.name("localhost")
    guard target.isLoopback, policy.decide(host, target.port)?.decision.isAllowed == false,
      policy.decide(localhost, target.port, target.address)?.decision.isAllowed == true
    else { return host }
    return localhost
  }

  /// Serves until `close`, on a thread of its own.
  func start() -> Thread.Handle? { Thread.start { self.serve() } }

  func close() {
    state.withLock { $0.isClosed = true }
    wake()
  }

  private func wake() {
    var byte: UInt8 = 0
    _ = unsafe write(wakeWrite.number, &byte, 1)
  }

  /// Makes the door answer on a port; EADDRINUSE where a program of the sandbox does already.
  func open(_ port: UInt16) -> Errno? {
    let error = state.withLock { state -> Errno? in
      if state.listeners[port] != nil { return nil }
      guard let socket = state.spare.popLast() else { return Errno(EMFILE) }
      Self.acceptIPv4(socket.number)
      var any = [UInt8](repeating: 0, count: 28)
      any[0] = UInt8(AF_INET6)
      (any[2], any[3]) = (UInt8(port >> 8), UInt8(port & 0xFF))
      let bound = unsafe SocketAddress.call(bind, socket.number, any)
      guard bound == 0, listen(socket.number, 128) == 0 else {
        if bound != 0 { state.spare.append(socket) }
        return bound == 0 ? Errno.last : Errno(-bound)
      }
      state.listeners[port] = socket
      return nil
    }
    wake()
    return error
  }

  private func serve() {
    while true {
      let (listeners, isClosed) = state.withLock { (Array($0.listeners.values), $0.isClosed) }
      if isClosed { return }
      var states = ([wakeRead, nameServer] + listeners).map {
        pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0)
      }
      _ = unsafe poll(&states, nfds_t(states.count), -1)
      if states[0].revents != 0 {
        var bytes = [UInt8](repeating: 0, count: 64)
        _ = unsafe read(wakeRead.number, &bytes, bytes.count)
      }
      if states[1].revents != 0 { answerNames() }
      for (index, listener) in listeners.enumerated() where states[index + 2].revents != 0 {
        accept(from: listener)
      }
    }
  }

  private func answerNames() {
    var message = [UInt8](repeating: 0, count: 1024)
    for _ in 0..<64 {
      var from = sockaddr_in6()
      var to = in6_addr()
      let length = unsafe cdatagram_receive(
        nameServer.number, &message, message.count, &from, &to)
      guard length >= 0 else { return }
      guard let query = NameQuery(Array(message[..<length])) else { continue }
      var address: UInt32?
      if query.type == 1 {
        address = query.name == "localhost" ? 0x7F00_0001 : names.address(of: query.name)
      }
      let answer = query.answer(address)
      _ = unsafe cdatagram_send(nameServer.number, answer, answer.count, &from, &to)
    }
  }

  private func accept(from listener: Descriptor) {
    while true {
      let accepted = Glibc.accept(listener.number, nil, nil)
      guard accepted >= 0 else { return }
      let socket = Descriptor(owning: accepted)
      defer { socket.stayOpen() }
      _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
      // The kernel says what the program meant, whatever it said when it asked.
      guard let wanted = SocketAddress.local(of: accepted) else { continue }
      let isFull = state.withLock { state in
        guard state.connections < Self.maximumConnections else { return true }
        state.connections += 1
        return false
      }
      let host = host(for: wanted)
      let started =
        !isFull
        && Thread.detach { [self] in
          Relay(socket, host: host, port: wanted.port, policy: policy, desk: desk).run()
          state.withLock { $0.connections -= 1 }
        }
      if !started { Relay.reset(socket) }
    }
  }
}
